package dev.pictor.spi;

import dev.pictor.model.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of a request or a reply. Immutable and thread-safe. */
public final class HttpBody {
  private final byte[] bytes;

  private HttpBody(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A body of a copy of these bytes. */
  public static HttpBody of(byte[] bytes) {
    return new HttpBody(bytes.clone());
  }

  /** A body of these bytes themselves, which nobody may change from now on. */
  public static HttpBody wrap(byte[] bytes) {
    return new HttpBody(bytes);
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** How many bytes there are. */
  public int length() {
    return bytes.length;
  }

  /** The bytes as UTF-8 text; what is not UTF-8 becomes replacement characters. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Reads the bytes as one JSON text. */
  JsonValue json() {
    return JsonValue.wrap(bytes);
  }

  /** The length, not the content, which may be large or private. */
  @Override
  public String toString() {
    return bytes.length + " bytes";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HttpBody && Arrays.equals(bytes, ((HttpBody) other).bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
