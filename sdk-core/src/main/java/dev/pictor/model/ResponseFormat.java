package dev.pictor.model;

/** How a finished image is delivered. */
public enum ResponseFormat {
  /** As a URL at the provider; the bytes are fetched when they are asked for. */
  URL,

  /**
   * As bytes: the image is downloaded as soon as it exists, in parallel with the others and inside
   * the deadline, so that no expiring URL can lose it.
   */
  BYTES
}
