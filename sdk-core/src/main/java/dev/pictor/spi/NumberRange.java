package dev.pictor.spi;

import java.math.BigDecimal;
import java.util.Optional;

/** Which numbers an endpoint takes, and who refuses the others. Immutable. */
final class NumberRange {
  static final NumberRange ANY =
      new NumberRange(Optional.empty(), Optional.empty(), Optional.empty(), false);

  final Optional<BigDecimal> min;
  final Optional<BigDecimal> max;
  final Optional<BigDecimal> maxBesideImages;
  final boolean isAdvisory;

  private NumberRange(
      Optional<BigDecimal> min,
      Optional<BigDecimal> max,
      Optional<BigDecimal> maxBesideImages,
      boolean isAdvisory) {
    this.min = min;
    this.max = max;
    this.maxBesideImages = maxBesideImages;
    this.isAdvisory = isAdvisory;
  }

  NumberRange of(BigDecimal min, BigDecimal max) {
    return new NumberRange(Optional.of(min), Optional.of(max), maxBesideImages, isAdvisory);
  }

  NumberRange besideImages(BigDecimal max) {
    return new NumberRange(min, this.max, Optional.of(max), isAdvisory);
  }

  NumberRange advisory() {
    return new NumberRange(min, max, maxBesideImages, true);
  }
}
