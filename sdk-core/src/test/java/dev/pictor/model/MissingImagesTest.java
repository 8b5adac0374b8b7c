package dev.pictor.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What did not come is asked for with the seed that it had. */
class MissingImagesTest {
  private static final long LAST = 2147483647;

  private static ImageRequest.Builder request(int n) {
    return ImageRequest.builder().model("m").prompt("a fox").n(n);
  }

  private static ImageOutcome.Builder failed(int index) {
    return ImageOutcome.builder()
        .index(index)
        .kind(ImageOutcome.Kind.FAILED)
        .failure(new IllegalStateException("x"));
  }

  private static ImageResult.Builder result(ImageRequest request) {
    return ImageResult.builder()
        .request(request)
        .provider("a")
        .endpoint("b")
        .elapsed(Duration.ZERO);
  }

  @Test
  void aSeedThatWentRoundIsTheOneThatWasSent() {
    ImageResult result =
        result(request(3).seed(LAST).build())
            .addOutcomes(failed(1).seed(BigInteger.ZERO).build())
            .addOutcomes(failed(2).seed(BigInteger.ONE).build())
            .build();

    assertThat(result.missing()).containsExactly(request(2).seed(0).build());
  }

  @Test
  void anImageWithoutASeedOfItsOwnGetsThePlannedOne() {
    ImageResult result =
        result(request(4).seed(40).build())
            .addOutcomes(failed(1).build())
            .addOutcomes(failed(3).seed(BigInteger.valueOf(-1)).build()) // by an option
            .build();

    assertThat(result.missing())
        .containsExactly(request(1).seed(41).build(), request(1).seed(43).build());
  }

  @Test
  void aSeedThatWasChosenAtRandomIsNotKept() {
    ImageResult result =
        result(request(3).build())
            .addOutcomes(failed(0).seed(BigInteger.TEN).build(), failed(2).build())
            .build();

    assertThat(result.missing()).containsExactly(request(2).build());
  }

  @Test
  void whatWasNeverAskedForIsNotMissing() {
    ImageResult result =
        result(request(2).seed(40).build())
            .addOutcomes(failed(1).build())
            .addOutcomes(failed(2).kind(ImageOutcome.Kind.FILTERED).build()) // beyond the two
            .build();

    assertThat(result.missing()).containsExactly(request(1).seed(41).build());
  }
}
