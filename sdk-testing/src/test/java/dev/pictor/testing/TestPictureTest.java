package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestPictureTest {
  private static TestPicture.Builder fox() {
    return TestPicture.builder().prompt("a red fox in snow").seed(7).provider("fal").size(96, 64);
  }

  @ParameterizedTest
  @CsvSource({
    "png,1,1",
    "png,7,5",
    "png,1024,768",
    "png,3,2000",
    "png,2000,3",
    "png,47,47",
    "png,48,48",
    "jpeg,1,1",
    "jpeg,8,8",
    "jpeg,9,17",
    "jpeg,1021,767",
    "jpeg,3,2000",
    "jpeg,2752,1536",
    "gif,1,1",
    "gif,333,217",
    "webp,1,1",
    "webp,2,1",
    "webp,1,2",
    "webp,333,217",
    "webp,1024,1024",
    "webp,16383,2"
  })
  void hasExactlyTheFormatAndTheSizeItWasAskedFor(String format, int width, int height)
      throws IOException {
    byte[] bytes = fox().size(width, height).format(OutputFormat.of(format)).build().encode();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      assertThat(readers).hasNext();
      ImageReader reader = readers.next();
      assertThat(reader.getFormatName().toLowerCase(Locale.ROOT)).isEqualTo(format);
      reader.setInput(in);
      BufferedImage image = reader.read(0);
      assertThat(image.getWidth()).isEqualTo(width);
      assertThat(image.getHeight()).isEqualTo(height);
      reader.dispose();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void allFormatsShowTheSamePicture(int number) throws IOException {
    TestPicture.Builder picture = fox().prompt("prompt " + number).size(203, 131);
    BufferedImage png = decode(picture.format(OutputFormat.PNG));
    BufferedImage webp = decode(picture.format(OutputFormat.WEBP));
    assertThat(differing(webp, png)).isZero();
    // JPEG has half the resolution of colours, which is most to lose at edges; GIF has 256 colours.
    assertThat(likeness(decode(picture.format(OutputFormat.JPEG)), png)).isGreaterThan(32);
    assertThat(likeness(decode(picture.format(OutputFormat.GIF)), png)).isGreaterThan(26);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "webp"})
  void blackIsBlackAndOfTheSameSize(String format) throws IOException {
    BufferedImage image = decode(fox().format(OutputFormat.of(format)).blackedOut());
    assertThat(image.getWidth()).isEqualTo(96);
    assertThat(image.getHeight()).isEqualTo(64);
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < 96; x++) {
      colours.add(image.getRGB(x, x % 64));
    }
    assertThat(colours).containsExactly(0xff000000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "webp"})
  void samePictureSameBytesHoweverManyAreDrawnAtOnce(String format) {
    TestPicture picture = fox().format(OutputFormat.of(format)).build();
    byte[] bytes = picture.encode();
    List<byte[]> others =
        IntStream.range(0, 32)
            .parallel()
            .mapToObj(i -> picture.toBuilder().build().encode())
            .collect(Collectors.toList());
    assertThat(others).allSatisfy(other -> assertThat(other).isEqualTo(bytes));
  }

  @Test
  void isEqualToOneThatIsMadeTheSameWay() {
    assertThat(fox().build().toBuilder().build()).isEqualTo(fox().build());
    assertThat(fox().build()).hasSameHashCodeAs(fox().build());
    assertThat(fox().blackedOut().build().toBuilder().build())
        .isEqualTo(fox().blackedOut().build())
        .isNotEqualTo(fox().build());
  }

  @Test
  void promptSeedAndProviderCanBeToldApart() throws IOException {
    BufferedImage fox = decode(fox());
    assertThat(differing(fox, decode(fox().prompt("a grey fox in snow")))).isGreaterThan(0.3);
    assertThat(differing(fox, decode(fox().seed(8)))).isGreaterThan(0.05);
    double mark = differing(fox, decode(fox().provider("replicate")));
    assertThat(mark).isGreaterThan(0);
    assertThat(differing(fox, decode(fox().provider("own")))).isGreaterThan(0);
  }

  @Test
  void seedsOfAllSixtyFourBitsDiffer() throws IOException {
    assertThat(differing(decode(fox().seed(-1)), decode(fox().seed(Long.MAX_VALUE))))
        .isGreaterThan(0);
  }

  @Test
  void refusesWhatItCannotDraw() {
    assertThatThrownBy(() -> fox().format(OutputFormat.AVIF)).hasMessageContaining("avif");
    assertThatThrownBy(() -> fox().size(0, 5)).hasMessageContaining("0x5");
    assertThatThrownBy(() -> fox().size(5, 16_384)).hasMessageContaining("5x16384");
    assertThat(fox().size(ImageSize.of(31, 17)).build().height()).isEqualTo(17);
    assertThat(fox().seed(-1).build())
        .hasToString("96x64 png of \"a red fox in snow\", seed 18446744073709551615, fal");
  }

  private static BufferedImage decode(TestPicture.Builder picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.build().encode()));
  }

  /** The peak signal-to-noise ratio in dB. */
  private static double likeness(BufferedImage one, BufferedImage other) {
    double squares = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        for (int shift = 0; shift < 24; shift += 8) {
          int difference =
              (one.getRGB(x, y) >> shift & 0xff) - (other.getRGB(x, y) >> shift & 0xff);
          squares += difference * difference;
        }
      }
    }
    double meanSquare = squares / (3.0 * one.getWidth() * one.getHeight());
    return 10 * Math.log10(255 * 255 / meanSquare);
  }

  private static double differing(BufferedImage one, BufferedImage other) {
    int differing = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        differing += one.getRGB(x, y) == other.getRGB(x, y) ? 0 : 1;
      }
    }
    return (double) differing / (one.getWidth() * one.getHeight());
  }
}
