package dev.pictor.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.Adjustment;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.SizePolicy;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import dev.pictor.spi.ModelSpec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UndescribedTest {
  private static ImageRequest.Builder request() {
    return ImageRequest.builder().model("m").prompt("a fox");
  }

  private static Plan.Candidate plan(ImageRequest.Builder request, ModelSpec spec) {
    return Planner.plan(request.build(), "fal", spec);
  }

  private static JsonValue body(ImageRequest.Builder request, ModelSpec spec) {
    return Shapes.body(plan(request, spec));
  }

  private static Adjustment fate(Plan.Candidate plan, String parameter) {
    List<Adjustment> found =
        plan.adjustments().stream()
            .filter(adjustment -> adjustment.parameter().equals(parameter))
            .collect(Collectors.toList());
    assertThat(found).as("%s in %s", parameter, plan.adjustments()).hasSize(1);
    return found.get(0);
  }

  @Test
  @DisplayName("requirement 29: what no table describes passes, and says so")
  void passesEverythingToAnUndescribedEndpoint() {
    Plan.Candidate plan =
        plan(
            request()
                .negativePrompt("rain")
                .seed(new BigInteger("18446744073709551615"))
                .guidanceScale(new BigDecimal("3.50"))
                .aspectRatio(AspectRatio.of(16, 9))
                .outputFormat(OutputFormat.of("tiff"))
                .option("anything", JsonValue.parse("{\"a\":[1.0]}")),
            TestModels.UNDESCRIBED);

    assertThat(Shapes.body(plan))
        .hasToString(
            "{\"prompt\":\"a fox\",\"negative_prompt\":\"rain\",\"seed\":18446744073709551615,"
                + "\"guidance_scale\":3.50,\"aspect_ratio\":\"16:9\",\"output_format\":\"tiff\","
                + "\"anything\":{\"a\":[1.0]}}");
    assertThat(plan.warnings())
        .anyMatch(warning -> warning.contains("described by no table"))
        .anyMatch(warning -> warning.contains("aspectRatio 16:9 is sent as aspect_ratio"));
    assertThat(body(request(), TestModels.UNDESCRIBED)).hasToString("{\"prompt\":\"a fox\"}");
  }

  @Test
  @DisplayName(
      "requirement 1: what no described endpoint has a field for is dropped there, and told")
  void qualityStyleAndUserPassWhereNothingIsKnown() {
    ImageRequest.Builder request = request().quality("hd").style("vivid").user("u-1");

    assertThat(body(request, TestModels.UNDESCRIBED))
        .hasToString(
            "{\"prompt\":\"a fox\",\"quality\":\"hd\",\"style\":\"vivid\",\"user\":\"u-1\"}");
    Plan.Candidate described = plan(request.seed(1), TestModels.REPLICATE_PRO);
    assertThat(Shapes.body(described).members()).doesNotContainKeys("quality", "style", "user");
    for (String parameter : new String[] {"quality", "style", "user"}) {
      assertThat(fate(described, parameter).mode()).isEqualTo(Adjustment.Mode.DROPPED);
    }
  }

  @Test
  void aSizeWinsAtAnUndescribedEndpointToo() {
    Plan.Candidate plan =
        plan(request().size(800, 600).aspectRatio(AspectRatio.of(4, 3)), TestModels.UNDESCRIBED);

    assertThat(Shapes.body(plan)).hasToString("{\"prompt\":\"a fox\",\"size\":\"800x600\"}");
    assertThat(fate(plan, "aspectRatio").isChange()).isTrue();
    assertThat(
            plan(request().size(800, 600).sizePolicy(SizePolicy.AT_LEAST), TestModels.UNDESCRIBED)
                .isUsable())
        .isFalse();
  }
}
