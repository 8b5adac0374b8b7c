package dev.pictor.testing;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** The header that says how long a request may wait for a runner; how long it runs is free. */
final class FalStartLimit {
  private static final BigDecimal MORE_THAN = new BigDecimal("0.1");
  private static final BigDecimal LESS_THAN = new BigDecimal(1_000_000);

  private FalStartLimit() {}

  /** The refusal of a limit that makes no sense; empty if all is well. */
  static Optional<Reply> refuse(RecordedCall call) {
    return header(call).filter(text -> !seconds(text).isPresent()).map(text -> refusal());
  }

  /** Lets the job end, unless it starts in time, as one that did not. */
  static void hold(FalJob job, RecordedCall call) {
    header(call)
        .flatMap(FalStartLimit::seconds)
        .map(job.progress().submittedAt()::plus)
        .ifPresent(limit -> job.progress().mustStartBy(limit, JobState.FAILED));
  }

  /** The header has an old name, which counts only where the new one is missing. */
  private static Optional<String> header(RecordedCall call) {
    Optional<String> current = call.header("x-fal-request-start-timeout");
    return current.isPresent() ? current : call.header("x-fal-request-timeout");
  }

  private static Optional<Duration> seconds(String text) {
    try {
      BigDecimal seconds = new BigDecimal(text.trim());
      return seconds.compareTo(MORE_THAN) > 0 && seconds.compareTo(LESS_THAN) < 0
          ? Optional.of(Duration.ofMillis(seconds.movePointRight(3).longValue()))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Reply refusal() {
    return Reply.json(
            400,
            JsonValue.objectBuilder()
                .put("detail", "Invalid request start timeout")
                .put("error_type", "bad_request")
                .build())
        .header("x-fal-error-type", "bad_request");
  }
}
