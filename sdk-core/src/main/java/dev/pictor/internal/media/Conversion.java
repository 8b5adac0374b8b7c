package dev.pictor.internal.media;

import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;

/** What an image is to be turned into. Immutable. */
public final class Conversion {
  /** Where a request names none: hardly to be told from the original. */
  public static final int DEFAULT_QUALITY = 80;

  private final OutputFormat format;
  private final int quality;

  /**
   * @param format see {@link Plan.Candidate#convertsTo()}
   * @param quality 0 to 100, 100 best
   */
  public Conversion(OutputFormat format, int quality) {
    this.format = format;
    this.quality = Math.max(0, Math.min(100, quality));
  }

  /** The format. */
  public OutputFormat format() {
    return format;
  }

  /** The quality, 0 to 100. */
  public int quality() {
    return quality;
  }
}
