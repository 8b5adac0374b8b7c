package dev.pictor.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Counts the requests of one kind, refuses those that are too many and says what is left. */
final class RateMeter {
  private final TokenBucket bucket;
  private final boolean enforced;
  private final RetryHint hint;
  private final String why;
  private final ReplicateLimits.Refused refused;

  RateMeter(
      TokenBucket bucket,
      boolean enforced,
      RetryHint hint,
      String why,
      ReplicateLimits.Refused refused) {
    this.bucket = bucket;
    this.enforced = enforced;
    this.hint = hint;
    this.why = why;
    this.refused = refused;
  }

  /** The refusal of one more request; empty if it may go on. */
  Optional<Reply> refuse(Instant now) {
    if (!enforced) {
      bucket.refill(); // or it would say one day that nothing is left
    }
    Duration wait = bucket.take(now);
    if (wait.isZero()) {
      return Optional.empty();
    }
    if (refused == ReplicateLimits.Refused.COUNTED) {
      bucket.drain(now);
      wait = bucket.take(now);
    }
    return Optional.of(ReplicateErrors.rateLimited(wait, hint, why));
  }

  /** Adds what a reply says about the budget. */
  Reply withHeaders(Reply reply, Instant now) {
    return reply
        .header("ratelimit-remaining", Integer.toString(bucket.left(now)))
        .header("ratelimit-reset", Long.toString(ReplicateErrors.seconds(bucket.untilFull(now))));
  }
}
