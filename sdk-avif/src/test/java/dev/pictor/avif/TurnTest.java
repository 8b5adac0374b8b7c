package dev.pictor.avif;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A picture whose file says how it is to be turned. */
class TurnTest {
  private static final int[] CORNERS = {0xffff0000, 0xff00ff00, 0xff0000ff, 0xffffffff};

  /** Red, green, blue and white: from the corner at the top left, as one reads. */
  private static ImageConverter.Picture corners() {
    int[] argb = new int[48 * 32];
    for (int i = 0; i < argb.length; i++) {
      argb[i] = CORNERS[(i % 48 < 24 ? 0 : 1) + (i / 48 < 16 ? 0 : 2)];
    }
    return ImageConverter.Picture.of(48, 32, argb);
  }

  private static char name(int pixel) {
    int bright = pixel & 0x808080;
    return bright == 0x800000 ? 'R' : bright == 0x8000 ? 'G' : bright == 0x80 ? 'B' : 'W';
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "irot, 0, 48x32, RGBW",
    "irot, 1, 32x48, GWRB",
    "irot, 2, 48x32, WBGR",
    "irot, 3, 32x48, BRWG",
    "imir, 0, 48x32, BWRG",
    "imir, 1, 48x32, GRWB"
  })
  void isTurned(String box, int value, String size, String shown) throws IOException {
    AvifConverter converter = new AvifConverter();
    byte[] file = converter.write(corners(), OutputFormat.AVIF, 90);
    int at = new String(file, ISO_8859_1).indexOf("pixi"); // which nobody misses
    System.arraycopy(box.getBytes(ISO_8859_1), 0, file, at, 4);
    file[at + 4] = (byte) value;

    ImageConverter.Picture picture = converter.read(file, OutputFormat.AVIF);

    assertThat(picture).hasToString(size + " pixels");
    int right = picture.width() - 5;
    int bottom = (picture.height() - 5) * picture.width();
    int top = 5 * picture.width();
    int[] argb = picture.argb();
    assertThat(
            ""
                + name(argb[top + 5])
                + name(argb[top + right])
                + name(argb[bottom + 5])
                + name(argb[bottom + right]))
        .isEqualTo(shown);
  }
}
