package dev.pictor.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.spi.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The key is found wherever a reply repeats it, and nothing else is taken out. */
class SecretsTest {
  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:";

  private static HttpCall call() {
    return HttpCall.builder()
        .purpose(HttpCall.Purpose.POLL)
        .method("GET")
        .url("https://api.example.com/v1")
        .build();
  }

  private static Secrets of(String header) {
    return Secrets.added(
        call(), call().toBuilder().putHeaders("Authorization", header).build(), Secrets.NONE);
  }

  private static String cleaned(Secrets secrets, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return new String(secrets.removeFrom(body), StandardCharsets.UTF_8);
  }

  private static String random(Random random, int length, int letters) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(LETTERS.charAt(random.nextInt(letters)));
    }
    return text.toString();
  }

  @Test
  void isFoundAtEveryPlace() {
    Random random = new Random(1);
    for (int length : new int[] {8, 9, 40, 64, 200}) {
      String key = random(random, length, LETTERS.length());
      Secrets secrets = of("Bearer " + key);
      String text = random(random, 300, LETTERS.length());
      for (int place = 0; place <= text.length(); place++) {
        String repeated = text.substring(0, place) + key + text.substring(place);
        String clean = text.substring(0, place) + "(key removed)" + text.substring(place);
        assertThat(cleaned(secrets, repeated)).isEqualTo(clean);
        assertThat(secrets.removeFrom(repeated)).isEqualTo(clean);
      }
    }
  }

  /** Of two letters, so that much of a text is much of the key. */
  @Test
  void isFoundInWhatLooksLikeIt() {
    Random random = new Random(2);
    int found = 0;
    for (int i = 0; i < 5_000; i++) {
      String key = random(random, 8 + random.nextInt(4), 2);
      String text = random(random, random.nextInt(500), 2);
      found += text.contains(key) ? 1 : 0;
      assertThat(cleaned(of("Key " + key), text)).isEqualTo(text.replace(key, "(key removed)"));
    }
    assertThat(found).isBetween(1_000, 4_000);
  }

  @Test
  void everyOneIsFoundAndOtherLettersStay() {
    Secrets secrets = of("Key first-part:1234 second-part:5678 short");
    assertThat(cleaned(secrets, "é first-part:1234 ü second-part:5678 short Key \u20ac"))
        .isEqualTo("é (key removed) ü (key removed) short Key \u20ac");
    assertThat(cleaned(secrets, "")).isEmpty();
    assertThat(cleaned(secrets, "first-part:123")).isEqualTo("first-part:123");
  }

  @Test
  void thoseOfACallBeforeAreUsedOnlyIfTheyAreTheSame() {
    Secrets first = of("Key first-part:1234");
    HttpCall sameKey =
        call().toBuilder().putHeaders("Authorization", "Key first-part:1234").build();
    HttpCall otherKey =
        call().toBuilder().putHeaders("Authorization", "Key other-part:1234").build();
    HttpCall twoKeys = sameKey.toBuilder().putHeaders("X-Key", "a-further-key").build();

    assertThat(Secrets.added(call(), sameKey, first)).isSameAs(first);
    assertThat(cleaned(Secrets.added(call(), otherKey, first), "first-part:1234 other-part:1234"))
        .isEqualTo("first-part:1234 (key removed)");
    assertThat(cleaned(Secrets.added(call(), twoKeys, first), "first-part:1234 a-further-key"))
        .isEqualTo("(key removed) (key removed)");
    assertThat(cleaned(Secrets.added(call(), call(), first), "first-part:1234"))
        .isEqualTo("first-part:1234");
  }
}
