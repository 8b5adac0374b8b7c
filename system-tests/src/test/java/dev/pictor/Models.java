package dev.pictor;

import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageSource;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.ParameterRule;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Every model of every table, and the least that each of them takes. */
final class Models {
  static final ImageSource INPUT = ImageSource.url("https://example.com/input.png");

  private Models() {}

  /** A provider and a model of its table in each. */
  static Stream<Arguments> all() {
    return Arrays.stream(Service.Kind.values())
        .flatMap(
            kind ->
                kind.models().stream().map(spec -> Arguments.of(kind, kind.prefix() + spec.id())));
  }

  /** A provider, a model and one of its formats in each. */
  static Stream<Arguments> formats() {
    return Arrays.stream(Service.Kind.values())
        .flatMap(
            kind ->
                kind.models().stream()
                    .flatMap(
                        spec ->
                            spec.formats().keySet().stream()
                                .map(
                                    format ->
                                        Arguments.of(kind, kind.prefix() + spec.id(), format))));
  }

  static ModelSpec spec(Service.Kind kind, String model) {
    return kind.models().stream()
        .filter(spec -> model.equals(kind.prefix() + spec.id()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(model));
  }

  /** A request with what the model insists on, and nothing else. */
  static ImageRequest.Builder minimal(Service.Kind kind, String model) {
    ImageRequest.Builder request = ImageRequest.builder().model(model);
    for (ParameterRule rule : spec(kind, model).parameters()) {
      if (rule.isRequired()) {
        require(request, rule.parameter());
      }
    }
    return request;
  }

  private static void require(ImageRequest.Builder request, Parameter parameter) {
    switch (parameter) {
      case PROMPT:
        request.prompt("a paper boat");
        break;
      case IMAGE_PROMPT:
        request.imagePrompt(INPUT);
        break;
      case IMAGES:
        request.addImages(INPUT);
        break;
      default:
        throw new AssertionError("say here how to satisfy " + parameter);
    }
  }
}
