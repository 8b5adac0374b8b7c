package dev.pictor.testing;

/**
 * How many requests Replicate takes from an account, measured on the emulator's clock. Immutable.
 *
 * <pre>{@code
 * replicate.limits(ReplicateLimits.lowCredit());                     // 6 creations a minute, burst 1
 * replicate.limits(ReplicateLimits.lowCredit().hint(RetryHint.HEADER));
 * replicate.limits(ReplicateLimits.noCredit());                      // 402
 * }</pre>
 */
public final class ReplicateLimits {
  /** What becomes of requests that were refused because there were too many. */
  public enum Refused {
    /** They are forgotten. */
    FREE,
    /** They count as well: the wait starts again. */
    COUNTED
  }

  static final String LOW_CREDIT = reduced("while you have less than $5.0 in credit");
  static final String NO_PAYMENT = reduced("until you add a payment method");

  private static final int CREATIONS = 600;
  private static final int OTHERS = 3000;

  private final int creations;
  private final int burst;
  private final boolean enforced;
  private final boolean credit;
  private final String why;
  private final RetryHint hint;
  private final Refused refused;

  private ReplicateLimits(
      int creations,
      int burst,
      boolean enforced,
      boolean credit,
      String why,
      RetryHint hint,
      Refused refused) {
    this.creations = creations;
    this.burst = burst;
    this.enforced = enforced;
    this.credit = credit;
    this.why = why;
    this.hint = hint;
    this.refused = refused;
  }

  /** Returns the headers of a budget that is never used up, and nobody who minds. The default. */
  public static ReplicateLimits none() {
    return of(CREATIONS, CREATIONS, false, "");
  }

  /** Returns the published limits: 600 creations and 3000 other requests a minute. */
  public static ReplicateLimits published() {
    return of(CREATIONS, CREATIONS, true, "");
  }

  /** Returns the limit of an account that is running out of credit: 6 a minute, one at a time. */
  public static ReplicateLimits lowCredit() {
    return of(6, 1, true, LOW_CREDIT);
  }

  /** Returns the same limit of an account that could not pay. */
  public static ReplicateLimits withoutPaymentMethod() {
    return of(6, 1, true, NO_PAYMENT);
  }

  /** Returns no limit of requests, and an account whose creations are answered with a 402. */
  public static ReplicateLimits noCredit() {
    return new ReplicateLimits(
        CREATIONS, CREATIONS, false, false, "", RetryHint.BODY, Refused.FREE);
  }

  private static ReplicateLimits of(int creations, int burst, boolean enforced, String why) {
    return new ReplicateLimits(creations, burst, enforced, true, why, RetryHint.BODY, Refused.FREE);
  }

  private static String reduced(String reason) {
    return "Your rate limit for creating predictions is reduced to 6 requests per minute with a"
        + " burst of 1 requests "
        + reason
        + ". ";
  }

  /** Sets where a refusal says how long to wait. */
  public ReplicateLimits hint(RetryHint hint) {
    return new ReplicateLimits(creations, burst, enforced, credit, why, hint, refused);
  }

  /** Sets what becomes of refused requests. */
  public ReplicateLimits refused(Refused refused) {
    return new ReplicateLimits(creations, burst, enforced, credit, why, hint, refused);
  }

  RateMeter forCreations() {
    return new RateMeter(new TokenBucket(creations, burst), enforced, hint, why, refused);
  }

  RateMeter forOthers() {
    return new RateMeter(new TokenBucket(OTHERS, OTHERS), enforced, hint, "", refused);
  }

  boolean hasCredit() {
    return credit;
  }

  RetryHint hint() {
    return hint;
  }
}
