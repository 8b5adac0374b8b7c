package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One entry of the list in which fal says what is wrong with an input. */
final class FalDetail {
  // The types that fal documents itself; all others are those of the library that reads inputs.
  private static final List<String> DOCUMENTED =
      Collections.unmodifiableList(
          Arrays.asList(
              "greater_than",
              "greater_than_equal",
              "less_than",
              "less_than_equal",
              "one_of",
              "sequence_too_short",
              "sequence_too_long"));

  private final List<JsonValue> location;
  private final String message;
  private final String type;
  private final Optional<JsonValue> context;
  private final Optional<JsonValue> input;

  private FalDetail(
      List<JsonValue> location,
      String message,
      String type,
      Optional<JsonValue> context,
      Optional<JsonValue> input) {
    this.location = location;
    this.message = message;
    this.type = type;
    this.context = context;
    this.input = input;
  }

  static FalDetail of(String type, String message, String... location) {
    List<JsonValue> places = new ArrayList<>();
    places.add(JsonValue.of("body"));
    for (String place : location) {
      places.add(JsonValue.of(place));
    }
    return new FalDetail(places, message, type, Optional.empty(), Optional.empty());
  }

  FalDetail context(String name, JsonValue value) {
    JsonValue object = JsonValue.objectBuilder().put(name, value).build();
    return new FalDetail(location, message, type, Optional.of(object), input);
  }

  FalDetail context(JsonValue object) {
    return new FalDetail(location, message, type, Optional.of(object), input);
  }

  FalDetail input(JsonValue value) {
    return new FalDetail(location, message, type, context, Optional.of(value));
  }

  /** In the form of fal's own errors, or of its input library's where the type is that one's. */
  JsonValue toJson(boolean modelError) {
    boolean own = modelError || DOCUMENTED.contains(type);
    JsonValue.ObjectBuilder json =
        JsonValue.objectBuilder()
            .put("loc", JsonValue.array(location))
            .put("msg", message)
            .put("type", type)
            .put(
                "url",
                own
                    ? "https://docs.fal.ai/errors/#" + type
                    : String.format(Locale.ROOT, "https://errors.pydantic.dev/2.10/v/%s", type));
    context.ifPresent(value -> json.put("ctx", value));
    input.ifPresent(value -> json.put("input", value));
    return json.build();
  }
}
