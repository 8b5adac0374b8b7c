package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps the keys of a JSON object and makes each value something else than it was. */
final class WrongTypes {
  private WrongTypes() {}

  static JsonValue of(JsonValue json) {
    Map<String, JsonValue> changed = new LinkedHashMap<>();
    json.members().forEach((name, value) -> changed.put(name, wrong(value)));
    return json.members().isEmpty() ? wrong(json) : JsonValue.object(changed);
  }

  private static JsonValue wrong(JsonValue value) {
    switch (value.kind()) {
      case STRING:
        return JsonValue.of(17);
      case NUMBER:
        return JsonValue.of("many");
      case BOOLEAN:
        return JsonValue.of("perhaps");
      case ARRAY:
        return JsonValue.of("a list");
      case OBJECT:
        return JsonValue.of(true);
      default:
        return JsonValue.of(0);
    }
  }
}
