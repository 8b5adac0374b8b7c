package dev.pictor.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Fingerprints as the services write them. */
final class Digests {
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  private Digests() {}

  static String hex(String algorithm, String text) {
    return hex(algorithm, text.getBytes(StandardCharsets.UTF_8));
  }

  static String hex(String algorithm, byte[] bytes) {
    try {
      StringBuilder hex = new StringBuilder();
      for (byte b : MessageDigest.getInstance(algorithm).digest(bytes)) {
        hex.append(DIGITS[(b >> 4) & 0xf]).append(DIGITS[b & 0xf]);
      }
      return hex.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
