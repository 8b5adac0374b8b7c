package dev.pictor.model;

/** What to do when an endpoint does not offer the asked size, shape or scale. */
public enum SizePolicy {
  /** Take the nearest shape the endpoint offers and record the change. */
  NEAREST,

  /** Take the nearest whose sides (or tier) are not smaller than asked; refuse if there is none. */
  AT_LEAST,

  /** Refuse anything that is not exactly what was asked. */
  EXACT_OR_FAIL
}
