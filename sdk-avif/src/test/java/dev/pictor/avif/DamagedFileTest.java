package dev.pictor.avif;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What servers send that is no whole picture. */
@Timeout(120)
class DamagedFileTest {
  private final ImageConverter converter = new AvifConverter();

  private byte[] write(ImageConverter.Picture picture) throws IOException {
    return converter.write(picture, OutputFormat.AVIF, 80);
  }

  private ImageConverter.Picture read(byte[] file) throws IOException {
    return converter.read(file, OutputFormat.AVIF);
  }

  private void refuses(byte[] file, String why) {
    assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class).hasMessageContaining(why);
  }

  /** Where a text stands in a file. */
  private static int find(byte[] file, String text) {
    int at = new String(file, ISO_8859_1).indexOf(text);
    assertThat(at).as(text).isPositive();
    return at;
  }

  private static void put(byte[] file, int at, int number) {
    ByteBuffer.wrap(file).putInt(at, number);
  }

  private static void rename(byte[] file, String box, String other) {
    System.arraycopy(other.getBytes(ISO_8859_1), 0, file, find(file, box), 4);
  }

  @Test
  void whatIsCutIsNoPicture() throws IOException {
    byte[] whole = write(Sample.fading(160, 120));
    for (int length = 0; length < whole.length; length += length > whole.length - 99 ? 1 : 9) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut)).as("%s bytes", length).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatIsDamagedIsAPictureOrAnIoException() throws IOException {
    byte[] whole = write(Sample.fading(60, 40));
    Random chance = new Random(7);
    for (int i = 0; i < 600; i++) {
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
    assertThatThrownBy(() -> converter.read(new byte[9], OutputFormat.WEBP))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("webp");
  }

  @Test
  void allocatesNothingForAStreamThatDeclaresMoreThanItMayDecode() throws IOException {
    byte[] file = write(Sample.picture(16, 16));
    // The sequence header: its type and length, 10 bits of other things, then how many bits the
    // width and the height have, 4 each, and the width and the height.
    int header = find(file, "mdat") + 4;
    while (((file[header] >> 3) & 15) != 1) {
      header += 2 + file[header + 1];
    }
    SequenceHeader before = SequenceHeader.of(Arrays.copyOfRange(file, header, file.length));
    assertThat(before.width).isEqualTo(16);
    byte[] lies = file.clone();
    lies[header + 3] |= 0x3f;
    Arrays.fill(lies, header + 4, header + 9, (byte) 0xff);
    refuses(lies, "pixels; 1 to 100000000 are decoded");
  }

  /** A bomb: many parts, and each of them is the whole file. */
  @Test
  void refusesAPictureThatIsLargerThanItsFile() throws IOException {
    byte[] file = write(Sample.fading(16, 16));
    int place = find(file, "iloc") + 12;
    file[place - 1] = 1; // of one item
    file[place + 5] = 2;
    for (int at = place + 6; at < place + 22; at += 8) {
      put(file, at, 0);
      put(file, at + 4, file.length - 1);
    }
    refuses(file, "larger than the file");
  }

  /** A bomb: each turn is a copy of all pixels, and costs the file one byte. */
  @Test
  void refusesToTurnAPictureTwice() throws IOException {
    for (String turn : new String[] {"irot", "imir"}) {
      byte[] file = write(Sample.picture(16, 16));
      rename(file, "pixi", turn);
      file[find(file, "ipma") + 18] = 2; // the second of its four properties once more
      refuses(file, "twice by " + turn);
    }
  }

  @Test
  void refusesToTakeThePropertiesOfAnItemFromTwoPlaces() throws IOException {
    byte[] file = write(Sample.fading(16, 16));
    file[find(file, "ipma") + 20] = 1; // of the transparency
    refuses(file, "properties of its item 1 twice");
  }

  @Test
  void refusesMorePropertiesThanAnyFileHas() throws IOException {
    byte[] file = write(Sample.picture(16, 16));
    int at = find(file, "mdat") - 4; // behind the properties, which are the last of the list
    byte[] more = new byte[16 + 40 * 258];
    System.arraycopy("ipma".getBytes(ISO_8859_1), 0, more, 4, 4);
    put(more, 0, more.length);
    put(more, 12, 40);
    for (int entry = 16; entry < more.length; entry += 258) {
      more[entry + 1] = 99;
      more[entry + 2] = (byte) 255;
    }
    ByteBuffer large = ByteBuffer.allocate(file.length + more.length);
    large.put(file, 0, at).put(more).put(file, at, file.length - at);
    for (int length :
        new int[] {
          find(file, "meta") - 4, find(file, "iprp") - 4, find(file, "iloc") + 18 // where it lies
        }) {
      large.putInt(length, large.getInt(length) + more.length);
    }
    refuses(large.array(), "more than 10000 properties");
  }

  @Test
  void refusesAPictureOfAnotherSizeThanItsFileDeclares() throws IOException {
    byte[] file = write(Sample.picture(16, 16));
    put(file, find(file, "ispe") + 8, 17);
    refuses(file, "17x16 pixels and holds one of 16x16");
  }

  @Test
  void refusesATransparencyOfAnotherSizeThanItsPicture() throws IOException {
    byte[] small = write(Sample.fading(16, 16));
    byte[] file = write(Sample.fading(24, 24));
    int from = find(small, "mdat");
    assertThat(from).isEqualTo(find(file, "mdat"));
    byte[] mixed = Arrays.copyOf(file, file.length + small.length);
    System.arraycopy(small, 0, mixed, file.length, small.length);
    int places = find(file, "iloc") + 12 + 14; // of the transparency
    int placesOfSmall = find(small, "iloc") + 12 + 14;
    ByteBuffer other = ByteBuffer.wrap(small);
    put(mixed, places + 6, file.length + other.getInt(placesOfSmall + 6));
    put(mixed, places + 10, other.getInt(placesOfSmall + 10));
    assertThatThrownBy(() -> read(mixed)).isInstanceOf(IOException.class);
  }

  @Test
  void refusesWhatItWouldShowWrongly() throws IOException {
    byte[] file = write(Sample.picture(16, 16));
    byte[] cropped = file.clone();
    rename(cropped, "pixi", "clap");
    refuses(cropped, "clap");
    byte[] tiles = file.clone();
    rename(tiles, "av01", "grid");
    refuses(tiles, "several tiles");
    byte[] heic = file.clone();
    rename(heic, "av01", "hvc1");
    refuses(heic, "hvc1");
    byte[] hdr = file.clone();
    hdr[find(hdr, "nclx") + 7] = 16;
    refuses(hdr, "HDR");
    byte[] strange = file.clone();
    strange[find(strange, "nclx") + 9] = 14;
    refuses(strange, "matrix 14");
  }

  @Test
  void refusesLengthsAndPlacesOutsideOfTheFile() throws IOException {
    byte[] file = write(Sample.picture(16, 16));
    int place = find(file, "iloc") + 12;
    for (int at : new int[] {place + 6, place + 10}) {
      for (int number : new int[] {0x7fffffff, -1, 0}) {
        byte[] wrong = file.clone();
        put(wrong, at, number);
        assertThatThrownBy(() -> read(wrong)).isInstanceOf(IOException.class);
      }
    }
    byte[] nowhere = file.clone();
    nowhere[find(nowhere, "iloc") + 8] = 0; // no bytes for a place or a length
    nowhere[find(nowhere, "iloc") + 16] = (byte) 0xff; // but many of them
    refuses(nowhere, "without a place");
    byte[] many = file.clone();
    put(many, find(many, "ipma") + 8, -1);
    assertThatThrownBy(() -> read(many)).isInstanceOf(IOException.class);
    byte[] meta = file.clone();
    put(meta, find(meta, "meta") - 4, 0x7fffffff);
    refuses(meta, "ends within its box meta");
  }
}
