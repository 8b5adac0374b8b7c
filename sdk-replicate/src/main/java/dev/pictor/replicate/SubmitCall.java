package dev.pictor.replicate;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.model.JsonValue;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpCall;
import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A planned call as the HTTP call that creates the prediction. */
final class SubmitCall {
  /** Headers that this module or the engine writes; a second value would break the call. */
  private static final Set<String> RESERVED =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "authorization",
                  "connection",
                  "content-length",
                  "content-type",
                  "host",
                  "transfer-encoding")));

  private SubmitCall() {}

  /**
   * The call.
   *
   * @param hold how long the reply is to be held back, unless an option says so
   */
  static HttpCall of(PlannedCall call, Endpoint endpoint, BaseUrl base, Optional<Duration> hold) {
    Map<String, String> headers = headers(call);
    if (hold.isPresent()) {
      headers.putIfAbsent(Prefer.HEADER, Prefer.wait(hold.get()));
    }
    String prefer = headers.get(Prefer.HEADER);
    return HttpCall.builder()
        .purpose(HttpCall.Purpose.SUBMIT)
        .method("POST")
        .url(base.url(endpoint.path()).concat(query(call.query())))
        .putHeaders("Accept", "application/json")
        .putAllHeaders(headers)
        .hold(prefer == null ? Duration.ZERO : Prefer.hold(prefer))
        .contents(HttpCall.Contents.IMAGES) // a reply that was held back carries the output
        .json(body(endpoint, call.input()))
        .build();
  }

  /** The top level is closed: a key that is not documented is refused with 422. */
  private static JsonValue body(Endpoint endpoint, JsonValue input) {
    JsonValue.ObjectBuilder body = JsonValue.objectBuilder();
    if (endpoint.version().isPresent()) {
      body.put("version", endpoint.version().get());
    }
    return body.put("input", input).build();
  }

  private static Map<String, String> headers(PlannedCall call) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      String name = header.getKey();
      if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
        throw new RequestRefusedException(
            "The header "
                + name
                + " cannot be set by an option: Pictor writes it itself. Leave the option header:"
                + name
                + " out",
            ErrorDetails.builder().provider(Replicate.NAME).build());
      }
      headers.put(name, header.getValue());
    }
    String prefer = headers.get(Prefer.HEADER);
    if (prefer != null) {
      headers.put(Prefer.HEADER, Prefer.inRange(prefer));
    }
    if (call.remoteTimeLimit().isPresent()) {
      headers.putIfAbsent(CancelAfter.HEADER, CancelAfter.value(call.remoteTimeLimit().get()));
    }
    return headers;
  }

  private static String query(Map<String, String> query) {
    if (query.isEmpty()) { // almost always
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> pair : query.entrySet()) {
      text.append(text.length() == 0 ? '?' : '&')
          .append(encode(pair.getKey()))
          .append('=')
          .append(encode(pair.getValue()));
    }
    return text.toString();
  }

  /** Text as it may stand in a path segment or a query. */
  static String encode(String text) {
    if (isUnreserved(text)) { // almost always
      return text;
    }
    try {
      return URLEncoder.encode(text, "UTF-8").replace("+", "%20");
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError("every Java platform has UTF-8", e);
    }
  }

  private static boolean isUnreserved(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!isLetter && (c < '0' || c > '9') && c != '-' && c != '_') {
        return false;
      }
    }
    return true;
  }
}
