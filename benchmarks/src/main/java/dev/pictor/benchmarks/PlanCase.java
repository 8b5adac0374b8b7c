package dev.pictor.benchmarks;

import com.squareup.moshi.JsonWriter;
import dev.pictor.fal.Fal;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import dev.pictor.replicate.Replicate;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.Provider;
import java.io.IOException;

/** A request, and the JSON bodies that a program without Pictor would write for it by hand. */
public enum PlanCase {
  /** Free pixels in an object. */
  FAL_SIZE(Service.FAL, "flux1.1-pro") {
    @Override
    ImageRequest.Builder ask(ImageRequest.Builder request) {
      return request.seed(SEED).size(1280, 720);
    }

    @Override
    void write(JsonWriter json, int call) throws IOException {
      json.name("seed").value(SEED);
      json.name("prompt").value(PROMPT);
      json.name("image_size").beginObject();
      json.name("width").value(1280);
      json.name("height").value(720);
      json.endObject();
    }
  },

  /** A ratio that the endpoint does not have: the nearest one, with the reason in words. */
  FAL_NEAREST_RATIO(Service.FAL, "flux1.1-pro-ultra") {
    @Override
    ImageRequest.Builder ask(ImageRequest.Builder request) {
      return request.seed(SEED).aspectRatio(AspectRatio.of(7, 5));
    }

    @Override
    void write(JsonWriter json, int call) throws IOException {
      json.name("seed").value(SEED);
      json.name("prompt").value(PROMPT);
      json.name("aspect_ratio").value("4:3");
    }
  },

  /** A listed ratio and a number within its range. */
  REPLICATE_RATIO(Service.REPLICATE, "flux1.1-pro") {
    @Override
    ImageRequest.Builder ask(ImageRequest.Builder request) {
      return request.aspectRatio(AspectRatio.of(16, 9)).outputQuality(90);
    }

    @Override
    void write(JsonWriter json, int call) throws IOException {
      json.name("prompt").value(PROMPT);
      json.name("output_quality").value(90);
      json.name("aspect_ratio").value("16:9");
    }
  },

  /** Custom pixels at an endpoint that has ratios and tiers too. */
  REPLICATE_CUSTOM_SIZE(Service.REPLICATE, "flux-2-pro") {
    @Override
    ImageRequest.Builder ask(ImageRequest.Builder request) {
      return request.size(1280, 720);
    }

    @Override
    void write(JsonWriter json, int call) throws IOException {
      json.name("prompt").value(PROMPT);
      json.name("aspect_ratio").value("custom");
      json.name("width").value(1280);
      json.name("height").value(720);
    }
  },

  /** Four images where a call makes one: four bodies, planned and by hand. */
  REPLICATE_FOUR_IMAGES(Service.REPLICATE, "flux1.1-pro") {
    @Override
    ImageRequest.Builder ask(ImageRequest.Builder request) {
      return request.seed(SEED).aspectRatio(AspectRatio.of(16, 9)).n(4);
    }

    @Override
    int calls() {
      return 4;
    }

    @Override
    void write(JsonWriter json, int call) throws IOException {
      json.name("prompt").value(PROMPT);
      json.name("seed").value(SEED + call);
      json.name("aspect_ratio").value("16:9");
    }
  },

  /** Most of what an endpoint takes. */
  REPLICATE_MANY_FIELDS(Service.REPLICATE, "flux1.1-pro") {
    @Override
    ImageRequest.Builder ask(ImageRequest.Builder request) {
      return request
          .seed(SEED)
          .aspectRatio(AspectRatio.of(16, 9))
          .safetyTolerance(5)
          .promptUpsampling(true)
          .outputFormat(OutputFormat.JPEG)
          .outputQuality(90);
    }

    @Override
    void write(JsonWriter json, int call) throws IOException {
      json.name("prompt").value(PROMPT);
      json.name("seed").value(SEED);
      json.name("safety_tolerance").value(5);
      json.name("prompt_upsampling").value(true);
      json.name("output_quality").value(90);
      json.name("aspect_ratio").value("16:9");
      json.name("output_format").value("jpg");
    }
  },

  /** An endpoint without a table: names pass through, with a warning. */
  REPLICATE_UNDESCRIBED(Service.REPLICATE, "replicate/stability-ai/sdxl") {
    @Override
    ModelSpec spec() {
      return provider().passthrough("stability-ai/sdxl");
    }

    @Override
    ImageRequest.Builder ask(ImageRequest.Builder request) {
      return request.seed(SEED).option("num_inference_steps", JsonValue.of(30));
    }

    @Override
    void write(JsonWriter json, int call) throws IOException {
      json.name("prompt").value(PROMPT);
      json.name("seed").value(SEED);
      json.name("num_inference_steps").value(30);
    }
  };

  private static final String PROMPT = "a lighthouse made of paper";
  private static final long SEED = 1207;

  private final Service service;
  private final String model;

  PlanCase(Service service, String model) {
    this.service = service;
    this.model = model;
  }

  /** Adds what the request asks for besides model and prompt. */
  abstract ImageRequest.Builder ask(ImageRequest.Builder request);

  /** Writes the members of a body by hand, in the order of the plan. */
  abstract void write(JsonWriter json, int call) throws IOException;

  int calls() {
    return 1;
  }

  /** Without a key: planning needs none. */
  Provider provider() {
    return service == Service.FAL ? Fal.create("") : Replicate.create("");
  }

  ImageRequest request() {
    return ask(ImageRequest.builder().model(model).prompt(PROMPT)).build();
  }

  ModelSpec spec() {
    for (ModelSpec spec : provider().models()) {
      if (spec.isNamed(model)) {
        return spec;
      }
    }
    throw new IllegalStateException(service + " has no table of " + model);
  }

  private enum Service {
    FAL,
    REPLICATE
  }
}
