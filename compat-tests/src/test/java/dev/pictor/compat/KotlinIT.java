package dev.pictor.compat;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.testing.JobScript;
import dev.pictor.testing.Step;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Coroutines wait for our futures, and their cancellation arrives where the money is spent. */
@Timeout(value = 10, unit = MINUTES)
class KotlinIT {
  @TempDir Path folder;

  @Test
  void aCancelledCoroutineCancelsTheRemoteJob() {
    Consumer consumer = Consumer.built("kotlin", "test-compile");
    try (Services services = new Services()) {
      services.fal.nextJob(JobScript.succeeds());
      services.fal.nextJob(JobScript.neverEnds());
      String output =
          Run.in(folder, Jdks.command(Jdks.own(), "java"))
              .with("-cp", consumer.classPath("classes"), "shop.LighthouseKt")
              .with(services.falOnly())
              .succeeds();
      assertThat(output).contains("cancelled: true");
      assertThat(folder.resolve("lighthouse.png")).isNotEmptyFile();
      assertThat(services.fal.count(Step.SUBMIT)).isEqualTo(2);
      assertThat(services.fal.count(Step.CANCEL)).isEqualTo(1);
    }
  }
}
