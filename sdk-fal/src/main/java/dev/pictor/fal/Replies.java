package dev.pictor.fal;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.HttpReply;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** What all replies of fal have in common. */
final class Replies {
  /** A key is {@code uuid:32 hex digits}; a proxy's error page may repeat the one it was sent. */
  private static final Pattern KEY =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}:[0-9a-fA-F]{8,}");

  private static final Pattern AUTHORIZATION =
      Pattern.compile("(?i)(authorization\\W{1,8}(?:key|bearer)\\s+)[^\\s\"'<]+");

  /**
   * Documented are eight decimals, but a count that comes out of a calculation may have as many as
   * a {@code double}. What can be no count is not told apart here: it was billed all the same.
   */
  private static final int MOST_DIGITS = 1_000;

  private Replies() {}

  /**
   * Starts the details of an error: what {@link HttpReply#details} knows, fal's own id, and its
   * bill.
   */
  static ErrorDetails.Builder details(HttpReply reply) {
    return reply
        .details()
        .body(redact(cut(reply.body().text(), ErrorDetails.MAX_BODY)))
        .requestId(reply.header("x-fal-request-id").map(id -> cut(id, 200)))
        .billableUnits(units(reply));
  }

  /** What fal says it bills, whether or not there is an image. */
  static Optional<BigDecimal> units(HttpReply reply) {
    String units = reply.header("x-fal-billable-units").orElse("").trim();
    return isDecimal(units) ? Optional.of(new BigDecimal(units)) : Optional.empty();
  }

  private static boolean isDecimal(String text) {
    int point = text.indexOf('.');
    return point < 0
        ? isDigits(text, 0, text.length())
        : isDigits(text, 0, point) && isDigits(text, point + 1, text.length());
  }

  private static boolean isDigits(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return end > start && end - start <= MOST_DIGITS;
  }

  static MalformedReplyException malformed(HttpReply reply, String message) {
    return new MalformedReplyException(message, details(reply).build());
  }

  /** The body as a JSON object. */
  static JsonValue object(HttpReply reply, String what) {
    Optional<JsonValue> body = reply.jsonIfAny();
    if (!body.isPresent()) {
      throw malformed(
          reply,
          what + " is not JSON but " + (reply.body().length() == 0 ? "empty" : "other text"));
    }
    if (body.get().kind() != JsonValue.Kind.OBJECT) {
      throw malformed(reply, what + " is no JSON object");
    }
    return body.get();
  }

  /** A member; {@code null} of JSON where there is none, of which all accessors are empty. */
  static JsonValue member(JsonValue object, String name) {
    return object.member(name).orElse(JsonValue.ofNull());
  }

  static String redact(String text) {
    return AUTHORIZATION
        .matcher(KEY.matcher(text).replaceAll("(key removed)"))
        .replaceAll("$1(key removed)");
  }

  static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
