package dev.pictor.internal.media;

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

import dev.pictor.model.ImageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UglyInputTest {
  @Test
  void whatChangesTheLookOfAJpegIsKept() throws IOException {
    byte[] jpeg = drawn("jpeg", 9, 9);
    byte[] profile = segment(0xe2, "ICC_PROFILE\0\1\1colours");
    byte[] adobe = segment(0xee, "Adobe\0\144\0\0\0\0\1");
    byte[] file = insert(jpeg, 20, profile, segment(0xec, "Ducky SECRET"), adobe);

    assertThat(scan(file).removed()).containsExactly("application data");
    assertThat(make(scan(file).cleaned(), file)).isEqualTo(insert(jpeg, 20, profile, adobe));
  }

  @Test
  void aJpegLosesThumbnailsAndWhatHangsOnToItsSegments() {
    byte[] rest = Arrays.copyOfRange(drawn("jpeg", 9, 9), 20, drawn("jpeg", 9, 9).length);
    byte[] adobe = bytes("Adobe\0\144\0\0\0\0\1");
    byte[] file =
        bytes(
            "\u00ff\u00d8",
            segment(0xe0, "JFIF\0\1\1\0\0\1\0\1\2\1SECRET"),
            segment(0xe0, "JFXX\0\u0010SECRET"),
            segment(0xe1, "Exif\0\0", exif(5, false, true)),
            segment(0xee, adobe, "SECRET"),
            rest);

    assertThat(scan(file).removed())
        .containsExactly("thumbnail", "application data", "EXIF with GPS position");
    byte[] jfif = segment(0xe0, "JFIF\0\1\1\0\0\1\0\1\0\0");
    assertThat(make(scan(file).cleaned(), file))
        .isEqualTo(bytes("\u00ff\u00d8", jfif, segment(0xee, adobe), rest));
    byte[] orientation = segment(0xe1, "Exif\0\0", Exif.ofOrientation(5));
    assertThat(make(scan(file).cleanedButTurned(), file))
        .isEqualTo(bytes("\u00ff\u00d8", jfif, orientation, segment(0xee, adobe), rest));
  }

  @Test
  void aJpegOfSeveralScansIsWalkedToItsEnd() throws IOException {
    byte[] file = progressive();
    byte[] hidden = insert(file, text(file).lastIndexOf("\u00ff\u00da"), segment(0xfe, "SECRET"));

    assertThat(scan(hidden).removed()).containsExactly("comment");
    assertThat(make(scan(hidden).cleaned(), hidden)).isEqualTo(file);
    assertThat(pixels(file)).isEqualTo(pixels(hidden));
  }

  private static byte[] progressive() throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.setOutput(new MemoryCacheImageOutputStream(out));
    ImageOutputStream stream = (ImageOutputStream) writer.getOutput();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(drawn("jpeg", 40, 30)));
    writer.write(null, new IIOImage(image, null, null), how);
    stream.flush();
    writer.dispose();
    return out.toByteArray();
  }

  @Test
  void aJpegWithoutAnEndIsCleanedAllTheSame() {
    byte[] jpeg = drawn("jpeg", 9, 9);
    byte[] open = Arrays.copyOf(jpeg, jpeg.length - 2);
    byte[] file = insert(open, 20, segment(0xe1, "Exif\0\0", exif(1, true, true)));

    assertThat(scan(file).removed()).containsExactly("EXIF with GPS position");
    assertThat(make(scan(file).cleaned(), file)).isEqualTo(open);
  }

  @Test
  void aJpegIsMeasuredHoweverFarItsFrameIs() {
    byte[] file =
        insert(
            drawn("jpeg", 40, 30),
            20,
            segment(0xe1, new byte[65_533]),
            segment(0xfe, new byte[65_533]));

    assertThat(scan(file).size()).contains(ImageSize.of(40, 30));
  }

  @Test
  void whatChangesTheLookOfAPngIsKept() {
    byte[] png = drawn("png", 4, 3);
    byte[] gamma = chunk("gAMA", new byte[4]);
    byte[] colours = chunk("cICP", new byte[4]);
    byte[] frames = chunk("acTL", new byte[8]);
    byte[] file =
        insert(png, 33, gamma, chunk("caBX", "SECRET"), colours, chunk("tIME", "SECRET!"), frames);

    assertThat(scan(file).removed()).containsExactly("application data", "text chunks");
    assertThat(make(scan(file).cleaned(), file)).isEqualTo(insert(png, 33, gamma, colours, frames));
  }

  @Test
  void aHeaderThatDeclaresMoreThanCanBeTrueHasNoSize() {
    byte[] png = drawn("png", 4, 3);
    System.arraycopy(bytes(Bytes.big(60_000, 4), Bytes.big(60_000, 4)), 0, png, 16, 8);

    assertThat(scan(png).isUnderstood()).isTrue();
    assertThat(scan(png).size()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,false", "2,false", "3,false", "4,true", "6,true"})
  void aPngSaysByItsColoursWhetherItHasAlpha(int colours, boolean hasAlpha) {
    byte[] png = drawn("png", 4, 3);
    png[25] = (byte) colours;

    assertThat(scan(png).hasAlpha()).isEqualTo(hasAlpha);
    assertThat(scan(insert(png, 33, chunk("tRNS", new byte[2]))).hasAlpha()).isTrue();
  }

  @Test
  void aGifMayHaveATransparentColour() {
    byte[] gif = drawn("gif", 4, 3);
    int body = 13 + 3 * (2 << (gif[10] & 7));
    byte[] opaque = Arrays.copyOf(gif, body);
    byte[] rest = Arrays.copyOfRange(gif, text(gif).indexOf(',', body), gif.length);

    assertThat(scan(bytes(opaque, "!\u00f9\4\0\0\0\0\0", rest)).hasAlpha()).isFalse();
    assertThat(scan(bytes(opaque, "!\u00f9\4\1\0\0\0\0", rest)).hasAlpha()).isTrue();
  }

  @Test
  void aWebpSaysByItsHeadWhetherItHasAlpha() {
    assertThat(scan(webpOf(riff("VP8L", "/\6\0\1\0rest"))).hasAlpha()).isFalse();
    assertThat(scan(webpOf(riff("VP8L", "/\6\0\1\u0010rest"))).hasAlpha()).isTrue();
    assertThat(scan(Fixtures.webp()).hasAlpha()).isFalse();
  }

  @Test
  void aWebpMayEndWithoutTheByteThatMakesItEven() {
    byte[] picture = riff("VP8L", "/\6\0\1\0rest");
    byte[] odd = Arrays.copyOf(picture, picture.length - 1);
    byte[] head = riff("VP8X", new byte[] {8, 0, 0, 0, 6, 0, 0, 4, 0, 0});
    byte[] file = webpOf(head, riff("EXIF", exif(6, true, true)), odd);

    byte[] turned = make(scan(file).cleanedButTurned(), file);

    assertThat(turned).isEqualTo(webpOf(head, picture, riff("EXIF", Exif.ofOrientation(6))));
    assertThat(scan(turned).orientation()).isEqualTo(6);
  }

  @Test
  void metadataThatDecodersLookPastTurnNothing() {
    byte[] picture = riff("VP8L", "/\6\0\1\0rest");
    byte[] file = webpOf(picture, riff("EXIF", exif(6, true, true)));

    assertThat(scan(file).orientation()).isEqualTo(1);
    assertThat(make(scan(file).cleanedButTurned(), file)).isEqualTo(webpOf(picture));
  }

  @Test
  void aFileThatWouldFillTheMemoryWithCutsIsPassedAsItIs() {
    ByteArrayOutputStream middle = new ByteArrayOutputStream();
    byte[] part = bytes(segment(0xfe, "x"), segment(0xdb, "y"));
    for (int i = 0; i <= Edits.MOST; i++) {
      middle.write(part, 0, part.length);
    }
    byte[] file = insert(drawn("jpeg", 9, 9), 20, middle.toByteArray());

    assertThat(scan(file).problem()).contains("it has more than 20000 parts to take out");
    assertThat(scan(file).cleaned().isOriginal()).isTrue();
  }

  @Test
  void partsSideBySideAreOneCut() {
    byte[] comment = segment(0xfe, "x");
    ByteArrayOutputStream middle = new ByteArrayOutputStream();
    for (int i = 0; i <= Edits.MOST; i++) {
      middle.write(comment, 0, comment.length);
    }
    byte[] file = insert(drawn("jpeg", 9, 9), 20, middle.toByteArray());

    assertThat(make(scan(file).cleaned(), file)).isEqualTo(drawn("jpeg", 9, 9));
  }

  /** As a file on the disk, which lets itself be skipped beyond its end. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100_000, 299_998})
  void aFileOnTheDiskIsReadToItsTrueEnd(int missing, @TempDir Path folder) throws IOException {
    byte[] png = drawn("png", 4, 3);
    byte[] whole = insert(png, 33, chunk("teXt", new byte[300_000]));
    byte[] cut = Arrays.copyOf(whole, 33 + 8 + 300_000 - missing);
    Path file = folder.resolve("file");
    Files.write(file, cut);

    try (InputStream in = new FileInputStream(file.toFile())) {
      InputFile scanned = InputFile.scan(in, 1 << 20);
      assertThat(scanned.problem()).contains("it ends too early");
      assertThat(scanned.originalLength()).isEqualTo(cut.length);
    }
    Files.write(file, whole);
    InputFile scanned = scan(whole);
    try (InputStream in = new FileInputStream(file.toFile());
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      scanned.cleaned().copy(in, out, 0, scanned.cleaned().length());
      assertThat(out.toByteArray()).isEqualTo(png);
    }
  }

  @Test
  void aLargeFileIsReadInLittleMemory() throws IOException {
    long behind = 200L << 20;
    byte[] jpeg = drawn("jpeg", 9, 9);
    InputFile scanned = InputFile.scan(with(jpeg, behind), 256L << 20);

    assertThat(scanned.originalLength()).isEqualTo(jpeg.length + behind);
    assertThat(scanned.cleaned().length()).isEqualTo(jpeg.length);
    CountingStream out = new CountingStream();
    Recipe original = scanned.original();
    original.copy(with(jpeg, behind), out, 0, original.length());
    assertThat(out.count).isEqualTo(original.length());
  }

  private static InputStream with(byte[] start, long zeros) {
    InputStream rest =
        new InputStream() {
          private long left = zeros;

          @Override
          public int read() {
            return left-- > 0 ? 0 : -1;
          }

          @Override
          public int read(byte[] bytes, int from, int count) {
            int read = (int) Math.min(left, count);
            left -= read;
            return read == 0 ? -1 : read;
          }
        };
    return new SequenceInputStream(new ByteArrayInputStream(start), rest);
  }

  @Test
  void itDoesNotMatterInWhichPiecesAStreamComes() throws IOException {
    Random random = new Random(7);
    for (byte[] file : Seeds.images().values()) {
      InputFile whole = scan(file);
      InputFile pieces = InputFile.scan(inPieces(file, random), 1 << 20);
      assertThat(pieces.removed()).isEqualTo(whole.removed());
      assertThat(pieces.problem()).isEqualTo(whole.problem());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      pieces.cleaned().copy(inPieces(file, random), out, 0, pieces.cleaned().length());
      assertThat(out.toByteArray()).isEqualTo(make(whole.cleaned(), file));
      assertThat(whole.isUnderstood() && text(out.toByteArray()).contains("SECRET")).isFalse();
    }
  }

  /** Gives now nothing, now a byte, now some, and skips what it likes. */
  private static InputStream inPieces(byte[] file, Random random) {
    return new ByteArrayInputStream(file) {
      @Override
      public synchronized int read(byte[] bytes, int from, int length) {
        return super.read(bytes, from, Math.min(length, random.nextInt(4)));
      }

      @Override
      public synchronized long skip(long count) {
        return super.skip(Math.min(count, random.nextInt(3)));
      }
    };
  }

  private static final class CountingStream extends OutputStream {
    private long count;

    @Override
    public void write(int b) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      count += length;
    }
  }
}
