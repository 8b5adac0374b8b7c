package dev.pictor.internal.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.spi.ImageConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TurningTest {
  /** The letter F, as the well-known pictures of the eight orientations show it. */
  private static final String UPRIGHT = "XXX/X../XX./X../X..";

  @ParameterizedTest
  @CsvSource({
    "1, XXX/X../XX./X../X..",
    "2, XXX/..X/.XX/..X/..X",
    "3, ..X/..X/.XX/..X/XXX",
    "4, X../X../XX./X../XXX",
    "5, XXXXX/X.X../X....",
    "6, X..../X.X../XXXXX",
    "7, ....X/..X.X/XXXXX",
    "8, XXXXX/..X.X/....X"
  })
  void everyOrientationIsSeenUpright(int orientation, String stored) {
    assertThat(drawing(Turning.upright(picture(stored), orientation))).isEqualTo(UPRIGHT);
  }

  @Test
  void whatIsUprightIsNotCopied() {
    ImageConverter.Picture picture = picture(UPRIGHT);

    assertThat(Turning.upright(picture, 1)).isSameAs(picture);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, -1})
  void anOrientationThatIsNoneIsRefused(int orientation) {
    assertThatThrownBy(() -> Turning.upright(picture(UPRIGHT), orientation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("orientation is " + orientation + "; it must be 1 to 8");
  }

  private static ImageConverter.Picture picture(String drawing) {
    String[] rows = drawing.split("/", -1);
    int[] argb = drawing.replace("/", "").chars().toArray();
    return ImageConverter.Picture.of(rows[0].length(), rows.length, argb);
  }

  private static String drawing(ImageConverter.Picture picture) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < picture.argb().length; i++) {
      text.append(i > 0 && i % picture.width() == 0 ? "/" : "").append((char) picture.argb()[i]);
    }
    return text.toString();
  }
}
