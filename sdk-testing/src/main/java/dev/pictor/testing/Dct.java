package dev.pictor.testing;

/**
 * The discrete cosine transform of 8 x 8 values, by the method of Arai, Agui and Nakajima: few
 * multiplications, and a result that is scaled in a way the quantisation takes back.
 */
final class Dct {
  private static final float C4 = 0.70710677f;
  private static final float C6 = 0.38268343f;
  private static final float C2_MINUS_C6 = 0.541196100f;
  private static final float C2_PLUS_C6 = 1.306563f;

  private Dct() {}

  static void forward(float[] block) {
    for (int row = 0; row < 64; row += 8) {
      line(block, row, 1);
    }
    for (int column = 0; column < 8; column++) {
      line(block, column, 8);
    }
  }

  /** What the result at this place of a line is larger by than the true transform. */
  static double scale(int index) {
    return index == 0 ? 1 : Math.cos(index * Math.PI / 16) * Math.sqrt(2);
  }

  private static void line(float[] v, int at, int step) {
    float sum0 = v[at] + v[at + 7 * step];
    float dif0 = v[at] - v[at + 7 * step];
    float sum1 = v[at + step] + v[at + 6 * step];
    float dif1 = v[at + step] - v[at + 6 * step];
    float sum2 = v[at + 2 * step] + v[at + 5 * step];
    float dif2 = v[at + 2 * step] - v[at + 5 * step];
    float sum3 = v[at + 3 * step] + v[at + 4 * step];
    float dif3 = v[at + 3 * step] - v[at + 4 * step];

    float even0 = sum0 + sum3;
    float even3 = sum0 - sum3;
    float even1 = sum1 + sum2;
    float even2 = sum1 - sum2;
    v[at] = even0 + even1;
    v[at + 4 * step] = even0 - even1;
    float z1 = (even2 + even3) * C4;
    v[at + 2 * step] = even3 + z1;
    v[at + 6 * step] = even3 - z1;

    float odd0 = dif3 + dif2;
    float odd1 = dif2 + dif1;
    float odd2 = dif1 + dif0;
    float z5 = (odd0 - odd2) * C6;
    float z2 = C2_MINUS_C6 * odd0 + z5;
    float z4 = C2_PLUS_C6 * odd2 + z5;
    float z3 = odd1 * C4;
    float z11 = dif0 + z3;
    float z13 = dif0 - z3;
    v[at + 5 * step] = z13 + z2;
    v[at + 3 * step] = z13 - z2;
    v[at + step] = z11 + z4;
    v[at + 7 * step] = z11 - z4;
  }
}
