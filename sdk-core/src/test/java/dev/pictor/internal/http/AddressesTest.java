package dev.pictor.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a URL is read, it is what OkHttp makes of the whole of it. */
class AddressesTest {
  private static final String[] STARTS = {
    "https://queue.fal.run",
    "https://queue.fal.run:443",
    "http://queue.fal.run",
    "https://a@b.c",
    "https://queue.fal.running",
    "https://\u00fcml\u00e4ut.example",
    "http://127.0.0.1:8080",
    "http://[::1]:80",
    " https://queue.fal.run",
    "HTTPS://Queue.FAL.run",
    "https:/queue.fal.run",
    "https:///queue.fal.run",
    "https://que/ue",
    "ftp://queue.fal.run",
    "https://",
    ""
  };
  private static final String[] PARTS = {
    "/",
    "//",
    "/a",
    "/../b",
    "/./",
    "/%2e%2E/c",
    "\\",
    "?",
    "#",
    "?x=1&y=%20+",
    "@",
    ":",
    ":81",
    "\u00e9",
    " ",
    "\t",
    "\n",
    "%",
    "%zz",
    "host.example",
    "/requests/1207/status",
    "\"",
    "|",
    "{}"
  };

  private final Addresses addresses = new Addresses();

  @Test
  void isWhatOkHttpReads() {
    Random random = new Random(1207);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder url = new StringBuilder(STARTS[random.nextInt(STARTS.length)]);
      for (int parts = random.nextInt(5); parts > 0; parts--) {
        url.append(PARTS[random.nextInt(PARTS.length)]);
      }
      check(url.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://queue.fal.run//evil.example/x",
        "https://queue.fal.run/\\evil.example/x",
        "https://queue.fal.run/\t/evil.example/x",
        "https://queue.fal.run@evil.example/x",
        "https://queue.fal.run.evil.example/x",
        "https://queue.fal.run:1/x",
        "https://queue.fal.run\\@evil.example/x"
      })
  void noHostIsTakenForAKnownOne(String url) {
    assertThat(addresses.read("https://queue.fal.run/fal-ai/flux").host())
        .isEqualTo("queue.fal.run");
    check(url);
  }

  private void check(String url) {
    HttpUrl expected;
    try {
      expected = HttpUrl.get(url);
    } catch (IllegalArgumentException e) {
      assertThatThrownBy(() -> addresses.read(url))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(e.getMessage());
      return;
    }
    assertThat(addresses.kept(url)).as(url).isEqualTo(expected);
    assertThat(addresses.kept(url)).as(url).isEqualTo(expected);
    assertThat(addresses.read(url)).as(url).isEqualTo(expected);
    assertThat(addresses.read(url).toString()).as(url).isEqualTo(expected.toString());
    assertThat(addresses.read(url).pathSegments()).isEqualTo(expected.pathSegments());
    assertThat(addresses.read(url).queryParameterNames()).isEqualTo(expected.queryParameterNames());
  }
}
