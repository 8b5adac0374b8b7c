package dev.pictor.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.pictor.model.ImageRequest;
import dev.pictor.model.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalOptionsTest {
  @Test
  void eachSettingIsAHeaderOrAQueryParameter() {
    Map<String, JsonValue> options =
        FalOptions.builder()
            .lowPriority()
            .runnerHint("session-7")
            .noPlatformRetry()
            .noFallback()
            .objectLifetime(Duration.ofMillis(3_599_001))
            .noPayloadStorage()
            .tag("team", "art dept")
            .tag("cost.center", "old")
            .tag("cost.center", "42=a")
            .maxQueueLength(5)
            .webhook(URI.create("https://me.example/hook?a=1"))
            .build();
    assertThat(options)
        .containsOnly(
            entry("fal/header:X-Fal-Queue-Priority", JsonValue.of("low")),
            entry("fal/header:X-Fal-Runner-Hint", JsonValue.of("session-7")),
            entry("fal/header:X-Fal-No-Retry", JsonValue.of("1")),
            entry("fal/header:x-app-fal-disable-fallback", JsonValue.of("true")),
            entry(
                "fal/header:X-Fal-Object-Lifecycle-Preference",
                JsonValue.of("{\"expiration_duration_seconds\":3600}")),
            entry("fal/header:X-Fal-Store-IO", JsonValue.of("0")),
            entry("fal/header:X-Fal-Tags", JsonValue.of("team=art dept,cost.center=42=a")),
            entry("fal/query:fal_max_queue_length", JsonValue.of("5")),
            entry("fal/query:fal_webhook", JsonValue.of("https://me.example/hook?a=1")));
    assertThat(ImageRequest.builder().model("flux1.1-pro").putAllOptions(options).build().options())
        .isEqualTo(options);
  }

  @Test
  void nothingIsSetByItself() {
    assertThat(FalOptions.builder().build()).isEmpty();
    assertThat(FalOptions.builder().payloadStorage().build())
        .containsOnly(entry("fal/header:X-Fal-Store-IO", JsonValue.of("1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.999S", "PT-1H"})
  void aLifetimeOfZeroWouldMeanForEver(Duration lifetime) {
    assertThatThrownBy(() -> FalOptions.builder().objectLifetime(lifetime))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("objectLifetime is " + lifetime);
  }

  @ParameterizedTest
  @CsvSource({
    "Team, a, the key of a tag is \"Team\"",
    "'', a, the key of a tag",
    "fal.team, a, not begin with fal.",
    "team, '', the value of the tag team",
    "team, 'a,b', without comma",
    "team, ä, printable ASCII",
    "team, 'a\nb', printable ASCII",
  })
  void tagsAreChecked(String key, String value, String message) {
    assertThatThrownBy(() -> FalOptions.builder().tag(key, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void tagsAreLimitedInNumberAndLength() {
    FalOptions.Builder many = FalOptions.builder();
    for (int i = 0; i < 10; i++) {
      many.tag("k" + i, "v");
    }
    assertThatThrownBy(() -> many.tag("k10", "v")).hasMessageContaining("11 tags");
    FalOptions.Builder large = FalOptions.builder();
    for (int i = 0; i < 3; i++) {
      large.tag("k" + i, String.join("", Collections.nCopies(256, "v")));
    }
    assertThatThrownBy(() -> large.tag("k3", String.join("", Collections.nCopies(256, "v"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1024");
    assertThat(large.build().get("fal/header:X-Fal-Tags").toString()).doesNotContain("k3");
  }

  /** As networks of containers have them. */
  @ParameterizedTest
  @ValueSource(strings = {"https://my_service/hook", "http://a_b.example:8080/hook?a=1"})
  void aWebhookMayHaveAHostWithAnUnderscore(String url) {
    assertThat(FalOptions.builder().webhook(URI.create(url)).build())
        .containsExactly(entry("fal/query:fal_webhook", JsonValue.of(url)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https:///hook", "https://a_b:port/hook", "ftp://my_service/hook", "https:hook"})
  void aWebhookIsAnAbsoluteUrl(String url) {
    assertThatThrownBy(() -> FalOptions.builder().webhook(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("webhook is \"" + url + "\"; it must be an absolute https or http URL");
  }

  @Test
  void impossibleValuesAreRefused() {
    assertThatThrownBy(() -> FalOptions.builder().maxQueueLength(-1))
        .hasMessageContaining("maxQueueLength is -1");
    assertThatThrownBy(() -> FalOptions.builder().runnerHint("a b"))
        .hasMessageContaining("runnerHint is \"a b\"");
    assertThatThrownBy(() -> FalOptions.builder().webhook(URI.create("/hook")))
        .hasMessageContaining("webhook is \"/hook\"");
    assertThatThrownBy(() -> FalOptions.builder().webhook(URI.create("mailto:me@me.example")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
