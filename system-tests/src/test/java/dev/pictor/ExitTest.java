package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.testing.JobScript;
import dev.pictor.testing.ReplicateEmulator;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A program ends when its work is done, also if it never closes its client. */
@Tag("slow")
class ExitTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  @Test
  void theJvmExitsSoonAfterTheLastCall() throws Exception {
    try (ReplicateEmulator service =
        ReplicateEmulator.builder().key(Service.REPLICATE_TOKEN).start()) {
      service.everyJob(JobScript.succeeds().queuedPolls(0).runningPolls(1));
      Process program =
          new ProcessBuilder(
                  Paths.get(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  ExitProgram.class.getName(),
                  service.apiUrl())
              .redirectErrorStream(true)
              .start();
      try (BufferedReader output =
          new BufferedReader(
              new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
        StringBuilder all = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.startsWith("last call done")) {
          all.append(line).append('\n');
          line = output.readLine();
        }
        assertThat(line).as("the program said: %s", all).isNotNull();
        assertThat(program.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS))
            .as("the JVM has exited")
            .isTrue();
        assertThat(program.exitValue()).isZero();
      } finally {
        program.destroyForcibly();
      }
    }
  }
}
