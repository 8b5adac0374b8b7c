package dev.pictor.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebpConverterTest {
  private final ImageConverter converter = new WebpConverter();

  /** Soft colours with an edge, as pictures have. */
  private static ImageConverter.Picture picture(int width, int height) {
    int[] argb = new int[width * height];
    for (int i = 0; i < argb.length; i++) {
      int x = i % width;
      int y = i / width;
      int blue = x + y > width ? 40 : 200;
      argb[i] = 0xff000000 | ((255 * x / width) << 16) | ((255 * y / height) << 8) | blue;
    }
    return ImageConverter.Picture.of(width, height, argb);
  }

  private byte[] write(ImageConverter.Picture picture) throws IOException {
    return converter.write(picture, OutputFormat.WEBP, 90);
  }

  private ImageConverter.Picture read(byte[] file) throws IOException {
    return converter.read(file, OutputFormat.WEBP);
  }

  /** The picture as a decoder shows it that is written in Java by others. */
  private static ImageConverter.Picture elsewhere(byte[] file) throws IOException {
    ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in);
      BufferedImage image = reader.read(0);
      int width = image.getWidth();
      int height = image.getHeight();
      return ImageConverter.Picture.of(
          width, height, image.getRGB(0, 0, width, height, new int[width * height], 0, width));
    }
  }

  /** The mean difference of a sample, of 255. */
  private static double difference(ImageConverter.Picture one, ImageConverter.Picture other) {
    assertThat(other).hasToString(one.toString());
    long sum = 0;
    for (int i = 0; i < one.argb().length; i++) {
      for (int shift = 0; shift < 32; shift += 8) {
        sum += Math.abs(((one.argb()[i] >>> shift) & 0xff) - ((other.argb()[i] >>> shift) & 0xff));
      }
    }
    return sum / 4.0 / one.argb().length;
  }

  @Test
  void isFoundOnTheClassPath() {
    List<Class<?>> found = new ArrayList<>();
    ServiceLoader.load(ImageConverter.class).forEach(one -> found.add(one.getClass()));
    assertThat(found).containsExactly(WebpConverter.class);
    assertThat(converter.reads()).containsExactly(OutputFormat.WEBP);
    assertThat(converter.writes()).containsExactly(OutputFormat.WEBP);
  }

  @Test
  void writesWhatAnotherDecoderShowsAlike() throws IOException {
    ImageConverter.Picture picture = picture(150, 110);
    byte[] file = write(picture);
    assertThat(GeneratedImage.Facts.of(file).format()).hasValue(OutputFormat.WEBP);
    assertThat(GeneratedImage.Facts.of(file).size()).hasValue(ImageSize.of(150, 110));
    assertThat(difference(picture, elsewhere(file))).isLessThan(4);
    assertThat(difference(picture, read(file))).isLessThan(4);
  }

  @Test
  void keepsTransparency() throws IOException {
    ImageConverter.Picture picture = picture(64, 64);
    for (int i = 0; i < 64 * 32; i++) {
      picture.argb()[i] = (picture.argb()[i] & 0xffffff) | ((i / 64 * 8) << 24);
    }
    byte[] file = write(picture);
    ImageConverter.Picture again = elsewhere(file);
    for (int i = 0; i < again.argb().length; i++) {
      assertThat(again.argb()[i] >>> 24)
          .isBetween((picture.argb()[i] >>> 24) - 2, (picture.argb()[i] >>> 24) + 2);
    }
    assertThat(read(file).argb()[64 * 10] >>> 24).isBetween(78, 82);
  }

  @Test
  void aHigherQualityIsALargerFileAndNearerToThePicture() throws IOException {
    ImageConverter.Picture picture = picture(256, 256);
    Random chance = new Random(3);
    for (int i = 0; i < picture.argb().length; i++) {
      picture.argb()[i] ^= chance.nextInt(16) * 0x010101;
    }
    double before = Double.MAX_VALUE;
    int length = 0;
    for (int quality : new int[] {0, 25, 50, 75, 100}) {
      byte[] file = converter.write(picture, OutputFormat.WEBP, quality);
      double difference = difference(picture, elsewhere(file));
      assertThat(file.length).as("length at %s", quality).isGreaterThan(length);
      assertThat(difference).as("difference at %s", quality).isLessThan(before);
      before = difference;
      length = file.length;
    }
  }

  @Test
  void writesThePictureOfOnePixel() throws IOException {
    ImageConverter.Picture dot = ImageConverter.Picture.of(1, 1, new int[] {0xff336699});
    assertThat(difference(dot, read(write(dot)))).isLessThan(4);
  }

  @Test
  void whatIsCutIsNoPicture() throws IOException {
    byte[] whole = write(picture(160, 120));
    for (int length = 0; length < whole.length; length += length > whole.length - 99 ? 1 : 9) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut)).as("%s bytes", length).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatIsDamagedIsAPictureOrAnIoException() throws IOException {
    byte[] whole = write(picture(60, 40));
    Random chance = new Random(7);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = whole.clone();
      for (int hit = 0; hit < 1 + i % 4; hit++) {
        damaged[chance.nextInt(damaged.length)] = (byte) chance.nextInt();
      }
      try {
        assertThat(read(damaged).width()).isPositive();
      } catch (IOException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void whatIsSomethingElseIsNoPicture() {
    for (byte[] file : new byte[][] {{}, {1, 2, 3}, new byte[5000]}) {
      assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> converter.read(new byte[9], OutputFormat.AVIF))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("avif");
  }

  @Test
  void allocatesNothingForMoreThanItMayDecode() throws IOException {
    byte[] file = write(picture(16, 16));
    file[26] = (byte) 0xff; // the width and the height of a lossy file: 14 bits each
    file[27] = 0x3f;
    file[28] = (byte) 0xff;
    file[29] = 0x3f;
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("268402689");
  }

  @Test
  void refusesAPictureThatTheFormatCannotHold() {
    assertThatThrownBy(() -> write(ImageConverter.Picture.of(17_000, 1, new int[17_000])))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("16383");
  }

  @Test
  void worksInManyThreadsAtOnce() throws Exception {
    ImageConverter.Picture picture = picture(90, 70);
    byte[] expected = write(picture);
    int[] pixels = read(expected).argb();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<int[]>> all = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        all.add(threads.submit(() -> read(write(picture)).argb()));
      }
      for (Future<int[]> one : all) {
        assertThat(one.get()).isEqualTo(pixels);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
