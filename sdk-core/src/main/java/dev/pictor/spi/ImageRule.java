package dev.pictor.spi;

import dev.pictor.model.MaskPolarity;
import dev.pictor.model.OutputFormat;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Which images an endpoint takes as input: what Pictor knows to be refused is refused before it is
 * uploaded. An image behind a URL is not looked at.
 *
 * <pre>{@code ImageRule.any().formats(OutputFormat.JPEG, OutputFormat.PNG).sides(256, 4096)}</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class ImageRule extends ValueType {
  private static final ImageRule ANY =
      new ImageRule(
          Collections.emptyList(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          MaskPolarity.WHITE_IS_EDIT);

  private final List<OutputFormat> formats;
  private final Optional<Integer> minSide;
  private final Optional<Integer> maxSide;
  private final Optional<Long> maxBytes;
  private final MaskPolarity maskPolarity;

  private ImageRule(
      List<OutputFormat> formats,
      Optional<Integer> minSide,
      Optional<Integer> maxSide,
      Optional<Long> maxBytes,
      MaskPolarity maskPolarity) {
    this.formats = formats;
    this.minSide = minSide;
    this.maxSide = maxSide;
    this.maxBytes = maxBytes;
    this.maskPolarity = maskPolarity;
  }

  /** No limits that are known. */
  public static ImageRule any() {
    return ANY;
  }

  /** The same rule for an endpoint that takes these formats only. */
  public ImageRule formats(OutputFormat... formats) {
    return new ImageRule(copy(Arrays.asList(formats)), minSide, maxSide, maxBytes, maskPolarity);
  }

  /** The same rule for an endpoint that takes sides of so many pixels only. */
  public ImageRule sides(int min, int max) {
    return new ImageRule(formats, Optional.of(min), Optional.of(max), maxBytes, maskPolarity);
  }

  /** The same rule for an endpoint that takes files of so many bytes at most. */
  public ImageRule maxBytes(long bytes) {
    return new ImageRule(formats, minSide, maxSide, Optional.of(bytes), maskPolarity);
  }

  /** The same rule for an endpoint whose mask says "edit here" in this way. */
  public ImageRule mask(MaskPolarity polarity) {
    return new ImageRule(formats, minSide, maxSide, maxBytes, given("polarity", polarity));
  }

  /** The formats; empty if they are not known. */
  public List<OutputFormat> formats() {
    return formats;
  }

  /** The shortest side, in pixels. */
  public Optional<Integer> minSide() {
    return minSide;
  }

  /** The longest side, in pixels. */
  public Optional<Integer> maxSide() {
    return maxSide;
  }

  /** The longest file. */
  public Optional<Long> maxBytes() {
    return maxBytes;
  }

  /** How a mask says "edit here". Default: by white. */
  public MaskPolarity maskPolarity() {
    return maskPolarity;
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "formats", formats,
      "minSide", minSide,
      "maxSide", maxSide,
      "maxBytes", maxBytes,
      "maskPolarity", maskPolarity,
    };
  }
}
