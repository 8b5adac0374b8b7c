package dev.pictor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.GeneratedImage;
import java.util.Arrays;

/** Whatever the bytes are, they are measured without an error, and what follows does not matter. */
public final class ImageFactsFuzz {
  private static final int HEAD = 64 * 1024;

  private ImageFactsFuzz() {}

  public static void fuzzerTestOneInput(byte[] file) {
    GeneratedImage.Facts facts = GeneratedImage.Facts.of(file);

    assertThat(facts.byteCount()).isEqualTo(file.length);
    assertThat(facts.size().isPresent() && !facts.format().isPresent()).isFalse();
    if (file.length >= HEAD) {
      GeneratedImage.Facts head = GeneratedImage.Facts.of(Arrays.copyOf(file, HEAD));
      assertThat(head.format()).isEqualTo(facts.format());
      assertThat(head.size()).isEqualTo(facts.size());
    }
  }
}
