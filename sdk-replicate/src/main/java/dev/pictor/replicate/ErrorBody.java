package dev.pictor.replicate;

import dev.pictor.error.ErrorDetails;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.HttpReply;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The body of an error reply: problem JSON in several shapes, a page of a proxy, or anything. */
final class ErrorBody {
  private static final Pattern TITLE =
      Pattern.compile("<title[^>]{0,100}>([^<]{1,300})", Pattern.CASE_INSENSITIVE);

  private static final int MAX = ErrorDetails.MAX_BODY;

  private final JsonValue json;
  private final String text;

  private ErrorBody(JsonValue json, String text) {
    this.json = json;
    this.text = text;
  }

  static ErrorBody of(HttpReply reply) {
    return new ErrorBody(
        reply.jsonIfAny().orElseGet(JsonValue::ofNull), reply.body().text().trim());
  }

  /** The title, which names the kind of error; most bodies have none. */
  Optional<String> title() {
    return json.string("title").map(Words::line).filter(title -> !title.isEmpty());
  }

  /** The service's own text, as it was sent; the title of a page of HTML. */
  Optional<String> words() {
    for (String name : new String[] {"detail", "error", "message", "title"}) {
      Optional<String> words = json.member(name).map(ErrorBody::words).filter(ErrorBody::isSaid);
      if (words.isPresent()) {
        return words;
      }
    }
    if (isHtml()) {
      Matcher title = TITLE.matcher(text);
      return title.find() ? Optional.of(title.group(1).trim()) : Optional.empty();
    }
    // Neither members nor a page: whatever it is, it is all there is.
    return Optional.of(text.length() <= MAX ? text : text.substring(0, MAX))
        .filter(ErrorBody::isSaid);
  }

  private static boolean isSaid(String text) {
    return !text.trim().isEmpty();
  }

  private static String words(JsonValue value) {
    return value
        .asString()
        .orElseGet(
            () ->
                value
                    .string("message")
                    .orElseGet(() -> value.string("detail").orElseGet(value::toString)));
  }

  /** The refused fields, each as {@code field: what is wrong with it}. */
  List<String> problems() {
    return invalidFields().stream()
        .map(ErrorBody::problem)
        .filter(problem -> !problem.isEmpty())
        .collect(Collectors.toList());
  }

  private static String problem(JsonValue field) {
    String name = field.string("field").orElse("");
    String description =
        field.string("description").orElseGet(() -> field.string("type").orElse(""));
    return name.isEmpty() ? description : name + ": " + description;
  }

  /** Whether a field of the top level was refused, and not one of the model's input. */
  boolean refusesTopLevel() {
    return invalidFields().stream()
        .anyMatch(field -> field.string("field").filter(String::isEmpty).isPresent());
  }

  private List<JsonValue> invalidFields() {
    return json.member("invalid_fields").map(JsonValue::elements).orElse(Collections.emptyList());
  }

  /** The service's own replies are, as a rule. */
  boolean isJson() {
    return !json.isNull();
  }

  boolean isHtml() {
    return !isJson() && (text.startsWith("<") || text.toLowerCase(Locale.ROOT).contains("<html"));
  }

  /** The wait that a throttled caller is told, in seconds. */
  Optional<JsonValue> retryAfter() {
    return json.member("retry_after");
  }

  /** What was said, in one sentence for a message. */
  String sentence() {
    String words = words().map(Words::sentence).orElse("");
    if (isHtml()) {
      return words.isEmpty()
          ? "A page of HTML came instead of a reply."
          : "A page of HTML came instead of a reply: \"" + words + "\".";
    }
    return words.isEmpty() ? "The reply gives no reason." : words;
  }
}
