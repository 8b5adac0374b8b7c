package dev.pictor.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.ImageRequest;
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

  @Test
  void aNegativeCapIsRefused() {
    assertThatThrownBy(() -> plan("-1", 1, spec().build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxCost is -1");
  }
}
