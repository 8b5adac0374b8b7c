package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One input of a model: its form, its range, its default. Immutable. */
final class InputField {
  enum Form {
    STRING("string"),
    URI("string"),
    URIS("array"),
    CHOICE("string"),
    INTEGER("integer"),
    NUMBER("number"),
    FLAG("boolean");

    private final String type;

    Form(String type) {
      this.type = type;
    }

    String type() {
      return type;
    }
  }

  // Inline files make these long, so no pattern that could go back and forth.
  private static final Pattern ABSOLUTE_URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.\\-]*+:\\S++");

  private final String name;
  private final Form form;
  private final List<String> choices;
  private final Optional<BigDecimal> least;
  private final Optional<BigDecimal> most;
  private final Optional<JsonValue> fallback;

  private InputField(
      String name,
      Form form,
      List<String> choices,
      Optional<BigDecimal> least,
      Optional<BigDecimal> most,
      Optional<JsonValue> fallback) {
    this.name = name;
    this.form = form;
    this.choices = choices;
    this.least = least;
    this.most = most;
    this.fallback = fallback;
  }

  static InputField text(String name) {
    return plain(name, Form.STRING);
  }

  static InputField uri(String name) {
    return plain(name, Form.URI);
  }

  static InputField uris(String name, int most) {
    return new InputField(
        name,
        Form.URIS,
        Collections.emptyList(),
        Optional.empty(),
        Optional.of(BigDecimal.valueOf(most)),
        Optional.empty());
  }

  static InputField integer(String name) {
    return plain(name, Form.INTEGER);
  }

  static InputField integer(String name, int least, int most) {
    return plain(name, Form.INTEGER).within(Integer.toString(least), Integer.toString(most));
  }

  static InputField number(String name, String least, String most) {
    return plain(name, Form.NUMBER).within(least, most);
  }

  static InputField flag(String name) {
    return plain(name, Form.FLAG);
  }

  /** A choice whose first value is the default. */
  static InputField choice(String name, String... values) {
    List<String> all = Collections.unmodifiableList(Arrays.asList(values));
    return new InputField(
        name,
        Form.CHOICE,
        all,
        Optional.empty(),
        Optional.empty(),
        Optional.of(JsonValue.of(all.get(0))));
  }

  private static InputField plain(String name, Form form) {
    return new InputField(
        name, form, Collections.emptyList(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private InputField within(String from, String to) {
    return new InputField(
        name,
        form,
        choices,
        Optional.of(new BigDecimal(from)),
        Optional.of(new BigDecimal(to)),
        fallback);
  }

  /** Sets the default, as JSON. */
  InputField or(String json) {
    return new InputField(name, form, choices, least, most, Optional.of(JsonValue.parse(json)));
  }

  String name() {
    return name;
  }

  Form form() {
    return form;
  }

  List<String> choices() {
    return choices;
  }

  Optional<BigDecimal> least() {
    return least;
  }

  Optional<BigDecimal> most() {
    return most;
  }

  Optional<JsonValue> fallback() {
    return fallback;
  }

  /** Adds what is wrong with {@code value}, which stands at {@code path}. */
  void check(String path, JsonValue value, List<InputProblem> problems) {
    if (!isOfType(value)) {
      problems.add(InputProblem.wrongType(path, form.type(), value));
      return;
    }
    switch (form) {
      case URI:
        checkUri(path, value, problems);
        break;
      case URIS:
        checkUris(path, value.elements(), problems);
        break;
      case CHOICE:
        if (!choices.contains(value.asString().orElse(""))) {
          problems.add(InputProblem.notOneOf(path, name, choices));
        }
        break;
      case INTEGER:
      case NUMBER:
        value.asNumber().ifPresent(number -> checkRange(path, number, problems));
        break;
      default:
        break;
    }
  }

  private boolean isOfType(JsonValue value) {
    switch (form) {
      case INTEGER:
        return value.asBigInteger().isPresent();
      case NUMBER:
        return value.kind() == JsonValue.Kind.NUMBER;
      case FLAG:
        return value.kind() == JsonValue.Kind.BOOLEAN;
      case URIS:
        return value.kind() == JsonValue.Kind.ARRAY;
      default:
        return value.kind() == JsonValue.Kind.STRING;
    }
  }

  private void checkUris(String path, List<JsonValue> values, List<InputProblem> problems) {
    most.filter(limit -> values.size() > limit.intValue())
        .ifPresent(
            limit ->
                problems.add(
                    new InputProblem(
                        "array_max_items",
                        path,
                        "Array must have at most " + limit.toPlainString() + " items")));
    for (int i = 0; i < values.size(); i++) {
      checkUri(path + "." + i, values.get(i), problems);
    }
  }

  private static void checkUri(String path, JsonValue value, List<InputProblem> problems) {
    Optional<String> text = value.asString();
    if (!text.isPresent()) {
      problems.add(InputProblem.wrongType(path, "string", value));
    } else if (!ABSOLUTE_URI.matcher(text.get()).matches()) {
      problems.add(InputProblem.notUri(path));
    }
  }

  private void checkRange(String path, BigDecimal number, List<InputProblem> problems) {
    least
        .filter(limit -> number.compareTo(limit) < 0)
        .ifPresent(
            limit ->
                problems.add(
                    new InputProblem(
                        "number_gte",
                        path,
                        "Must be greater than or equal to " + limit.toPlainString())));
    most.filter(limit -> number.compareTo(limit) > 0)
        .ifPresent(
            limit ->
                problems.add(
                    new InputProblem(
                        "number_lte",
                        path,
                        "Must be less than or equal to " + limit.toPlainString())));
  }
}
