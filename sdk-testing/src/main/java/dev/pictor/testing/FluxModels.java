package dev.pictor.testing;

import dev.pictor.model.OutputFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The FLUX models as Replicate describes them, and one model of the other kind. */
final class FluxModels {
  private static final String OWNER = "black-forest-labs/";
  private static final String[] ELEVEN = {
    "1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "3:4", "4:3", "9:16", "9:21"
  };

  private FluxModels() {}

  static List<ReplicateModel> all() {
    List<ReplicateModel> all = new ArrayList<>();
    all.addAll(pro());
    all.addAll(open());
    all.addAll(kontext());
    all.addAll(flux2());
    all.add(
        ReplicateModel.community("stability-ai/sdxl")
            .inputs(
                InputSchema.optional(
                    InputField.text("prompt").or("\"An astronaut riding a rainbow unicorn\""),
                    InputField.text("negative_prompt"),
                    InputField.uri("image"),
                    InputField.integer("width").or("1024"),
                    InputField.integer("height").or("1024"),
                    InputField.integer("num_outputs", 1, 4).or("1"),
                    InputField.integer("num_inference_steps", 1, 500).or("50"),
                    InputField.number("guidance_scale", "1", "50").or("7.5"),
                    InputField.integer("seed"))));
    return all;
  }

  private static List<ReplicateModel> pro() {
    InputSchema flux11 =
        InputSchema.of(
            InputField.text("prompt"),
            InputField.uri("image_prompt"),
            InputField.choice(
                    "aspect_ratio",
                    "custom",
                    "1:1",
                    "16:9",
                    "3:2",
                    "2:3",
                    "4:5",
                    "5:4",
                    "9:16",
                    "3:4",
                    "4:3")
                .or("\"1:1\""),
            InputField.integer("width", 256, 1440),
            InputField.integer("height", 256, 1440),
            InputField.integer("safety_tolerance", 1, 6).or("2"),
            InputField.integer("seed"),
            InputField.flag("prompt_upsampling").or("false"),
            InputField.choice("output_format", "webp", "jpg", "png"),
            quality());
    InputSchema ultra =
        InputSchema.of(
            InputField.text("prompt"),
            InputField.flag("raw").or("false"),
            InputField.integer("seed"),
            InputField.choice(
                    "aspect_ratio",
                    "21:9",
                    "16:9",
                    "3:2",
                    "4:3",
                    "5:4",
                    "1:1",
                    "4:5",
                    "3:4",
                    "2:3",
                    "9:16",
                    "9:21")
                .or("\"1:1\""),
            InputField.uri("image_prompt"),
            InputField.number("image_prompt_strength", "0", "1").or("0.1"),
            InputField.choice("output_format", "jpg", "png"),
            InputField.integer("safety_tolerance", 1, 6).or("2"));
    return Arrays.asList(
        single("flux-1.1-pro", flux11, PictureSizes.pro(), OutputFormat.WEBP),
        single("flux-1.1-pro-ultra", ultra, PictureSizes.ultra(), OutputFormat.JPEG),
        single(
            "flux-1.1-pro-ultra-finetuned",
            ultra
                .with(
                    InputField.text("finetune_id"),
                    InputField.number("finetune_strength", "0", "2").or("1"))
                .requiring("finetune_id"),
            PictureSizes.ultra(),
            OutputFormat.JPEG),
        single(
            "flux-pro",
            flux11.with(
                InputField.integer("steps", 1, 50).or("25"),
                InputField.number("guidance", "2", "5").or("3"),
                InputField.number("interval", "1", "4").or("2")),
            PictureSizes.pro(),
            OutputFormat.WEBP));
  }

  private static List<ReplicateModel> open() {
    InputField megapixels = InputField.choice("megapixels", "1", "0.25");
    InputField outputs = InputField.integer("num_outputs", 1, 4).or("1");
    InputField ratio = InputField.choice("aspect_ratio", ELEVEN);
    InputField format = InputField.choice("output_format", "webp", "jpg", "png");
    InputField fewSteps = InputField.integer("num_inference_steps", 1, 4).or("4");
    InputField steps = InputField.integer("num_inference_steps", 1, 50).or("28");
    InputField guidance = InputField.number("guidance", "0", "10").or("3");
    InputSchema schnell =
        InputSchema.of(
            InputField.text("prompt"),
            InputField.integer("seed"),
            InputField.flag("go_fast").or("true"),
            megapixels,
            outputs,
            ratio,
            format,
            quality(),
            fewSteps,
            InputField.flag("disable_safety_checker").or("false"));
    InputSchema redux =
        InputSchema.of(
            InputField.uri("redux_image"),
            megapixels,
            outputs,
            ratio,
            format,
            quality(),
            fewSteps,
            InputField.integer("seed"),
            InputField.flag("disable_safety_checker").or("false"));
    return Arrays.asList(
        list("flux-schnell", schnell),
        list(
                "flux-dev",
                schnell.with(
                    InputField.uri("image"),
                    InputField.number("prompt_strength", "0", "1").or("0.8"),
                    guidance,
                    steps))
            .sizes(PictureSizes.dev()),
        list("flux-redux-schnell", redux),
        list("flux-redux-dev", redux.with(guidance, steps)));
  }

