package dev.pictor.avif;

import java.io.IOException;

/** What the samples mean: the numbers of ISO/IEC 23091-2, which a file and its stream both have. */
final class Cicp {
  /** sRGB, by the matrix that every decoder takes where none is named, in the full range. */
  static final Cicp WRITTEN = new Cicp(1, 13, 6, true);

  private static final int RGB = 0;
  private static final int PQ = 16;
  private static final int HLG = 18;

  final int primaries;
  final int transfer;
  final int matrix;
  final boolean isFull;

  Cicp(int primaries, int transfer, int matrix, boolean isFull) {
    this.primaries = primaries;
    this.transfer = transfer;
    this.matrix = matrix;
    this.isFull = isFull;
  }

  boolean isRgb() {
    return matrix == RGB;
  }

  /** The share of red in the brightness. */
  double red() throws IOException {
    switch (matrix) {
      case RGB:
      case 1:
        return 0.2126;
      case 2: // not said: as 6
      case 5:
      case 6:
        return 0.299;
      case 9:
        return 0.2627;
      default:
        throw new IOException("The file is in the matrix " + matrix + ", which is not decoded");
    }
  }

  /** The share of blue in the brightness. */
  double blue() throws IOException {
    switch (matrix) {
      case RGB:
      case 1:
        return 0.0722;
      case 2:
      case 5:
      case 6:
        return 0.114;
      case 9:
        return 0.0593;
      default:
        throw new IOException("The file is in the matrix " + matrix + ", which is not decoded");
    }
  }

  /** Shown as sRGB, these would be another picture. */
  void refuseHdr() throws IOException {
    if (transfer == PQ || transfer == HLG) {
      throw new IOException(
          "The file is in HDR (transfer characteristics " + transfer + "), which is not decoded");
    }
  }
}
