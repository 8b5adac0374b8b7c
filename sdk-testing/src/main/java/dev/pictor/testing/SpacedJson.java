package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.util.stream.Collectors;

/** JSON with a space after each colon and comma, as Python writes it. */
final class SpacedJson {
  private SpacedJson() {}

  static String write(JsonValue value) {
    switch (value.kind()) {
      case OBJECT:
        return value.members().entrySet().stream()
            .map(member -> JsonValue.of(member.getKey()) + ": " + write(member.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
      case ARRAY:
        return value.elements().stream()
            .map(SpacedJson::write)
            .collect(Collectors.joining(", ", "[", "]"));
      default:
        return value.toString();
    }
  }
}
