package dev.pictor.replicate;

import static dev.pictor.spi.ModelSpec.Parameter.GUIDANCE_SCALE;
import static dev.pictor.spi.ModelSpec.Parameter.IMAGES;
import static dev.pictor.spi.ModelSpec.Parameter.IMAGE_PROMPT;
import static dev.pictor.spi.ModelSpec.Parameter.OUTPUT_QUALITY;
import static dev.pictor.spi.ModelSpec.Parameter.PROMPT;
import static dev.pictor.spi.ModelSpec.Parameter.PROMPT_UPSAMPLING;
import static dev.pictor.spi.ModelSpec.Parameter.SAFETY_TOLERANCE;
import static dev.pictor.spi.ModelSpec.Parameter.SEED;
import static dev.pictor.spi.ParameterRule.converted;
import static dev.pictor.spi.ParameterRule.passthrough;
import static dev.pictor.spi.ParameterRule.renamed;

import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Operation;
import dev.pictor.spi.ParameterRule;
import dev.pictor.spi.ShapeRule;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The described models of Replicate. All are official ones: they change without a new version, so a
 * table is what was published on a day, every range is advisory, and the service's own refusal has
 * the last word.
 */
final class Models {
  private static final ParameterRule NEEDED_PROMPT = passthrough(PROMPT, "prompt").require();
  private static final ParameterRule SEED_RULE = passthrough(SEED, "seed");
  private static final ParameterRule QUALITY =
      passthrough(OUTPUT_QUALITY, "output_quality").range(0, 100).advisory().fallback("80");
  private static final ParameterRule UPSAMPLING =
      passthrough(PROMPT_UPSAMPLING, "prompt_upsampling").fallback("false");

  /** As documented for the image prompt of FLUX 1.1 [pro]. */
  private static final ParameterRule.Images PICTURES =
      ParameterRule.Images.any()
          .formats(OutputFormat.JPEG, OutputFormat.PNG, OutputFormat.GIF, OutputFormat.WEBP);

  private static final Set<String> ENDPOINTS = new HashSet<>();

  static final List<ModelSpec> ALL =
      Collections.unmodifiableList(
          Arrays.asList(
              flux11Pro(),
              flux11ProUltra(),
              fluxPro(),
              fluxSchnell(),
              fluxDev(),
              fluxDevImageToImage(),
              fluxReduxSchnell(),
              fluxReduxDev(),
              fluxKontext("pro", "0.04"),
              fluxKontext("max", "0.08"),
              flux2("pro").addParameters(flux2Images(8)).build(),
              flux2("max").addParameters(flux2Images(8)).build(),
              flux2Flex()));

  static {
    for (ModelSpec model : ALL) {
      ENDPOINTS.add(model.endpoint());
    }
  }

  private Models() {}

  /** Whether an endpoint is that of one of them. */
  static boolean describeEndpoint(String endpoint) {
    return ENDPOINTS.contains(endpoint);
  }

  private static ModelSpec flux11Pro() {
    return pro("flux1.1-pro", "flux-1.1-pro")
        .addAliases("flux-pro-1.1")
        .price(perImage("0.04"))
        .build();
  }

  /** The one before. Its steps and its interval go through the options. */
  private static ModelSpec fluxPro() {
    return pro("flux-pro", "flux-pro")
        .addParameters(guidance("2", "5", "3"))
        .price(perImage("0.055"))
        .build();
  }

  private static ModelSpec.Builder pro(String id, String name) {
    return model(id, name, Operation.TEXT_TO_IMAGE)
        .addParameters(
            NEEDED_PROMPT,
            SEED_RULE,
            safety(1, 6),
            UPSAMPLING,
            passthrough(IMAGE_PROMPT, "image_prompt").images(PICTURES),
            QUALITY)
        .shape(
            ratio()
                .ratios("1:1", "16:9", "3:2", "2:3", "4:5", "5:4", "9:16", "3:4", "4:3")
                .pixels(pixels(256, 1440, 32))
                .build())
        .putFormats(OutputFormat.WEBP, "webp")
        .putFormats(OutputFormat.JPEG, "jpg")
        .putFormats(OutputFormat.PNG, "png")
        .defaultFormat(OutputFormat.WEBP);
  }

