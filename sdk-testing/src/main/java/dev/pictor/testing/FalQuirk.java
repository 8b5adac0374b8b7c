package dev.pictor.testing;

/**
 * A way in which fal has been seen or said to answer other than it usually does. A client that is
 * right works with each of them.
 *
 * <pre>{@code
 * FalEmulator.builder().with(FalQuirk.STATUS_CODES_FLATTENED).start();
 * }</pre>
 */
public enum FalQuirk {
  /** Status requests are answered with 200 whatever the status is, as some gateways do. */
  STATUS_CODES_FLATTENED,
  /** URLs with a sub-path before {@code /requests} work, instead of the answer 405. */
  SUB_PATHS_ACCEPTED,
  /** The URLs of an answer hold the whole endpoint id, and {@code /response} for the result. */
  FULL_PATH_URLS,
  /** The URLs of an answer point to a host that is not the API's and must not see the key. */
  FOREIGN_URLS,
  /** Submissions are answered with the fields of the documentation and no others. */
  DOCUMENTED_SUBMIT_ANSWER,
  /** Submissions are answered with two ids and no URL at all. */
  MINIMAL_SUBMIT_ANSWER,
  /** Statuses come without logs and metrics, as from old apps. */
  BARE_STATUS,
  /** The header {@code x-fal-request-id} is missing everywhere. */
  NO_REQUEST_ID_HEADER,
  /** The first status request of each job finds no such job. */
  JOBS_APPEAR_LATE,
  /** Asking for a result too early gives 500 instead of 400. */
  EARLY_RESULT_IS_500,
  /** The status of a job that failed for its input says so in its {@code error}. */
  FAILURES_TOLD_IN_STATUS,
  /** A job that waited too long has the type {@code startup_timeout}. */
  STARTUP_TIMEOUT,
  /** Canceling a waiting job gives 202, as for a running one. */
  CANCEL_IS_REQUESTED,
  /** Canceling gives {@code {"success":true}}. */
  CANCEL_IS_SUCCESS,
  /** A job that runs is not stopped by canceling, though the answer says 202. */
  CANCEL_COMES_TOO_LATE,
  /** Canceled jobs are unknown from then on. */
  CANCELED_JOBS_VANISH,
  /** The status stream stays open after the last event. */
  STREAM_STAYS_OPEN,
  /** Ids that begin like a known app and go on with an unknown path make images, and no 404. */
  UNKNOWN_PATHS_ACCEPTED,
  /** A refusal with 429 says how long to wait, in {@code Retry-After}. */
  RETRY_AFTER_TOLD,
  /** All images come inside the answer, as if {@code sync_mode} had been asked for. */
  DATA_URI_RESULTS,
  /** All that a result says about an image, but for its URL, is null. */
  NULL_IMAGE_FIELDS,
  /** Results do not say what the safety checker found. */
  NO_NSFW_FLAGS,
  /** Images have sides of the nearest multiple of 16, whatever was asked for. */
  SIZES_ROUNDED,
  /** The account has no money left. */
  ACCOUNT_LOCKED
}
