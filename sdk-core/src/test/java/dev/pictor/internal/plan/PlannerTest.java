package dev.pictor.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.PlanCandidate;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static ImageRequest.Builder request() {
    return ImageRequest.builder().model("m").prompt("a fox");
  }

  @Test
  void writesTheExactBodyOfOneRequestForEachProvider() {
    ImageRequest request =
        request().aspectRatio(AspectRatio.of(16, 9)).seed(0).safetyTolerance(3).build();

    assertThat(body(request, TestModels.FAL_PRO))
        .isEqualTo(
            "{\"prompt\":\"a fox\",\"seed\":0,\"safety_tolerance\":\"3\","
                + "\"image_size\":{\"width\":1365,\"height\":768}}");
    assertThat(body(request, TestModels.REPLICATE_PRO))
        .isEqualTo(
            "{\"prompt\":\"a fox\",\"seed\":0,\"safety_tolerance\":3,\"aspect_ratio\":\"16:9\"}");
  }

  private static String body(ImageRequest request, dev.pictor.spi.ModelSpec spec) {
    PlanCandidate plan = Planner.plan(request, "fal", spec);
    assertThat(plan.refusals()).isEmpty();
    return plan.calls().get(0).input().toString();
  }
}
