package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** All inputs of a model, in the order of its form. Immutable. */
final class InputSchema {
  /** The schema of a model that nobody has described: everything is welcome. */
  static final InputSchema OPEN = new InputSchema(Collections.emptyList(), Collections.emptyList());

  private final List<String> required;
  private final List<InputField> fields;

  private InputSchema(List<String> required, List<InputField> fields) {
    this.required = required;
    this.fields = fields;
  }

  /** A schema of these fields, of which the first is required. */
  static InputSchema of(InputField... fields) {
    return new InputSchema(
        Collections.singletonList(fields[0].name()),
        Collections.unmodifiableList(new ArrayList<>(Arrays.asList(fields))));
  }

  /** A schema of these fields, of which none is required. */
  static InputSchema optional(InputField... fields) {
    return new InputSchema(Collections.emptyList(), of(fields).fields);
  }

  /** The same fields and some more. */
  InputSchema with(InputField... more) {
    List<InputField> all = new ArrayList<>(fields);
    for (InputField field : more) {
      all.removeIf(known -> known.name().equals(field.name()));
      all.add(field);
    }
    return new InputSchema(required, Collections.unmodifiableList(all));
  }

  /** The same fields but these. */
  InputSchema without(String... names) {
    List<InputField> rest = new ArrayList<>(fields);
    rest.removeIf(field -> Arrays.asList(names).contains(field.name()));
    return new InputSchema(required, Collections.unmodifiableList(rest));
  }

  List<String> required() {
    return required;
  }

  List<InputField> fields() {
    return fields;
  }

  /** What is wrong with this input; nothing if it is fine. */
  List<InputProblem> check(JsonValue input, UnknownInput unknown) {
    List<InputProblem> problems = new ArrayList<>();
    for (String name : required) {
      if (!input.members().containsKey(name)) {
        problems.add(InputProblem.required("input", name));
      }
    }
    if (unknown == UnknownInput.REFUSED && !fields.isEmpty()) {
      input.members().keySet().stream()
          .filter(name -> fields.stream().noneMatch(field -> field.name().equals(name)))
          .forEach(name -> problems.add(InputProblem.unknown("input", name)));
    }
    for (InputField field : fields) {
      JsonValue value = input.members().get(field.name());
      if (value != null) {
        field.check("input." + field.name(), value, problems);
      }
    }
    return problems;
  }
}
