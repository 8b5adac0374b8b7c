package dev.pictor.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JsonValue;
import java.util.Collections;
import java.util.Locale;

/** Whatever the bytes are, they are one value that goes through a text unharmed, or are refused. */
public final class JsonFuzz {
  /** Moshi takes a number of so many zeros for one that begins with zeros. */
  private static final String ZEROS = String.join("", Collections.nCopies(60, "0"));

  private JsonFuzz() {}

  public static void fuzzerTestOneInput(byte[] json) {
    JsonValue value;
    try {
      value = JsonValue.parse(json);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining(" ");
      return;
    }
    String text = new String(json, ISO_8859_1).toLowerCase(Locale.ROOT);
    if (text.contains("\\ud") || text.contains(ZEROS)) {
      return; // may be half a character, which UTF-8 cannot write; or is a number that Moshi
      // refuses
    }
    String written = value.toString();
    assertThat(JsonValue.parse(written)).isEqualTo(value);
    assertThat(JsonValue.parse(value.toBytes())).hasToString(written);
  }
}
