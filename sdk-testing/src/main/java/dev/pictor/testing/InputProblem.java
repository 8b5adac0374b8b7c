package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.util.List;
import java.util.stream.Collectors;

/** One thing that is wrong with what Replicate was sent. */
final class InputProblem {
  private final String type;
  private final String field;
  private final String description;

  InputProblem(String type, String field, String description) {
    this.type = type;
    this.field = field;
    this.description = description;
  }

  static InputProblem required(String parent, String name) {
    return new InputProblem("required", parent, name + " is required");
  }

  static InputProblem unknown(String parent, String name) {
    return new InputProblem(
        "additional_property_not_allowed",
        parent,
        "Additional property " + name + " is not allowed");
  }

  static InputProblem wrongType(String field, String expected, JsonValue given) {
    return new InputProblem(
        "invalid_type", field, "Invalid type. Expected: " + expected + ", given: " + typeOf(given));
  }

  static InputProblem notOneOf(String field, String name, List<String> allowed) {
    return new InputProblem(
        "enum",
        field,
        name
            + " must be one of the following: "
            + allowed.stream()
                .map(JsonValue::of)
                .map(JsonValue::toString)
                .collect(Collectors.joining(", ")));
  }

  static InputProblem notUri(String field) {
    return new InputProblem("format", field, "Does not match format 'uri'");
  }

  /** The 422 that names all problems. There must be at least one. */
  static Reply reply(List<InputProblem> problems) {
    String detail = problems.stream().map(InputProblem::line).collect(Collectors.joining());
    List<JsonValue> fields =
        problems.stream().map(InputProblem::toJson).collect(Collectors.toList());
    return Reply.json(
        422,
        JsonValue.objectBuilder()
            .put("detail", detail)
            .put("status", 422)
            .put("title", "Input validation failed")
            .put("invalid_fields", JsonValue.array(fields))
            .build());
  }

  private String line() {
    return "- " + (field.isEmpty() ? "" : field + ": ") + description + "\n";
  }

  private JsonValue toJson() {
    return JsonValue.objectBuilder()
        .put("type", type)
        .put("field", field)
        .put("description", description)
        .build();
  }

  private static String typeOf(JsonValue value) {
    switch (value.kind()) {
      case OBJECT:
        return "object";
      case ARRAY:
        return "array";
      case STRING:
        return "string";
      case BOOLEAN:
        return "boolean";
      case NULL:
        return "null";
      default:
        return value.asBigInteger().isPresent() ? "integer" : "number";
    }
  }
}
