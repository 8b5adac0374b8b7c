package dev.pictor.fal;

import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Operation;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.ModelSpec.Price.Unit;
import dev.pictor.spi.ParameterRule;
import dev.pictor.spi.ParameterRule.Form;
import dev.pictor.spi.ShapeRule;
import dev.pictor.spi.ShapeRule.Pixels;
import dev.pictor.spi.ShapeRule.Unasked;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The tables of the described endpoints. A new model is one more entry in {@link #ALL}.
 *
 * <p>What has no place in the vocabulary ({@code raw}, {@code strength}, {@code
 * num_inference_steps}, {@code acceleration}, {@code enable_safety_checker}, {@code
 * image_prompt_strength}) goes through the options of a request.
 */
final class FalModels {
  private static final String AS_OF = "2026-09-01";
  private static final String SOURCE = "fal list price";

  private static final ParameterRule PROMPT = ParameterRule.passthrough(Parameter.PROMPT, "prompt");
  private static final ParameterRule SEED = ParameterRule.passthrough(Parameter.SEED, "seed");
  private static final ParameterRule SYNC_MODE =
      ParameterRule.passthrough(Parameter.SYNC_MODE, "sync_mode").fallback("false");
  private static final ParameterRule ENHANCE_PROMPT =
      ParameterRule.passthrough(Parameter.ENHANCE_PROMPT, "enhance_prompt").fallback("false");
  private static final ParameterRule GUIDANCE =
      ParameterRule.passthrough(Parameter.GUIDANCE_SCALE, "guidance_scale").fallback("3.5");
  private static final ParameterRule IMAGE_PROMPT =
      ParameterRule.renamed(Parameter.IMAGE_PROMPT, "image_url");
  private static final ParameterRule ONE_IMAGE =
      ParameterRule.renamed(Parameter.IMAGES, "image_url").atMost(1).require();
  private static final ParameterRule IMAGES =
      ParameterRule.converted(Parameter.IMAGES, "image_urls", Form.LIST).require();

  private static final String[] RATIOS = {
    "21:9", "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "9:21"
  };

  static final List<ModelSpec> ALL =
      Collections.unmodifiableList(
          Arrays.asList(
              pro("flux1.1-pro", "fal-ai/flux-pro/v1.1", Operation.TEXT_TO_IMAGE)
                  .addAliases("flux-pro-1.1")
                  .shape(imageSize(Unasked.SQUARE))
                  .price(price(Unit.MEGAPIXEL, "0.04"))
                  .addParameters(PROMPT.require())
                  .build(),
              pro("flux1.1-pro-redux", "fal-ai/flux-pro/v1.1/redux", Operation.REFERENCE_TO_IMAGE)
                  .addAliases("flux-pro-1.1-redux")
                  .shape(imageSize(Unasked.SQUARE))
                  .price(price(Unit.MEGAPIXEL, "0.05"))
                  .addParameters(PROMPT, IMAGE_PROMPT.require(), GUIDANCE.range(1, 20))
                  .build(),
              pro("flux1.1-pro-ultra", "fal-ai/flux-pro/v1.1-ultra", Operation.TEXT_TO_IMAGE)
                  .addAliases("flux-pro-1.1-ultra")
                  .shape(aspectRatio(Unasked.SQUARE).area(BigDecimal.valueOf(4)).build())
                  .price(price(Unit.IMAGE, "0.06"))
                  .addParameters(PROMPT.require(), IMAGE_PROMPT)
                  .build(),
              pro(
                      "flux1.1-pro-ultra-redux",
                      "fal-ai/flux-pro/v1.1-ultra/redux",
                      Operation.REFERENCE_TO_IMAGE)
                  .addAliases("flux-pro-1.1-ultra-redux")
                  .shape(aspectRatio(Unasked.SQUARE).area(BigDecimal.valueOf(4)).build())
                  .price(price(Unit.MEGAPIXEL, "0.05"))
                  .addParameters(PROMPT, IMAGE_PROMPT.require())
                  .build(),
              kontext("flux-kontext-pro", "", Operation.EDIT).addParameters(ONE_IMAGE).build(),
              kontext("flux-kontext-pro-multi", "/multi", Operation.EDIT)
                  .addParameters(IMAGES)
                  .build(),
              kontext("flux-kontext-pro-text-to-image", "/text-to-image", Operation.TEXT_TO_IMAGE)
                  .build(),
              kontext("flux-kontext-max", "/max", Operation.EDIT).addParameters(ONE_IMAGE).build(),
              kontext("flux-kontext-max-multi", "/max/multi", Operation.EDIT)
                  .addParameters(IMAGES)
                  .build(),
              kontext(
                      "flux-kontext-max-text-to-image",
                      "/max/text-to-image",
                      Operation.TEXT_TO_IMAGE)
                  .build(),
              open("flux-schnell", "fal-ai/flux/schnell", Operation.TEXT_TO_IMAGE)
                  .shape(imageSize(Unasked.SQUARE))
                  .price(price(Unit.MEGAPIXEL, "0.003"))
                  .addParameters(PROMPT.require(), GUIDANCE.range(1, 20))
                  .build(),
              open("flux-dev", "fal-ai/flux/dev", Operation.TEXT_TO_IMAGE)
                  .shape(imageSize(Unasked.SQUARE))
                  .price(price(Unit.MEGAPIXEL, "0.025"))
                  .addParameters(PROMPT.require(), GUIDANCE.range(1, 20))
                  .build(),
              open("flux-dev-image-to-image", "fal-ai/flux/dev/image-to-image", Operation.EDIT)
                  .addParameters(PROMPT.require(), ONE_IMAGE, GUIDANCE)
                  .build(),
              open("flux-redux-schnell", "fal-ai/flux/schnell/redux", Operation.REFERENCE_TO_IMAGE)
                  .shape(imageSize(Unasked.SQUARE))
                  .price(price(Unit.MEGAPIXEL, "0.003"))
                  .addParameters(IMAGE_PROMPT.require())
                  .build(),
              open("flux-redux-dev", "fal-ai/flux/dev/redux", Operation.REFERENCE_TO_IMAGE)
                  .shape(imageSize(Unasked.SQUARE))
                  .price(price(Unit.MEGAPIXEL, "0.025"))
                  .addParameters(IMAGE_PROMPT.require(), GUIDANCE)
                  .build(),
              flux2("flux-2-pro", "fal-ai/flux-2-pro", Operation.TEXT_TO_IMAGE)
                  .shape(imageSize(Unasked.SQUARE))
                  .price(price(Unit.MEGAPIXEL, "0.015").firstUnit("0.03"))
                  .addParameters(PROMPT.require())
                  .build(),
              flux2("flux-2-pro-edit", "fal-ai/flux-2-pro/edit", Operation.EDIT)
                  .shape(imageSize(Unasked.NOTHING))
                  .addParameters(PROMPT.require(), IMAGES)
                  .build()));

  private FalModels() {}

  /** What all of FLUX 1.1 pro and Kontext take. */
  private static ModelSpec.Builder pro(String id, String endpoint, Operation operation) {
    return base(id, endpoint, operation)
        .countField("num_images")
        .maxCount(4)
        .addParameters(ENHANCE_PROMPT, safetyTolerance(6));
  }

  /** What all of Kontext take; without an image to follow, the shape is said. */
  private static ModelSpec.Builder kontext(String id, String path, Operation operation) {
    boolean isEdit = operation == Operation.EDIT;
    return pro(id, "fal-ai/flux-pro/kontext" + path, operation)
        .shape(aspectRatio(isEdit ? Unasked.NOTHING : Unasked.SQUARE).build())
        .price(price(Unit.IMAGE, path.startsWith("/max") ? "0.08" : "0.04"))
        .addParameters(PROMPT.require(), GUIDANCE);
  }

  /** What all of FLUX.1 take. */
  private static ModelSpec.Builder open(String id, String endpoint, Operation operation) {
    return base(id, endpoint, operation).countField("num_images").maxCount(4);
  }

  /** What all of FLUX.2 take: each call makes one image. */
  private static ModelSpec.Builder flux2(String id, String endpoint, Operation operation) {
    return base(id, endpoint, operation).addParameters(safetyTolerance(5));
  }

  private static ModelSpec.Builder base(String id, String endpoint, Operation operation) {
    return ModelSpec.builder()
        .id(id)
        .endpoint(endpoint)
        .operation(operation)
        .formatField("output_format")
        .putFormats(OutputFormat.JPEG, "jpeg")
        .putFormats(OutputFormat.PNG, "png")
        .defaultFormat(OutputFormat.JPEG)
        .addParameters(SEED, SYNC_MODE);
  }

  /** An enumeration of strings: fal refuses the number. */
  private static ParameterRule safetyTolerance(int max) {
    return ParameterRule.converted(Parameter.SAFETY_TOLERANCE, "safety_tolerance", Form.STRING)
        .range(1, max)
        .fallback("2");
  }

  private static ShapeRule imageSize(Unasked unasked) {
    return ShapeRule.builder()
        .field("image_size")
        .preset("square_hd", 1024, 1024)
        .preset("square", 512, 512)
        .preset("portrait_4_3", 768, 1024)
        .preset("portrait_16_9", 576, 1024)
        .preset("landscape_4_3", 1024, 768)
        .preset("landscape_16_9", 1024, 576)
        .pixels(Pixels.of(Pixels.Place.OBJECT, 1, 14142, 1))
        .unasked(unasked)
        .build();
  }

  private static ShapeRule.Builder aspectRatio(Unasked unasked) {
    return ShapeRule.builder().field("aspect_ratio").ratios(RATIOS).unasked(unasked);
  }

  private static ModelSpec.Price price(Unit unit, String amount) {
    return ModelSpec.Price.of(unit, amount, AS_OF, SOURCE);
  }
}