  private static ModelSpec flux11ProUltra() {
    return model("flux1.1-pro-ultra", "flux-1.1-pro-ultra", Operation.TEXT_TO_IMAGE)
        .addAliases("flux-pro-1.1-ultra")
        .addParameters(
            NEEDED_PROMPT, SEED_RULE, safety(1, 6), passthrough(IMAGE_PROMPT, "image_prompt"))
        .shape(
            ratio()
                .ratios(
                    "21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4", "2:3", "9:16", "9:21")
                .area(BigDecimal.valueOf(4)) // up to 2048x2048 pixels
                .build())
        .putFormats(OutputFormat.JPEG, "jpg")
        .putFormats(OutputFormat.PNG, "png")
        .defaultFormat(OutputFormat.JPEG)
        .price(perImage("0.06"))
        .build();
  }

  private static ModelSpec fluxSchnell() {
    return open("flux-schnell", "flux-schnell", Operation.TEXT_TO_IMAGE)
        .addParameters(NEEDED_PROMPT)
        .shape(megapixels())
        .price(perImage("0.003"))
        .build();
  }

  private static ModelSpec fluxDev() {
    return open("flux-dev", "flux-dev", Operation.TEXT_TO_IMAGE)
        .addParameters(NEEDED_PROMPT, guidance("0", "10", "3"))
        .shape(megapixels())
        .price(perImage("0.025"))
        .build();
  }

  /** The same endpoint as flux-dev. It has no shape: the image has, and the output follows it. */
  private static ModelSpec fluxDevImageToImage() {
    return open("flux-dev-image-to-image", "flux-dev", Operation.EDIT)
        .addParameters(
            NEEDED_PROMPT, renamed(IMAGES, "image").atMost(1).require(), guidance("0", "10", "3"))
        .price(perImage("0.025"))
        .build();
  }

  private static ModelSpec fluxReduxSchnell() {
    return open("flux-redux-schnell", "flux-redux-schnell", Operation.REFERENCE_TO_IMAGE)
        .addParameters(renamed(IMAGE_PROMPT, "redux_image").require())
        .shape(megapixels())
        .price(perImage("0.003"))
        .build();
  }

  private static ModelSpec fluxReduxDev() {
    return open("flux-redux-dev", "flux-redux-dev", Operation.REFERENCE_TO_IMAGE)
        .addParameters(renamed(IMAGE_PROMPT, "redux_image").require(), guidance("0", "10", "3"))
        .shape(megapixels())
        .price(perImage("0.025"))
        .build();
  }

  private static ModelSpec fluxKontext(String kind, String price) {
    String name = "flux-kontext-" + kind;
    return model(name, name, Operation.EDIT)
        .addParameters(
            NEEDED_PROMPT,
            SEED_RULE,
            safety(0, 6).maxBesideImages(2),
            UPSAMPLING,
            renamed(IMAGES, "input_image").atMost(1))
        .shape(
            ratio()
                .ratios(
                    "1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "4:5", "5:4", "21:9", "9:21",
                    "2:1", "1:2")
                .unasked(ShapeRule.Unasked.NOTHING)
                .build())
        .putFormats(OutputFormat.JPEG, "jpg")
        .putFormats(OutputFormat.PNG, "png")
        .defaultFormat(OutputFormat.PNG)
        .price(perImage(price))
        .build();
  }

  private static ModelSpec flux2Flex() {
    return flux2("flex")
        .addParameters(flux2Images(10), guidance("1.5", "10", "4.5"), UPSAMPLING.fallback("true"))
        .build();
  }

