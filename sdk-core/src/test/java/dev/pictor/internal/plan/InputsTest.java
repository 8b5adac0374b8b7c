package dev.pictor.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.Adjustment;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.Strictness;
import dev.pictor.model.ImageSource;
import dev.pictor.model.JsonValue;
import dev.pictor.model.Plan;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.ParameterRule;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputsTest {
  private static final ImageSource PICTURE = ImageSource.url("https://example.com/a.png");
  private static final ImageSource OTHER = ImageSource.url("https://example.com/b.png");

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

  @ParameterizedTest
  @ValueSource(strings = {"LENIENT", "STRICT"})
  @DisplayName("requirements 23 and 25: an input image or mask is never left out")
  void refusesWhereAnInputWouldBeLost(String strictness) {
    Strictness strict = Strictness.valueOf(strictness);

    assertThat(plan(request().mask(PICTURE).strictness(strict), TestModels.KONTEXT).refusals())
        .anyMatch(reason -> reason.startsWith("mask: fal-ai/flux-pro/kontext takes no mask"));
    assertThat(plan(request().addImages(PICTURE).strictness(strict), TestModels.FAL_PRO).calls())
        .isEmpty();
    assertThat(
            plan(request().addImages(PICTURE).strictness(strict), TestModels.UNDESCRIBED)
                .refusals())
        .singleElement()
        .asString()
        .contains("option(");
  }

  @Test
  void namesTheModelsThatTakeAnInput() {
    Plan.Candidate plan =
        Planner.plan(
            request().addImages(PICTURE).build(),
            "fal",
            TestModels.FAL_PRO,
            TestModels.ALL,
            Conversions.none());

    assertThat(plan.refusals())
        .containsExactly(
            "images: fal-ai/flux-pro/v1.1 takes no pictures to edit; these do: flux-2-pro,"
                + " flux-kontext-pro");
    assertThat(plan(request().addImages(PICTURE), TestModels.FAL_ULTRA).refusals())
        .singleElement()
        .asString()
        .contains("imagePrompt");
  }

  @Test
  @DisplayName("requirement 31: several images keep their order; too many are an error")
  void mapsImagesToTheFieldInOrder() {
    assertThat(body(request().addImages(PICTURE, OTHER), TestModels.FLUX_2).member("input_images"))
        .contains(JsonValue.parse("[\"https://example.com/a.png\",\"https://example.com/b.png\"]"));
    assertThat(body(request().addImages(PICTURE), TestModels.FLUX_2).member("input_images"))
        .contains(JsonValue.parse("[\"https://example.com/a.png\"]"));
    assertThat(plan(request().addImages(PICTURE, OTHER), TestModels.KONTEXT).refusals())
        .containsExactly("images has 2 images; fal-ai/flux-pro/kontext takes at most 1");
    assertThat(
            plan(request().images(Collections.nCopies(9, PICTURE)), TestModels.FLUX_2).refusals())
        .singleElement()
        .asString()
        .contains("at most 8");
  }

  @Test
  @DisplayName("requirement 31: two parameters for one field are an error")
  void refusesTwoParametersInOneField() {
    ModelSpec redux =
        ModelSpec.builder()
            .id("redux")
            .endpoint("o/redux")
            .operation(dev.pictor.spi.ModelSpec.Operation.REFERENCE_TO_IMAGE)
            .addParameters(
                ParameterRule.renamed(Parameter.IMAGE_PROMPT, "image_url"),
                ParameterRule.renamed(Parameter.IMAGES, "image_url"))
            .build();
    ImageRequest.Builder request = ImageRequest.builder().model("m").imagePrompt(PICTURE);

    assertThat(plan(request, redux).isUsable()).isTrue();
    assertThat(plan(request.addImages(OTHER), redux).refusals())
        .singleElement()
        .asString()
        .contains("image_url");
  }

  @Test
  @DisplayName("requirement 26: an edit obeys the same rules")
  void dropsAndRefusesAlikeForEdits() {
    ImageRequest.Builder edit = request().addImages(PICTURE).style("vivid").size(100, 100);
    Plan.Candidate plan = plan(edit, TestModels.KONTEXT);

    assertThat(fate(plan, "style").mode()).isEqualTo(Adjustment.Mode.DROPPED);
    assertThat(fate(plan, "size").isChange()).isTrue();
    assertThat(plan(edit.strictness(Strictness.STRICT), TestModels.KONTEXT).refusals()).hasSize(2);
    assertThat(body(request().addImages(PICTURE), TestModels.KONTEXT))
        .hasToString("{\"prompt\":\"a fox\",\"image_url\":\"https://example.com/a.png\"}");
  }

  @Test
  void neverRecordsAWholeDataUri() {
    String uri = "data:image/png;base64," + String.join("", Collections.nCopies(10_000, "AAAA"));
    LocalImages here = new LocalImages().small(ImageSource.url(uri), 30_000);
    Plan.Candidate plan =
        here.plan(request().imagePrompt(ImageSource.url(uri)), TestModels.FAL_ULTRA);

    assertThat(Shapes.body(plan).string("image_url")).contains(uri);
    assertThat(fate(plan, "imagePrompt").toString()).hasSizeLessThan(400);
  }

  /** Adjustments go into results, and from there into logs. */
  @Test
  void sendsAUrlWholeAndRecordsItWithoutItsSecrets() {
    String url = "https://me:pa55@example.com/a.png?sig=secret";
    Plan.Candidate plan = plan(request().imagePrompt(ImageSource.url(url)), TestModels.FAL_ULTRA);

    assertThat(Shapes.body(plan).string("image_url")).contains(url);
    assertThat(fate(plan, "imagePrompt").toString())
        .contains("image_url=https://example.com/a.png")
        .doesNotContain("pa55")
        .doesNotContain("secret");
  }
}
