package dev.pictor.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.Adjustment;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.SizePolicy;
import dev.pictor.model.ImageRequest.Strictness;
import dev.pictor.model.ImageSize;
import dev.pictor.model.ImageSource;
import dev.pictor.model.JsonValue;
import dev.pictor.model.Plan;
import dev.pictor.model.Resolution;
import dev.pictor.spi.ShapeRule;
import java.util.Collections;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapePolicyTest {
  private static final ShapeRule ULTRA_9 = TestModels.FAL_ULTRA.shape().get();
  private static final ShapeRule FAL_PIXELS = TestModels.FAL_PRO.shape().get();
  private static final ShapeRule CUSTOM = TestModels.REPLICATE_PRO.shape().get();
  private static final ShapeRule MEGAPIXELS = TestModels.SCHNELL.shape().get();

  @ParameterizedTest(name = "{0}: {1} of {2}")
  @CsvSource(
      nullValues = "refused",
      value = {
        "AT_LEAST, 1000x1000, custom, 1024x1024",
        "AT_LEAST, 1440x1440, custom, 1440x1440",
        "AT_LEAST, 1441x1440, custom, refused",
        "AT_LEAST, 100x100, custom, 256x256",
        "AT_LEAST, 1000x1000, pixels, 1000x1000",
        "AT_LEAST, 1000x600, megapixels, 1344x768",
        "AT_LEAST, 640x300, megapixels, 768x320",
        "AT_LEAST, 1200x1200, megapixels, refused",
        "AT_LEAST, 100x100, ultra, refused",
        "EXACT_OR_FAIL, 1024x1024, custom, 1024x1024",
        "EXACT_OR_FAIL, 1025x1024, custom, refused",
        "EXACT_OR_FAIL, 672x384, megapixels, 672x384",
        "EXACT_OR_FAIL, 1365x768, megapixels, refused",
        "EXACT_OR_FAIL, 1024x1024, ultra, refused",
        "EXACT_OR_FAIL, 1365x768, pixels, 1365x768",
      })
  void keepsToThePolicyForASize(String policy, String size, String rule, String sent) {
    Plan.Candidate plan =
        Shapes.plan(named(rule), Shapes.ask(size).sizePolicy(SizePolicy.valueOf(policy)));

    if (sent == null) {
      assertThat(plan.refusals()).singleElement().asString().contains(policy).contains(size);
      assertThat(plan.calls()).isEmpty();
    } else {
      assertThat(plan.effectiveSize()).contains(ImageSize.parse(sent));
    }
  }

  private static ShapeRule named(String rule) {
    switch (rule) {
      case "custom":
        return CUSTOM;
      case "pixels":
        return FAL_PIXELS;
      case "kontext":
        return TestModels.KONTEXT.shape().get();
      case "flux2":
        return TestModels.FLUX_2.shape().get();
      case "megapixels":
        return MEGAPIXELS;
      default:
        return ULTRA_9;
    }
  }

  @ParameterizedTest(name = "{0}: {1} at {2} of {3} usable: {4}")
  @CsvSource({
    "AT_LEAST, 7:5, 1K, ultra, true", // a ratio alone is taken as the nearest
    "AT_LEAST, 1:1, 2K, ultra, true",
    "AT_LEAST, 1:1, 4K, ultra, false",
    "AT_LEAST, 1:1, 0.5K, ultra, true",
    "AT_LEAST, 1:1, 1K, kontext, true",
    "AT_LEAST, 1:1, 2K, kontext, false",
    "AT_LEAST, 1:1, 2K, megapixels, false",
    "AT_LEAST, 1:1, 0.5 MP, megapixels, true",
    "AT_LEAST, 1:1, 2K, custom, false",
    "AT_LEAST, 1:1, auto, ultra, false",
    "EXACT_OR_FAIL, 7:5, 2K, ultra, false",
    "EXACT_OR_FAIL, 3:2, 2K, ultra, true",
    "EXACT_OR_FAIL, 3:2, 1K, ultra, false", // it makes 4 megapixels, and nothing else
    "EXACT_OR_FAIL, 3:2, 1K, kontext, true",
    "EXACT_OR_FAIL, 7:5, 1K, custom, false",
    "EXACT_OR_FAIL, 7:5, 1K, pixels, true",
    "EXACT_OR_FAIL, 1:1, 0.5 MP, megapixels, false",
    "EXACT_OR_FAIL, 1:1, 0.5K, megapixels, true",
    "EXACT_OR_FAIL, 1:1, 2K, custom, false",
  })
  void keepsToThePolicyForRatioAndScale(
      String policy, String ratio, String scale, String rule, boolean usable) {
    Plan.Candidate plan =
        Shapes.plan(
            named(rule),
            Shapes.ask(ratio)
                .resolution(Resolution.of(scale))
                .sizePolicy(SizePolicy.valueOf(policy)));

    assertThat(plan.isUsable()).as("%s", plan.refusals()).isEqualTo(usable);
  }

  @ParameterizedTest(name = "{0}: {1} at {2} of {3}")
  @CsvSource(
      nullValues = "refused",
      value = {
        "NEAREST, 1:1, 0.4 MP, custom, 640x640",
        "AT_LEAST, 1:1, 0.4 MP, custom, 672x672",
        "EXACT_OR_FAIL, 1:1, 0.4 MP, custom, refused",
        "NEAREST, 16:9, 0.5K, custom, 672x384",
        "AT_LEAST, 16:9, 0.5K, custom, 704x384",
        "AT_LEAST, 16:9, 0.5K, pixels, 683x384",
        "EXACT_OR_FAIL, 16:9, 0.5K, pixels, 683x384",
        "EXACT_OR_FAIL, 1:1, 0.5K, custom, 512x512",
        "AT_LEAST, 1:1, 0.01 MP, custom, 256x256", // more is not less
        "EXACT_OR_FAIL, 1:1, 0.01 MP, custom, refused",
        "NEAREST, 16:9, 2.5 MP, flux2, 2048x1152",
        "AT_LEAST, 7:5, 8K, flux2, refused", // neither pixels nor tiers reach it
        "EXACT_OR_FAIL, 16:9, 2.5 MP, flux2, refused",
      })
  void keepsToThePolicyForAScaleInPixels(
      String policy, String ratio, String scale, String rule, String sent) {
    ImageRequest.Builder request =
        Shapes.ask(ratio).resolution(Resolution.of(scale)).sizePolicy(SizePolicy.valueOf(policy));
    Plan.Candidate plan = Shapes.plan(named(rule), request);

    if (sent == null) {
      assertThat(plan.refusals())
          .singleElement()
          .asString()
          .startsWith("resolution " + scale + " with sizePolicy " + policy);
    } else {
      assertThat(plan.effectiveSize()).as("%s", plan.refusals()).contains(ImageSize.parse(sent));
    }
  }

  @ParameterizedTest(name = "{0}: {1} at {2}")
  @CsvSource({
    "NEAREST, 16:9, 4K, '16:9, 4 MP'",
    "NEAREST, 16:9, 3K, '16:9, 4 MP'",
    "NEAREST, 16:9, 3 MP, '16:9, 4 MP'", // as far as 2048x1152, and larger
    "NEAREST, 16:9, 2.5 MP, 'custom, none'", // 2048x1152 is nearer than 2 MP and 4 MP
    "NEAREST, 9:16, 8K, '9:16, 4 MP'",
    "NEAREST, 16:9, 0.4 MP, 'custom, none'",
    "NEAREST, 16:9, 0.01 MP, 'custom, none'", // 464x256 is nearer than 0.5 MP
    "NEAREST, 1:1, 4.5 MP, 'custom, none'", // no tier is nearer than the largest square
    "NEAREST, 7:5, 4K, 'custom, none'", // pixels keep a shape that is not listed
    "AT_LEAST, 16:9, 3 MP, '16:9, 4 MP'",
    "AT_LEAST, 16:9, 2.5 MP, '16:9, 4 MP'",
    "AT_LEAST, 16:9, 2.2 MP, 'custom, none'",
    "AT_LEAST, 7:5, 3 MP, '4:3, 4 MP'", // a ratio may be the nearest, a scale may not be less
  })
  @DisplayName("requirement 5: where pixels do not reach a scale, the nearest tier is sent")
  void takesTheNearerOfPixelsAndTier(String policy, String ratio, String scale, String sent) {
    ImageRequest.Builder request =
        Shapes.ask(ratio).resolution(Resolution.of(scale)).sizePolicy(SizePolicy.valueOf(policy));
    Plan.Candidate plan = Shapes.plan(named("flux2"), request);

    JsonValue body = Shapes.body(plan);
    assertThat(body.string("aspect_ratio").get() + ", " + body.string("resolution").orElse("none"))
        .isEqualTo(sent);
    assertThat(plan.adjustments())
        .filteredOn(Adjustment::isChange)
        .extracting(Adjustment::parameter)
        .contains("resolution");
  }

  @ParameterizedTest(name = "{0} of {1} changes: {2}")
  @CsvSource({
    "0.4 MP, flux2, true",
    "0.4 MP, custom, true",
    "0.01 MP, custom, true",
    "0.5K, custom, false",
    "0.4 MP, pixels, false",
    "1.5 MP, flux2, true",
    "2 MP, flux2, false", // a tier of its own
  })
  @DisplayName(
      "requirement 1: a scale that is rounded to a step is a change, and strict refuses it")
  void recordsAScaleThatIsRounded(String scale, String rule, boolean changes) {
    ImageRequest.Builder request = Shapes.ask().resolution(Resolution.of(scale));

    assertThat(Shapes.plan(named(rule), request).adjustments())
        .filteredOn(Adjustment::isChange)
        .extracting(Adjustment::parameter)
        .isEqualTo(changes ? Collections.singletonList("resolution") : Collections.emptyList());
    assertThat(Shapes.plan(named(rule), request.strictness(Strictness.STRICT)).isUsable())
        .isEqualTo(!changes);
  }

  @ParameterizedTest(name = "{0} at {1} keeps its shape: {2}")
  @CsvSource({
    "1:100, 0.001 MP, false", // 3x324, which is 1:108
    "1:31, 0.001 MP, false", // 6x180
    "100:1, 0.001 MP, true", // 300x3
    "1:100, 0.25 MP, true", // 51x5120
    "16:9, 0.001 MP, true", // 43x24, as near as a file of a thousand pixels comes
    "16:9, 1K, true", // 1365x768
    "1:1, 0.001 MP, true",
    "3:4, 1K, true",
  })
  @DisplayName("requirement 1: a ratio of so few pixels that it is another one is a change")
  void fewPixelsAreNoExactRatio(String ratio, String scale, boolean kept) {
    ImageRequest.Builder request = Shapes.ask(ratio).resolution(Resolution.of(scale));

    assertThat(Shapes.plan(FAL_PIXELS, request).adjustments())
        .filteredOn(Adjustment::isChange)
        .extracting(Adjustment::parameter)
        .isEqualTo(kept ? Collections.emptyList() : Collections.singletonList("aspectRatio"));
    assertThat(Shapes.plan(FAL_PIXELS, request.strictness(Strictness.STRICT)).isUsable())
        .isEqualTo(kept);
    request.strictness(Strictness.LENIENT).sizePolicy(SizePolicy.EXACT_OR_FAIL);
    assertThat(Shapes.plan(FAL_PIXELS, request).isUsable()).isEqualTo(kept);
  }

  @Test
  void saysASquareWhereNothingIsAsked() {
    assertThat(Shapes.sent(ULTRA_9, Shapes.ask())).isEqualTo("{\"aspect_ratio\":\"1:1\"}");
    assertThat(Shapes.sent(CUSTOM, Shapes.ask())).isEqualTo("{\"aspect_ratio\":\"1:1\"}");
    assertThat(Shapes.sent(FAL_PIXELS, Shapes.ask()))
        .isEqualTo("{\"image_size\":{\"width\":1024,\"height\":1024}}");
    assertThat(Shapes.plan(ULTRA_9, Shapes.ask()).adjustments())
        .singleElement()
        .satisfies(
            adjustment -> {
              assertThat(adjustment.parameter()).isEqualTo("size");
              assertThat(adjustment.from()).isEqualTo("not set");
              assertThat(adjustment.isChange()).isFalse();
            });
  }

  @Test
  void saysNothingWhereTheShapeFollowsFromTheInput() {
    ShapeRule tiers =
        ShapeRule.builder()
            .field("aspect_ratio")
            .ratios("1:1")
            .tiers(ShapeRule.Tiers.builder().field("resolution").tier("2 MP", "2").build())
            .unasked(ShapeRule.Unasked.NOTHING)
            .build();
    ShapeRule pixels =
        ShapeRule.builder()
            .field("image_size")
            .pixels(ShapeRule.Pixels.of(ShapeRule.Pixels.Place.OBJECT, 1, 2048, 1))
            .unasked(ShapeRule.Unasked.NOTHING)
            .build();

    assertThat(Shapes.sent(tiers, Shapes.ask())).isEqualTo("{}");
    assertThat(Shapes.sent(tiers, Shapes.ask().resolution(Resolution.of("2 MP"))))
        .isEqualTo("{\"resolution\":\"2 MP\"}");
    assertThat(Shapes.sent(pixels, Shapes.ask().resolution(Resolution.ONE_K))).isEqualTo("{}");
    assertThat(Shapes.plan(pixels, Shapes.ask().resolution(Resolution.ONE_K)).adjustments())
        .singleElement()
        .extracting(Adjustment::mode)
        .isEqualTo(Adjustment.Mode.DROPPED);
  }

  @Test
  void anEditKeepsTheShapeOfItsInputWhereNoneIsAsked() {
    ImageRequest edit =
        ImageRequest.builder()
            .model("m")
            .prompt("make it winter")
            .addImages(ImageSource.url("https://example.com/a.png"))
            .strictness(Strictness.STRICT)
            .build();

    assertThat(shape(edit.toBuilder())).isEqualTo("match_input_image, none");
    assertThat(shape(edit.toBuilder().resolution(Resolution.TWO_K)))
        .isEqualTo("match_input_image, 4 MP");
    assertThat(shape(edit.toBuilder().aspectRatio(AspectRatio.of(16, 9)))).isEqualTo("16:9, none");
    assertThat(shape(ImageRequest.builder().model("m").prompt("winter"))).isEqualTo("1:1, none");
  }

  private static String shape(ImageRequest.Builder request) {
    JsonValue body = Shapes.body(Planner.plan(request.build(), "any", TestModels.FLUX_2));
    return body.string("aspect_ratio").get() + ", " + body.string("resolution").orElse("none");
  }

  @Test
  @DisplayName("requirement 5: what is not offered is refused with what is")
  void namesTheSupportedShapesInARefusal() {
    assertThat(Shapes.plan(ULTRA_9, Shapes.ask("7:5").strictness(Strictness.STRICT)).refusals())
        .singleElement()
        .asString()
        .contains("aspectRatio 7:5")
        .contains("21:9, 16:9, 4:3, 3:2, 1:1, 2:3, 3:4, 9:16, 9:21");
    assertThat(
            Shapes.plan(CUSTOM, Shapes.ask("4096x4096").sizePolicy(SizePolicy.EXACT_OR_FAIL))
                .refusals())
        .singleElement()
        .asString()
        .contains("256 to 1440 pixels and a multiple of 32");
    assertThat(
            Shapes.plan(ULTRA_9, Shapes.ask("7:5").sizePolicy(SizePolicy.EXACT_OR_FAIL)).refusals())
        .singleElement()
        .asString()
        .contains("supported: 21:9, 16:9, 4:3, 3:2, 1:1, 2:3, 3:4, 9:16, 9:21");
  }

  @Test
  void neverThrowsForWhatATableSays() {
    ShapeRule[] odd = {
      ShapeRule.builder().field("f").build(),
      ShapeRule.builder().field("f").pixels(TestModels.fields(0, 0, 0)).build(),
      ShapeRule.builder().field("f").pixels(TestModels.fields(900, 100, 64)).build(),
      ShapeRule.builder().field("f").pixels(TestModels.fields(1, 100, 20000)).build(),
      ShapeRule.builder()
          .field("f")
          .pixels(TestModels.fields(1, Integer.MAX_VALUE, Integer.MAX_VALUE))
          .build(),
      ShapeRule.builder()
          .field("f")
          .ratios("1:999999999")
          .tiers(ShapeRule.Tiers.builder().field("t").tier("none", "0").tier("-", "1E+9").build())
          .build(),
    };
    for (ShapeRule rule : odd) {
      for (String shape : new String[] {"1x1", "14142x14142", "999999999:1", "1:999999999"}) {
        for (SizePolicy policy : SizePolicy.values()) {
          for (String scale : new String[] {"auto", "0.001K", "999.999K", "2K"}) {
            Plan.Candidate plan =
                Shapes.plan(
                    rule, Shapes.ask(shape).resolution(Resolution.of(scale)).sizePolicy(policy));
            assertThat(plan.isUsable()).isEqualTo(!plan.calls().isEmpty());
          }
        }
      }
    }
  }
}
