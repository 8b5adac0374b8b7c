package dev.pictor.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as the services do. */
final class Signatures {
  private static final String HMAC = "HmacSHA256";

  private Signatures() {}

  static String hmacSha256(byte[] key, String text) {
    return hmacSha256(key, text.getBytes(StandardCharsets.UTF_8));
  }

  /** In base64. */
  static String hmacSha256(byte[] key, byte[] bytes) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return Base64.getEncoder().encodeToString(mac.doFinal(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }
}
