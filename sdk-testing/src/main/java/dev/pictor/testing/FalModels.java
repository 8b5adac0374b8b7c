package dev.pictor.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The endpoints whose inputs are checked. All others take what they get. */
final class FalModels {
  private static final String[] RATIOS = {
    "21:9", "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "9:21"
  };
  private static final String[] PRESETS = {
    "square_hd", "square", "portrait_4_3", "portrait_16_9", "landscape_4_3", "landscape_16_9"
  };
  private static final String[] PRESETS_OR_AUTO = {
    "square_hd",
    "square",
    "portrait_4_3",
    "portrait_16_9",
    "landscape_4_3",
    "landscape_16_9",
    "auto"
  };

  private final Map<String, FalModel> models = new LinkedHashMap<>();

  FalModels() {
    pros();
    contexts();
    open();
    twos();
  }

  Optional<FalModel> find(String id) {
    return Optional.ofNullable(models.get(id));
  }

  /** Whether any known endpoint belongs to the app with this root. */
  boolean knowsApp(String root) {
    return models.keySet().stream().anyMatch(id -> id.equals(root) || id.startsWith(root + "/"));
  }

  private void pros() {
    pro("fal-ai/flux-pro/v1.1").takes("image_size", FalField.imageSize(PRESETS)).needs("prompt");
    pro("fal-ai/flux-pro/v1.1/redux")
        .takes("image_size", FalField.imageSize(PRESETS))
        .takes("image_url", FalField.text())
        .takes("num_inference_steps", FalField.integer(1, 50))
        .takes("guidance_scale", FalField.number("1", "20"))
        .needs("image_url");
    ultra("fal-ai/flux-pro/v1.1-ultra").needs("prompt").billedByImage();
    // By megapixel, odd as that is next to the price of an image.
    ultra("fal-ai/flux-pro/v1.1-ultra/redux").needs("image_url");
    ultra("fal-ai/flux-pro/v1.1-ultra-finetuned")
        .takes("finetune_id", FalField.text())
        .takes("finetune_strength", FalField.number("0", "2"))
        .needs("prompt", "finetune_id", "finetune_strength")
        .billedByImage();
  }

  private FalModel ultra(String id) {
    return pro(id)
        .takes("aspect_ratio", FalField.text())
        .takes("raw", FalField.flag())
        .takes("image_url", FalField.text())
        .takes("image_prompt_strength", FalField.number("0", "1"))
        .sized(FalSizes.Rule.FOUR_MEGAPIXELS);
  }

  private void contexts() {
    for (String id : new String[] {"fal-ai/flux-pro/kontext", "fal-ai/flux-pro/kontext/max"}) {
      context(id).takes("image_url", FalField.text()).needs("prompt", "image_url").withFileFields();
      context(id + "/multi").takes("image_urls", FalField.texts()).needs("prompt", "image_urls");
      context(id + "/text-to-image").needs("prompt");
    }
  }

  private FalModel context(String id) {
    return pro(id)
        .takes("aspect_ratio", FalField.oneOf(RATIOS))
        .takes("guidance_scale", FalField.number("1", "20"))
        .sized(FalSizes.Rule.ONE_MEGAPIXEL)
        .billedByImage();
  }

  private void open() {
    sized(guided("fal-ai/flux/schnell"))
        .takes("num_inference_steps", FalField.integer(1, 12))
        .needs("prompt");
    sized(guided("fal-ai/flux/dev"))
        .takes("num_inference_steps", FalField.integer(1, 50))
        .needs("prompt");
    guided("fal-ai/flux/dev/image-to-image")
        .takes("num_inference_steps", FalField.integer(10, 50))
        .takes("image_url", FalField.text())
        .takes("strength", FalField.number("0.01", "1"))
        .needs("prompt", "image_url")
        .sized(FalSizes.Rule.INPUT_IMAGE);
    sized(flux("fal-ai/flux/schnell/redux")).takes("image_url", FalField.text()).needs("image_url");
    sized(guided("fal-ai/flux/dev/redux"))
        .takes("num_inference_steps", FalField.integer(1, 50))
        .takes("image_url", FalField.text())
        .needs("image_url");
  }

  private static FalModel sized(FalModel model) {
    return model.takes("image_size", FalField.imageSize(PRESETS));
  }

  private FalModel guided(String id) {
    return flux(id).takes("guidance_scale", FalField.number("1", "20"));
  }

  private FalModel flux(String id) {
    return base(id)
        .takes("num_images", FalField.integer(1, 4))
        .takes("enable_safety_checker", FalField.flag())
        .takes("acceleration", FalField.oneOf("none", "regular", "high"));
  }

  private void twos() {
    two("fal-ai/flux-2-pro").takes("image_size", FalField.imageSize(PRESETS)).needs("prompt");
    two("fal-ai/flux-2-pro/edit")
        .takes("image_size", FalField.imageSize(PRESETS_OR_AUTO))
        .takes("image_urls", FalField.texts())
        .needs("prompt", "image_urls")
        .sized(FalSizes.Rule.IMAGE_SIZE_OR_AUTO);
  }

  private FalModel two(String id) {
    return base(id)
        .takes("safety_tolerance", FalField.oneOf("1", "2", "3", "4", "5"))
        .takes("enable_safety_checker", FalField.flag())
        .withFileFields()
        .brief();
  }

  private FalModel pro(String id) {
    return base(id)
        .takes("num_images", FalField.integer(1, 4))
        .takes("safety_tolerance", FalField.oneOf("1", "2", "3", "4", "5", "6"))
        .takes("enhance_prompt", FalField.flag());
  }

  private FalModel base(String id) {
    FalModel model =
        new FalModel(id)
            .takes("prompt", FalField.text())
            .takes("seed", FalField.seed())
            .takes("sync_mode", FalField.flag())
            .takes("output_format", FalField.oneOf("jpeg", "png"));
    models.put(id, model);
    return model;
  }
}
