package dev.pictor.internal.job;

import dev.pictor.internal.http.Time;
import dev.pictor.spi.HttpReply;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The time in which a submission can have become a job, by the clock of the provider: a clock of
 * ours that is minutes ahead would hide the job from the list. Not thread-safe.
 */
final class Window {
  /** For what two clocks that are right differ by. */
  private static final Duration SLACK = Duration.ofMinutes(2);

  /**
   * By how much the clock that stamps the jobs may be behind the one that dates the replies, which
   * is that of a proxy of the service mostly.
   */
  private static final Duration APART = Duration.ofSeconds(5);

  private final Time time;
  private final long sentAt;
  private final Instant sentTime;
  private Duration ahead = Duration.ZERO;
  private Duration used = Duration.ZERO;
  private Optional<Instant> since = Optional.empty();
  private boolean isSure;
  private boolean isHeard;

  /**
   * @param sentAt when the submission left, in {@link Time#nanos()}
   * @param sentTime the same by our clock, which goes on while a machine sleeps, and may be set
   */
  Window(Time time, long sentAt, Instant sentTime) {
    this.time = time;
    this.sentAt = sentAt;
    this.sentTime = sentTime;
  }

  /** Nothing of it is older. */
  Instant since() {
    Instant start = left().minus(SLACK);
    used = ahead;
    isSure = false;
    since = Optional.of(start.truncatedTo(ChronoUnit.MILLIS));
    return since.get();
  }

  /**
   * When the submission left at the earliest, by the clock of the provider as far as it is known.
   */
  private Instant left() {
    Instant awake = time.now().minus(Duration.ofNanos(time.nanos() - sentAt));
    return (awake.isBefore(sentTime) ? awake : sentTime).plus(ahead);
  }

  /** Takes the provider's time from a reply, which was written before it is heard. */
  void heard(HttpReply reply) {
    Optional<String> date = reply.header("date");
    if (!date.isPresent()) {
      return;
    }
    try {
      Instant there =
          ZonedDateTime.parse(date.get().trim(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      ahead = Duration.between(time.now(), there);
      isHeard = true;
      isSure = ahead.minus(used).abs().compareTo(SLACK.dividedBy(2)) < 0;
    } catch (DateTimeException | ArithmeticException noDate) {
      // Then nothing is known of its clock.
    }
  }

  /**
   * Whether a job is older than the submission, unless the provider's clocks differ by more than
   * clocks that are set should. So it is hardly its own, which does not prove that there is none.
   */
  boolean isBefore(Instant created) {
    return isHeard && created.isBefore(left().minus(APART));
  }

  /** Whether the list that was seen since {@link #since} begins before the submission. */
  boolean isSure() {
    return isSure;
  }

  /** {@code created since 2026-01-01T00:00:00Z}, for a person who looks. */
  @Override
  public String toString() {
    return "created since " + since.orElseGet(this::since);
  }
}
