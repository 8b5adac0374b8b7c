package dev.pictor.compat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command in a process of its own. */
final class Run {
  private static final int MINUTES = 9;
  private static final int TAIL = 12_000;

  private final Path folder;
  private Path log;
  private final List<String> command = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  private Run(Path folder) {
    this.folder = folder;
    log = folder.resolve("output.txt");
  }

  static Run in(Path folder, String... command) {
    return new Run(folder).with(command);
  }

  Run with(String... arguments) {
    command.addAll(Arrays.asList(arguments));
    return this;
  }

  Run with(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /** Writes what it prints to this file, and not into its folder. */
  Run loggedIn(Path file) {
    log = file;
    return this;
  }

  /** Waits for its end, whatever it is. */
  void ends() {
    end();
  }

  /** Waits for its end and returns what it has printed, if it has done its work. */
  String succeeds() {
    int code = end();
    String output = output();
    if (code != 0) {
      throw new AssertionError(told("ended with " + code, output));
    }
    return output;
  }

  private int end() {
    try {
      Files.createDirectories(folder);
      Files.createDirectories(log.toAbsolutePath().getParent());
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        throw new AssertionError(told("still ran after " + MINUTES + " minutes", output()));
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private String output() {
    try {
      return new String(Files.readAllBytes(log), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String told(String what, String output) {
    String tail =
        output.length() > TAIL ? "..." + output.substring(output.length() - TAIL) : output;
    return String.join(" ", command) + "\nin " + folder + " " + what + ":\n" + tail;
  }
}
