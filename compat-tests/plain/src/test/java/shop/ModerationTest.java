package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.ImageClient;
import dev.pictor.error.ModerationException;
import dev.pictor.fal.Fal;
import dev.pictor.model.ImageRequest;
import dev.pictor.replicate.Replicate;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.FalFailure;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ReplicateEmulator;
import org.junit.jupiter.api.Test;

/** A test of an application, as the README shows it, with the emulators that are published. */
class ModerationTest {
  private final ImageRequest request =
      ImageRequest.builder().model("flux1.1-pro").prompt("a lighthouse made of paper").build();

  @Test
  void aRefusedPromptIsAskedForOnce() {
    try (FalEmulator fal = FalEmulator.start();
        ImageClient images =
            ImageClient.builder()
                .provider(Fal.builder().key("id:secret").queueUrl(fal.queueUrl()).build())
                .build()) {
      fal.nextJob(JobScript.failsWith(FalFailure.contentPolicy()));

      assertThatThrownBy(() -> images.generate(request)).isInstanceOf(ModerationException.class);
      assertThat(fal.paidJobs()).isEqualTo(1);
    }
  }

  @Test
  void replicateMakesTheSameImage() {
    try (ReplicateEmulator replicate = ReplicateEmulator.start();
        ImageClient images =
            ImageClient.builder()
                .provider(Replicate.builder().token("token").baseUrl(replicate.url()).build())
                .build()) {
      assertThat(images.generate(request).image().bytes()).isNotEmpty();
      assertThat(replicate.paidJobs()).isEqualTo(1);
    }
  }
}
