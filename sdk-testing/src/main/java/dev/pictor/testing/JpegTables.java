package dev.pictor.testing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The tables of a JPEG file: those that the standard proposes in its annex K. */
final class JpegTables {
  private static final int[] ZIGZAG = {
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63
  };
  private static final int[] LUMA = {
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
  };
  private static final int[] CHROMA = {
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99
  };

  // A Huffman table: how many codes there are of each length from 1 to 16, then their symbols.
  private static final String DC_LUMA =
      "00010501010101010100000000000000" + "000102030405060708090a0b";
  private static final String DC_CHROMA =
      "00030101010101010101010000000000" + "000102030405060708090a0b";
  private static final String AC_LUMA =
      "0002010303020403050504040000017d"
          + "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a"
          + "25262728292a3435363738393a434445464748494a535455565758595a636465666768696a73747576777879"
          + "7a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9"
          + "cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa";
  private static final String AC_CHROMA =
      "00020102040403040705040400010277"
          + "000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f117"
          + "18191a262728292a35363738393a434445464748494a535455565758595a636465666768696a737475767778"
          + "797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7"
          + "c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa";

  private final int[] lumaSteps;
  private final int[] chromaSteps;
  private final float[] lumaFactors;
  private final float[] chromaFactors;
  private final int[] dcLuma = codes(DC_LUMA);
  private final int[] dcChroma = codes(DC_CHROMA);
  private final int[] acLuma = codes(AC_LUMA);
  private final int[] acChroma = codes(AC_CHROMA);

  JpegTables(int quality) {
    lumaSteps = steps(LUMA, quality);
    chromaSteps = steps(CHROMA, quality);
    lumaFactors = factors(lumaSteps);
    chromaFactors = factors(chromaSteps);
  }

  int dc(boolean luma, int symbol) {
    return luma ? dcLuma[symbol] : dcChroma[symbol];
  }

  int ac(boolean luma, int symbol) {
    return luma ? acLuma[symbol] : acChroma[symbol];
  }

  /** Divides the transformed block by the steps and puts it into the order of the file. */
  void quantize(float[] block, boolean luma, int[] to) {
    float[] factors = luma ? lumaFactors : chromaFactors;
    for (int i = 0; i < to.length; i++) {
      float value = block[ZIGZAG[i]] * factors[ZIGZAG[i]];
      to[i] = (int) (value < 0 ? value - 0.5f : value + 0.5f);
    }
  }

  void writeHead(ByteArrayOutputStream out, int width, int height) {
    write(out, "ffd8" + "ffe00010" + "4a46494600" + "0101" + "00" + "00010001" + "0000");
    writeSteps(out, 0, lumaSteps);
    writeSteps(out, 1, chromaSteps);
    write(out, "ffc00011" + "08");
    out.write(height >> 8);
    out.write(height);
    out.write(width >> 8);
    out.write(width);
    write(out, "03" + "011100" + "021101" + "031101");
    writeCodes(out, "00", DC_LUMA);
    writeCodes(out, "10", AC_LUMA);
    writeCodes(out, "01", DC_CHROMA);
    writeCodes(out, "11", AC_CHROMA);
    write(out, "ffda000c" + "03" + "0100" + "0211" + "0311" + "003f00");
  }

  private static void writeSteps(ByteArrayOutputStream out, int id, int[] steps) {
    write(out, "ffdb0043");
    out.write(id);
    for (int place : ZIGZAG) {
      out.write(steps[place]);
    }
  }

  private static void writeCodes(ByteArrayOutputStream out, String id, String table) {
    int length = 3 + table.length() / 2;
    write(out, "ffc4");
    out.write(length >> 8);
    out.write(length);
    write(out, id + table);
  }

  private static void write(ByteArrayOutputStream out, String hex) {
    for (int octet : octets(hex)) {
      out.write(octet);
    }
  }

  private static int[] octets(String hex) {
    int[] octets = new int[hex.length() / 2];
    Arrays.setAll(octets, i -> Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16));
    return octets;
  }

  /** The code of each symbol in the lower, its length in the upper half. */
  private static int[] codes(String table) {
    int[] octets = octets(table);
    int[] codes = new int[256];
    int code = 0;
    int at = 16;
    for (int length = 1; length <= 16; length++) {
      for (int i = 0; i < octets[length - 1]; i++) {
        codes[octets[at++]] = length << 16 | code++;
      }
      code <<= 1;
    }
    return codes;
  }

  private static int[] steps(int[] base, int quality) {
    int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    return Arrays.stream(base)
        .map(step -> Math.max(1, Math.min(255, (step * percent + 50) / 100)))
        .toArray();
  }

  private static float[] factors(int[] steps) {
    float[] factors = new float[steps.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) (1 / (8.0 * steps[i] * Dct.scale(i / 8) * Dct.scale(i % 8)));
    }
    return factors;
  }
}
