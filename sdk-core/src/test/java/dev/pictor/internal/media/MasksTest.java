package dev.pictor.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.spi.ImageConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasksTest {
  @ParameterizedTest
  @CsvSource({
    "00123456, ffffffff",
    "ff123456, ff000000",
    "80ffffff, ff7f7f7f",
    "01000000, fffefefe",
  })
  void whatIsTransparentBecomesWhite(String transparent, String white) {
    assertThat(Masks.whiteIsEdit(of(pixel(transparent))).argb()).containsExactly(pixel(white));
  }

  @ParameterizedTest
  @CsvSource({
    "ffffffff, 00000000",
    "ff000000, ff000000",
    "ff808080, 7f000000",
    "ffff0000, b3000000",
    "ff00ff00, 69000000",
    "ff0000ff, e2000000",
    "00ffffff, ff000000",
    "80ffffff, 7f000000",
  })
  void whatIsLightBecomesTransparent(String white, String transparent) {
    assertThat(Masks.transparentIsEdit(of(pixel(white))).argb())
        .containsExactly(pixel(transparent));
  }

  @Test
  void aMaskGoesThereAndBackWithoutALoss() {
    int[] greys = new int[256];
    for (int level = 0; level < 256; level++) {
      greys[level] = 0xff000000 | level << 16 | level << 8 | level;
    }
    ImageConverter.Picture white = ImageConverter.Picture.of(128, 2, greys.clone());
    ImageConverter.Picture transparent = Masks.transparentIsEdit(white);

    assertThat(Masks.whiteIsEdit(transparent).argb()).isEqualTo(greys);
    assertThat(Masks.transparentIsEdit(Masks.whiteIsEdit(transparent)).argb())
        .isEqualTo(transparent.argb());
    assertThat(white.argb()).isEqualTo(greys);
    assertThat(transparent).hasToString("128x2 pixels");
  }

  private static ImageConverter.Picture of(int pixel) {
    return ImageConverter.Picture.of(1, 1, new int[] {pixel});
  }

  private static int pixel(String hex) {
    return (int) Long.parseLong(hex, 16);
  }
}
