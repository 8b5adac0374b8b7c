package dev.pictor;

import dev.pictor.testing.TestPicture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The head of a PNG, and in place of the pixels a text that says which picture it is: tells a
 * million images apart without drawing one.
 */
final class SmallPicture {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int HEAD = 33;

  private SmallPicture() {}

  static byte[] of(TestPicture picture) {
    byte[] text = picture.toString().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(HEAD + text.length)
        .put(SIGNATURE)
        .putInt(13)
        .put("IHDR".getBytes(StandardCharsets.US_ASCII))
        .putInt(picture.width())
        .putInt(picture.height())
        .put(new byte[] {8, 2, 0, 0, 0})
        .putInt(0)
        .put(text)
        .array();
  }

  /** Whether the whole of a file is here, of a picture that was asked for with such a prompt. */
  static boolean isOf(byte[] file, String prompt) {
    String text = new String(file, StandardCharsets.UTF_8);
    boolean isWhole = text.endsWith(", fal") || text.endsWith(", replicate");
    return isWhole && text.contains(" of \"" + prompt + "\", seed ");
  }
}
