package dev.pictor.avif;

/** One picture as AV1 has it: brightness, and two differences of colour that may be smaller. */
final class Planes {
  final int width;
  final int height;

  /** Bits of a sample: 8, 10 or 12. */
  final int depth;

  /** 1 where the planes of colour have half of the columns, or rows; else 0. */
  final int shiftX;

  final int shiftY;

  /** One plane, or three; the rows follow each other without a gap. */
  final short[][] samples;

  final Cicp cicp;

  Planes(int width, int height, int depth, int shiftX, int shiftY, short[][] samples, Cicp cicp) {
    this.width = width;
    this.height = height;
    this.depth = depth;
    this.shiftX = shiftX;
    this.shiftY = shiftY;
    this.samples = samples;
    this.cicp = cicp;
  }

  /** The same samples with another meaning. */
  Planes as(Cicp other) {
    return new Planes(width, height, depth, shiftX, shiftY, samples, other);
  }

  boolean isGrey() {
    return samples.length == 1;
  }

  int columns(int plane) {
    return plane == 0 ? width : (width + shiftX) >> shiftX;
  }

  int rows(int plane) {
    return plane == 0 ? height : (height + shiftY) >> shiftY;
  }
}
