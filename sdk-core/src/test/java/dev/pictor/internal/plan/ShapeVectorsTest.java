package dev.pictor.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.Adjustment;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest.Strictness;
import dev.pictor.model.ImageSize;
import dev.pictor.model.Plan;
import dev.pictor.model.Resolution;
import dev.pictor.spi.ShapeRule;
import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeVectorsTest {
  private static final ShapeRule ULTRA_9 = TestModels.FAL_ULTRA.shape().get();
  private static final ShapeRule ULTRA_11 = TestModels.REPLICATE_ULTRA.shape().get();
  private static final ShapeRule FAL_PIXELS = TestModels.FAL_PRO.shape().get();
  private static final ShapeRule CUSTOM = TestModels.REPLICATE_PRO.shape().get();
  private static final ShapeRule MEGAPIXELS = TestModels.SCHNELL.shape().get();
  private static final ShapeRule FLUX_2 = TestModels.FLUX_2.shape().get();

  private static final ShapeRule NINE_1K =
      ShapeRule.builder()
          .field("aspect_ratio")
          .addOptions(
              TestModels.sized("16:9", 1365, 768),
              TestModels.sized("9:16", 768, 1365),
              TestModels.sized("3:2", 1254, 836),
              TestModels.sized("2:3", 836, 1254),
              TestModels.sized("4:3", 1183, 887),
              TestModels.sized("3:4", 887, 1182),
              TestModels.sized("5:4", 1145, 916),
              TestModels.sized("4:5", 916, 1145),
              TestModels.sized("1:1", 1024, 1024))
          .build();

  private static ShapeRule rule(String candidates) {
    switch (candidates) {
      case "nine 1K":
        return NINE_1K;
      case "fal ultra":
        return ULTRA_9;
      case "replicate ultra":
        return ULTRA_11;
      case "4:3 and 3:4 with areas":
        return ShapeRule.builder()
            .field("aspect_ratio")
            .addOptions(TestModels.sized("3:4", 887, 1182), TestModels.sized("4:3", 1183, 887))
            .build();
      default:
        return TestModels.ratios(candidates.split(" ")).build();
    }
  }

  @ParameterizedTest(name = "{0} of {1} is {2}")
  @CsvSource({
    "7:1, 4:1 8:1, 8:1",
    "1920x1080, nine 1K, 16:9",
    "4096x4096, nine 1K, 1:1",
    "1:7, nine 1K, 9:16",
    "1748x2480, nine 1K, 2:3",
    "1024x1025, nine 1K, 1:1",
    "1:1, 4:3 and 3:4 with areas, 4:3",
    "1:1, 4:3 3:4, 4:3",
    "1:1, 3:4 4:3, 3:4",
    "11:10, 16:9 4:5, 16:9",
    "16:9, 1:1 9:16, 1:1",
    "16:9, 9:16, 9:16",
    "1200x800, fal ultra, 3:2",
    "800x1200, fal ultra, 2:3",
    "900x1200, fal ultra, 3:4",
    "800x1000, fal ultra, 3:4",
    "1000x800, fal ultra, 4:3",
    "800x1000, replicate ultra, 4:5",
    "1000x800, replicate ultra, 5:4",
    "999999999:999999998, fal ultra, 1:1",
    "1:999999999, fal ultra, 9:21",
  })
  void takesTheNearestShape(String asked, String candidates, String nearest) {
    assertThat(Shapes.label(rule(candidates), Shapes.ask(asked))).isEqualTo(nearest);
  }

  @Test
  @DisplayName("requirement 2: a flip for want of anything better is warned of")
  void warnsWhenItHasToTurnTheImage() {
    Plan.Candidate turned = Shapes.plan(rule("9:16"), Shapes.ask("16:9"));
    Plan.Candidate square = Shapes.plan(rule("1:1 9:16"), Shapes.ask("16:9"));

    assertThat(turned.warnings()).singleElement().asString().contains("16:9 is turned to 9:16");
    assertThat(square.warnings()).isEmpty();
  }

  @ParameterizedTest(name = "{0} at 1K is {1}, in multiples of 32 {2}")
  @CsvSource({
    "16:9, 1365x768, 1376x768",
    "9:16, 768x1365, 768x1376",
    "3:2, 1254x836, 1248x832",
    "2:3, 836x1254, 832x1248",
    "4:3, 1183x887, 1184x896",
    "3:4, 887x1182, 896x1184",
    "5:4, 1145x916, 1152x928",
    "4:5, 916x1145, 928x1152",
    "1:1, 1024x1024, 1024x1024",
  })
  void computesThePublishedSizesOf1K(String ratio, String size, String multiple) {
    ShapeRule steps =
        ShapeRule.builder().field("aspect_ratio").pixels(TestModels.fields(1, 2048, 32)).build();

    assertThat(Shapes.plan(FAL_PIXELS, Shapes.ask(ratio)).effectiveSize())
        .contains(ImageSize.parse(size));
    assertThat(Shapes.plan(steps, Shapes.ask(ratio)).effectiveSize())
        .contains(ImageSize.parse(multiple));
  }

  @ParameterizedTest(name = "{0} at {1} is {2}")
  @CsvSource({
    "16:9, 2K, 2731x1536",
    "16:9, 0.5K, 683x384",
    "1:1, 4K, 4096x4096",
    "1:1, 0.25 MP, 512x512",
    "1:1, 2 MP, 1448x1448",
    "1:999999999, 1K, 1x14142",
    "999999999:1, 999K, 14142x1",
  })
  void computesOtherScalesByTheSameFormula(String ratio, String scale, String size) {
    Plan.Candidate plan =
        Shapes.plan(FAL_PIXELS, Shapes.ask(ratio).resolution(Resolution.of(scale)));

    assertThat(plan.effectiveSize()).contains(ImageSize.parse(size));
  }

  @Test
  void computesTheFormulaAlikeInBothArithmetics() {
    for (int width = 1; width <= 200; width++) {
      for (int height = 1; height <= 200; height++) {
        AspectRatio ratio = AspectRatio.of(width, height);
        Scale fast = Scale.of(ratio, new BigDecimal("4"));
        Scale exact = Scale.of(ratio, new BigDecimal("4.000000"));
        assertThat(fast.width()).isEqualTo(exact.width());
        assertThat(fast.height()).isEqualTo(exact.height());
      }
    }
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "1024x768 | 1024x768",
        "1000x1000 | 992x992",
        "2880x1620 | 1440x800",
        "200x100 | 512x256",
        "5000x10 | 1440x256",
        "10x5000 | 256x1440",
        "1440x1440 | 1440x1440",
        "1456x1456 | 1440x1440",
        "1008x1008 | 1024x1024", // half a multiple goes up
      })
  void bringsPixelsIntoTheLimits(String asked, String sent) {
    Plan.Candidate plan = Shapes.plan(CUSTOM, Shapes.ask(asked));

    assertThat(plan.effectiveSize()).contains(ImageSize.parse(sent));
    assertThat(plan.adjustments().get(0).isChange()).isEqualTo(!asked.equals(sent));
  }

  @Test
  @DisplayName("requirement 3: the field is the endpoint's own")
  void writesTheFormOfEachEndpoint() {
    assertThat(Shapes.sent(FAL_PIXELS, Shapes.ask("16:9")))
        .isEqualTo("{\"image_size\":{\"width\":1365,\"height\":768}}");
    assertThat(Shapes.sent(CUSTOM, Shapes.ask("16:9"))).isEqualTo("{\"aspect_ratio\":\"16:9\"}");
    assertThat(Shapes.sent(CUSTOM, Shapes.ask("7:5")))
        .isEqualTo("{\"aspect_ratio\":\"custom\",\"width\":1216,\"height\":864}");
    assertThat(Shapes.sent(CUSTOM, Shapes.ask("1024x1024")))
        .isEqualTo("{\"aspect_ratio\":\"custom\",\"width\":1024,\"height\":1024}");
    assertThat(Shapes.sent(MEGAPIXELS, Shapes.ask("500x500")))
        .isEqualTo("{\"aspect_ratio\":\"1:1\",\"megapixels\":\"0.25\"}");
    assertThat(Shapes.sent(FLUX_2, Shapes.ask("16:9").resolution(Resolution.TWO_K)))
        .isEqualTo("{\"aspect_ratio\":\"16:9\",\"resolution\":\"4 MP\"}");
    assertThat(Shapes.sent(FLUX_2, Shapes.ask("16:9").resolution(Resolution.HALF_K)))
        .isEqualTo("{\"aspect_ratio\":\"custom\",\"width\":688,\"height\":384}");
  }

  @Test
  @DisplayName("requirement 8: a tier never lands in a pixel field, nor a ratio in a tier field")
  void sendsATierOnlyToATierField() {
    Resolution four = Resolution.FOUR_K;

    assertThat(Shapes.sent(MEGAPIXELS, Shapes.ask("4:3").resolution(four)))
        .isEqualTo("{\"aspect_ratio\":\"4:3\",\"megapixels\":\"1\"}");
    assertThat(Shapes.sent(ULTRA_9, Shapes.ask("4:3").resolution(four)))
        .isEqualTo("{\"aspect_ratio\":\"4:3\"}");
    assertThat(Shapes.sent(FAL_PIXELS, Shapes.ask().resolution(four)))
        .isEqualTo("{\"image_size\":{\"width\":4096,\"height\":4096}}");
    assertThat(Shapes.sent(FAL_PIXELS, Shapes.ask("1:1").resolution(Resolution.of("auto"))))
        .isEqualTo("{\"image_size\":{\"width\":1024,\"height\":1024}}");
  }

  @Test
  void recordsWhatBecameOfAScale() {
    assertThat(scale(ULTRA_9, "2K").isChange()).isFalse(); // all that it makes
    assertThat(scale(ULTRA_9, "1K").mode()).isEqualTo(Adjustment.Mode.DROPPED);
    assertThat(scale(MEGAPIXELS, "0.25").to()).contains("megapixels=0.25");
    assertThat(scale(MEGAPIXELS, "0.25").isChange()).isFalse();
    assertThat(scale(MEGAPIXELS, "0.5K").isChange()).isFalse();
    assertThat(scale(MEGAPIXELS, "0.5 MP").to()).contains("megapixels=1"); // a tie: the larger
    assertThat(scale(MEGAPIXELS, "0.5 MP").isChange()).isTrue();
    assertThat(scale(MEGAPIXELS, "auto").mode()).isEqualTo(Adjustment.Mode.DROPPED);
    assertThat(scale(CUSTOM, "2K").isChange()).isTrue(); // 1440 at most
    assertThat(scale(CUSTOM, "1K").isChange()).isFalse();
    assertThat(scale(FAL_PIXELS, "2K").isChange()).isFalse();
    assertThat(scale(FLUX_2, "1 MP").to()).contains("resolution=1 MP");
  }

  private static Adjustment scale(ShapeRule rule, String scale) {
    return Shapes.plan(rule, Shapes.ask("1:1").resolution(Resolution.of(scale)))
        .adjustments()
        .stream()
        .filter(adjustment -> adjustment.parameter().equals("resolution"))
        .findFirst()
        .get();
  }

  @Test
  void knowsThePublishedSizeAtATier() {
    assertThat(Shapes.plan(MEGAPIXELS, Shapes.ask("16:9")).effectiveSize())
        .contains(ImageSize.of(1344, 768));
    assertThat(
            Shapes.plan(MEGAPIXELS, Shapes.ask("16:9").resolution(Resolution.HALF_K))
                .effectiveSize())
        .contains(ImageSize.of(672, 384));
    assertThat(Shapes.plan(ULTRA_9, Shapes.ask("16:9")).effectiveSize()).isEmpty();
  }

  @Test
  void scalesAPublishedSizeOnlyToWholePixels() {
    ImageSize size = ImageSize.of(1344, 768);

    assertThat(Scale.rescale(size, new BigDecimal("6.25"))).contains(ImageSize.of(3360, 1920));
    assertThat(Scale.rescale(size, new BigDecimal("1E+2"))).contains(ImageSize.of(13440, 7680));
    assertThat(Scale.rescale(size, new BigDecimal("2.5"))).isEmpty();
    assertThat(Scale.rescale(size, new BigDecimal("1E+4"))).isEmpty();
    assertThat(Scale.rescale(ImageSize.of(1345, 768), new BigDecimal("0.25"))).isEmpty();
  }

  @Test
  @DisplayName("requirement 7: a size wins over ratio and scale, and says so")
  void aSizeWinsAndReportsWhatItIgnores() {
    Plan.Candidate plan =
        Shapes.plan(
            FAL_PIXELS,
            Shapes.ask("1200x800").aspectRatio(AspectRatio.of(9, 16)).resolution(Resolution.TWO_K));

    assertThat(plan.effectiveSize()).contains(ImageSize.of(1200, 800));
    assertThat(plan.adjustments())
        .filteredOn(Adjustment::isChange)
        .extracting(Adjustment::parameter, Adjustment::mode)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("aspectRatio", Adjustment.Mode.DROPPED),
            org.assertj.core.groups.Tuple.tuple("resolution", Adjustment.Mode.DROPPED));
    assertThat(
            Shapes.plan(
                    FAL_PIXELS,
                    Shapes.ask("1200x800")
                        .aspectRatio(AspectRatio.of(3, 2))
                        .strictness(Strictness.STRICT))
                .refusals())
        .singleElement()
        .asString()
        .contains("aspectRatio 3:2")
        .contains("size");
  }
}
