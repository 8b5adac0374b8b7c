package dev.pictor.internal.media;

import static dev.pictor.internal.media.Fixtures.XMP;
import static dev.pictor.internal.media.Fixtures.bytes;
import static dev.pictor.internal.media.Fixtures.chunk;
import static dev.pictor.internal.media.Fixtures.drawn;
import static dev.pictor.internal.media.Fixtures.exif;
import static dev.pictor.internal.media.Fixtures.insert;
import static dev.pictor.internal.media.Fixtures.make;
import static dev.pictor.internal.media.Fixtures.pixels;
import static dev.pictor.internal.media.Fixtures.riff;
import static dev.pictor.internal.media.Fixtures.scan;
import static dev.pictor.internal.media.Fixtures.segment;
import static dev.pictor.internal.media.Fixtures.text;
import static dev.pictor.internal.media.Fixtures.webpOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputFileTest {
  private static final byte[] JPEG =
      insert(
          drawn("jpeg", 40, 30),
          20,
          segment(0xe1, "Exif\0\0", exif(6, true, true)),
          segment(0xe1, XMP),
          segment(0xed, "Photoshop 3.0\0SECRET"),
          segment(0xe2, "MPF\0SECRET"),
          segment(0xfe, "SECRET"));

  private static final byte[] PNG =
      insert(
          drawn("png", 40, 30),
          33,
          chunk("eXIf", exif(8, false, true)),
          chunk("tEXt", "Author\0SECRET"),
          chunk("iTXt", "XML:com.adobe.xmp\0SECRET"));

  private static final byte[] WEBP =
      webpOf(
          riff("VP8X", new byte[] {0x0c, 0, 0, 0, 6, 0, 0, 4, 0, 0}),
          Arrays.copyOfRange(Fixtures.webp(), 12, Fixtures.webp().length),
          riff("EXIF", exif(3, true, true)),
          riff("XMP ", "SECRET!"));

  @Test
  void aJpegLosesItsMetadataAndKeepsItsPicture() throws IOException {
    InputFile file = scan(bytes(JPEG, "SECRET film"));

    assertThat(file.format()).contains(OutputFormat.JPEG);
    assertThat(file.size()).contains(ImageSize.of(40, 30));
    assertThat(file.orientation()).isEqualTo(6);
    assertThat(file.isUnderstood()).isTrue();
    assertThat(file.originalLength()).isEqualTo(JPEG.length + 11);
    assertThat(file.removed())
        .containsExactly(
            "EXIF with GPS position",
            "XMP",
            "IPTC",
            "application data",
            "comment",
            "data behind the end of the image");
    byte[] cleaned = make(file.cleaned(), bytes(JPEG, "SECRET film"));
    assertThat(cleaned).isEqualTo(drawn("jpeg", 40, 30));
    assertThat(pixels(cleaned)).isEqualTo(pixels(JPEG));
  }

  @Test
  void aJpegMayKeepItsOrientationAlone() throws IOException {
    byte[] turned = make(scan(JPEG).cleanedButTurned(), JPEG);

    assertThat(scan(turned).orientation()).isEqualTo(6);
    assertThat(scan(turned).removed()).containsExactly("EXIF");
    assertThat(text(turned)).doesNotContain("SECRET");
    assertThat(make(scan(turned).cleaned(), turned)).isEqualTo(drawn("jpeg", 40, 30));
    assertThat(pixels(turned)).isEqualTo(pixels(JPEG));
  }

  @Test
  void aPngLosesItsMetadataAndKeepsItsPicture() throws IOException {
    InputFile file = scan(bytes(PNG, "SECRET"));

    assertThat(file.format()).contains(OutputFormat.PNG);
    assertThat(file.size()).contains(ImageSize.of(40, 30));
    assertThat(file.orientation()).isEqualTo(8);
    assertThat(file.hasAlpha()).isTrue();
    assertThat(file.removed())
        .containsExactly(
            "EXIF with GPS position", "text chunks", "XMP", "data behind the end of the image");
    assertThat(make(file.cleaned(), PNG, 0, file.cleaned().length() - 1))
        .isEqualTo(Arrays.copyOf(drawn("png", 40, 30), (int) file.cleaned().length() - 1));
    byte[] turned = make(scan(PNG).cleanedButTurned(), PNG);
    assertThat(scan(turned).orientation()).isEqualTo(8);
    assertThat(text(turned)).doesNotContain("SECRET");
    assertThat(pixels(turned)).isEqualTo(pixels(PNG));
  }

  @Test
  void aWebpLosesItsMetadataAndCountsAnew() {
    InputFile file = scan(bytes(WEBP, "SECRET"));

    assertThat(file.format()).contains(OutputFormat.WEBP);
    assertThat(file.size()).contains(ImageSize.of(7, 5));
    assertThat(file.orientation()).isEqualTo(3);
    assertThat(file.removed())
        .containsExactly("EXIF with GPS position", "XMP", "data behind the end of the image");
    byte[] picture = Arrays.copyOfRange(Fixtures.webp(), 12, Fixtures.webp().length);
    byte[] sizes = {0, 0, 0, 6, 0, 0, 4, 0, 0};
    assertThat(make(file.cleaned(), bytes(WEBP, "SECRET")))
        .isEqualTo(webpOf(riff("VP8X", new byte[1], sizes), picture));
    assertThat(make(file.cleanedButTurned(), bytes(WEBP, "SECRET")))
        .isEqualTo(
            webpOf(
                riff("VP8X", new byte[] {8}, sizes), picture, riff("EXIF", Exif.ofOrientation(3))));
  }

  @Test
  void aGifLosesItsCommentsAndStillRuns() throws IOException {
    byte[] gif = drawn("gif", 40, 30);
    int body = 13 + 3 * (2 << (gif[10] & 7));
    byte[] loop = bytes("!\u00ff\u000bNETSCAPE2.0\3\1\0\0\0");
    byte[] file =
        bytes(
            insert(gif, body, loop, "!\u00fe\6SECRET\0", "!\u00ff\u000bXMP DataXMP\6SECRET\0"),
            "SECRET");

    assertThat(scan(file).format()).contains(OutputFormat.GIF);
    assertThat(scan(file).size()).contains(ImageSize.of(40, 30));
    assertThat(scan(file).removed())
        .containsExactly("comment", "XMP", "data behind the end of the image");
    assertThat(make(scan(file).cleaned(), file)).isEqualTo(insert(gif, body, loop));
  }

  @Test
  void anUnknownFileIsPassedAsItIs() {
    byte[] file = bytes("BM SECRET");

    assertThat(scan(file).format()).isEmpty();
    assertThat(scan(file).isUnderstood()).isFalse();
    assertThat(scan(file).problem()).contains("it is no PNG, JPEG, GIF, WebP or AVIF file");
    assertThat(scan(file).removed()).isEmpty();
    assertThat(scan(file).cleaned().isOriginal()).isTrue();
    assertThat(make(scan(file).cleaned(), file)).isEqualTo(file);
  }

  @Test
  void aFileThatEndsTooEarlyIsPassedAsItIs() {
    byte[] file = Arrays.copyOf(PNG, 200);

    assertThat(scan(file).problem()).contains("it ends too early");
    assertThat(scan(file).removed()).isEmpty();
    assertThat(make(scan(file).cleaned(), file)).isEqualTo(file);
  }

  @Test
  void aFileWithoutMetadataIsSentAsItIs() {
    for (byte[] file :
        new byte[][] {
          drawn("jpeg", 9, 9),
          drawn("png", 9, 9),
          drawn("gif", 9, 9),
          Fixtures.webp(),
          Fixtures.avif()
        }) {
      assertThat(scan(file).problem()).isEmpty();
      assertThat(scan(file).removed()).isEmpty();
      assertThat(scan(file).cleaned().isOriginal()).isTrue();
      assertThat(scan(file).cleanedButTurned().isOriginal()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyRangeOfTheContentCanBeMadeAlone(boolean isUpright) {
    InputFile file = scan(JPEG);
    Recipe recipe = isUpright ? file.cleaned() : file.cleanedButTurned();
    byte[] all = make(recipe, JPEG);

    assertThat(all).hasSize((int) recipe.length());
    for (int from = 0; from <= all.length; from += 7) {
      for (int to = from; to <= all.length; to += 13) {
        assertThat(make(recipe, JPEG, from, to)).isEqualTo(Arrays.copyOfRange(all, from, to));
      }
    }
  }

  @Test
  void anOriginalThatChangedItsLengthIsNotMixedIntoTheContent() {
    Recipe recipe = scan(JPEG).cleaned();

    assertThatThrownBy(() -> copy(recipe, Arrays.copyOf(JPEG, JPEG.length - 1)))
        .isInstanceOf(InputChangedException.class)
        .hasMessageContaining("ends before the " + JPEG.length + " bytes");
    assertThatThrownBy(() -> copy(recipe, Arrays.copyOf(JPEG, JPEG.length + 1)))
        .isInstanceOf(InputChangedException.class)
        .hasMessageContaining("longer than the " + JPEG.length + " bytes");
  }

  private static void copy(Recipe recipe, byte[] original) throws IOException {
    recipe.copy(
        new ByteArrayInputStream(original),
        new java.io.ByteArrayOutputStream(),
        0,
        recipe.length());
  }

  @Test
  void aFileThatIsTooLongIsRefused() throws IOException {
    assertThat(InputFile.scan(new ByteArrayInputStream(JPEG), JPEG.length).isUnderstood()).isTrue();
    assertThatThrownBy(() -> InputFile.scan(new ByteArrayInputStream(JPEG), JPEG.length - 1))
        .isInstanceOf(IOException.class)
        .hasMessage("the image is longer than the limit of " + (JPEG.length - 1) + " bytes");
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,1", "2,2", "8,8", "9,1", "65535,1"})
  void anOrientationThatMakesNoSenseIsUpright(int stored, int read) {
    byte[] file =
        insert(drawn("jpeg", 9, 9), 2, segment(0xe1, "Exif\0\0", exif(stored, true, false)));

    assertThat(scan(file).orientation()).isEqualTo(read);
    assertThat(scan(file).removed()).containsExactly("EXIF");
  }
}
