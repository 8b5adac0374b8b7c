package dev.pictor.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.internal.plan.LocalImages.Image;
import dev.pictor.model.Adjustment;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.MaskPolarity;
import dev.pictor.model.ImageRequest.Strictness;
import dev.pictor.model.ImageSource;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import dev.pictor.model.PlannedCall;
import dev.pictor.model.PlannedCall.Upload.Treatment;
import dev.pictor.spi.InputRule;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Operation;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.ParameterRule;
import java.nio.file.Paths;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LocalInputsTest {
  private static final ImageSource LAKE = ImageSource.file(Paths.get("holiday", "lake.jpg"));
  private static final ImageSource MASK = ImageSource.file(Paths.get("mask.png"));
  private static final ImageSource FAR = ImageSource.url("https://example.com/a.png");

  private static ImageRequest.Builder edit() {
    return ImageRequest.builder().model("m").prompt("a fox").addImages(LAKE);
  }

  private static ModelSpec spec(ParameterRule.Images images, ParameterRule.Images mask) {
    return ModelSpec.builder()
        .id("m")
        .endpoint("o/m")
        .operation(Operation.EDIT)
        .addParameters(
            ParameterRule.passthrough(Parameter.PROMPT, "prompt"),
            ParameterRule.converted(Parameter.IMAGES, "images", ParameterRule.Form.LIST)
                .images(images),
            ParameterRule.passthrough(Parameter.MASK, "mask").images(mask))
        .build();
  }

  private static ModelSpec spec(ParameterRule.Images images) {
    return spec(images, ParameterRule.Images.any());
  }

  private static ModelSpec spec() {
    return spec(ParameterRule.Images.any());
  }

  private static Adjustment fate(Plan.Candidate plan, String parameter) {
    return plan.adjustments().stream()
        .filter(adjustment -> adjustment.parameter().equals(parameter))
        .reduce((one, other) -> other)
        .orElseThrow(AssertionError::new);
  }

  private static PlannedCall.Upload upload(Plan.Candidate plan) {
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.calls().get(0).uploads()).hasSize(1);
    return plan.calls().get(0).uploads().get(0);
  }

  @Test
  void aLongImageIsAnUploadOfEachCall() {
    Plan.Candidate plan = new LocalImages().put(LAKE, new Image()).plan(edit().n(3), spec());

    assertThat(upload(plan).field()).isEqualTo("images");
    assertThat(upload(plan).position()).contains(0);
    assertThat(upload(plan).byteCount()).contains(500_000L);
    assertThat(plan.calls()).hasSize(3).allSatisfy(call -> assertThat(call.uploads()).hasSize(1));
    assertThat(plan.calls().get(0).input().toString()).contains("[\"(upload of lake.jpg)\"]");
    assertThat(fate(plan, "images").mode()).isEqualTo(Adjustment.Mode.CONVERTED);
    assertThat(fate(plan, "images").isChange()).isFalse();
  }

  @Test
  void theNameAndTheFolderOfAFileStayHere() {
    Plan.Candidate plan =
        new LocalImages().put(LAKE, new Image().format(OutputFormat.JPEG)).plan(edit(), spec());

    assertThat(upload(plan).fileName()).isEqualTo("image.jpg");
    assertThat(plan.toString()).doesNotContain("holiday");
  }

  @Test
  void severalImagesKeepTheirPlaces() {
    Plan.Candidate plan =
        new LocalImages()
            .put(LAKE, new Image())
            .small(MASK, 3)
            .plan(edit().addImages(FAR, MASK), spec());

    assertThat(upload(plan).position()).contains(0);
    assertThat(plan.calls().get(0).input().toString())
        .contains(
            "[\"(upload of lake.jpg)\",\"https://example.com/a.png\","
                + "\"data:image/png;base64,AAAA\"]");
  }

  @Test
  void aShortImageGoesInsideUpToTheCharacterThatTheProviderTakes() {
    // 22 characters stand before the content, which grows by a third.
    InputRule rule = InputRule.inline(22 + 400).upload(1_000_000);

    assertThat(new LocalImages().inputs(rule).small(LAKE, 300).plan(edit(), spec()).calls().get(0))
        .satisfies(call -> assertThat(call.uploads()).isEmpty());
    assertThat(new LocalImages().inputs(rule).small(LAKE, 301).plan(edit(), spec()).calls().get(0))
        .satisfies(call -> assertThat(call.uploads()).hasSize(1));
  }

  @Test
  void whatIsTooLongForTheProviderIsRefusedBeforeTheUpload() {
    LocalImages here = new LocalImages().put(LAKE, new Image().bytes(1_000_001));

    assertThat(here.plan(edit(), spec()).refusals())
        .containsExactly("images: lake.jpg has 1000001 bytes; at most 1000000 are taken");
    assertThat(here.inputs(InputRule.inline(1000)).plan(edit(), spec()).refusals())
        .singleElement()
        .asString()
        .contains("takes no uploads");
  }

  @Test
  void whatTheEndpointIsKnownToRefuseIsRefusedBeforeTheUpload() {
    LocalImages here =
        new LocalImages().put(LAKE, new Image().format(OutputFormat.GIF).size(3000, 200));

    assertThat(
            here.plan(edit(), spec(ParameterRule.Images.any().formats(OutputFormat.PNG)))
                .refusals())
        .containsExactly("images: lake.jpg is gif; o/m takes [png]");
    assertThat(here.plan(edit(), spec(ParameterRule.Images.any().sides(256, 4000))).refusals())
        .containsExactly(
            "images: lake.jpg measures 3000x200; o/m takes sides of 256 to 4000 pixels");
    assertThat(here.plan(edit(), spec(ParameterRule.Images.any().sides(1, 2000))).refusals())
        .hasSize(1);
    assertThat(here.plan(edit(), spec(ParameterRule.Images.any().maxBytes(499_999))).refusals())
        .hasSize(1);
    assertThat(here.plan(edit(), spec(ParameterRule.Images.any().maxBytes(500_000))).refusals())
        .isEmpty();
  }

  @Test
  void whatIsNoImageIsRefusedUnlessTheCallerInsists() {
    LocalImages here =
        new LocalImages().put(LAKE, new Image().format()).put(LAKE.asIs(), new Image().format());

    assertThat(here.plan(edit(), spec()).refusals())
        .singleElement()
        .asString()
        .contains("lake.jpg", "asIs()");
    ImageRequest.Builder asIs =
        ImageRequest.builder().model("m").prompt("a fox").addImages(LAKE.asIs());
    assertThat(upload(here.plan(asIs, spec())).treatment()).isEqualTo(Treatment.AS_IS);
  }

  @Test
  void thePlanSaysWhatIsLeftOut() {
    LocalImages here =
        new LocalImages().put(LAKE, new Image().removed("EXIF with GPS position", "XMP"));
    Plan.Candidate plan = here.plan(edit().strictness(Strictness.STRICT), spec());

    assertThat(upload(plan).treatment()).isEqualTo(Treatment.WITHOUT_METADATA);
    assertThat(fate(plan, "images").note()).contains("without EXIF with GPS position, XMP");
  }

  @Test
  void aFileThatIsNotUnderstoodIsSentWholeWithAWarning() {
    Plan.Candidate plan =
        new LocalImages().put(LAKE, new Image().unread("it ends too early")).plan(edit(), spec());

    assertThat(plan.warnings())
        .containsExactly("images: lake.jpg is sent whole, with all metadata: it ends too early");
  }

  @Test
  void inStrictModeNoMetadataIsSentThatCouldNotBeLeftOut() {
    LocalImages here = new LocalImages().put(LAKE, new Image().unread("it ends too early"));

    assertThat(here.plan(edit(), spec()).adjustments()).anyMatch(Adjustment::isChange);
    assertThat(here.plan(edit().strictness(Strictness.STRICT), spec()).refusals())
        .singleElement()
        .asString()
        .contains("with all its metadata", "it ends too early");
  }

  @Test
  void whereThereAreNoUploadsAllGoesInsideAndIsReadWhenItIsSent() {
    LocalImages here =
        new LocalImages()
            .inputs(InputRule.inline(2_000_000))
            .converting(OutputFormat.JPEG)
            .put(LAKE, new Image().format(OutputFormat.JPEG).orientation(6))
            .put(MASK, new Image());

    assertThat(upload(here.plan(edit(), spec())).treatment()).isEqualTo(Treatment.UPRIGHT);
    assertThat(here.plan(edit(), spec()).calls().get(0).input().toString())
        .contains("(data URI of lake.jpg)");
  }

  @Test
  @DisplayName("requirement 31: EXIF orientation is applied")
  void aTurnedImageIsWrittenUprightWhereThatIsPossible() {
    Image turned = new Image().format(OutputFormat.JPEG).orientation(6);
    Plan.Candidate plan =
        new LocalImages()
            .converting(OutputFormat.JPEG)
            .put(LAKE, turned)
            .plan(edit().strictness(Strictness.STRICT), spec());

    assertThat(upload(plan).treatment()).isEqualTo(Treatment.UPRIGHT);
    assertThat(upload(plan).byteCount()).isEmpty();
    assertThat(fate(plan, "images").note()).contains("turned upright by its EXIF orientation 6");

    LocalImages without = new LocalImages().put(LAKE, turned);
    assertThat(upload(without.plan(edit(), spec())).treatment())
        .isEqualTo(Treatment.WITHOUT_METADATA);
    assertThat(without.plan(edit(), spec()).adjustments()).anyMatch(Adjustment::isChange);
    assertThat(without.plan(edit().strictness(Strictness.STRICT), spec()).refusals())
        .singleElement()
        .asString()
        .contains("keeps its EXIF orientation 6", "no converter");
  }

  @Test
  @DisplayName("requirement 25: a mask is converted to the polarity of the endpoint, or refused")
  void aMaskOfTheOtherPolarityIsConverted() {
    ModelSpec white =
        spec(
            ParameterRule.Images.any(),
            ParameterRule.Images.any().mask(MaskPolarity.WHITE_IS_EDIT));
    ModelSpec clear =
        spec(
            ParameterRule.Images.any(),
            ParameterRule.Images.any().mask(MaskPolarity.TRANSPARENT_IS_EDIT));
    LocalImages here =
        new LocalImages()
            .converting(OutputFormat.PNG, OutputFormat.WEBP)
            .small(MASK, 3)
            .small(LAKE, 3);
    ImageRequest.Builder asWhite = edit().mask(MASK);
    ImageRequest.Builder asClear = edit().mask(MASK).maskPolarity(MaskPolarity.TRANSPARENT_IS_EDIT);

    assertThat(here.plan(asWhite, white).calls().get(0).uploads()).isEmpty();
    assertThat(here.plan(asClear, clear).calls().get(0).uploads()).isEmpty();
    assertThat(upload(here.plan(asWhite, clear)).treatment())
        .isEqualTo(Treatment.TRANSPARENT_IS_EDIT);
    assertThat(upload(here.plan(asClear, white)).treatment()).isEqualTo(Treatment.WHITE_IS_EDIT);
    assertThat(upload(here.plan(asClear, white)).mediaType()).isEqualTo("image/png");
    assertThat(fate(here.plan(asClear, white), "mask").note())
        .contains("from transparent is edit to white is edit");

    LocalImages without = new LocalImages().small(MASK, 3).small(LAKE, 3);
    assertThat(without.plan(asClear, white).refusals())
        .singleElement()
        .asString()
        .contains("no converter");
    assertThat(without.plan(edit().mask(FAR), clear).refusals())
        .singleElement()
        .asString()
        .contains("behind a URL");
  }

  @Test
  void aMaskHasTheSizeOfItsImage() {
    LocalImages here =
        new LocalImages()
            .put(LAKE, new Image().size(640, 480))
            .put(MASK, new Image().size(640, 481));

    assertThat(here.plan(edit().mask(MASK), spec()).refusals())
        .containsExactly(
            "mask: mask.png measures 640x481 and the image 640x480; give one of its size");
    // As it is seen, not as it is stored.
    here.put(LAKE, new Image().size(481, 640).orientation(6));
    assertThat(here.plan(edit().mask(MASK), spec()).refusals()).isEmpty();
    assertThat(
            here.plan(edit().images(java.util.Collections.singletonList(FAR)).mask(MASK), spec())
                .warnings())
        .anyMatch(warning -> warning.contains("not checked"));
  }

  @Test
  void anOptionForTheFieldNeedsNoUpload() {
    Plan.Candidate plan =
        new LocalImages()
            .put(LAKE, new Image())
            .plan(
                edit().option("images", dev.pictor.model.JsonValue.parse("[\"https://a.b/c\"]")),
                spec());

    assertThat(plan.calls().get(0).uploads()).isEmpty();
  }

  @Test
  void anEndpointThatNoTableDescribesGetsImagesInTheFieldsThatTheCallerNames() {
    LocalImages here = new LocalImages().put(LAKE, new Image()).small(MASK, 3);
    ImageRequest.Builder request =
        ImageRequest.builder()
            .model("m")
            .prompt("a fox")
            .option("image_url", LAKE)
            .option("fal/mask_url", MASK)
            .option("replicate/mask", MASK);

    Plan.Candidate plan = here.plan(request, TestModels.UNDESCRIBED);

    assertThat(upload(plan).field()).isEqualTo("image_url");
    assertThat(plan.calls().get(0).input().toString())
        .isEqualTo(
            "{\"prompt\":\"a fox\",\"image_url\":\"(upload of lake.jpg)\","
                + "\"mask_url\":\"data:image/png;base64,AAAA\"}");
    assertThat(fate(plan, "imageOptions.fal/mask_url").to())
        .contains("mask_url=data URI of 3 bytes");
  }

  @Test
  void anImageAsAnOptionStandsInPlaceOfTheParameterOfTheSameField() {
    LocalImages here = new LocalImages().put(LAKE, new Image()).small(MASK, 3);
    Plan.Candidate plan = here.plan(edit().mask(FAR).option("mask", MASK), spec());

    assertThat(plan.calls().get(0).input().string("mask").orElse("")).startsWith("data:");
    assertThat(fate(plan, "mask").note()).contains("imageOptions.mask is sent instead");
  }

  @Test
  void aFieldIsGivenInOneWayOnly() {
    Plan.Candidate plan =
        new LocalImages()
            .small(MASK, 3)
            .small(LAKE, 3)
            .plan(
                edit()
                    .option("raw", MASK)
                    .option("raw", dev.pictor.model.JsonValue.of(true))
                    .option("header:X", MASK),
                spec());

    assertThat(plan.refusals())
        .containsExactlyInAnyOrder(
            "option \"raw\" is given as JSON and as an image; leave one out",
            "imageOptions.header:X names no field of the input");
  }
}
