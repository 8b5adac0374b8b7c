package dev.pictor.replicate;

import dev.pictor.model.JsonValue;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Whether the input that a prediction shows is the one that was sent. A wrong yes hands out the
 * image of another request, and a wrong no pays twice, so whatever is not plain is {@link
 * Likeness#UNCLEAR}.
 */
final class InputLikeness {
  private InputLikeness() {}

  static Likeness of(JsonValue sent, Prediction prediction) {
    JsonValue shown = prediction.input();
    if (prediction.isRemoved() || shown.kind() != JsonValue.Kind.OBJECT) {
      return Likeness.UNCLEAR;
    }
    if (shown.members().isEmpty() && !sent.members().isEmpty()) {
      return Likeness.UNCLEAR; // as it is when the input has been removed
    }
    // The service may leave out what the model does not take, and may add its defaults.
    boolean sameNames = sent.members().keySet().equals(shown.members().keySet());
    Likeness likeness = sameNames ? Likeness.SAME : Likeness.UNCLEAR;
    for (Map.Entry<String, JsonValue> member : sent.members().entrySet()) {
      JsonValue value = shown.members().get(member.getKey());
      if (value != null) {
        likeness = likeness.and(value(member.getValue(), value));
      }
    }
    return likeness;
  }

  private static Likeness value(JsonValue sent, JsonValue shown) {
    if (sent.isSameAs(shown)) {
      return Likeness.SAME;
    }
    if (isInline(sent)) {
      return Likeness.UNCLEAR; // a long text may be cut, or stored as a file
    }
    List<JsonValue> elements = sent.elements();
    if (shown.kind() != JsonValue.Kind.ARRAY || shown.elements().size() != elements.size()) {
      return Likeness.OTHER;
    }
    Likeness likeness = Likeness.SAME;
    Iterator<JsonValue> others = shown.elements().iterator();
    for (JsonValue element : elements) {
      likeness = likeness.and(value(element, others.next()));
    }
    return likeness;
  }

  private static boolean isInline(JsonValue sent) {
    return sent.asString().orElse("").startsWith("data:");
  }
}
