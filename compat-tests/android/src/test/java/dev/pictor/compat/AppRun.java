package dev.pictor.compat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.compat.app.EveryEntryPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One run of the app in a JVM of its own, with nothing on the class path but what is given. */
final class AppRun {
  private static final long LIMIT_SECONDS = 120;
  private static final int SHOWN = 4_000;

  private final List<String> transcript;
  private final int paidJobs;
  private final int submissions;

  private AppRun(List<String> transcript, int paidJobs, int submissions) {
    this.transcript = transcript;
    this.paidJobs = paidJobs;
    this.submissions = submissions;
  }

  /** Runs the app, and fails if it does not come to its end. */
  static AppRun of(List<Path> classPath, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path output = folder.resolve("transcript.txt");
    try (Emulators services = new Emulators()) {
      List<String> command = new ArrayList<>();
      command.add(Paths.get(System.getProperty("java.home"), "bin", "java").toString());
      command.add("-XX:TieredStopAtLevel=1");
      command.add("-Duser.language=en");
      command.add("-cp");
      command.add(
          classPath.stream()
              .map(Path::toString)
              .collect(Collectors.joining(System.getProperty("path.separator"))));
      command.add(EveryEntryPoint.class.getName());
      command.addAll(services.addresses());
      command.add(folder.toString());
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      Map<String, String> environment = builder.environment();
      environment.remove("JAVA_TOOL_OPTIONS"); // the JVM would print it
      environment.put("FAL_KEY", "id:secret");
      environment.put("FAL_RUN_HOST", services.fal().runUrl());
      environment.put("FAL_QUEUE_RUN_HOST", services.fal().queueUrl());
      environment.put("REPLICATE_API_TOKEN", "r8_token");
      environment.put("REPLICATE_BASE_URL", services.replicateUrl());
      Process process = builder.start();
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly().waitFor();
      String text = new String(Files.readAllBytes(output), UTF_8);
      assertThat(ended && process.exitValue() == 0)
          .as("the app came to its end; it said: %s", end(text))
          .isTrue();
      return new AppRun(lines(text, folder), services.paidJobs(), services.submissions());
    }
  }

  private static String end(String text) {
    return text.substring(Math.max(0, text.length() - SHOWN));
  }

  /** Ports, folders and times are of this run alone. */
  private static List<String> lines(String text, Path folder) {
    List<String> lines = new ArrayList<>();
    for (String line : text.trim().split("\\R", -1)) {
      lines.add(
          line.replace(folder.toString(), "FOLDER")
              .replaceAll("127\\.0\\.0\\.1(:|%3A)\\d+", "HOST")
              .replaceAll("sent at [-0-9T:.]+Z", "sent at TIME")
              .replaceAll("urlExpiry=[-0-9T:.]+Z", "urlExpiry=TIME"));
    }
    return lines;
  }

  List<String> transcript() {
    return transcript;
  }

  int paidJobs() {
    return paidJobs;
  }

  int submissions() {
    return submissions;
  }
}
