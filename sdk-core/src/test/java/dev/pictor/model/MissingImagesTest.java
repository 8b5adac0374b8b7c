package dev.pictor.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Collections;
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

  @Test
  void aSeedThatMayBeThatOfAnImageInHandIsNotAskedForAgain() {
    ImageOutcome.Builder first = of("1", 0).kind(ImageOutcome.Kind.IMAGE).image(image());
    ImageOutcome[] others = {
      of("1", 1).build(), of("2", 2).seed(BigInteger.TEN).build(), of("2", 3).build()
    };
    ImageResult.Builder result = result(request(4).seed(40).build());

    assertThat(result.addOutcomes(first.build()).addOutcomes(others).build().missing())
        .containsExactly(request(2).seed(10).build(), request(1).build());
    first.seed(BigInteger.TEN);
    result.outcomes(Collections.singletonList(first.build()));
    assertThat(result.addOutcomes(others).build().missing())
        .containsExactly(request(3).seed(41).build());
  }

  private static ImageOutcome.Builder of(String job, int index) {
    return failed(index)
        .kind(ImageOutcome.Kind.FILTERED)
        .handle(JobHandle.builder().provider("a").endpoint("b").id(job).build());
  }

  private static GeneratedImage image() {
    return GeneratedImage.builder()
        .index(0)
        .handle(JobHandle.builder().provider("a").endpoint("b").id("1").build())
        .content(out -> {})
        .build();
  }
}
