package dev.pictor.fal;

import dev.pictor.model.JsonValue;
import dev.pictor.spi.HttpReply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The body of an error in any of the forms that reach a client: fal's models, its infrastructure
 * and its queue write three, frameworks below and proxies in between the others.
 */
final class ErrorBody {
  private static final int MAX_ENTRIES = 5;
  private static final int MAX_WORDS = 2_000;
  private static final int MAX_IN_MESSAGE = 500;
  private static final Pattern TITLE = Pattern.compile("(?is)<title>([^<]{1,200})</title>");

  private final List<String> codes;
  private final Optional<String> words;
  private final boolean isJobOutcome;
  private final boolean isDownstream;
  private final boolean hasFields;

  private ErrorBody(
      List<String> codes,
      Optional<String> words,
      boolean isJobOutcome,
      boolean isDownstream,
      boolean hasFields) {
    this.codes = codes;
    this.words = words.map(text -> Replies.cut(Replies.redact(text), MAX_WORDS));
    this.isJobOutcome = isJobOutcome;
    this.isDownstream = isDownstream;
    this.hasFields = hasFields;
  }

  static ErrorBody of(HttpReply reply) {
    Optional<String> header = reply.header("x-fal-error-type").filter(type -> !type.isEmpty());
    ErrorBody body = reply.jsonIfAny().map(ErrorBody::ofJson).orElseGet(() -> ofText(reply));
    if (!header.isPresent()) {
      return body;
    }
    List<String> codes = new ArrayList<>(body.codes);
    codes.add(header.get());
    return new ErrorBody(codes, body.words, true, body.isDownstream, body.hasFields);
  }

  private static ErrorBody ofJson(JsonValue json) {
    List<String> codes = new ArrayList<>();
    json.string("error_type").ifPresent(codes::add);
    Optional<JsonValue> detail = json.member("detail");
    if (detail.isPresent()) {
      List<JsonValue> entries = entries(detail.get());
      entries.forEach(entry -> entry.string("type").ifPresent(codes::add));
      Optional<String> text = detail.get().asString();
      return new ErrorBody(
          codes,
          text.isPresent() ? text : Optional.of(describe(entries)),
          true,
          false,
          !entries.isEmpty());
    }
    Optional<JsonValue> error = json.member("error");
    if (error.isPresent()) {
      error.get().member("code").ifPresent(code -> codes.add(plain(code)));
      Optional<String> text = error.get().asString();
      return new ErrorBody(
          codes,
          text.isPresent()
              ? text
              : Optional.of(error.flatMap(ErrorBody::message).orElse(plain(error.get()))),
          true,
          error.get().kind() == JsonValue.Kind.OBJECT,
          false);
    }
    Optional<String> text = json.string("message");
    if (text.isPresent()) {
      return new ErrorBody(codes, text, true, false, false);
    }
    json.string("status").ifPresent(codes::add);
    return new ErrorBody(
        codes, json.string("status"), json.string("error_type").isPresent(), false, false);
  }

  private static ErrorBody ofText(HttpReply reply) {
    String text = Replies.cut(reply.body().text(), 4_096).trim();
    Matcher title = TITLE.matcher(text);
    Optional<String> words =
        title.find()
            ? Optional.of(title.group(1))
            : Optional.of(text).filter(any -> !any.isEmpty() && !any.startsWith("<"));
    return new ErrorBody(Collections.emptyList(), words, false, false, false);
  }

  private static List<JsonValue> entries(JsonValue detail) {
    return detail.kind() == JsonValue.Kind.OBJECT
        ? Collections.singletonList(detail)
        : detail.elements();
  }

  private static String describe(List<JsonValue> entries) {
    String text =
        entries.stream()
            .limit(MAX_ENTRIES)
            .map(ErrorBody::describe)
            .collect(Collectors.joining("; "));
    int more = entries.size() - MAX_ENTRIES;
    return more > 0 ? text + "; and " + more + " more" : text;
  }

  /** One refused field: {@code image_url: Image too small (min_height 512, min_width 512)}. */
  private static String describe(JsonValue entry) {
    String field = field(Replies.member(entry, "loc").elements());
    String text =
        message(entry).orElseGet(() -> entry.string("type").orElseGet(() -> plain(entry)));
    String limits =
        Replies.member(entry, "ctx").members().entrySet().stream()
            .filter(limit -> limit.getValue().kind() != JsonValue.Kind.OBJECT)
            .limit(MAX_ENTRIES)
            .map(ErrorBody::limit)
            .collect(Collectors.joining(", "));
    return (field.isEmpty() ? "" : field + ": ")
        + Replies.cut(text, 300)
        + (limits.isEmpty() ? "" : " (" + limits + ")");
  }

  private static String limit(Map.Entry<String, JsonValue> limit) {
    return limit.getKey() + " " + Replies.cut(plain(limit.getValue()), 100);
  }

  private static String field(List<JsonValue> loc) {
    StringBuilder out = new StringBuilder();
    for (JsonValue part : loc.subList(0, Math.min(loc.size(), 10))) {
      Optional<String> name = part.asString();
      if (!name.isPresent()) {
        out.append('[').append(plain(part)).append(']');
      } else if (out.length() > 0 || !name.get().equals("body")) {
        out.append(out.length() == 0 ? "" : ".").append(Replies.cut(name.get(), 100));
      }
    }
    return out.toString();
  }

  private static Optional<String> message(JsonValue object) {
    Optional<String> msg = object.string("msg");
    return msg.isPresent() ? msg : object.string("message");
  }

  private static String plain(JsonValue value) {
    return value.asString().orElseGet(value::toString);
  }

  /** The codes of the error, the most telling first. */
  List<String> codes() {
    return codes;
  }

  /** The provider's own text. */
  Optional<String> words() {
    return words;
  }

  /**
   * The text for a message: on one line, bounded, after a colon, and without a full stop, as the
   * sentence goes on or ends behind it; empty without words.
   */
  String inWords() {
    return words
        .map(text -> Replies.cut(text.replaceAll("\\s+", " ").trim(), MAX_IN_MESSAGE))
        .map(text -> text.replaceFirst("(?<!\\.)\\.$", ""))
        .filter(text -> !text.isEmpty())
        .map(text -> ": " + text)
        .orElse("");
  }

  /** Whether it says anything at all. */
  boolean isPresent() {
    return words.isPresent() || !codes.isEmpty();
  }

  /**
   * Whether a model or fal's runner wrote it, so that in the place of a result it is the recorded
   * outcome of the job; otherwise something in between did, and the next try may find the result.
   */
  boolean isJobOutcome() {
    return isJobOutcome;
  }

  /** Whether it names refused fields one by one. */
  boolean hasFields() {
    return hasFields;
  }

  /** Whether the model passed on the error of a service behind it. */
  boolean isDownstream() {
    return isDownstream;
  }
}
