package dev.pictor;

import dev.pictor.internal.job.Limits;

/** What the options of a request mean to the engine. */
final class OptionLimits {
  private OptionLimits() {}

  /**
   * The limits.
   *
   * @param watching how the job is watched, by its own options or by those of the client
   * @param unasked how it is watched where that is left to Pictor
   */
  static Limits of(RequestOptions options, RequestOptions.Watching watching, Limits.Watch unasked) {
    return new Limits(
        options.deadline(),
        options.startTimeout(),
        expiry(options.onExpiry()),
        StepRetries.of(options),
        resubmission(options.resubmission()),
        watch(watching, unasked));
  }

  private static Limits.Expiry expiry(RequestOptions.OnExpiry chosen) {
    return chosen == RequestOptions.OnExpiry.CANCEL_REMOTE_JOB
        ? Limits.Expiry.CANCEL_REMOTE
        : Limits.Expiry.LEAVE_RUNNING;
  }

  private static Limits.Watch watch(RequestOptions.Watching chosen, Limits.Watch unasked) {
    switch (chosen) {
      case AUTOMATIC:
        return unasked;
      case POLLING:
        return Limits.Watch.POLLING;
      case HELD_REPLY:
        return Limits.Watch.HELD_REPLY;
      case DIRECT_RUN_LOST_WITH_ITS_CONNECTION:
        return Limits.Watch.DIRECT;
    }
    throw new AssertionError(chosen);
  }

  private static Limits.Resubmission resubmission(RequestOptions.Resubmission chosen) {
    switch (chosen) {
      case NEVER_IN_DOUBT:
        return Limits.Resubmission.NEVER_IN_DOUBT;
      case RESUBMIT_GATEWAY_ERRORS_AND_MAYBE_PAY_TWICE:
        return Limits.Resubmission.GATEWAY_ERRORS;
      case RESUBMIT_EVERYTHING_AND_MAYBE_PAY_TWICE:
        return Limits.Resubmission.EVERYTHING;
    }
    throw new AssertionError(chosen);
  }
}
