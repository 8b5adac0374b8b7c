package dev.pictor.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be told of an AVIF or HEIF file that has come, by the boxes of which it is made. */
class EndingTest {
  private static final byte[] FTYP = box(24, "ftyp", 16);
  private static final byte[] META = box(48, "meta", 40);

  /** The picture is in the list, in a box that is no last one. */
  private static final byte[] INNER =
      file(box(80, "meta", 4), box(20, "iloc", 12), box(28, "idat", 20), box(20, "iprp", 12));

  /** A box that says this length of itself, with so much content. */
  private static byte[] box(long length, String type, int content) {
    byte[] box = new byte[8 + content];
    Arrays.fill(box, (byte) 1);
    System.arraycopy(Bytes.big(length, 4), 0, box, 0, 4);
    System.arraycopy(type.getBytes(StandardCharsets.ISO_8859_1), 0, box, 4, 4);
    return box;
  }

  /** The same with a length of 64 bits. */
  private static byte[] large(long length, String type, int content) {
    byte[] box = box(1, type, 8 + content);
    System.arraycopy(Bytes.big(length, 8), 0, box, 8, 8);
    return box;
  }

  private static byte[] file(byte[]... boxes) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (byte[] box : boxes) {
      file.write(box, 0, box.length);
    }
    return file.toByteArray();
  }

  private static boolean isMissing(byte[] file, int count, int piece) {
    Ending ending = new Ending();
    for (int at = 0; at < count; at += piece) {
      ending.took(file, at, Math.min(piece, count - at));
    }
    return ending.isMissing();
  }

  static Stream<Arguments> whole() {
    return Stream.of(
        Arguments.of("as encoders write it", file(FTYP, META, box(500, "mdat", 492))),
        Arguments.of("in 64 bits", file(FTYP, META, large(516, "mdat", 500))),
        Arguments.of("the picture first", file(FTYP, box(500, "mdat", 492), META)),
        Arguments.of("space behind", file(FTYP, META, box(20, "mdat", 12), box(9, "free", 1))),
        Arguments.of("a line feed behind", file(FTYP, META, box(20, "mdat", 12), new byte[] {10})),
        Arguments.of("the picture in the list", file(FTYP, INNER)),
        Arguments.of("the picture under a number", file(FTYP, META, box(20, "imda", 12))),
        Arguments.of("a small one", file(FTYP, box(20, "mini", 12))),
        Arguments.of("a film", file(FTYP, box(60, "moov", 52), box(90, "mdat", 82))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whole")
  void aFileThatIsWholeLacksNothing(String form, byte[] file) {
    for (int piece : new int[] {1, 7, 4096}) {
      assertThat(isMissing(file, file.length, piece)).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whole")
  void aFileThatIsCutBeforeItsPictureEndsLacksTheRest(String form, byte[] file) {
    // Whether another box follows the picture, nobody says before it has begun.
    int behind = form.equals("space behind") ? 9 : form.equals("a line feed behind") ? 1 : 0;
    int pictureEnd = file.length - behind;
    for (int count = 12; count < file.length; count++) {
      boolean isEnd = count >= pictureEnd && count < pictureEnd + 8;
      for (int piece : new int[] {1, 7, 4096}) {
        assertThat(isMissing(file, count, piece)).as("%s by %s", count, piece).isEqualTo(!isEnd);
      }
    }
  }

  /** A length of zero says that it goes on to the end, wherever that is. */
  @Test
  void aBoxWithoutALengthMayEndAnywhere() {
    byte[] file = file(FTYP, META, box(0, "mdat", 100));
    int data = FTYP.length + META.length + 8;
    for (int count = 12; count <= file.length; count++) {
      assertThat(isMissing(file, count, 7)).as("%s", count).isEqualTo(count < data);
    }
  }

  @Test
  void whatIsNoChainOfBoxesIsTakenAsItComes() {
    for (byte[] odd :
        new byte[][] {
          box(7, "mdat", 100), large(15, "mdat", 100), large(-1, "mdat", 100), box(0, "what", 9)
        }) {
      byte[] file = file(FTYP, META, odd);
      assertThat(isMissing(file, file.length, 4096)).isFalse();
    }
    byte[] other = box(4000, "else", 100);
    assertThat(isMissing(other, other.length, 4096)).isFalse();
    assertThat(isMissing(new byte[5], 5, 1)).isFalse();
  }
}