  /** No price: it is made up of the run and of the megapixels of every input and output. */
  private static ModelSpec.Builder flux2(String kind) {
    String name = "flux-2-" + kind;
    return model(name, name, Operation.TEXT_TO_IMAGE)
        .addParameters(NEEDED_PROMPT, SEED_RULE, safety(1, 5), QUALITY)
        .shape(
            ratio()
                .ratios("1:1", "16:9", "3:2", "2:3", "4:5", "5:4", "9:16", "3:4", "4:3")
                .pixels(pixels(256, 2048, 16))
                .unasked(ShapeRule.Unasked.INPUT_OR_SQUARE)
                .tiers(
                    ShapeRule.Tiers.builder()
                        .field("resolution")
                        .tier("0.5 MP", "0.5")
                        .tier("1 MP", "1")
                        .tier("2 MP", "2")
                        .tier("4 MP", "4")
                        .build())
                .build())
        .putFormats(OutputFormat.WEBP, "webp")
        .putFormats(OutputFormat.JPEG, "jpg")
        .putFormats(OutputFormat.PNG, "png")
        .defaultFormat(OutputFormat.WEBP);
  }

  private static ParameterRule flux2Images(int count) {
    return converted(IMAGES, "input_images", ParameterRule.Form.LIST).atMost(count);
  }

  /** What the models with open weights have in common. */
  private static ModelSpec.Builder open(String id, String name, Operation operation) {
    return model(id, name, operation)
        .addParameters(SEED_RULE, QUALITY)
        .countField("num_outputs")
        .maxCount(4)
        .putFormats(OutputFormat.WEBP, "webp")
        .putFormats(OutputFormat.JPEG, "jpg")
        .putFormats(OutputFormat.PNG, "png")
        .defaultFormat(OutputFormat.WEBP);
  }

  private static ShapeRule megapixels() {
    return ratio()
        .addOptions(
            sized("1:1", 1024, 1024),
            sized("16:9", 1344, 768),
            sized("21:9", 1536, 640),
            sized("3:2", 1216, 832),
            sized("2:3", 832, 1216),
            sized("4:5", 896, 1088),
            sized("5:4", 1088, 896),
            sized("3:4", 896, 1152),
            sized("4:3", 1152, 896),
            sized("9:16", 768, 1344),
            sized("9:21", 640, 1536))
        .tiers(
            ShapeRule.Tiers.builder()
                .field("megapixels")
                .tier("1", "1")
                .tier("0.25", "0.25")
                .build())
        .build();
  }

  /** The name is the ratio: the pixels only come near it. */
  private static ShapeRule.Option sized(String ratio, int width, int height) {
    return ShapeRule.Option.of(
        ratio, AspectRatio.parse(ratio), Optional.of(ImageSize.of(width, height)));
  }

  private static ModelSpec.Builder model(String id, String name, Operation operation) {
    return ModelSpec.builder()
        .id(id)
        .endpoint("black-forest-labs/" + name)
        .operation(operation)
        .formatField("output_format");
  }

  private static ShapeRule.Builder ratio() {
    return ShapeRule.builder().field("aspect_ratio");
  }

  private static ShapeRule.Pixels pixels(int min, int max, int step) {
    return ShapeRule.Pixels.of(ShapeRule.Pixels.Place.FIELDS, min, max, step);
  }

  private static ParameterRule safety(long min, long max) {
    return passthrough(SAFETY_TOLERANCE, "safety_tolerance")
        .range(min, max)
        .advisory()
        .fallback("2");
  }

  private static ParameterRule guidance(String min, String max, String fallback) {
    return renamed(GUIDANCE_SCALE, "guidance").range(min, max).advisory().fallback(fallback);
  }

  private static ModelSpec.Price perImage(String amount) {
    return ModelSpec.Price.of(
        ModelSpec.Price.Unit.IMAGE, amount, "2026-09-01", "Replicate list price");
  }
}
