package dev.pictor.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.ImageRequest;
import dev.pictor.model.JsonValue;
import dev.pictor.model.Plan;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Operation;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.ParameterRule;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request that may cost more than its cap is refused before anything is sent. */
class BudgetTest {
  private static ModelSpec.Builder spec() {
    return ModelSpec.builder()
        .id("m")
        .endpoint("o/m")
        .operation(Operation.TEXT_TO_IMAGE)
        .addParameters(ParameterRule.passthrough(Parameter.PROMPT, "prompt").require());
  }

  private static Plan.Candidate plan(String cap, int n, ModelSpec spec) {
    ImageRequest request =
        ImageRequest.builder()
            .model("m")
            .prompt("a boat")
            .n(n)
            .maxCost(new BigDecimal(cap))
            .build();
    return Planner.plan(request, "p", spec);
  }

  private static final ModelSpec.Price PRICE =
      ModelSpec.Price.of(ModelSpec.Price.Unit.IMAGE, "0.04", "2026-09-01", "list");

  @ParameterizedTest
  @CsvSource({"0.04,1,true", "0.0400,1,true", "0.039,1,false", "0.15,4,false", "0.16,4,true"})
  void theEstimateMustNotPassTheCap(String cap, int n, boolean usable) {
    Plan.Candidate plan = plan(cap, n, spec().price(PRICE).build());
    assertThat(plan.isUsable()).isEqualTo(usable);
    assertThat(plan.calls()).hasSize(usable ? n : 0);
    if (!usable) {
      assertThat(plan.refusals().get(0)).contains("maxCost is " + cap).contains("0.04 USD");
    }
  }

  @Test
  void aPriceThatNobodyKnowsPassesNoCap() {
    assertThat(plan("100", 1, spec().build()).refusals().get(0))
        .contains("o/m")
        .contains("not known");
  }

  private static Plan.Candidate capped(
      String cap, ModelSpec spec, String option, String json, int n) {
    ImageRequest.Builder request =
        ImageRequest.builder().model("m").prompt("a boat").n(n).maxCost(new BigDecimal(cap));
    return Planner.plan(request.option(option, JsonValue.parse(json)).build(), "fal", spec);
  }

  @ParameterizedTest(name = "{0}={1} for {2} images costs {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "image_size | {\"width\":4096,\"height\":4096} | 1 | 0.68",
        "fal/image_size | {\"width\":1000,\"height\":1000} | 2 | 0.08",
        "image_size | \"square\" | 1 | 0.04",
        "num_images | 4 | 1 | 0.32",
        "num_images | 1 | 6 | 0.16", // two calls of one image
      })
  void theCapCountsWhatAnOptionAsksFor(String option, String json, int n, String cost) {
    assertThat(capped(cost, TestModels.FAL_PRO, option, json, n).isUsable()).isTrue();
    BigDecimal less = new BigDecimal(cost).subtract(new BigDecimal("0.001"));
    assertThat(capped(less.toPlainString(), TestModels.FAL_PRO, option, json, n).refusals())
        .singleElement()
        .asString()
        .contains("estimated at " + cost);
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "image_size | {\"width\":4096} | size",
        "image_size | {\"width\":0,\"height\":4096} | size",
        "image_size | {\"width\":20000,\"height\":4096} | size",
        "image_size | {\"width\":1.5,\"height\":4096} | size",
        "image_size | \"panorama\" | size",
        "width | 4096 | size",
        "num_images | \"4\" | number of images",
        "num_images | 0 | number of images",
        "num_images | [4] | number of images",
      })
  void whatCannotBeReadOfAnOptionPassesNoCap(String option, String json, String unknown) {
    assertThat(capped("100", TestModels.FAL_PRO, option, json, 1).refusals())
        .singleElement()
        .asString()
        .contains("maxCost is 100", TestModels.FAL_PRO.endpoint(), "not known", unknown);
  }

  @Test
  void aSizeThatNobodyPublishesPassesNoCapWhereThePriceCountsIt() {
    ModelSpec.Price price =
        ModelSpec.Price.of(ModelSpec.Price.Unit.MEGAPIXEL, "0.05", "2026-09-01", "list");
    ModelSpec.Builder ratios = spec().shape(TestModels.FAL_ULTRA.shape());
    assertThat(plan("100", 1, ratios.price(price).build()).refusals())
        .singleElement()
        .asString()
        .contains("o/m", "not known", "size");
    assertThat(plan("100", 1, ratios.price(PRICE).build()).isUsable()).isTrue();
  }

  @Test
  void aPriceOfEachRunNeedsNoCount() {
    assertThat(capped("0.003", TestModels.SCHNELL, "num_outputs", "\"4\"", 1).isUsable()).isTrue();
    assertThat(capped("0.002", TestModels.SCHNELL, "num_outputs", "\"4\"", 1).isUsable()).isFalse();
  }

  @Test
  void aNegativeCapIsRefused() {
    assertThatThrownBy(() -> plan("-1", 1, spec().build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxCost is -1");
  }
}
