package dev.pictor.android;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.OutputFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is looked at before Android is asked; its codecs are not here. */
class BitmapConverterTest {
  static List<OutputFormat> formats() {
    return Arrays.asList(OutputFormat.PNG, OutputFormat.JPEG, OutputFormat.GIF, OutputFormat.WEBP);
  }

  private static byte[] file(OutputFormat format) throws IOException {
    if (format.equals(OutputFormat.WEBP)) {
      byte[] webp = new byte[100];
      byte[] head = {'R', 'I', 'F', 'F', 92, 0, 0, 0, 'W', 'E', 'B', 'P'};
      System.arraycopy(head, 0, webp, 0, head.length);
      return webp;
    }
    BufferedImage picture = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 48; i++) {
      picture.setRGB(i % 64, i / 64, i * 7919);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, format.value(), out);
    return out.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aFileThatIsCutOffIsNotDecoded(OutputFormat format) throws IOException {
    byte[] file = file(format);
    for (int length : new int[] {10, file.length / 2, file.length - 2}) {
      assertThatThrownBy(() -> new BitmapConverter().read(Arrays.copyOf(file, length), format))
          .as("%s of %s bytes", length, file.length)
          .isInstanceOf(IOException.class)
          .hasMessage("The file is no whole " + format);
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aWholeFilePassesAndSoDoesWhatAPhoneWritesBehindIt(OutputFormat format) throws IOException {
    byte[] file = file(format);
    assertThatCode(() -> WholeFile.check(file)).doesNotThrowAnyException();
    byte[] withFilm = Arrays.copyOf(file, file.length + 5000);
    assertThatCode(() -> WholeFile.check(withFilm)).doesNotThrowAnyException();
  }
}
