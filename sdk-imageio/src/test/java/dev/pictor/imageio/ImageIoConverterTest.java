package dev.pictor.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImageIoConverterTest {
  /** Four blocks of 8x8: paper, cyan, magenta with yellow, and a brown of all inks. */
  private static final String CMYK =
      "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJ"
          + "CAYHCQcGBggLCAkKCgoKCgYICwwLCgwJCgoK/8AAFAgAEAAQBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEB"
          + "AQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQci"
          + "cRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVm"
          + "Z2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV"
          + "1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD9/K/fyv38r9/K/gDooor+/wAr"
          + "+AOv4A6K+X6/q8r+hyvg+v/Z";

  private static final int ADOBE_TRANSFORM = 17;

  private final ImageConverter converter = new ImageIoConverter();

  static Stream<OutputFormat> formats() {
    return Stream.of(OutputFormat.PNG, OutputFormat.JPEG, OutputFormat.GIF);
  }

  private byte[] write(ImageConverter.Picture picture, OutputFormat format) throws IOException {
    return converter.write(picture, format, 90);
  }

  @Test
  void isFoundOnTheClassPath() {
    List<Class<?>> found = new ArrayList<>();
    ServiceLoader.load(ImageConverter.class).forEach(one -> found.add(one.getClass()));
    assertThat(found).containsExactly(ImageIoConverter.class);
    assertThat(converter.reads()).containsExactlyElementsOf(formats().collect(Collectors.toList()));
    assertThat(converter.writes()).isEqualTo(converter.reads());
  }

  @Test
  void losesNothingInPng() throws IOException {
    ImageConverter.Picture picture = Sample.seeThrough(67, 45);
    ImageConverter.Picture again =
        converter.read(write(picture, OutputFormat.PNG), OutputFormat.PNG);
    assertThat(again.argb()).isEqualTo(picture.argb());
    ImageConverter.Picture opaque = Sample.opaque(67, 45);
    assertThat(converter.read(write(opaque, OutputFormat.PNG), OutputFormat.PNG).argb())
        .isEqualTo(opaque.argb());
  }

  @ParameterizedTest
  @MethodSource("formats")
  void showsTheSamePicture(OutputFormat format) throws IOException {
    ImageConverter.Picture picture = Sample.opaque(120, 80);
    byte[] file = write(picture, format);
    assertThat(GeneratedImage.Facts.of(file).format()).hasValue(format);
    assertThat(GeneratedImage.Facts.of(file).size()).hasValue(ImageSize.of(120, 80));
    assertThat(Sample.difference(picture, converter.read(file, format))).isLessThan(4);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void writesThePictureOfOnePixel(OutputFormat format) throws IOException {
    ImageConverter.Picture dot = ImageConverter.Picture.of(1, 1, new int[] {0xff336699});
    assertThat(Sample.difference(dot, converter.read(write(dot, format), format))).isLessThan(4);
  }

  @Test
  void aHigherQualityIsALargerFileAndNearerToThePicture() throws IOException {
    ImageConverter.Picture picture = Sample.opaque(256, 256);
    double before = Double.MAX_VALUE;
    int length = 0;
    for (int quality : new int[] {0, 25, 50, 75, 100}) {
      byte[] file = converter.write(picture, OutputFormat.JPEG, quality);
      double difference = Sample.difference(picture, converter.read(file, OutputFormat.JPEG));
      assertThat(file.length).as("length at %s", quality).isGreaterThan(length);
      assertThat(difference).as("difference at %s", quality).isLessThan(before);
      before = difference;
      length = file.length;
    }
  }

  @Test
  void qualityIsNoMatterWhereThereIsNone() throws IOException {
    ImageConverter.Picture picture = Sample.opaque(64, 64);
    for (OutputFormat format : Arrays.asList(OutputFormat.PNG, OutputFormat.GIF)) {
      assertThat(converter.write(picture, format, 1))
          .isEqualTo(converter.write(picture, format, 100));
    }
  }

  // --- Transparency

  @Test
  void whatIsTransparentIsWhiteInJpeg() throws IOException {
    ImageConverter.Picture clear = Sample.filled(32, 32, 0x00ff0000);
    assertThat(Sample.middle(converter.read(write(clear, OutputFormat.JPEG), OutputFormat.JPEG)))
        .satisfies(colour -> Sample.near(colour, 0xffffffff, 2));
    ImageConverter.Picture half = Sample.filled(32, 32, 0x80ff0000);
    assertThat(Sample.middle(converter.read(write(half, OutputFormat.JPEG), OutputFormat.JPEG)))
        .satisfies(colour -> Sample.near(colour, 0xffff7f7f, 3));
  }

  @Test
  void whatIsTransparentStaysSoInGif() throws IOException {
    ImageConverter.Picture picture = Sample.filled(32, 32, 0xff2080c0);
    picture.argb()[0] = 0;
    picture.argb()[1] = 0x7f2080c0;
    picture.argb()[2] = 0x802080c0;
    ImageConverter.Picture again =
        converter.read(write(picture, OutputFormat.GIF), OutputFormat.GIF);
    assertThat(again.argb()[0] >>> 24).isZero();
    assertThat(again.argb()[1] >>> 24).isZero();
    Sample.near(again.argb()[2], 0xff2080c0, 2);
    Sample.near(Sample.middle(again), 0xff2080c0, 2);
  }

  // --- What others write

  private static byte[] file(BufferedImage image, OutputFormat format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format.value(), out)).isTrue();
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
  void greyIsNoPalerThanItsSamples(int type) throws IOException {
    BufferedImage grey = new BufferedImage(16, 16, type);
    int most = type == BufferedImage.TYPE_BYTE_GRAY ? 255 : 65_535;
    for (int i = 0; i < 256; i++) {
      grey.getRaster().setSample(i % 16, i / 16, 0, 100 * most / 255);
    }
    Sample.near(
        Sample.middle(converter.read(file(grey, OutputFormat.PNG), OutputFormat.PNG)),
        0xff646464,
        0);
    if (type == BufferedImage.TYPE_BYTE_GRAY) {
      Sample.near(
          Sample.middle(converter.read(file(grey, OutputFormat.JPEG), OutputFormat.JPEG)),
          0xff646464,
          1);
    }
  }

  @Test
  void readsIndexedAndTwoColourPictures() throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_BYTE_BINARY}) {
      BufferedImage image = new BufferedImage(9, 7, type);
      image.setRGB(4, 3, 0xffffffff);
      for (OutputFormat format : Arrays.asList(OutputFormat.PNG, OutputFormat.GIF)) {
        ImageConverter.Picture read = converter.read(file(image, format), format);
        Sample.near(read.argb()[3 * 9 + 4], 0xffffffff, 0);
        Sample.near(read.argb()[0], 0xff000000, 0);
      }
    }
  }

  @Test
  void readsSixteenBitsOfColour() throws IOException {
    ImageConverter.Picture read =
        converter.read(Sample.png16(0x4000, 0x8000, 0xffff), OutputFormat.PNG);
    Sample.near(Sample.middle(read), 0xff4080ff, 1);
  }

  @Test
  void readsTheFourInksOfPrint() throws IOException {
    byte[] cmyk = Base64.getDecoder().decode(CMYK);
    blocks(converter.read(cmyk, OutputFormat.JPEG), 0xffffffff, 0xff00ffff, 0xffff0000, 0xffa48667);
    // The same samples under another name; the colours are those that libjpeg makes of them.
    cmyk[ADOBE_TRANSFORM] = 2;
    blocks(converter.read(cmyk, OutputFormat.JPEG), 0xff008600, 0xff4dff1e, 0xffb300e3, 0xff172f00);
  }

  private static void blocks(ImageConverter.Picture read, int... colours) {
    int[][] at = {{3, 3}, {12, 3}, {3, 12}, {12, 12}};
    for (int i = 0; i < at.length; i++) {
      Sample.near(read.argb()[at[i][1] * 16 + at[i][0]], colours[i], 4);
    }
  }

  @Test
  void readsTheFirstFrameOfAnAnimationWhereItLies() throws IOException {
    byte[] file = Sample.gif(10, 8, 3, 2, 4, 4);
    ImageConverter.Picture read = converter.read(file, OutputFormat.GIF);
    assertThat(read).hasToString("10x8 pixels");
    Sample.near(read.argb()[3 * 10 + 4], 0xffff0000, 0);
    assertThat(read.argb()[0] >>> 24).isZero();
    assertThat(read.argb()[6 * 10 + 4] >>> 24).isZero();
  }

  // --- What is no picture

  @ParameterizedTest
  @MethodSource("formats")
  void whatIsCutIsNoPicture(OutputFormat format) throws IOException {
    byte[] whole = write(Sample.opaque(160, 120), format);
    for (int length = 0; length < whole.length - 16; length += 1 + whole.length / 61) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> converter.read(cut, format))
          .as("%s of %s bytes", length, whole.length)
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void whatIsDamagedIsAPictureOrAnIoException(OutputFormat format) throws IOException {
    byte[] whole = write(Sample.opaque(60, 40), format);
    Random chance = new Random(7);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      for (int hit = 0; hit < 1 + i % 4; hit++) {
        damaged[chance.nextInt(damaged.length)] = (byte) chance.nextInt();
      }
      try {
        assertThat(converter.read(damaged, format).width()).isPositive();
      } catch (IOException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void whatIsSomethingElseIsNoPicture(OutputFormat format) {
    for (byte[] file : new byte[][] {{}, {1, 2, 3}, new byte[5000]}) {
      assertThatThrownBy(() -> converter.read(file, format)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> converter.read(new byte[9], OutputFormat.WEBP))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("webp");
  }

  @Test
  void allocatesNothingForAHeaderThatLies() {
    assertThatThrownBy(() -> converter.read(Sample.pngHeader(60_000, 60_000), OutputFormat.PNG))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("60000x60000");
    // The screen is small, the frame is not.
    assertThatThrownBy(
            () -> converter.read(Sample.gif(4, 4, 0, 0, 65_535, 65_535), OutputFormat.GIF))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("65535x65535");
    assertThatThrownBy(
            () -> converter.read(Sample.gif(65_535, 65_535, 0, 0, 4, 4), OutputFormat.GIF))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("65535x65535");
  }

  private static byte[] with(byte[] file, int... start) {
    byte[] all = new byte[start.length + file.length];
    for (int i = 0; i < start.length; i++) {
      all[i] = (byte) start[i];
    }
    System.arraycopy(file, 0, all, start.length, file.length);
    return all;
  }

  /** A bomb: a hundred bytes cost the time of all pixels of a large picture. */
  @Test
  void refusesAJpegOfMoreScansThanAnyProgramMakes() throws IOException {
    byte[] many = Sample.progressive(300);
    // A file may begin with tables of its own.
    for (byte[] file : Arrays.asList(many, with(many, 0xff, 0xd8, 0xff, 0xd9))) {
      assertThatThrownBy(() -> converter.read(file, OutputFormat.JPEG))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("306 scans; at most 256 are decoded");
    }
  }

  @Test
  void readsAJpegOfManyScans() throws IOException {
    byte[] file = Sample.progressive(200);
    assertThat(converter.read(file, OutputFormat.JPEG)).hasToString("16x16 pixels");
    assertThat(converter.read(with(file, 0xff, 0xd8, 0xff, 0xd9), OutputFormat.JPEG))
        .hasToString("16x16 pixels");
  }

  /** What stands in metadata, or behind the end, is no scan. */
  @Test
  void countsTheScansOfThePictureOnly() throws IOException {
    byte[] file = write(Sample.opaque(16, 16), OutputFormat.JPEG);
    int[] segment = new int[6 + 20_000];
    for (int i = 0; i < segment.length; i++) {
      segment[i] = i % 2 == 0 ? 0xff : 0xda;
    }
    int[] head = {0xff, 0xd8, 0xff, 0xeb, 20_002 >> 8, 20_002 & 0xff};
    System.arraycopy(head, 0, segment, 0, head.length);
    byte[] all = Arrays.copyOf(with(Arrays.copyOfRange(file, 2, file.length), segment), 40_000);
    for (int i = segment.length + file.length; i < all.length; i += 2) {
      all[i] = (byte) 0xff;
      all[i + 1] = (byte) 0xda;
    }
    assertThat(converter.read(all, OutputFormat.JPEG)).hasToString("16x16 pixels");
  }

  @Test
  void refusesAPictureThatTheFormatCannotHold() {
    ImageConverter.Picture wide = ImageConverter.Picture.of(70_000, 1, new int[70_000]);
    assertThatThrownBy(() -> write(wide, OutputFormat.JPEG))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("65535");
    assertThatThrownBy(() -> write(wide, OutputFormat.AVIF)).isInstanceOf(IOException.class);
  }

  // --- All at once

  @ParameterizedTest
  @MethodSource("formats")
  void worksInManyThreadsAtOnce(OutputFormat format) throws Exception {
    ImageConverter.Picture picture = Sample.opaque(90, 70);
    byte[] expected = write(picture, format);
    int[] pixels = converter.read(expected, format).argb();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<int[]>> all = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        all.add(threads.submit(() -> converter.read(write(picture, format), format).argb()));
      }
      for (Future<int[]> one : all) {
        assertThat(one.get()).isEqualTo(pixels);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
