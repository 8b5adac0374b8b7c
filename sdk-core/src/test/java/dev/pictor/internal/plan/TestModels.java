package dev.pictor.internal.plan;

import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Operation;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.ParameterRule;
import dev.pictor.spi.ShapeRule;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Tables of every kind that endpoints come in, after published ones. */
public final class TestModels {
  /** Presets beside an object of free pixels; tolerance as a string; a count. */
  public static final ModelSpec FAL_PRO =
      ModelSpec.builder()
          .id("flux1.1-pro")
          .addAliases("flux-pro-1.1")
          .endpoint("fal-ai/flux-pro/v1.1")
          .operation(Operation.TEXT_TO_IMAGE)
          .addParameters(
              ParameterRule.passthrough(Parameter.PROMPT, "prompt").require(),
              ParameterRule.passthrough(Parameter.SEED, "seed"),
              ParameterRule.passthrough(Parameter.SYNC_MODE, "sync_mode"),
              ParameterRule.passthrough(Parameter.ENHANCE_PROMPT, "enhance_prompt"),
              ParameterRule.converted(
                      Parameter.SAFETY_TOLERANCE, "safety_tolerance", ParameterRule.Form.STRING)
                  .range(1, 6))
          .shape(falSizes())
          .countField("num_images")
          .maxCount(4)
          .formatField("output_format")
          .putFormats(OutputFormat.JPEG, "jpeg")
          .putFormats(OutputFormat.PNG, "png")
          .defaultFormat(OutputFormat.JPEG)
          .price(ModelSpec.Price.of(ModelSpec.Price.Unit.MEGAPIXEL, "0.04", "2026-09-01", "fal"))
          .build();

