package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A program of the tests in a JVM of its own, of whose memory a test says how much there is. */
final class ChildJvm {
  private final List<String> command = new ArrayList<>();

  private ChildJvm(Class<?> program, String... options) {
    command.add(Paths.get(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(options));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
  }

  /**
   * @param options of the JVM
   */
  static ChildJvm of(Class<?> program, String... options) {
    return new ChildJvm(program, options);
  }

  /** Runs it to its end, which has to be a good one; returns the lines that it printed. */
  List<String> run(String... arguments) throws IOException, InterruptedException {
    command.addAll(Arrays.asList(arguments));
    Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> lines = output.lines().collect(Collectors.toList());
      assertThat(program.waitFor()).as(String.join("\n", lines)).isZero();
      return lines;
    } finally {
      program.destroyForcibly();
    }
  }
}
