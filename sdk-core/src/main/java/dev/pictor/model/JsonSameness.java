package dev.pictor.model;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether two JSON values mean the same, however they are written. */
final class JsonSameness {
  private JsonSameness() {}

  static boolean holds(JsonValue one, JsonValue other) {
    if (one.kind() != other.kind()) {
      return false;
    }
    if (one.kind() == JsonValue.Kind.NUMBER) {
      return sameNumber(one, other);
    }
    if (one.kind() == JsonValue.Kind.ARRAY) {
      return sameElements(one.elements(), other.elements());
    }
    return one.kind() == JsonValue.Kind.OBJECT
        ? sameMembers(one.members(), other.members())
        : one.equals(other);
  }

  private static boolean sameNumber(JsonValue one, JsonValue other) {
    Optional<BigDecimal> value = one.asNumber();
    Optional<BigDecimal> second = other.asNumber();
    if (value.isPresent() && second.isPresent()) {
      return value.get().compareTo(second.get()) == 0;
    }
    return one.equals(other);
  }

  private static boolean sameElements(List<JsonValue> one, List<JsonValue> other) {
    if (one.size() != other.size()) {
      return false;
    }
    Iterator<JsonValue> others = other.iterator();
    for (JsonValue element : one) {
      if (!holds(element, others.next())) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameMembers(Map<String, JsonValue> one, Map<String, JsonValue> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (Map.Entry<String, JsonValue> member : one.entrySet()) {
      JsonValue second = other.get(member.getKey());
      if (second == null || !holds(member.getValue(), second)) {
        return false;
      }
    }
    return true;
  }
}
