package dev.pictor.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Endpoints and waits are read without patterns; they mean what these patterns say. */
class EndpointTest {
  private static final String WORD = "[A-Za-z0-9][A-Za-z0-9._-]*";
  private static final Pattern ENDPOINT =
      Pattern.compile(
          "[0-9a-fA-F]{64}|deployments/"
              + WORD
              + "/"
              + WORD
              + "|(?!deployments/)"
              + WORD
              + "/"
              + WORD
              + "(:[0-9a-fA-F]{64})?");
  private static final Pattern WAIT = Pattern.compile("wait(=[0-9]{1,18})?");
  private static final int TEXTS = 50_000;

  private final Random random = new Random(1207);

  private String text(String... parts) {
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }

  @Test
  void anEndpointIsWhatThePatternSays() {
    String version = "0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCD";
    int endpoints = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text =
          text(
              "a", "Z9", "/", ":", ".", "-", "_", "deployments/", version, "e", "\u0131", " ", "0");
      boolean isOne = ENDPOINT.matcher(text).matches();
      endpoints += isOne ? 1 : 0;
      Throwable failure = catchThrowable(() -> Endpoint.parse(text));
      assertThat(failure == null).as(text).isEqualTo(isOne);
    }
    assertThat(endpoints).isGreaterThan(TEXTS / 50);
  }

  @Test
  void thePathFollowsFromTheForm() {
    String version = "0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCD";
    assertThat(Endpoint.parse("a/b").path()).isEqualTo("/models/a/b/predictions");
    assertThat(Endpoint.parse("deployments/a/b").path()).isEqualTo("/deployments/a/b/predictions");
    assertThat(Endpoint.parse("a/b:" + version).path()).isEqualTo("/predictions");
    assertThat(Endpoint.parse("a/b:" + version).version()).isEqualTo(Optional.of("a/b:" + version));
    assertThat(Endpoint.parse(version).version()).isEqualTo(Optional.of(version));
  }

  @Test
  void aWaitIsWhatThePatternSays() {
    int waits = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = text("wait", "=", "7", "0", "99", "123456789", "-", "w");
      boolean isOne = WAIT.matcher(text).matches();
      waits += isOne ? 1 : 0;
      assertThat(Prefer.hold(text).isZero()).as(text).isEqualTo(!isOne);
    }
    assertThat(waits).isGreaterThan(TEXTS / 200);
    assertThat(Prefer.hold(" wait=7 ")).hasSeconds(7);
    assertThat(Prefer.hold("wait")).hasSeconds(60);
  }
}
