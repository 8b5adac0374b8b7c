package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What a door takes at the top level of a body, which is closed to anything else. */
enum ReplicateDoor {
  /** {@code /predictions}: the body names the version. */
  VERSION,
  /** {@code /models/{owner}/{name}/predictions}. */
  MODEL,
  /** {@code /deployments/{owner}/{name}/predictions}. */
  DEPLOYMENT;

  private static final List<String> EVENTS =
      Collections.unmodifiableList(Arrays.asList("start", "output", "logs", "completed"));

  /** What is wrong with the shape of this body; nothing if it is fine. */
  List<InputProblem> check(Optional<JsonValue> body) {
    List<InputProblem> problems = new ArrayList<>();
    if (!body.isPresent() || body.get().kind() != JsonValue.Kind.OBJECT) {
      problems.add(
          InputProblem.wrongType("", "object", body.orElse(JsonValue.of("not even JSON"))));
      return problems;
    }
    JsonValue json = body.get();
    if (this == VERSION && !json.members().containsKey("version")) {
      problems.add(InputProblem.required("", "version"));
    }
    if (!json.members().containsKey("input")) {
      problems.add(InputProblem.required("", "input"));
    }
    json.members().forEach((name, value) -> check(name, value, problems));
    return problems;
  }

  private void check(String name, JsonValue value, List<InputProblem> problems) {
    switch (name) {
      case "input":
        expect(name, "object", value, JsonValue.Kind.OBJECT, problems);
        break;
      case "version":
        if (this == VERSION) {
          expect(name, "string", value, JsonValue.Kind.STRING, problems);
        } else {
          problems.add(InputProblem.unknown("", name));
        }
        break;
      case "webhook":
        InputField.uri(name).check(name, value, problems);
        break;
      case "webhook_events_filter":
        expect(name, "array", value, JsonValue.Kind.ARRAY, problems);
        for (int i = 0; i < value.elements().size(); i++) {
          if (!EVENTS.contains(value.elements().get(i).asString().orElse(""))) {
            String field = name + "." + i;
            problems.add(InputProblem.notOneOf(field, field, EVENTS));
          }
        }
        break;
      case "stream":
        expect(name, "boolean", value, JsonValue.Kind.BOOLEAN, problems);
        break;
      default:
        problems.add(InputProblem.unknown("", name));
    }
  }

  private static void expect(
      String name, String type, JsonValue value, JsonValue.Kind kind, List<InputProblem> problems) {
    if (value.kind() != kind) {
      problems.add(InputProblem.wrongType(name, type, value));
    }
  }
}
