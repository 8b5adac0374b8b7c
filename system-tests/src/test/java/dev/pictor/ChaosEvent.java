package dev.pictor;

import java.time.Duration;

/** Something that happens to a request from its own side, in the middle of an exchange. */
enum ChaosEvent {
  /** The job is cancelled. */
  CANCEL,
  /** The future is cancelled: its caller learns nothing more. */
  CANCEL_FUTURE,
  /** The client is closed. */
  CLOSE,
  /** The thread that waits is interrupted. */
  INTERRUPT,
  /** The deadline is reached. */
  DEADLINE,
  /** Time goes on by hours at once, as after a sleep of the machine. */
  CLOCK_FORWARDS,
  /** Time goes back. */
  CLOCK_BACKWARDS,
  /** The clock of the service goes on, by less than it keeps what it has made. */
  SERVER_CLOCK_FORWARDS;

  private static final Duration HOURS = Duration.ofHours(5);
  private static final Duration MINUTES = Duration.ofMinutes(10);

  /**
   * Lets it happen.
   *
   * @param call what a caller may do
   */
  void happen(ChaosCell cell, ChaosCaller call) {
    switch (this) {
      case CANCEL:
        call.cancel();
        break;
      case CANCEL_FUTURE:
        cell.attempt().abandon();
        call.cancelFuture();
        break;
      case CLOSE:
        cell.client().close();
        break;
      case INTERRUPT:
        call.interrupt();
        break;
      case DEADLINE:
        cell.time().advance(ChaosCell.DEADLINE);
        break;
      case CLOCK_FORWARDS:
        cell.time().jump(HOURS);
        break;
      case CLOCK_BACKWARDS:
        cell.time().jump(MINUTES.negated());
        break;
      default:
        cell.service().clock().advance(MINUTES);
    }
  }
}
