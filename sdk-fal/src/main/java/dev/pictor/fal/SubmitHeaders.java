package dev.pictor.fal;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.model.PlannedCall;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The headers of a submission: those of typed settings, and over them those of options. */
final class SubmitHeaders {
  /** fal refuses a start limit of this length or shorter. */
  private static final Duration SHORTEST_START = Duration.ofMillis(100);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]*");

  /** These belong to the key and to the transport. */
  private static final List<String> RESERVED =
      Arrays.asList(
          "authorization",
          "connection",
          "content-length",
          "content-type",
          "host",
          "transfer-encoding");

  private SubmitHeaders() {}

  static Map<String, String> of(PlannedCall call) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Accept", "application/json");
    if (call.startLimit().isPresent()) {
      String seconds = seconds(call.startLimit().get());
      headers.put("X-Fal-Request-Start-Timeout", seconds);
      // The older name, for gateways that know only that one; fal prefers the newer.
      headers.put("X-Fal-Request-Timeout", seconds);
    }
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      check(header.getKey(), header.getValue());
      headers.put(header.getKey(), header.getValue());
    }
    return headers;
  }

  private static String seconds(Duration limit) {
    if (limit.compareTo(SHORTEST_START) <= 0) {
      throw refusal("startLimit is " + limit + "; fal takes more than 0.1 s");
    }
    return BigDecimal.valueOf(limit.getSeconds())
        .add(BigDecimal.valueOf(limit.getNano(), 9))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static void check(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw refusal("\"" + name + "\" cannot be the name of a header; check the option");
    }
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw refusal("the header " + name + " is set by Pictor; remove the option");
    }
    if (!VALUE.matcher(value).matches()) {
      throw refusal(
          "the value of the header " + name + " must be printable ASCII; change the option");
    }
  }

  private static RequestRefusedException refusal(String message) {
    return new RequestRefusedException(message, ErrorDetails.builder().provider(Fal.NAME).build());
  }
}
