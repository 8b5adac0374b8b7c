package dev.pictor.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.Cost;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Operation;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.ParameterRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostEstimateTest {
  private static ImageRequest.Builder request() {
    return ImageRequest.builder().model("m").prompt("a fox");
  }

  private static Cost cost(ImageRequest.Builder request, ModelSpec spec) {
    return Planner.plan(request.build(), "any", spec).cost().get();
  }

  @ParameterizedTest
  @CsvSource({
    "1000x1000, 1, 0.04",
    "1000x1001, 1, 0.08",
    "1024x1024, 1, 0.08",
    "1024x1024, 6, 0.48",
    "100x100, 2, 0.08",
    "4096x4096, 1, 0.68",
  })
  void roundsMegapixelsUpForEachImage(String size, int n, String amount) {
    ImageRequest.Builder request = request().size(dev.pictor.model.ImageSize.parse(size)).n(n);

    assertThat(cost(request, TestModels.FAL_PRO).amount()).isEqualByComparingTo(amount);
  }

  @Test
  void countsTheFirstMegapixelApart() {
    assertThat(cost(request().size(992, 992).n(2), TestModels.FLUX_2).amount())
        .isEqualByComparingTo("0.06");
    assertThat(cost(request().size(2048, 2048), TestModels.FLUX_2).amount())
        .isEqualByComparingTo("0.09");
  }

  @Test
  void countsImagesAndRuns() {
    assertThat(cost(request().n(6), TestModels.REPLICATE_PRO).amount())
        .isEqualByComparingTo("0.24");
    assertThat(cost(request().n(6), TestModels.SCHNELL).amount()).isEqualByComparingTo("0.006");
  }

  @Test
  void saysHowItWasCalculated() {
    Cost known = cost(request(), TestModels.FAL_PRO);
    Cost unknown = cost(request().option("image_size", JsonValue.of("wide")), TestModels.FAL_PRO);
    Cost count = cost(request().option("num_images", JsonValue.of("two")), TestModels.FAL_PRO);

    assertThat(known.basis()).isEqualTo(Cost.Basis.ESTIMATED);
    assertThat(known.note().get())
        .contains("0.04 USD per started megapixel", "1,000,000", "2026-09-01", "fal")
        .doesNotContain("not known");
    assertThat(unknown.note().get()).contains("size is not known");
    assertThat(count.note().get()).contains("number of images is not known and taken as 1;");
    assertThat(Planner.plan(request().build(), "any", TestModels.SHAPELESS).cost()).isEmpty();
  }

  @Test
  void takesAnUnknownSizeForTheScaleOfTheListedShapes() {
    ModelSpec spec =
        ModelSpec.builder()
            .id("m")
            .endpoint("e")
            .operation(Operation.TEXT_TO_IMAGE)
            .addParameters(ParameterRule.passthrough(Parameter.PROMPT, "prompt"))
            .shape(TestModels.FAL_ULTRA.shape())
            .price(
                ModelSpec.Price.of(ModelSpec.Price.Unit.MEGAPIXEL, "0.05", "2026-09-01", "a list"))
            .build();
    Cost cost = cost(request(), spec);

    assertThat(cost.amount()).isEqualByComparingTo("0.25");
    assertThat(cost.note().get()).contains("5 counted", "not known and taken as 2048x2048");
  }

  @ParameterizedTest
  @CsvSource({
    "0.04, 0.04",
    "3, 3",
    "0.000001, 0.000001",
    "0.0000001, 0.0000001",
    "1E-9, 0.000000001",
    "1E+2, 100"
  })
  void writesEachPriceInFull(String amount, String shown) {
    ModelSpec.Price price =
        ModelSpec.Price.of(ModelSpec.Price.Unit.IMAGE, amount, "2026-09-01", "a list");
    assertThat(cost(request(), priced(price)).note())
        .contains(shown + " USD per image; price of 2026-09-01, a list");
    assertThat(cost(request(), priced(price.firstUnit(amount))).note())
        .contains(
            shown
                + " USD for the first image, then "
                + shown
                + " USD per image; price of 2026-09-01, a list");
  }

  private static ModelSpec priced(ModelSpec.Price price) {
    return ModelSpec.builder()
        .id("m")
        .endpoint("e")
        .operation(Operation.TEXT_TO_IMAGE)
        .addParameters(ParameterRule.passthrough(Parameter.PROMPT, "prompt"))
        .price(price)
        .build();
  }
}