  /** Nine ratios at one scale of 4 megapixels, no sizes. */
  public static final ModelSpec FAL_ULTRA =
      ModelSpec.builder()
          .id("flux1.1-pro-ultra")
          .endpoint("fal-ai/flux-pro/v1.1-ultra")
          .operation(Operation.TEXT_TO_IMAGE)
          .addParameters(
              ParameterRule.passthrough(Parameter.PROMPT, "prompt").require(),
              ParameterRule.passthrough(Parameter.SEED, "seed"),
              ParameterRule.renamed(Parameter.IMAGE_PROMPT, "image_url"))
          .shape(
              ratios("21:9", "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "9:21")
                  .area(BigDecimal.valueOf(4))
                  .build())
          .countField("num_images")
          .maxCount(4)
          .formatField("output_format")
          .putFormats(OutputFormat.JPEG, "jpeg")
          .putFormats(OutputFormat.PNG, "png")
          .defaultFormat(OutputFormat.JPEG)
          .price(ModelSpec.Price.of(ModelSpec.Price.Unit.IMAGE, "0.06", "2026-09-01", "fal"))
          .build();

  /** Ratios, or {@code custom} with two fields; no count; another name for JPEG. */
  public static final ModelSpec REPLICATE_PRO =
      ModelSpec.builder()
          .id("flux1.1-pro")
          .addAliases("flux-pro-1.1")
          .endpoint("black-forest-labs/flux-1.1-pro")
          .operation(Operation.TEXT_TO_IMAGE)
          .addParameters(
              ParameterRule.passthrough(Parameter.PROMPT, "prompt").require(),
              ParameterRule.passthrough(Parameter.SEED, "seed"),
              ParameterRule.passthrough(Parameter.IMAGE_PROMPT, "image_prompt"),
              ParameterRule.passthrough(Parameter.OUTPUT_QUALITY, "output_quality").range(0, 100),
              ParameterRule.passthrough(Parameter.SAFETY_TOLERANCE, "safety_tolerance").range(1, 6),
              ParameterRule.passthrough(Parameter.PROMPT_UPSAMPLING, "prompt_upsampling"))
          .shape(
              ratios("1:1", "16:9", "3:2", "2:3", "4:5", "5:4", "9:16", "3:4", "4:3")
                  .pixels(fields(256, 1440, 32))
                  .build())
          .formatField("output_format")
          .putFormats(OutputFormat.WEBP, "webp")
          .putFormats(OutputFormat.JPEG, "jpg")
          .putFormats(OutputFormat.PNG, "png")
          .defaultFormat(OutputFormat.WEBP)
          .price(ModelSpec.Price.of(ModelSpec.Price.Unit.IMAGE, "0.04", "2026-09-01", "Replicate"))
          .build();

  /** Eleven ratios at one scale of 4 megapixels, no sizes, no count. */
  public static final ModelSpec REPLICATE_ULTRA =
      ModelSpec.builder()
          .id("flux1.1-pro-ultra")
          .endpoint("black-forest-labs/flux-1.1-pro-ultra")
          .operation(Operation.TEXT_TO_IMAGE)
          .addParameters(ParameterRule.passthrough(Parameter.PROMPT, "prompt").require())
          .shape(
              ratios(
                      "21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4", "2:3", "9:16",
                      "9:21")
                  .area(BigDecimal.valueOf(4))
                  .build())
          .build();

  /** Ratios with published sizes, and tiers in megapixels. */
  public static final ModelSpec SCHNELL =
      ModelSpec.builder()
          .id("flux-schnell")
          .endpoint("black-forest-labs/flux-schnell")
          .operation(Operation.TEXT_TO_IMAGE)
          .addParameters(
              ParameterRule.passthrough(Parameter.PROMPT, "prompt").require(),
              ParameterRule.passthrough(Parameter.SEED, "seed"))
          .shape(
              ShapeRule.builder()
                  .field("aspect_ratio")
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
                  .build())
          .countField("num_outputs")
          .maxCount(4)
          .price(ModelSpec.Price.of(ModelSpec.Price.Unit.RUN, "0.003", "2026-09-01", "Replicate"))
          .build();

  /** Ratios, {@code custom}, and tiers, all at once; a list of pictures. */
  public static final ModelSpec FLUX_2 =
      ModelSpec.builder()
          .id("flux-2-pro")
          .endpoint("black-forest-labs/flux-2-pro")
          .operation(Operation.TEXT_TO_IMAGE)
          .addParameters(
              ParameterRule.passthrough(Parameter.PROMPT, "prompt").require(),
              ParameterRule.converted(Parameter.IMAGES, "input_images", ParameterRule.Form.LIST)
                  .atMost(8),
              ParameterRule.passthrough(Parameter.SEED, "seed").range(0, 2147483647))
          .shape(
              ratios("1:1", "16:9", "3:2", "2:3", "4:5", "5:4", "9:16", "3:4", "4:3")
                  .pixels(fields(256, 2048, 16))
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
          .price(
              ModelSpec.Price.of(ModelSpec.Price.Unit.MEGAPIXEL, "0.015", "2026-09-01", "Replicate")
                  .firstUnit("0.03"))
          .build();

  /** Works from exactly one picture, and keeps its shape unless told otherwise. */
  public static final ModelSpec KONTEXT =
      ModelSpec.builder()
          .id("flux-kontext-pro")
          .endpoint("fal-ai/flux-pro/kontext")
          .operation(Operation.EDIT)
          .addParameters(
              ParameterRule.passthrough(Parameter.PROMPT, "prompt").require(),
              ParameterRule.renamed(Parameter.IMAGES, "image_url").require(),
              ParameterRule.passthrough(Parameter.SEED, "seed"))
          .shape(
              ratios("21:9", "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "9:21")
                  .unasked(ShapeRule.Unasked.NOTHING)
                  .build())
          .build();

  /** A described endpoint without any shape. */
  public static final ModelSpec SHAPELESS =
      ModelSpec.builder()
          .id("shapeless")
          .endpoint("fal-ai/shapeless")
          .operation(Operation.TEXT_TO_IMAGE)
          .addParameters(ParameterRule.passthrough(Parameter.PROMPT, "prompt").require())
          .build();

  /** What no table describes. */
  public static final ModelSpec UNDESCRIBED =
      ModelSpec.builder()
          .id("fal-ai/unheard-of")
          .endpoint("fal-ai/unheard-of")
          .operation(Operation.UNDESCRIBED)
          .build();

  /** All of them. */
  public static final List<ModelSpec> ALL =
      Collections.unmodifiableList(
          Arrays.asList(
              FAL_PRO,
              FAL_ULTRA,
              REPLICATE_PRO,
              REPLICATE_ULTRA,
              SCHNELL,
              FLUX_2,
              KONTEXT,
              SHAPELESS,
              UNDESCRIBED));

  private TestModels() {}

  static ShapeRule.Builder ratios(String... ratios) {
    return ShapeRule.builder().field("aspect_ratio").ratios(ratios);
  }

  static ShapeRule.Pixels fields(int min, int max, int step) {
    return ShapeRule.Pixels.of(ShapeRule.Pixels.Place.FIELDS, min, max, step);
  }

  static ShapeRule.Option sized(String ratio, int width, int height) {
    return ShapeRule.Option.of(
        ratio, AspectRatio.parse(ratio), Optional.of(ImageSize.of(width, height)));
  }

  private static ShapeRule falSizes() {
    return ShapeRule.builder()
        .field("image_size")
        .preset("square_hd", 1024, 1024)
        .preset("square", 512, 512)
        .preset("portrait_4_3", 768, 1024)
        .preset("portrait_16_9", 576, 1024)
        .preset("landscape_4_3", 1024, 768)
        .preset("landscape_16_9", 1024, 576)
        .pixels(ShapeRule.Pixels.of(ShapeRule.Pixels.Place.OBJECT, 1, 14142, 1))
        .build();
  }
}
