package dev.pictor.benchmarks.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pictor.benchmarks.service.JobService;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Paths;
import java.util.Map;
import java.util.TreeMap;

/** The {@link JobService} in a process of its own, so that its work is not counted. */
final class JobServiceProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Writer commands;
  private final String url;
  private final String directUrl;

  /** Starts it; it ends with {@link #close}, and with this process at the latest. */
  JobServiceProcess() throws IOException {
    process =
        new ProcessBuilder(
                java(), "-Xmx512m", "-cp", Libraries.service(), JobService.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    String[] ports = answer().split(" ", -1);
    url = "http://127.0.0.1:" + ports[0];
    directUrl = "http://127.0.0.1:" + ports[1];
  }

  static String java() {
    return Paths.get(System.getProperty("java.home"), "bin", "java").toString();
  }

  String url() {
    return url;
  }

  String directUrl() {
    return directUrl;
  }

  /** Forgets all jobs and counts; those to come take these times. */
  void begin(long seed, String roundTrip, String times) throws IOException {
    begin(seed, roundTrip, times, false);
  }

  /** As the other, and keeps what is sent. */
  void beginRecorded(long seed, String roundTrip, String times) throws IOException {
    begin(seed, roundTrip, times, true);
  }

  private void begin(long seed, String roundTrip, String times, boolean isRecorded)
      throws IOException {
    say("begin " + seed + " " + roundTrip + " " + isRecorded + " " + times);
    answer();
  }

  /** What was counted since: requests by kind, and {@code connections}. */
  Map<String, Double> counts() throws IOException {
    say("counts");
    Map<String, Double> counts = new TreeMap<>();
    String answer = answer();
    for (String pair : answer.substring(1, answer.length() - 1).split(", ", -1)) {
      String[] words = pair.split("=", -1);
      counts.put(words[0], Double.valueOf(words[1]));
    }
    return counts;
  }

  /** All that was sent since {@link #beginRecorded}. */
  String recorded() throws IOException {
    say("recorded");
    StringBuilder all = new StringBuilder();
    for (String line = answer(); !line.equals("."); line = answer()) {
      all.append(line).append('\n');
    }
    return all.toString();
  }

  private void say(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
  }

  private String answer() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("The service has ended");
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    commands.close();
    process.destroy();
  }
}
