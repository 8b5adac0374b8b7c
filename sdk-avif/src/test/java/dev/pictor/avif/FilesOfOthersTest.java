package dev.pictor.avif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the program ffmpeg 8.0.1 has written: red at the left, blue at the right. */
class FilesOfOthersTest {
  private static ImageConverter.Picture read(String name) throws IOException {
    try (InputStream in = FilesOfOthersTest.class.getResourceAsStream("/" + name + ".avif")) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      for (int one = in.read(); one >= 0; one = in.read()) {
        file.write(one);
      }
      return new AvifConverter().read(file.toByteArray(), OutputFormat.AVIF);
    }
  }

  private static void shows(ImageConverter.Picture picture, int x, int rgb) {
    int pixel = picture.argb()[9 * 64 + x];
    assertThat(pixel >>> 24).isEqualTo(255);
    for (int shift = 0; shift < 24; shift += 8) {
      assertThat((pixel >> shift) & 0xff)
          .as("%08x", pixel)
          .isBetween(((rgb >> shift) & 0xff) - 4, ((rgb >> shift) & 0xff) + 4);
    }
  }

  /** Planes of other sizes, more bits, the range of television, and RGB. */
  @ParameterizedTest
  @ValueSource(strings = {"yuv420p", "yuv420p10le", "yuv422p12le", "yuv444p", "gbrp"})
  void areRead(String name) throws IOException {
    ImageConverter.Picture picture = read(name);
    assertThat(picture).hasToString("64x18 pixels");
    shows(picture, 20, 0xff0000);
    shows(picture, 44, 0x0000ff);
  }

  @Test
  void areReadInGreyToo() throws IOException {
    ImageConverter.Picture picture = read("gray");
    shows(picture, 20, 0x4c4c4c);
    shows(picture, 44, 0x1d1d1d);
  }
}
