package dev.pictor.internal.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** Whatever a data URI holds, it has the length that it says, or is refused. */
public final class DataUriFuzz {
  private DataUriFuzz() {}

  public static void fuzzerTestOneInput(byte[] text) throws IOException {
    String url = new String(text, ISO_8859_1);
    Optional<DataUri> uri = DataUri.of(url);
    if (!uri.isPresent()) {
      return;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(uri.get().length()).isNotNegative();
    try {
      uri.get().writeTo(out);
    } catch (IllegalArgumentException e) {
      return;
    }
    assertThat(uri.get().length()).isEqualTo(out.size());
  }
}
