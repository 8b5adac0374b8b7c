package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** All inputs of a model, in the order of its form. Immutable. */
final class InputSchema {
  /** The schema of a model that nobody has described: everything is welcome. */
  static final InputSchema OPEN =
      new InputSchema(Collections.emptyList(), Collections.emptyList(), Collections.emptyMap());

  private final List<String> required;
  private final List<InputField> fields;

  /** Stricter fields, by the name of the input beside which they hold. */
  private final Map<String, InputField> beside;

  private InputSchema(
      List<String> required, List<InputField> fields, Map<String, InputField> beside) {
    this.required = required;
    this.fields = fields;
    this.beside = beside;
  }

  /** A schema of these fields, of which the first is required. */
  static InputSchema of(InputField... fields) {
    return new InputSchema(
        Collections.singletonList(fields[0].name()),
        Collections.unmodifiableList(new ArrayList<>(Arrays.asList(fields))),
        Collections.emptyMap());
  }

  /** A schema of these fields, of which none is required. */
  static InputSchema optional(InputField... fields) {
    return new InputSchema(Collections.emptyList(), of(fields).fields, Collections.emptyMap());
  }

  /** The same fields and some more. */
  InputSchema with(InputField... more) {
    List<InputField> all = new ArrayList<>(fields);
    for (InputField field : more) {
      all.removeIf(known -> known.name().equals(field.name()));
      all.add(field);
    }
    return new InputSchema(required, Collections.unmodifiableList(all), beside);
  }

  /** The same fields, of which some more are required. */
  InputSchema requiring(String... names) {
    List<String> all = new ArrayList<>(required);
    all.addAll(Arrays.asList(names));
    return new InputSchema(Collections.unmodifiableList(all), fields, beside);
  }

  /** The same fields but these. */
  InputSchema without(String... names) {
    List<InputField> rest = new ArrayList<>(fields);
    rest.removeIf(field -> Arrays.asList(names).contains(field.name()));
    return new InputSchema(required, Collections.unmodifiableList(rest), beside);
  }

  /** The same fields, of which one is stricter where another input is given as well. */
  InputSchema beside(String other, InputField stricter) {
    return new InputSchema(required, fields, Collections.singletonMap(other, stricter));
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
        effective(field, input).check("input." + field.name(), value, problems);
      }
    }
    return problems;
  }

  private InputField effective(InputField field, JsonValue input) {
    return beside.entrySet().stream()
        .filter(rule -> rule.getValue().name().equals(field.name()))
        .filter(rule -> input.member(rule.getKey()).isPresent())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(field);
  }
}
