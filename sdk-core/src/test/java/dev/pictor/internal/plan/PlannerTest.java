package dev.pictor.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.Adjustment;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageRequest.SizePolicy;
import dev.pictor.model.ImageRequest.Strictness;
import dev.pictor.model.ImageSource;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import dev.pictor.model.Resolution;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ParameterRule;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
  private static final ImageSource PICTURE = ImageSource.url("https://example.com/a.png");

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

  /** Sets everything but what no endpoint can be left without. */
  private static ImageRequest.Builder everything() {
    return request()
        .negativePrompt("rain")
        .size(1000, 700)
        .aspectRatio(AspectRatio.of(1, 2))
        .resolution(Resolution.TWO_K)
        .seed(5)
        .n(6)
        .responseFormat(ResponseFormat.BYTES)
        .outputFormat(OutputFormat.WEBP)
        .outputCompression(80)
        .outputQuality(90)
        .safetyTolerance(4)
        .enhancePrompt(true)
        .promptUpsampling(false)
        .syncMode(true)
        .guidanceScale(new BigDecimal("3.50"))
        .quality("hd")
        .style("vivid")
        .user("u-1")
        .option("raw", JsonValue.of(true));
  }

  @Test
  void writesTheExactBodyOfOneRequestForEachEndpoint() {
    ImageRequest.Builder request =
        request().aspectRatio(AspectRatio.of(16, 9)).seed(0).outputFormat(OutputFormat.JPEG);

    assertThat(body(request, TestModels.FAL_PRO))
        .hasToString(
            "{\"prompt\":\"a fox\",\"seed\":0,"
                + "\"image_size\":{\"width\":1365,\"height\":768},\"output_format\":\"jpeg\"}");
    assertThat(body(request, TestModels.REPLICATE_PRO))
        .hasToString(
            "{\"prompt\":\"a fox\",\"seed\":0,"
                + "\"aspect_ratio\":\"16:9\",\"output_format\":\"jpg\"}");
  }

  @Test
  void cutsALongTextInARecordBetweenCharacters() {
    String fox = "\uD83E\uDD8A";
    Plan.Candidate plan =
        plan(
            request().prompt("x" + String.join("", Collections.nCopies(99, fox))),
            TestModels.SHAPELESS);
    String to = fate(plan, "prompt").to().get();

    assertThat(to).endsWith("...");
    assertThat(Character.isLowSurrogate(to.charAt(to.length() - 4))).isTrue();
  }

  @Test
  void omitsWhatIsNotSet() {
    assertThat(body(request(), TestModels.SHAPELESS)).hasToString("{\"prompt\":\"a fox\"}");
  }

  @ParameterizedTest
  @FieldSource("dev.pictor.internal.plan.TestModels#ALL")
  @DisplayName("requirement 1: each parameter that is set has exactly one fate")
  void recordsTheFateOfEachParameter(ModelSpec spec) {
    List<String> parameters =
        plan(everything(), spec).adjustments().stream()
            .map(Adjustment::parameter)
            .collect(Collectors.toList());

    assertThat(parameters)
        .doesNotHaveDuplicates()
        .contains(
            "prompt",
            "negativePrompt",
            "size",
            "aspectRatio",
            "resolution",
            "seed",
            "n",
            "responseFormat",
            "outputFormat",
            "outputCompression",
            "outputQuality",
            "safetyTolerance",
            "enhancePrompt",
            "promptUpsampling",
            "syncMode",
            "guidanceScale",
            "quality",
            "style",
            "user",
            "options.raw");
  }

  @ParameterizedTest
  @FieldSource("dev.pictor.internal.plan.TestModels#ALL")
  @DisplayName("requirement 1: strict mode refuses each change, all at once, and nothing else")
  void strictModeRefusesExactlyTheChanges(ModelSpec spec) {
    Plan.Candidate lenient = plan(everything().addImages(PICTURE), spec);
    Plan.Candidate strict =
        plan(everything().addImages(PICTURE).strictness(Strictness.STRICT), spec);

    assertThat(strict.adjustments()).isEqualTo(lenient.adjustments());
    List<Adjustment> changes =
        lenient.adjustments().stream().filter(Adjustment::isChange).collect(Collectors.toList());
    assertThat(changes).isNotEmpty();
    assertThat(strict.refusals()).hasSize(lenient.refusals().size() + changes.size());
    for (Adjustment change : changes) {
      assertThat(strict.refusals())
          .anyMatch(
              reason ->
                  reason.startsWith(change.parameter() + " ")
                      && reason.contains(change.note().get()));
    }
    assertThat(strict.calls()).isEmpty();
    assertThat(strict.cost()).isEmpty();
  }

  @Test
  @DisplayName("requirement 3: a shape where none is taken is recorded, or refused")
  void recordsAShapeThatAnEndpointDoesNotTake() {
    Plan.Candidate plan =
        plan(
            request().aspectRatio(AspectRatio.of(16, 9)).resolution(Resolution.TWO_K),
            TestModels.SHAPELESS);

    assertThat(plan.calls().get(0).input()).hasToString("{\"prompt\":\"a fox\"}");
    assertThat(fate(plan, "aspectRatio").mode()).isEqualTo(Adjustment.Mode.DROPPED);
    assertThat(fate(plan, "resolution").mode()).isEqualTo(Adjustment.Mode.DROPPED);
    assertThat(
            plan(
                    request().size(1024, 1024).sizePolicy(SizePolicy.EXACT_OR_FAIL),
                    TestModels.SHAPELESS)
                .refusals())
        .hasSize(1);
  }

  @Test
  void convertsAndRenamesByTheTable() {
    Plan.Candidate fal = plan(request().safetyTolerance(2), TestModels.FAL_PRO);
    Plan.Candidate replicate = plan(request().safetyTolerance(2), TestModels.REPLICATE_PRO);
    Plan.Candidate ultra = plan(request().imagePrompt(PICTURE), TestModels.FAL_ULTRA);

    assertThat(Shapes.body(fal).member("safety_tolerance")).contains(JsonValue.of("2"));
    assertThat(fate(fal, "safetyTolerance").mode()).isEqualTo(Adjustment.Mode.CONVERTED);
    assertThat(Shapes.body(replicate).member("safety_tolerance")).contains(JsonValue.of(2));
    assertThat(fate(replicate, "safetyTolerance").mode()).isEqualTo(Adjustment.Mode.PASSTHROUGH);
    assertThat(Shapes.body(ultra).string("image_url")).contains("https://example.com/a.png");
    assertThat(fate(ultra, "imagePrompt").mode()).isEqualTo(Adjustment.Mode.RENAMED);
    assertThat(fate(ultra, "imagePrompt").to()).contains("image_url=https://example.com/a.png");
  }

  @Test
  @DisplayName("requirement 27: a value out of range is named with its range and the way around")
  void refusesAValueOutOfRange() {
    ImageRequest.Builder request = request().safetyTolerance(0);

    assertThat(plan(request, TestModels.FAL_PRO).refusals())
        .containsExactly(
            "safetyTolerance is 0; fal-ai/flux-pro/v1.1 takes 1 to 6;"
                + " option(\"safety_tolerance\", ...) sends any value unchecked");
    assertThat(body(request.option("safety_tolerance", JsonValue.of("9")), TestModels.FAL_PRO))
        .matches(body -> body.string("safety_tolerance").get().equals("9"));
    for (int value : new int[] {1, 6}) {
      assertThat(plan(request().safetyTolerance(value), TestModels.FAL_PRO).isUsable()).isTrue();
    }
    assertThat(plan(request().seed(2147483648L), TestModels.FLUX_2).refusals()).hasSize(1);
  }

  @Test
  @DisplayName("requirement 27: where the service has the last word, a value out of range is told")
  void warnsOfAValueOutOfAnAdvisoryRange() {
    ModelSpec edits =
        ModelSpec.builder()
            .id("edits")
            .endpoint("o/edits")
            .operation(ModelSpec.Operation.EDIT)
            .addParameters(
                ParameterRule.renamed(ModelSpec.Parameter.IMAGES, "image"),
                ParameterRule.passthrough(ModelSpec.Parameter.SAFETY_TOLERANCE, "tolerance")
                    .range(1, 5)
                    .maxBesideImages(2)
                    .advisory())
            .build();

    assertThat(plan(request().safetyTolerance(5), edits).warnings()).isEmpty();
    assertThat(plan(request().safetyTolerance(6), edits).warnings())
        .singleElement()
        .asString()
        .startsWith("safetyTolerance is 6; o/edits takes 1 to 5. It is sent");
    for (ImageRequest.Builder edit :
        Arrays.asList(request().addImages(PICTURE), request().option("image", JsonValue.of("x")))) {
      Plan.Candidate plan = plan(edit.safetyTolerance(3), edits);
      assertThat(plan.warnings())
          .singleElement()
          .asString()
          .startsWith("safetyTolerance is 3; o/edits takes 1 to 2 beside an input image. It is");
      assertThat(Shapes.body(plan).member("tolerance")).contains(JsonValue.of(3));
      assertThat(plan(edit.safetyTolerance(2), edits).warnings()).isEmpty();
    }
  }

  @Test
  @DisplayName("requirement 27: what is missing is named")
  void refusesARequestWithoutWhatIsRequired() {
    ImageRequest.Builder nothing = ImageRequest.builder().model("m");

    assertThat(plan(nothing, TestModels.KONTEXT).refusals())
        .containsExactly(
            "prompt is not set; fal-ai/flux-pro/kontext requires it",
            "images is not set; fal-ai/flux-pro/kontext requires it");
    assertThat(
            plan(
                    nothing
                        .option("prompt", JsonValue.of("x"))
                        .option("image_url", JsonValue.of("y")),
                    TestModels.KONTEXT)
                .isUsable())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t"})
  void refusesABlankPromptWhereOneIsRequired(String blank) {
    assertThat(plan(request().prompt(blank), TestModels.FAL_PRO).refusals())
        .containsExactly(
            "prompt is blank; fal-ai/flux-pro/v1.1 requires it; write one, or send it as it is with"
                + " option(\"prompt\", ...)");
    ImageRequest.Builder asItIs = request().option("prompt", JsonValue.of(blank));
    assertThat(body(asItIs, TestModels.FAL_PRO).string("prompt")).contains(blank);
    ModelSpec guided =
        ModelSpec.builder()
            .id("guided")
            .endpoint("o/guided")
            .operation(ModelSpec.Operation.TEXT_TO_IMAGE)
            .addParameters(ParameterRule.passthrough(ModelSpec.Parameter.PROMPT, "prompt"))
            .build();
    assertThat(body(request().prompt(blank), guided).string("prompt")).contains(blank);
  }

  /** No words, as far as they are known, are what it takes to follow the picture alone. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t"})
  void aBlankPromptIsSentBesideAPicture(String blank) {
    ImageRequest.Builder guided = request().prompt(blank).imagePrompt(PICTURE);
    ImageRequest.Builder edited = request().prompt(blank).addImages(PICTURE);

    assertThat(body(guided, TestModels.FAL_ULTRA).string("prompt")).contains(blank);
    assertThat(body(edited, TestModels.KONTEXT).string("prompt")).contains(blank);
  }

  @ParameterizedTest
  @FieldSource("dev.pictor.internal.plan.TestModels#ALL")
  @DisplayName("requirements 30 and 35: the same request gives the same plan, whatever came before")
  void isPure(ModelSpec spec) {
    ImageRequest request = everything().addImages(PICTURE).build();
    Plan.Candidate first = Planner.plan(request, "fal", spec);
    plan(request().seed(1).option("fal/raw", JsonValue.of(false)), spec);

    assertThat(Planner.plan(request, "fal", spec)).isEqualTo(first);
    assertThat(Planner.plan(everything().addImages(PICTURE).build(), "fal", spec)).isEqualTo(first);
  }
}
