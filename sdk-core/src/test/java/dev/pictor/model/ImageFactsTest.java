package dev.pictor.model;

import static dev.pictor.model.ImageFiles.AVIF;
import static dev.pictor.model.ImageFiles.WEBP_EXTENDED;
import static dev.pictor.model.ImageFiles.WEBP_LOSSLESS;
import static dev.pictor.model.ImageFiles.WEBP_LOSSY;
import static dev.pictor.model.ImageFiles.avif;
import static dev.pictor.model.ImageFiles.base64;
import static dev.pictor.model.ImageFiles.bytes;
import static dev.pictor.model.ImageFiles.drawn;
import static dev.pictor.model.ImageFiles.frame;
import static dev.pictor.model.ImageFiles.int32;
import static dev.pictor.model.ImageFiles.ispe;
import static dev.pictor.model.ImageFiles.jpeg;
import static dev.pictor.model.ImageFiles.segment;
import static dev.pictor.model.ImageFiles.webp;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFactsTest {
  static Stream<Arguments> images() throws IOException {
    return Stream.of(
        Arguments.of("png", drawn("png", 37, 11), OutputFormat.PNG, ImageSize.of(37, 11)),
        Arguments.of("jpeg", drawn("jpeg", 37, 11), OutputFormat.JPEG, ImageSize.of(37, 11)),
        Arguments.of("gif", drawn("gif", 37, 11), OutputFormat.GIF, ImageSize.of(37, 11)),
        Arguments.of("wide png", drawn("png", 14142, 1), OutputFormat.PNG, ImageSize.of(14142, 1)),
        Arguments.of("lossy webp", base64(WEBP_LOSSY), OutputFormat.WEBP, ImageSize.of(7, 5)),
        Arguments.of("lossless webp", base64(WEBP_LOSSLESS), OutputFormat.WEBP, ImageSize.of(7, 5)),
        Arguments.of("extended webp", base64(WEBP_EXTENDED), OutputFormat.WEBP, ImageSize.of(7, 5)),
        Arguments.of("avif", base64(AVIF), OutputFormat.AVIF, ImageSize.of(2, 2)),
        Arguments.of("made avif", avif(ispe(640, 480)), OutputFormat.AVIF, ImageSize.of(640, 480)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("images")
  void anImageSaysItsFormatAndSize(String name, byte[] file, OutputFormat format, ImageSize size) {
    GeneratedImage.Facts facts = GeneratedImage.Facts.of(file);

    assertThat(facts.format()).contains(format);
    assertThat(facts.size()).contains(size);
    assertThat(facts.byteCount()).isEqualTo(file.length);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("images")
  void aCutImageSaysTheTruthOrNothing(
      String name, byte[] file, OutputFormat format, ImageSize size) {
    for (int length = 0; length < file.length; length++) {
      GeneratedImage.Facts facts = GeneratedImage.Facts.of(Arrays.copyOf(file, length));

      assertThat(facts.format().orElse(format)).as("%d bytes", length).isEqualTo(format);
      assertThat(facts.size().orElse(size)).as("%d bytes", length).isEqualTo(size);
      assertThat(facts.byteCount()).isEqualTo(length);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("images")
  void aDamagedImageNeverFails(String name, byte[] file, OutputFormat format, ImageSize size) {
    Random random = new Random(20260901);
    for (int round = 0; round < 5_000; round++) {
      byte[] damaged = Arrays.copyOf(file, Math.min(file.length, 400));
      for (int hits = random.nextInt(8); hits >= 0; hits--) {
        damaged[random.nextInt(damaged.length)] =
            (byte) (random.nextBoolean() ? 0xff : random.nextInt());
      }
      GeneratedImage.Facts facts = GeneratedImage.Facts.of(damaged);

      assertThat(facts.size().isPresent() && !facts.format().isPresent()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P",
        "<!DOCTYPE html><html></html>",
        "{\"detail\":\"gone\"}",
        "BM6\0\0\0",
        "II*\0",
        "RIFF\4\0\0\0WAVEfmt ",
        "\0\0\0\u0018ftypheic\0\0\0\0mif1heic",
        "\0\0\0\u0018ftypisom\0\0\0\0mp42mp41"
      })
  void whatIsNoKnownImageHasNoFormat(String content) {
    GeneratedImage.Facts facts = GeneratedImage.Facts.of(content.getBytes(ISO_8859_1));

    assertThat(facts.format()).isEmpty();
    assertThat(facts.size()).isEmpty();
    assertThat(facts.byteCount()).isEqualTo(content.length());
  }

  @ParameterizedTest
  @CsvSource({"0,9", "9,0", "60000,60000", "14143,9", "9,14143", "-1,9", "2147483647,2147483647"})
  void aSizeThatCannotBeTrueIsNone(int width, int height) throws IOException {
    byte[] png = drawn("png", 3, 3);
    System.arraycopy(bytes(int32(width), int32(height)), 0, png, 16, 8);

    assertThat(GeneratedImage.Facts.of(png).format()).contains(OutputFormat.PNG);
    assertThat(GeneratedImage.Facts.of(png).size()).isEmpty();
    assertThat(GeneratedImage.Facts.of(avif(ispe(width, height))).format())
        .contains(OutputFormat.AVIF);
    assertThat(GeneratedImage.Facts.of(avif(ispe(width, height))).size()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 6, 7, 8})
  void aJpegIsMeasuredAsItIsStoredHoweverItIsToBeTurned(int orientation) {
    byte[] exif = {
      'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0
    };
    byte[] file = jpeg(segment(0xe1, bytes("Exif\0\0", exif, new byte[4])), frame(0xc0));

    assertThat(GeneratedImage.Facts.of(file).size()).contains(ImageSize.of(33, 22));
  }

  @Test
  void aPngWithoutItsHeaderHasNoSize() throws IOException {
    byte[] png = drawn("png", 3, 3);
    png[12] = 'X';

    assertThat(GeneratedImage.Facts.of(png).size()).isEmpty();
  }

  @Test
  void aJpegIsMeasuredBehindWhateverComesFirst() {
    byte[] exif = segment(0xe1, new byte[65_533 - 20_000]);
    byte[] profile = segment(0xe2, new byte[10_000]);
    byte[] fill = {(byte) 0xff, (byte) 0xff, (byte) 0xff};
    byte[] restart = {(byte) 0xff, (byte) 0xd0};

    byte[] jpeg = jpeg(exif, fill, profile, restart, segment(0xc4, new byte[30]), frame(0xc2));

    assertThat(GeneratedImage.Facts.of(jpeg).size()).contains(ImageSize.of(33, 22));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf})
  void everyKindOfJpegFrameIsMeasured(int marker) {
    assertThat(GeneratedImage.Facts.of(jpeg(frame(marker))).size()).contains(ImageSize.of(33, 22));
  }

  @ParameterizedTest
  @ValueSource(ints = {0xc4, 0xc8, 0xcc, 0xd9, 0xda, 0x00})
  void whatOnlyLooksLikeAJpegFrameIsNotMeasured(int marker) {
    assertThat(GeneratedImage.Facts.of(jpeg(frame(marker))).size()).isEmpty();
  }

  @Test
  void aJpegWhoseFrameIsTooFarAwayHasAFormatAndNoSize() {
    byte[] jpeg = jpeg(segment(0xe1, new byte[65_533]), frame(0xc0));

    assertThat(GeneratedImage.Facts.of(jpeg).format()).contains(OutputFormat.JPEG);
    assertThat(GeneratedImage.Facts.of(jpeg).size()).isEmpty();
    assertThat(GeneratedImage.Facts.of(jpeg).byteCount())
        .isEqualTo(jpeg.length)
        .isGreaterThan(65_536);
  }

  @Test
  void aJpegSegmentThatEndsBeforeItBeginsEndsTheSearch() {
    assertThat(GeneratedImage.Facts.of(jpeg(bytes("\u00ff\u00e1\0\1"), frame(0xc0))).size())
        .isEmpty();
  }

  @Test
  void aLargeFileIsMeasuredByItsHead() throws IOException {
    byte[] png = Arrays.copyOf(drawn("png", 37, 11), 300_000);

    assertThat(GeneratedImage.Facts.of(png).size()).contains(ImageSize.of(37, 11));
    assertThat(GeneratedImage.Facts.of(png).byteCount()).isEqualTo(300_000);
  }

  @ParameterizedTest
  @CsvSource({"'VP8 ',0,0", "'VP8 ',16383,9", "VP8L,16384,9", "VP8X,16777216,9", "VP8X,14143,9"})
  void aWebpSizeThatCannotBeTrueIsNone(String kind, int width, int height) {
    assertThat(GeneratedImage.Facts.of(webp(kind, width, height)).format())
        .contains(OutputFormat.WEBP);
    assertThat(GeneratedImage.Facts.of(webp(kind, width, height)).size()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'VP8 ',14142,9", "VP8L,14142,9", "VP8X,14142,9", "VP8L,1,1", "VP8X,1,1"})
  void aWebpIsMeasuredUpToTheLongestSide(String kind, int width, int height) {
    assertThat(GeneratedImage.Facts.of(webp(kind, width, height)).size())
        .contains(ImageSize.of(width, height));
  }

  @Test
  void theScaleOfAWebpFrameIsNoPartOfItsSize() {
    byte[] file = webp("VP8 ", 0x4000 | 320, 0xc000 | 200);

    assertThat(GeneratedImage.Facts.of(file).size()).contains(ImageSize.of(320, 200));
  }

  @Test
  void aWebpOfAnUnknownKindHasNoSize() {
    assertThat(GeneratedImage.Facts.of(webp("VP9 ", 8, 8)).size()).isEmpty();
    byte[] broken = webp("VP8L", 8, 8);
    broken[20] = 0;
    assertThat(GeneratedImage.Facts.of(broken).size()).isEmpty();
  }
}
