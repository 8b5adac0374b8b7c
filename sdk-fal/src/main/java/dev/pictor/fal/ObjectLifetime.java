package dev.pictor.fal;

import dev.pictor.model.JsonValue;
import dev.pictor.model.PlannedCall;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** After what time fal deletes the images of a call. */
final class ObjectLifetime {
  static final String HEADER = "X-Fal-Object-Lifecycle-Preference";

  /** Its pages disagree, from seven days to for ever; whoever wants to know sets a lifecycle. */
  static final Duration USUAL = Duration.ofDays(7);

  private static final String SECONDS = "expiration_duration_seconds";
  private static final BigDecimal LONGEST = BigDecimal.valueOf(TimeUnit.DAYS.toSeconds(365_000));

  private ObjectLifetime() {}

  /** What the call asks for, or else the usual; empty if that is for ever, or cannot be read. */
  static Optional<Duration> of(PlannedCall call) {
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      if (header.getKey().equalsIgnoreCase(HEADER)) {
        return read(header.getValue());
      }
    }
    return Optional.of(USUAL);
  }

  private static Optional<Duration> read(String preference) {
    JsonValue json;
    try {
      json = JsonValue.parse(preference);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // what fal makes of it is its own matter
    }
    if (json.kind() == JsonValue.Kind.OBJECT && !json.members().containsKey(SECONDS)) {
      return Optional.of(USUAL); // it says who may read them, and nothing of the time
    }
    return json.member(SECONDS)
        .flatMap(JsonValue::asNumber)
        .filter(seconds -> seconds.compareTo(BigDecimal.ONE) >= 0 && seconds.compareTo(LONGEST) < 0)
        .map(seconds -> Duration.ofSeconds(seconds.setScale(0, RoundingMode.DOWN).longValue()));
  }
}