  private static List<ReplicateModel> kontext() {
    InputSchema kontext =
        InputSchema.of(
                InputField.text("prompt"),
                InputField.uri("input_image"),
                InputField.choice(
                    "aspect_ratio",
                    "match_input_image",
                    "1:1",
                    "16:9",
                    "9:16",
                    "4:3",
                    "3:4",
                    "3:2",
                    "2:3",
                    "4:5",
                    "5:4",
                    "21:9",
                    "9:21",
                    "2:1",
                    "1:2"),
                InputField.choice("output_format", "jpg", "png").or("\"png\""),
                InputField.integer("safety_tolerance", 0, 6).or("2"),
                InputField.flag("prompt_upsampling").or("false"),
                InputField.integer("seed"))
            .beside("input_image", InputField.integer("safety_tolerance", 0, 2));
    InputSchema dev =
        kontext
            .without("safety_tolerance", "prompt_upsampling")
            .with(
                InputField.flag("go_fast").or("true"),
                InputField.number("guidance", "0", "10").or("2.5"),
                InputField.integer("num_inference_steps", 4, 50).or("30"),
                InputField.choice("output_format", "jpg", "png", "webp"),
                quality());
    return Arrays.asList(
        single("flux-kontext-pro", kontext, PictureSizes.kontext(), OutputFormat.PNG),
        single("flux-kontext-max", kontext, PictureSizes.kontext(), OutputFormat.PNG),
        single("flux-kontext-dev", dev, PictureSizes.kontext(), OutputFormat.JPEG));
  }

  private static List<ReplicateModel> flux2() {
    InputField ratio =
        InputField.choice(
                "aspect_ratio",
                "match_input_image",
                "custom",
                "1:1",
                "16:9",
                "3:2",
                "2:3",
                "4:5",
                "5:4",
                "9:16",
                "3:4",
                "4:3")
            .or("\"1:1\"");
    InputSchema pro =
        InputSchema.of(
            InputField.text("prompt"),
            InputField.uris("input_images", 8),
            ratio,
            InputField.choice("resolution", "match_input_image", "0.5 MP", "1 MP", "2 MP", "4 MP")
                .or("\"1 MP\""),
            InputField.integer("width", 256, 2048),
            InputField.integer("height", 256, 2048),
            InputField.integer("safety_tolerance", 1, 5).or("2"),
            InputField.integer("seed"),
            InputField.choice("output_format", "webp", "jpg", "png"),
            quality());
    InputSchema flex =
        pro.with(
            InputField.uris("input_images", 10),
            InputField.integer("steps", 1, 50).or("30"),
            InputField.number("guidance", "1.5", "10").or("4.5"),
            InputField.flag("prompt_upsampling").or("true"));
    InputSchema klein =
        InputSchema.of(
            InputField.text("prompt"),
            InputField.uris("images", 5),
            ratio,
            InputField.choice("output_megapixels", "0.25", "0.5", "1", "2", "4").or("\"1\""),
            InputField.integer("seed"),
            InputField.choice("output_format", "webp", "jpg", "png").or("\"jpg\""),
            InputField.integer("output_quality", 0, 100).or("95"),
            InputField.flag("go_fast").or("false"),
            InputField.flag("disable_safety_checker").or("false"));
    return Arrays.asList(
        single("flux-2-pro", pro, PictureSizes.flux2(), OutputFormat.WEBP),
        single("flux-2-max", pro, PictureSizes.flux2(), OutputFormat.WEBP),
        single("flux-2-flex", flex, PictureSizes.flux2(), OutputFormat.WEBP),
        list("flux-2-klein-4b", klein).sizes(PictureSizes.flux2()).format(OutputFormat.JPEG));
  }

  private static InputField quality() {
    return InputField.integer("output_quality", 0, 100).or("80");
  }

  private static ReplicateModel single(
      String name, InputSchema inputs, SizeRule sizes, OutputFormat format) {
    return ReplicateModel.official(OWNER + name).inputs(inputs).sizes(sizes).format(format);
  }

  private static ReplicateModel list(String name, InputSchema inputs) {
    return ReplicateModel.official(OWNER + name)
        .withListOutput()
        .inputs(inputs)
        .sizes(PictureSizes.published())
        .format(OutputFormat.WEBP);
  }
}
