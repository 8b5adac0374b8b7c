package dev.pictor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.internal.media.InputFile;
import dev.pictor.internal.media.Recipe;
import dev.pictor.model.ImageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A WebP that lost its metadata is the same picture for a decoder that is not ours. */
class WebpInputTest {
  private static final int WIDTH = 31;
  private static final int HEIGHT = 17;

  /** Upside down, made by hand: big-endian TIFF with one entry. */
  private static final String EXIF = "MM\0*\0\0\0\10\0\1\1\u0012\0\3\0\0\0\1\0\3\0\0\0\0\0\0SECRET";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCleanedWebpShowsTheSamePicture(boolean isUpright) throws IOException {
    byte[] plain = plain();
    byte[] file = withMetadata(plain);
    InputFile scanned = InputFile.scan(new ByteArrayInputStream(file), 1 << 20);

    assertThat(scanned.problem()).isEmpty();
    assertThat(scanned.size()).contains(ImageSize.of(WIDTH, HEIGHT));
    assertThat(scanned.orientation()).isEqualTo(3);
    assertThat(scanned.removed()).containsExactly("EXIF", "XMP");
    byte[] made = make(isUpright ? scanned.cleaned() : scanned.cleanedButTurned(), file);
    assertThat(new String(made, ISO_8859_1)).doesNotContain("SECRET");
    assertThat(pixels(made)).isEqualTo(pixels(plain)).isEqualTo(pixels(file));
  }

  private static byte[] plain() throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, ((x * 8) << 16) | ((y * 15) << 8) | (x * y));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, "webp", out)).isTrue();
    return out.toByteArray();
  }

  private static byte[] withMetadata(byte[] plain) throws IOException {
    assertThat(new String(plain, 12, 3, ISO_8859_1)).isEqualTo("VP8");
    byte[] head = {0x0c, 0, 0, 0, WIDTH - 1, 0, 0, HEIGHT - 1, 0, 0};
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (plain[15] != 'X') {
      chunk(body, "VP8X", head);
    }
    body.write(Arrays.copyOfRange(plain, 12, plain.length));
    chunk(body, "EXIF", EXIF.getBytes(ISO_8859_1));
    chunk(body, "XMP ", "SECRET".getBytes(ISO_8859_1));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write("RIFF".getBytes(ISO_8859_1));
    file.write(little(body.size() + 4));
    file.write("WEBP".getBytes(ISO_8859_1));
    body.writeTo(file);
    return file.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content)
      throws IOException {
    assertThat(content.length % 2).isZero();
    out.write(type.getBytes(ISO_8859_1));
    out.write(little(content.length));
    out.write(content);
  }

  private static byte[] little(int value) {
    return new byte[] {
      (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)
    };
  }

  private static byte[] make(Recipe recipe, byte[] file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    recipe.copy(new ByteArrayInputStream(file), out, 0, recipe.length());
    return out.toByteArray();
  }

  private static int[] pixels(byte[] file) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
    assertThat(image).isNotNull();
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
