package dev.pictor.examples.cli;

import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageSize;
import dev.pictor.model.ImageSource;
import dev.pictor.model.OutputFormat;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The request as a person types it. Values are read here and not by picocli, so that a wrong one
 * ends in the SDK's own sentence.
 */
public final class RequestArguments {
  private static final String DEFAULT_PROMPT =
      "a lighthouse made of paper, standing on a cliff in evening light";

  private static final String DEFAULT_MODEL = "flux1.1-pro";
  private static final String DEFAULT_EDITOR = "flux-kontext-pro";

  /** What Java puts in the place of bytes that are none in the encoding of the command line. */
  private static final char LOST = '\uFFFD';

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "PROMPT",
      arity = "0..*",
      description = {
        "What the image shows; several words need no quotes.",
        "Default: \"" + DEFAULT_PROMPT + "\""
      })
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = {
        "flux1.1-pro, flux1.1-pro-ultra ..., or any endpoint of a provider:"
            + " fal/fal-ai/flux/dev, replicate/OWNER/NAME.",
        "Default: " + DEFAULT_MODEL + ", and " + DEFAULT_EDITOR + " with --input"
      })
  private @Nullable String model;

  @Option(names = "--aspect-ratio", paramLabel = "W:H", description = "The shape, such as 16:9.")
  private @Nullable String aspectRatio;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "The size in pixels, such as 1024x768; wins over --aspect-ratio.")
  private @Nullable String size;

  @Option(names = "--n", paramLabel = "COUNT", description = "How many images, 1 to 10.")
  private @Nullable String count;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Where the randomness starts, to make an image again; 0 to 2^64 - 1.")
  private @Nullable String seed;

  @Option(
      names = "--input",
      paramLabel = "FILE|URL",
      description = "A picture to edit or to be guided by; may be given several times.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--mask",
      paramLabel = "FILE|URL",
      description = "Which part of the first input to edit: white is edited, black is kept.")
  private @Nullable String mask;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "png, jpeg, webp, gif ...; what an endpoint does not make is converted.")
  private @Nullable String format;

  @Option(
      names = "--quality",
      paramLabel = "QUALITY",
      description = "The quality of a lossy format, 0 to 100, 100 best.")
  private @Nullable String quality;

  /**
   * The request in each way in which its inputs can be meant, the likeliest first: an endpoint
   * edits pictures, or takes one as a guide.
   *
   * @param folder where the paths of inputs begin
   * @throws ParameterException if a value is none
   */
  public List<ImageRequest> requests(Path folder) {
    ImageRequest.Builder request = request();
    if (mask != null) {
      ImageSource picture = read(mask, text -> source(text, folder));
      request.mask(picture);
    }
    List<ImageSource> images = new ArrayList<>();
    inputs.forEach(input -> images.add(read(input, text -> source(text, folder))));
    List<ImageRequest> ways = new ArrayList<>();
    ways.add(read("", text -> request.images(images).build()));
    if (images.size() == 1 && mask == null) {
      ways.add(request.images(Collections.emptyList()).imagePrompt(images.get(0)).build());
    }
    return ways;
  }

  private static ImageSource source(String text, Path folder) {
    return text.matches("(?i)(https?|data):.*")
        ? ImageSource.url(text)
        : ImageSource.file(folder.resolve(text));
  }

  private ImageRequest.Builder request() {
    String prompt = words.isEmpty() ? DEFAULT_PROMPT : String.join(" ", words);
    if (prompt.trim().isEmpty()) {
      throw wrong("prompt is blank; write what the image shows, or leave it out");
    }
    if (prompt.indexOf(LOST) >= 0) {
      throw wrong(
          "prompt has characters that were lost on the way here; set LC_ALL to a UTF-8 locale that"
              + " is installed (locale -a lists them), such as C.UTF-8");
    }
    String chosen = model != null ? model : inputs.isEmpty() ? DEFAULT_MODEL : DEFAULT_EDITOR;
    ImageRequest.Builder request = ImageRequest.builder().model(chosen).prompt(prompt);
    if (aspectRatio != null) {
      request.aspectRatio(read(aspectRatio, AspectRatio::parse));
    }
    if (size != null) {
      request.size(read(size, ImageSize::parse));
    }
    if (count != null) {
      int value = read(count, RequestArguments::count);
      request.n(value);
    }
    if (seed != null) {
      BigInteger value = read(seed, RequestArguments::seed);
      request.seed(value);
    }
    if (format != null) {
      request.outputFormat(read(format, OutputFormat::of));
    }
    if (quality != null) {
      int value = read(quality, RequestArguments::quality);
      request.outputQuality(value);
    }
    return request;
  }

  private <T> T read(String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private static int count(String text) {
    try {
      return Integer.parseInt(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "n is \"" + text + "\"; write a whole number from 1 to 10, such as 4", e);
    }
  }

  private static int quality(String text) {
    try {
      return Integer.parseInt(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "quality is \"" + text + "\"; write a whole number from 0 to 100, such as 90", e);
    }
  }

  private static BigInteger seed(String text) {
    try {
      return new BigInteger(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "seed is \"" + text + "\"; write a whole number from 0 to 2^64 - 1, such as 1207", e);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
