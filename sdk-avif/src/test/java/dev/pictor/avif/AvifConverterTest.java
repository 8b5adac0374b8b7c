package dev.pictor.avif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AvifConverterTest {
  private final ImageConverter converter = new AvifConverter();

  private byte[] write(ImageConverter.Picture picture) throws IOException {
    return converter.write(picture, OutputFormat.AVIF, 90);
  }

  private ImageConverter.Picture read(byte[] file) throws IOException {
    return converter.read(file, OutputFormat.AVIF);
  }

  @Test
  void isFoundOnTheClassPath() {
    List<Class<?>> found = new ArrayList<>();
    ServiceLoader.load(ImageConverter.class).forEach(one -> found.add(one.getClass()));
    assertThat(found).containsExactly(AvifConverter.class);
    assertThat(converter.reads()).containsExactly(OutputFormat.AVIF);
    assertThat(converter.writes()).containsExactly(OutputFormat.AVIF);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 5", "2, 1", "1, 300", "64, 64", "150, 110", "1023, 767"})
  void keepsAPictureOfAnySize(int width, int height) throws IOException {
    ImageConverter.Picture picture = Sample.picture(width, height);
    byte[] file = write(picture);
    assertThat(GeneratedImage.Facts.of(file).format()).hasValue(OutputFormat.AVIF);
    assertThat(GeneratedImage.Facts.of(file).size()).hasValue(ImageSize.of(width, height));
    assertThat(Sample.difference(picture, read(file))).isLessThan(3);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 5", "64, 65", "333, 111"})
  void keepsTransparencyOfAnySize(int width, int height) throws IOException {
    ImageConverter.Picture picture = Sample.fading(width, height);
    ImageConverter.Picture again = read(write(picture));
    assertThat(Sample.difference(picture, again)).isLessThan(3);
    for (int i = 0; i < again.argb().length; i++) {
      assertThat(again.argb()[i] >>> 24).isEqualTo(picture.argb()[i] >>> 24);
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x000000, 0xffffff, 0xff0000, 0x00ff00, 0x0000ff, 0x00ffff, 0xff00ff, 0xffff00, 0x808080,
        0x010101, 0xfefefe, 0x336699
      })
  void keepsColours(int rgb) throws IOException {
    int pixel = read(write(Sample.plain(40, 30, 0xff000000 | rgb))).argb()[40 * 15 + 20];
    assertThat(pixel >>> 24).isEqualTo(255);
    for (int shift = 0; shift < 24; shift += 8) {
      assertThat((pixel >> shift) & 0xff)
          .isBetween(((rgb >> shift) & 0xff) - 2, ((rgb >> shift) & 0xff) + 2);
    }
  }

  @Test
  void aHigherQualityIsALargerFileAndNearerToThePicture() throws IOException {
    ImageConverter.Picture picture = Sample.picture(256, 256);
    Random chance = new Random(3);
    for (int i = 0; i < picture.argb().length; i++) {
      picture.argb()[i] ^= chance.nextInt(16) * 0x010101;
    }
    double before = Double.MAX_VALUE;
    int length = 0;
    for (int quality : new int[] {0, 25, 50, 75, 90, 100}) {
      byte[] file = converter.write(picture, OutputFormat.AVIF, quality);
      double difference = Sample.difference(picture, read(file));
      assertThat(file.length).as("length at %s", quality).isGreaterThan(length);
      assertThat(difference).as("difference at %s", quality).isLessThan(before);
      before = difference;
      length = file.length;
    }
    assertThat(before).isLessThan(0.6); // the rounding of colours
  }

  @Test
  void refusesAPictureThatTheFormatCannotHold() {
    assertThatThrownBy(() -> write(ImageConverter.Picture.of(70_000, 1, new int[70_000])))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("65536");
  }

  @Test
  void worksInAnyLanguage() throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(new Locale("tr", "TR"));
    try {
      ImageConverter.Picture picture = Sample.fading(50, 40);
      assertThat(Sample.difference(picture, read(write(picture)))).isLessThan(3);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void worksInManyThreadsAtOnce() throws Exception {
    ImageConverter.Picture picture = Sample.fading(90, 70);
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
