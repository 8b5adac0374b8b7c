package dev.pictor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.internal.media.InputFile;
import dev.pictor.internal.media.Recipe;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Whatever a file is, it is read to its end, and what is made of it is clean. */
public final class InputFileFuzz {
  private static final int MOST = 1 << 24;

  private InputFileFuzz() {}

  public static void fuzzerTestOneInput(byte[] file) throws IOException {
    InputFile scanned = scan(file);

    assertThat(scanned.originalLength()).isEqualTo(file.length);
    assertThat(scanned.orientation()).isBetween(1, 8);
    assertThat(make(scanned.original(), file)).isEqualTo(file);
    byte[] cleaned = make(scanned.cleaned(), file);
    byte[] turned = make(scanned.cleanedButTurned(), file);
    if (!scanned.isUnderstood()) {
      assertThat(scanned.problem()).isPresent();
      assertThat(cleaned).isEqualTo(file);
      assertThat(turned).isEqualTo(file);
      return;
    }
    InputFile again = same(scanned, cleaned);
    assertThat(again.orientation()).isEqualTo(1);
    assertThat(again.removed()).isEmpty();
    assertThat(make(again.cleaned(), cleaned)).isEqualTo(cleaned);
    InputFile turnedAgain = same(scanned, turned);
    assertThat(turnedAgain.orientation()).isEqualTo(scanned.orientation());
    assertThat(make(turnedAgain.cleaned(), turned)).isEqualTo(cleaned);
    assertThat(make(turnedAgain.cleanedButTurned(), turned)).isEqualTo(turned);
  }

  private static InputFile same(InputFile scanned, byte[] made) throws IOException {
    InputFile again = scan(made);
    assertThat(again.problem()).isEmpty();
    assertThat(again.format()).isEqualTo(scanned.format());
    assertThat(again.size()).isEqualTo(scanned.size());
    assertThat(again.hasAlpha()).isEqualTo(scanned.hasAlpha());
    return again;
  }

  private static InputFile scan(byte[] file) throws IOException {
    return InputFile.scan(new ByteArrayInputStream(file), MOST);
  }

  /** In two halves, as an upload in parts makes it. */
  private static byte[] make(Recipe recipe, byte[] file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long middle = recipe.length() / 2;
    recipe.copy(new ByteArrayInputStream(file), out, 0, middle);
    recipe.copy(new ByteArrayInputStream(file), out, middle, recipe.length());
    assertThat(out.size()).isEqualTo((int) recipe.length());
    return out.toByteArray();
  }
}
