package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageRequest;
import dev.pictor.testing.Fault;
import dev.pictor.testing.ReplicateModel;
import dev.pictor.testing.Step;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is taken for a submission whose reply was lost where another process has asked for the same,
 * and no seed tells the two apart. How they are told apart is when they were made.
 */
@Tag("wide")
@Timeout(60)
class EqualJobTest {
  private final TestTime time = new TestTime();
  private final Service service = Service.replicate();
  private final ReplicateModel model = ReplicateModel.community("acme/watercolour");

  @BeforeEach
  void offerModel() {
    service.replicateEmulator().offer(model);
  }

  @AfterEach
  void close() {
    service.close();
    time.close();
  }

  private ImageRequest request() {
    return ImageRequest.builder()
        .model("replicate/acme/watercolour:" + model.version())
        .prompt("a paper boat")
        .build();
  }

  /** Another process asks for the same, and this one half a minute later. */
  private String made30SecondsAgo() {
    try (ImageClient other = service.client(time)) {
      String id = other.generate(request()).handles().get(0).id();
      time.advance(Duration.ofSeconds(30));
      service.clock().advance(Duration.ofSeconds(30));
      return id;
    }
  }

  /** By how many seconds the clock of the service is ahead of ours. */
  @ParameterizedTest
  @ValueSource(ints = {0, 50, 3_600})
  void anOlderOneIsNotTakenForIt(int ahead) {
    service.clock().advance(Duration.ofSeconds(ahead));
    String older = made30SecondsAgo();
    service.emulator().fail(Step.SUBMIT, Fault.disconnect());
    try (ImageClient client = service.client(time)) {
      PictorException unknown =
          Failures.exactly(OutcomeUnknownException.class, () -> client.generate(request()));
      assertThat(unknown).hasMessageContaining(older);
    }
    assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(2);
    assertThat(service.emulator().paidJobs()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 50, 3_600})
  void theOwnOneIsFoundBesideAnOlderOne(int ahead) {
    service.clock().advance(Duration.ofSeconds(ahead));
    String older = made30SecondsAgo();
    service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
    try (ImageClient client = service.client(time)) {
      assertThat(client.generate(request()).handles().get(0).id()).isNotEqualTo(older);
    }
    assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(2);
    assertThat(service.emulator().paidJobs()).isEqualTo(2);
  }

  /** It gives the same image, so whose job it is makes no difference. */
  @Test
  void anOlderOneWithTheSameSeedIsAsGood() {
    ImageRequest seeded =
        ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").seed(7).build();
    String older;
    try (ImageClient other = service.client(time)) {
      older = other.generate(seeded).handles().get(0).id();
    }
    time.advance(Duration.ofSeconds(30));
    service.clock().advance(Duration.ofSeconds(30));
    service.emulator().fail(Step.SUBMIT, Fault.disconnect());
    try (ImageClient client = service.client(time)) {
      assertThat(client.generate(seeded).handles().get(0).id()).isEqualTo(older);
    }
    assertThat(service.emulator().paidJobs()).isEqualTo(1);
  }
}
