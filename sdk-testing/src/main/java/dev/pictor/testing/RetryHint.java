package dev.pictor.testing;

/** Where a reply of Replicate that says "too many requests" says how long to wait. */
public enum RetryHint {
  /** As {@code retry_after} in the body, and in the text: what is seen most. */
  BODY,
  /** In the body, and in a {@code Retry-After} header. */
  BODY_AND_HEADER,
  /** In a {@code Retry-After} header only. */
  HEADER,
  /** In the text only: {@code Your rate limit resets in ~30s.} */
  TEXT,
  /** In the older text only: {@code Expected available in 30 seconds.} */
  OLD_TEXT,
  /** In {@code ratelimit-reset} only, which is about the whole budget. */
  RATELIMIT_RESET,
  /** Nowhere. */
  NONE
}
