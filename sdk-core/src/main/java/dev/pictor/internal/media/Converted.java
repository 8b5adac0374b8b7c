package dev.pictor.internal.media;

import dev.pictor.model.GeneratedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** The bytes of an image after its conversion, or as they came if it could not be converted. */
public final class Converted implements GeneratedImage.Content {
  private final byte[] bytes;
  private final Optional<GeneratedImage.Facts> before;
  private final Optional<String> obstacle;

  private Converted(
      byte[] bytes, Optional<GeneratedImage.Facts> before, Optional<String> obstacle) {
    this.bytes = bytes;
    this.before = before;
    this.obstacle = obstacle;
  }

  /** Bytes that came as they were wanted. */
  static Converted unchanged(byte[] bytes) {
    return new Converted(bytes, Optional.empty(), Optional.empty());
  }

  /** Bytes that were made from others. */
  static Converted from(GeneratedImage.Facts before, byte[] bytes) {
    return new Converted(bytes, Optional.of(before), Optional.empty());
  }

  /** Bytes that should have been converted. */
  static Converted failed(byte[] bytes, String why) {
    return new Converted(bytes, Optional.empty(), Optional.of(why));
  }

  /** What the image holds now; not a copy, and not to be written to. */
  public byte[] file() {
    return bytes;
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  /** What the provider delivered, if these are not its bytes. */
  public Optional<GeneratedImage.Facts> before() {
    return before;
  }

  /** Why it was not converted, if it should have been. */
  public Optional<String> obstacle() {
    return obstacle;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }
}
