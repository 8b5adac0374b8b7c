package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JobHandle;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.Step;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A job is picked up by another client from a line of text, and nothing is submitted again. */
class ResumeTest {
  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  /** Requirement 15: the handle is there before anyone waits, and resumes without resubmission. */
  @ParameterizedTest
  @EnumSource
  void aSecondClientFinishesWhatTheFirstBegan(Service.Kind kind) {
    try (Service service = kind.start()) {
      service
          .emulator()
          .everyJob(JobScript.succeeds().queuedPolls(0).runningFor(Duration.ofSeconds(60)));
      ImageRequest request =
          ImageRequest.builder()
              .model("flux1.1-pro")
              .prompt("a paper boat")
              .seed(new BigInteger("17454220438242315174"))
              .size(1024, 768)
              .n(2)
              .build();
      List<String> stored = new ArrayList<>();
      try (ImageClient first = service.client(time)) {
        first.submit(request).handles().forEach(handle -> stored.add(handle.toString()));
      }
      int submitted = service.emulator().count(Step.SUBMIT);
      service.clock().advance(Duration.ofSeconds(61));
      try (ImageClient second = service.client(time)) {
        List<JobHandle> handles = new ArrayList<>();
        stored.forEach(text -> handles.add(JobHandle.parse(text)));
        ImageResult result = second.resume(handles, RequestOptions.defaults()).await();
        assertThat(result.images()).hasSize(2);
        assertThat(result.images()).extracting(GeneratedImage::index).containsExactly(0, 1);
        assertThat(result.image().seed()).contains(new BigInteger("17454220438242315174"));
        assertThat(result.image().requestedSize()).contains(ImageSize.of(1024, 768));
        result.images().forEach(image -> assertThat(image.bytes()).isNotEmpty());
      }
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(submitted);
    }
  }

  /** Each is accepted at once, which lets the next one begin. */
  @Test
  void thousandsOfHandlesAreResumedAtOnce() {
    int jobs = 3_000;
    List<JobHandle> handles = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      handles.add(
          JobHandle.builder()
              .provider("fal")
              .endpoint("fal-ai/flux-pro/v1.1")
              .id("job-" + i)
              .build());
    }
    try (Wire wire = new Wire();
        ImageClient client = wire.client(time)) {
      ImageJob job = client.resume(handles, RequestOptions.defaults());
      assertThat(job.handles()).isEqualTo(handles);
      assertThat(Until.done(job.result()).images()).hasSize(jobs);
      assertThat(wire.count(Wire.Step.SUBMIT)).isZero();
    }
  }

  @Test
  void aHandleOfAnotherProviderIsRefused() {
    try (Service service = Service.Kind.FAL.start();
        ImageClient client = service.client(time)) {
      JobHandle foreign = JobHandle.builder().provider("replicate").endpoint("a/b").id("x").build();
      assertThatThrownBy(() -> client.resume(foreign))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("replicate")
          .hasMessageContaining("[fal]");
    }
  }

  /** Who stores the handles of what failed is to store none that can only fail again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "pictor1:fal:flux:x",
        "pictor1:fal:fal-ai%2F..%2Fx:y",
        "pictor1:fal:fal-ai%2Fflux%2Fdev:..",
        "pictor1:replicate:a%2Fb:..",
        "pictor1:replicate:a%2Fb:."
      })
  void aHandleThatNoSubmissionGaveIsRefusedBeforeAnythingIsSent(String text) {
    JobHandle invented = JobHandle.parse(text);
    boolean isFal = invented.provider().equals("fal");
    try (Service service = isFal ? Service.fal() : Service.replicate();
        ImageClient client = service.client(time)) {
      JobHandle other = invented.toBuilder().endpoint("fal-ai/flux/dev").id("x").build();

      assertThatThrownBy(() -> client.resume(other, invented))
          .isInstanceOf(RequestRefusedException.class)
          .hasMessageContaining(text + " can be no job")
          .hasMessageContaining("nothing was sent")
          .hasMessageContaining("leave it out")
          .satisfies(e -> assertThat(((RequestRefusedException) e).handles()).isEmpty())
          .satisfies(e -> assertThat(((RequestRefusedException) e).isRetryable()).isFalse());
      assertThat(service.emulator().requests()).isEmpty();
    }
  }

  @Test
  void nothingToResumeIsRefused() {
    try (Service service = Service.Kind.FAL.start();
        ImageClient client = service.client(time)) {
      assertThatThrownBy(client::resume).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
