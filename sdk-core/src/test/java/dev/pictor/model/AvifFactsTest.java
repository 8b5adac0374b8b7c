package dev.pictor.model;

import static dev.pictor.model.ImageFiles.avif;
import static dev.pictor.model.ImageFiles.box;
import static dev.pictor.model.ImageFiles.brand;
import static dev.pictor.model.ImageFiles.bytes;
import static dev.pictor.model.ImageFiles.int32;
import static dev.pictor.model.ImageFiles.ispe;
import static dev.pictor.model.ImageFiles.meta;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvifFactsTest {
  @Test
  void anAvifIsAsLargeAsTheLargestOfItsParts() {
    byte[] file = avif(bytes(ispe(512, 512), ispe(1365, 768), ispe(160, 90)));

    assertThat(GeneratedImage.Facts.of(file).size()).contains(ImageSize.of(1365, 768));
  }

  @Test
  void anAvifMayBeOfAnotherBrandFirst() {
    byte[] type = box("ftyp", "mif1\0\0\0\0miafavif");

    assertThat(GeneratedImage.Facts.of(bytes(type, meta(ispe(8, 9)))).size())
        .contains(ImageSize.of(8, 9));
  }

  @Test
  void theVersionOfABrandIsNoBrand() {
    assertThat(GeneratedImage.Facts.of(box("ftyp", "isomavifmp41")).format()).isEmpty();
  }

  @Test
  void anAnimatedAvifHasAFormat() {
    assertThat(GeneratedImage.Facts.of(box("ftyp", "avis\0\0\0\0msf1")).format())
        .contains(OutputFormat.AVIF);
  }

  @Test
  void anAvifBoxMayHaveALongLength() {
    byte[] ispe = ispe(8, 9);
    byte[] list = bytes(int32(1), "ipco", int32(0), int32(16 + ispe.length), ispe);
    byte[] file = bytes(brand(), box("meta", "\0\0\0\0", box("iprp", list)));

    assertThat(GeneratedImage.Facts.of(file).size()).contains(ImageSize.of(8, 9));
  }

  @Test
  void anAvifBoxMayReachToTheEndOfTheFile() {
    byte[] inner = bytes("meta\0\0\0\0", box("iprp", box("ipco", ispe(8, 9))));

    assertThat(GeneratedImage.Facts.of(bytes(brand(), int32(0), inner)).size())
        .contains(ImageSize.of(8, 9));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void anAvifBoxThatLiesAboutItsLengthHasNoSize(int length) {
    byte[] lie = bytes(int32(length), "free");

    assertThat(GeneratedImage.Facts.of(bytes(brand(), lie, meta(ispe(8, 9)))).size()).isEmpty();
    assertThat(GeneratedImage.Facts.of(avif(bytes(lie, ispe(8, 9)))).size()).isEmpty();
    assertThat(
            GeneratedImage.Facts.of(bytes(int32(1), "free", int32(length), int32(length))).size())
        .isEmpty();
  }

  @Test
  void aLongLengthThatLiesEndsTheSearch() {
    for (int high : new int[] {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      for (int low : new int[] {0, 1, 15, -1}) {
        byte[] lie = bytes(int32(1), "free", int32(high), int32(low));

        assertThat(GeneratedImage.Facts.of(bytes(brand(), lie, meta(ispe(8, 9)))).size())
            .as("%d %d", high, low)
            .isEmpty();
      }
    }
  }

  @Test
  void manyBoxesAreWalkedQuickly() {
    byte[] tiny = box("free", "");
    byte[][] boxes = new byte[8_000][];
    Arrays.fill(boxes, tiny);

    assertThat(
            GeneratedImage.Facts.of(bytes(brand(), bytes((Object[]) boxes), meta(ispe(8, 9))))
                .size())
        .contains(ImageSize.of(8, 9));
  }
}
