package dev.pictor.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JsonValue;
import java.util.Locale;

/** Whatever the bytes are, they are one value that goes through a text unharmed, or are refused. */
public final class JsonFuzz {
  private JsonFuzz() {}

  public static void fuzzerTestOneInput(byte[] json) {
    JsonValue value;
    try {
      value = JsonValue.parse(json);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining(" ");
      return;
    }
    if (new String(json, ISO_8859_1).toLowerCase(Locale.ROOT).contains("\\ud")) {
      return; // may be half a character, which JSON can name and UTF-8 cannot write
    }
    String written = value.toString();
    assertThat(JsonValue.parse(written)).isEqualTo(value);
    assertThat(JsonValue.parse(value.toBytes())).hasToString(written);
  }
}
