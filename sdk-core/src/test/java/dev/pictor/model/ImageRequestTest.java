package dev.pictor.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageRequest.SizePolicy;
import dev.pictor.model.ImageRequest.Strictness;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageRequestTest {
  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

  private static ImageRequest.Builder request() {
    return ImageRequest.builder().model("flux1.1-pro");
  }

  static Stream<Arguments> impossible() {
    return Stream.of(
        Arguments.of(ImageRequest.builder().model(""), "model is blank"),
        Arguments.of(ImageRequest.builder().model(" \t"), "model is blank"),
        Arguments.of(request().n(0), "n is 0; it must be 1 to 10"),
        Arguments.of(request().n(11), "n is 11; it must be 1 to 10"),
        Arguments.of(request().n(-1), "n is -1; it must be 1 to 10"),
        Arguments.of(request().seed(-1), "seed is -1; it must be 0 to 18446744073709551615"),
        Arguments.of(
            request().seed(TWO_TO_64),
            "seed is 18446744073709551616; it must be 0 to 18446744073709551615 (2^64 - 1)"),
        Arguments.of(
            request().outputCompression(-1), "outputCompression is -1; it must be 0 to 100"),
        Arguments.of(
            request().outputCompression(101), "outputCompression is 101; it must be 0 to 100"),
        Arguments.of(request().outputQuality(-1), "outputQuality is -1; it must be 0 to 100"),
        Arguments.of(request().outputQuality(101), "outputQuality is 101; it must be 0 to 100"),
        Arguments.of(request().safetyTolerance(-1), "safetyTolerance is -1; it must be 0 to 6"),
        Arguments.of(request().safetyTolerance(7), "safetyTolerance is 7; it must be 0 to 6"),
        Arguments.of(
            request().guidanceScale(new BigDecimal("-0.1")),
            "guidanceScale is -0.1; it must be at least 0"),
        Arguments.of(
            request().maxCost(new BigDecimal("1E-9999999")),
            "maxCost is 1E-9999999; it must have at most 100 digits before and behind its point"),
        Arguments.of(request().maxCost(new BigDecimal("1E+9999999")), "maxCost is 1E+9999999; "),
        Arguments.of(
            request().maxCost(new BigDecimal(TWO_TO_64.pow(100))),
            "maxCost is a number of more digits; "),
        Arguments.of(
            request().guidanceScale(new BigDecimal("1E-101")), "guidanceScale is 1E-101; "),
        Arguments.of(request().option(" ", JsonValue.of(1)), "options has a blank name"));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void anImpossibleValueIsRefusedWithTheRule(ImageRequest.Builder builder, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageStartingWith(message);
  }

  static Stream<ImageRequest.Builder> extreme() {
    return Stream.of(
        request().n(1),
        request().n(10),
        request().seed(0),
        request().seed(Long.MAX_VALUE),
        request().seed(TWO_TO_64.subtract(BigInteger.ONE)),
        request().outputCompression(0).outputQuality(0),
        request().outputCompression(100).outputQuality(100),
        request().safetyTolerance(0),
        request().safetyTolerance(6),
        request().guidanceScale(BigDecimal.ZERO),
        request().maxCost(new BigDecimal("1E-100")),
        request().maxCost(new BigDecimal("1E+100")),
        request().prompt(""),
        request().option("fal/raw", JsonValue.ofNull()));
  }

  @ParameterizedTest
  @MethodSource("extreme")
  void theOutermostValuesArePossible(ImageRequest.Builder builder) {
    ImageRequest request = builder.build();

    assertThat(request.toBuilder().build()).isEqualTo(request).hasSameHashCodeAs(request);
  }

  @Test
  void aRequestNeedsAModelOnly() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ImageRequest.builder().prompt("a fox").build())
        .withMessageContaining("model");

    ImageRequest request = request().build();
    assertThat(request.prompt()).isEmpty();
    assertThat(request.n()).isEqualTo(1);
    assertThat(request.sizePolicy()).isEqualTo(SizePolicy.NEAREST);
    assertThat(request.responseFormat()).isEqualTo(ResponseFormat.URL);
    assertThat(request.strictness()).isEqualTo(Strictness.LENIENT);
    assertThat(request.images()).isEmpty();
    assertThat(request.options()).isEmpty();
    assertThat(request)
        .hasToString(
            "{model=flux1.1-pro, sizePolicy=NEAREST, n=1, responseFormat=URL, strictness=LENIENT}");
  }

  @Test
  void aDefaultEqualsTheSameValueSet() {
    assertThat(request().n(1).strictness(Strictness.LENIENT).build()).isEqualTo(request().build());
  }

  @Test
  void aNumberEqualsTheSameNumberWrittenInAnotherWay() {
    ImageRequest request =
        request().maxCost(new BigDecimal("1E+2")).guidanceScale(new BigDecimal("3.50")).build();
    ImageRequest same =
        request().maxCost(new BigDecimal("100")).guidanceScale(new BigDecimal("3.5")).build();

    assertThat(request).isEqualTo(same).hasSameHashCodeAs(same).hasToString(same.toString());
    assertThat(request.toString()).contains("maxCost=100,", "guidanceScale=3.5,");
    assertThat(request.guidanceScale().get()).hasToString("3.50");
  }

  @Test
  void shortSettersSetTheSame() {
    ImageRequest request =
        request().seed(7).size(1024, 768).option("raw", JsonValue.of(true)).build();

    assertThat(request.seed()).contains(BigInteger.valueOf(7));
    assertThat(request.size()).contains(ImageSize.of(1024, 768));
    assertThat(request.options()).containsEntry("raw", JsonValue.of(true));
  }

  @Test
  void aCopyAddsToListsAndMapsAndReplacesTheRest() {
    ImageSource first = ImageSource.url("https://a.example/1");
    ImageSource second = ImageSource.url("https://a.example/2");
    ImageRequest request =
        request().prompt("a fox").addImages(first).option("a", JsonValue.of(1)).build();

    ImageRequest copy =
        request.toBuilder()
            .prompt("an owl")
            .addImages(second)
            .option("b", JsonValue.of(2))
            .option("a", JsonValue.of(3))
            .build();

    assertThat(copy.prompt()).contains("an owl");
    assertThat(copy.images()).containsExactly(first, second);
    assertThat(copy.options().toString()).isEqualTo("{a=3, b=2}");
    assertThat(request.prompt()).contains("a fox");
    assertThat(request.images()).containsExactly(first);
    assertThat(request.options().toString()).isEqualTo("{a=1}");
  }

  @Test
  void aLongPromptIsShownShort() {
    String prompt = new String(new char[100_000]).replace('\0', 'a');

    assertThat(request().prompt(prompt).build().toString()).hasSizeLessThan(3_000);
  }

  /** What stands behind the path of a webhook lets whoever knows it report a job as done. */
  @Test
  void aUrlInAnOptionIsShownWithoutWhatMayBeSecret() {
    ImageRequest request =
        request()
            .option("fal/query:fal_webhook", JsonValue.of("https://me:s3cret@hook.test/a?t=s3cret"))
            .option("image_url", JsonValue.of("HTTPS://img.test/a.png#s3cret"))
            .option("note", JsonValue.of("why? so"))
            .build();

    assertThat(request.toString())
        .contains(
            "options={fal/query:fal_webhook=\"https://hook.test/a\","
                + " image_url=\"HTTPS://img.test/a.png\", note=\"why? so\"}");
  }

  @Test
  void theValueOfAHeaderIsNotShown() {
    ImageRequest request =
        request()
            .option("header:X-Token", JsonValue.of("s3cret"))
            .option("a/header:X-Token", JsonValue.of("s3cret"))
            .option("raw", JsonValue.of(true))
            .build();
    String shown = "options={header:X-Token=(not shown), a/header:X-Token=(not shown), raw=true}";

    assertThat(request.toString()).contains(shown);
    assertThat(
            ImageResult.builder()
                .request(request)
                .provider("a")
                .endpoint("b")
                .elapsed(Duration.ZERO)
                .build()
                .toString())
        .contains(shown);
    assertThat(request.options().get("header:X-Token")).isEqualTo(JsonValue.of("s3cret"));
  }

  @Test
  void halfACharacterIsRefusedBecauseItWouldBecomeAnother() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request().prompt("a fox \uD83E").build())
        .withMessageContaining("prompt has half a character at 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request().negativePrompt("\uDD8A").build())
        .withMessageContaining("negativePrompt");
    assertThat(request().prompt("a fox \uD83E\uDD8A").build().prompt()).isPresent();
  }
}
