package dev.pictor.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.Adjustment;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageRequest.Strictness;
import dev.pictor.model.ImageSource;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import dev.pictor.spi.ModelSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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

  private static Plan.Candidate plan(ImageRequest.Builder request, ModelSpec spec) {
    return Planner.plan(request.build(), "fal", spec);
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
  @DisplayName("requirement 22: jpg and jpeg are one format under each endpoint's name")
  void sendsTheFormatByTheEndpointsName() {
    Plan.Candidate plan =
        plan(request().outputFormat(OutputFormat.of("jpg")), TestModels.REPLICATE_PRO);

    assertThat(Shapes.body(plan).string("output_format")).contains("jpg");
    assertThat(fate(plan, "outputFormat").mode()).isEqualTo(Adjustment.Mode.CONVERTED);
    assertThat(Shapes.body(plan(request(), TestModels.FAL_PRO)).member("output_format")).isEmpty();
  }

  @Test
  @DisplayName("requirement 22: a provider's name for a format does not say what an endpoint makes")
  void sendsAnyFormatToAnEndpointThatNoTableDescribes() {
    ModelSpec spec =
        ModelSpec.builder()
            .id("owner/any")
            .endpoint("owner/any")
            .operation(ModelSpec.Operation.UNDESCRIBED)
            .putFormats(OutputFormat.JPEG, "jpg")
            .build();

    assertThat(sent(OutputFormat.JPEG, spec)).contains("jpg");
    for (OutputFormat other :
        new OutputFormat[] {OutputFormat.PNG, OutputFormat.AVIF, OutputFormat.of("tiff")}) {
      assertThat(sent(other, spec)).contains(other.value());
      assertThat(fate(plan(request().outputFormat(other), spec), "outputFormat").mode())
          .isEqualTo(Adjustment.Mode.PASSTHROUGH);
    }
    Plan.Candidate gif = strict(request().outputFormat(OutputFormat.GIF), spec, ALL);
    assertThat(gif.convertsTo()).contains(OutputFormat.GIF); // if it comes in another one
    assertThat(fate(gif, "outputFormat").note().get()).contains("if it comes in another format");
  }

  private static Optional<String> sent(OutputFormat format, ModelSpec spec) {
    return Shapes.body(plan(request().outputFormat(format), spec)).string("output_format");
  }

  @Test
  @DisplayName("requirement 22: a format that is not made is lost, and said to be")
  void recordsAFormatThatIsNotMade() {
    Plan.Candidate plan = plan(request().outputFormat(OutputFormat.AVIF), TestModels.FAL_PRO);

    assertThat(Shapes.body(plan).member("output_format")).isEmpty();
    assertThat(fate(plan, "outputFormat").mode()).isEqualTo(Adjustment.Mode.DROPPED);
    assertThat(fate(plan, "outputFormat").note().get()).contains("jpeg, png; delivers jpeg");
  }

  private static final Conversions ALL =
      Conversions.of(
          new HashSet<>(Arrays.asList(OutputFormat.PNG, OutputFormat.JPEG, OutputFormat.WEBP)),
          new HashSet<>(
              Arrays.asList(
                  OutputFormat.PNG, OutputFormat.JPEG, OutputFormat.WEBP, OutputFormat.GIF)));

  private static Plan.Candidate strict(
      ImageRequest.Builder request, ModelSpec spec, Conversions conversions) {
    return Planner.plan(
        request.strictness(Strictness.STRICT).build(), "fal", spec, TestModels.ALL, conversions);
  }

  @Test
  void convertsAFormatThatCanBeMadeHere() {
    Plan.Candidate plan =
        strict(request().outputFormat(OutputFormat.WEBP), TestModels.FAL_PRO, ALL);

    assertThat(plan.refusals()).isEmpty();
    assertThat(fate(plan, "outputFormat").mode()).isEqualTo(Adjustment.Mode.EMULATED);
    assertThat(fate(plan, "outputFormat").to()).hasValue("output_format=png, converted by Pictor");
    assertThat(fate(plan, "outputFormat").note().get()).contains("URL stays");
    assertThat(Shapes.body(plan).string("output_format")).contains("png");
    assertThat(plan.postProcessing()).containsExactly("convert to webp");
    assertThat(plan.convertsTo()).hasValue(OutputFormat.WEBP);
  }

  @Test
  void leavesToTheEndpointWhatItMakes() {
    for (OutputFormat format : Arrays.asList(OutputFormat.JPEG, OutputFormat.PNG)) {
      Plan.Candidate plan = strict(request().outputFormat(format), TestModels.FAL_PRO, ALL);
      assertThat(fate(plan, "outputFormat").mode()).isEqualTo(Adjustment.Mode.PASSTHROUGH);
      assertThat(plan.convertsTo()).isEmpty();
      assertThat(plan.postProcessing()).isEmpty();
    }
  }

  @Test
  void convertsOnlyFromWhatCanBeRead() {
    Conversions fromJpeg =
        Conversions.of(
            Collections.singleton(OutputFormat.JPEG), Collections.singleton(OutputFormat.GIF));
    ImageRequest.Builder gif = request().outputFormat(OutputFormat.GIF);
    Plan.Candidate plan = strict(gif, TestModels.FAL_PRO, fromJpeg);
    // JPEG comes unasked.
    assertThat(Shapes.body(plan).member("output_format")).isEmpty();
    assertThat(fate(plan, "outputFormat").to()).hasValue("converted by Pictor");

    assertThat(Shapes.body(strict(gif, TestModels.REPLICATE_PRO, fromJpeg)).string("output_format"))
        .contains("jpg");

    Conversions fromAvif =
        Conversions.of(
            Collections.singleton(OutputFormat.AVIF), Collections.singleton(OutputFormat.GIF));
    Plan.Candidate lost = strict(gif, TestModels.FAL_PRO, fromAvif);
    assertThat(lost.refusals()).hasSize(1).first().asString().contains("jpeg, png");
    assertThat(lost.convertsTo()).isEmpty();
  }

  @Test
  void findsOutWhatComesWhereNoTableSaysIt() {
    Plan.Candidate silent =
        strict(request().outputFormat(OutputFormat.GIF), TestModels.SHAPELESS, ALL);
    assertThat(silent.refusals()).isEmpty();
    assertThat(Shapes.body(silent).member("output_format")).isEmpty();
    assertThat(silent.convertsTo()).hasValue(OutputFormat.GIF);

    Plan.Candidate open =
        strict(request().outputFormat(OutputFormat.GIF), TestModels.UNDESCRIBED, ALL);
    assertThat(Shapes.body(open).string("output_format")).contains("gif");
    assertThat(fate(open, "outputFormat").mode()).isEqualTo(Adjustment.Mode.PASSTHROUGH);
    assertThat(fate(open, "outputFormat").note().get()).contains("if it comes in another");
    assertThat(open.convertsTo()).hasValue(OutputFormat.GIF);
  }

  @Test
  void appliesTheQualityWhereTheFileIsMade() {
    Plan.Candidate there =
        strict(
            request().outputFormat(OutputFormat.JPEG).outputQuality(40),
            TestModels.REPLICATE_PRO,
            ALL);
    assertThat(Shapes.body(there).member("output_quality")).isPresent();
    assertThat(fate(there, "outputQuality").mode()).isEqualTo(Adjustment.Mode.PASSTHROUGH);

    Plan.Candidate here =
        strict(
            request().outputFormat(OutputFormat.GIF).outputQuality(40),
            TestModels.REPLICATE_PRO,
            ALL);
    assertThat(Shapes.body(here).member("output_quality")).isEmpty();
    assertThat(fate(here, "outputQuality").mode()).isEqualTo(Adjustment.Mode.EMULATED);
    assertThat(fate(here, "outputQuality").to().get()).contains("gif has no quality");

    // fal takes no quality, and needs none where Pictor writes the file.
    Plan.Candidate webp =
        strict(
            request().outputFormat(OutputFormat.WEBP).outputQuality(40), TestModels.FAL_PRO, ALL);
    assertThat(webp.refusals()).isEmpty();
    assertThat(fate(webp, "outputQuality").to()).hasValue("quality 40 of the conversion");
  }

  @Test
  void doesNotConvertWhatTheCallerHasChosen() {
    Plan.Candidate plan =
        strict(
            request().outputFormat(OutputFormat.WEBP).option("output_format", JsonValue.of("jpeg")),
            TestModels.FAL_PRO,
            ALL);
    assertThat(plan.convertsTo()).isEmpty();
    assertThat(Shapes.body(plan).string("output_format")).contains("jpeg");
  }

  @ParameterizedTest
  @FieldSource("dev.pictor.internal.plan.TestModels#ALL")
  @DisplayName("requirement 21: the form of delivery never leaks into a body")
  void keepsTheFormOfDeliveryOutOfTheBody(ModelSpec spec) {
    ImageRequest.Builder bytes = request().addImages(PICTURE).responseFormat(ResponseFormat.BYTES);
    ImageRequest.Builder url = request().addImages(PICTURE).responseFormat(ResponseFormat.URL);
    Plan.Candidate plan = plan(bytes, spec);

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
