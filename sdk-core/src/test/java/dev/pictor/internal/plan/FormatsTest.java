package dev.pictor.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.Adjustment;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageSource;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.PlanCandidate;
import dev.pictor.model.ResponseFormat;
import dev.pictor.model.Strictness;
import dev.pictor.spi.ModelSpec;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class FormatsTest {
  private static final ImageSource PICTURE = ImageSource.url("https://example.com/a.png");

  private static ImageRequest.Builder request() {
    return ImageRequest.builder().model("m").prompt("a fox");
  }

  private static PlanCandidate plan(ImageRequest.Builder request, ModelSpec spec) {
    return Planner.plan(request.build(), "fal", spec);
  }

  private static Adjustment fate(PlanCandidate plan, String parameter) {
    List<Adjustment> found =
        plan.adjustments().stream()
            .filter(adjustment -> adjustment.parameter().equals(parameter))
            .collect(Collectors.toList());
    assertThat(found).as("%s in %s", parameter, plan.adjustments()).hasSize(1);
    return found.get(0);
  }

  @Test
  @DisplayName("requirement 22: jpg and jpeg are one format under each endpoint's name")
  void sendsTheFormatByTheEndpointsName() {
    PlanCandidate plan =
        plan(request().outputFormat(OutputFormat.of("jpg")), TestModels.REPLICATE_PRO);

    assertThat(Shapes.body(plan).string("output_format")).contains("jpg");
    assertThat(fate(plan, "outputFormat").mode()).isEqualTo(Adjustment.Mode.CONVERTED);
    assertThat(Shapes.body(plan(request(), TestModels.FAL_PRO)).member("output_format")).isEmpty();
  }

  @Test
  @DisplayName("requirement 22: a format that is not made is lost, and said to be")
  void recordsAFormatThatIsNotMade() {
    PlanCandidate plan = plan(request().outputFormat(OutputFormat.AVIF), TestModels.FAL_PRO);

    assertThat(Shapes.body(plan).member("output_format")).isEmpty();
    assertThat(fate(plan, "outputFormat").mode()).isEqualTo(Adjustment.Mode.DROPPED);
    assertThat(fate(plan, "outputFormat").note().get()).contains("jpeg, png; delivers jpeg");
  }

  @Test
  void convertsAFormatThatCanBeMadeHere() {
    PlanCandidate plan =
        Planner.plan(
            request().outputFormat(OutputFormat.WEBP).strictness(Strictness.STRICT).build(),
            "fal",
            TestModels.FAL_PRO,
            TestModels.ALL,
            Collections.singleton(OutputFormat.WEBP));

    assertThat(fate(plan, "outputFormat").mode()).isEqualTo(Adjustment.Mode.EMULATED);
    assertThat(Shapes.body(plan).string("output_format")).contains("png");
    assertThat(plan.postProcessing()).containsExactly("convert to webp");
  }

  @ParameterizedTest
  @FieldSource("dev.pictor.internal.plan.TestModels#ALL")
  @DisplayName("requirement 21: the form of delivery never leaks into a body")
  void keepsTheFormOfDeliveryOutOfTheBody(ModelSpec spec) {
    ImageRequest.Builder bytes = request().addImages(PICTURE).responseFormat(ResponseFormat.BYTES);
    ImageRequest.Builder url = request().addImages(PICTURE).responseFormat(ResponseFormat.URL);
    PlanCandidate plan = plan(bytes, spec);

    assertThat(plan.calls()).isEqualTo(plan(url, spec).calls());
    assertThat(fate(plan, "responseFormat").mode()).isEqualTo(Adjustment.Mode.EMULATED);
    assertThat(fate(plan, "responseFormat").isChange()).isFalse();
  }

  @Test
  void saysWhatSyncModeReturns() {
    assertThat(fate(plan(request().syncMode(true), TestModels.FAL_PRO), "syncMode").note().get())
        .contains("data:");
    assertThat(fate(plan(request().syncMode(false), TestModels.FAL_PRO), "syncMode").note())
        .isEmpty();
  }
}
