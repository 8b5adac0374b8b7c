package dev.pictor.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JsonValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which strings of an output are files. */
class OutputUrlsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"https://a.b/c", "HTTPS://a.b/c", "http://a", "hTTp://", "data:image/png;base64,"})
  void isAFile(String text) {
    assertThat(OutputUrls.of(JsonValue.of(text))).containsExactly(text);
  }

  /** The long s is a letter that Java takes for an s where case does not count. */
  @ParameterizedTest
  @ValueSource(strings = {"", "http", "https:/", "ftp://a", "http\u017f://a", "a https://b", "dat"})
  void isNone(String text) {
    assertThat(OutputUrls.of(JsonValue.of(text))).isEmpty();
  }
}
