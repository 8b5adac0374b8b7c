package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicateStyleTest extends ReplicateScenario {
  private Answer in(ReplicateStyle style) {
    replicate.style(style);
    return finished(PRO, BOAT);
  }

  @Test
  void theStyleOf2023HasFewerMembers() {
    replicate.style(ReplicateStyle.of2023());
    String version = replicate.model("stability-ai/sdxl").get().version();
    Answer answer =
        create("/predictions", "{\"version\":\"" + version + "\",\"input\":{\"width\":512}}");
    String id = answer.string("id");
    String get = replicate.apiUrl() + "/predictions/" + id;
    assertThat(answer.text())
        .isEqualTo(
            "{\"id\":\""
                + id
                + "\",\"model\":\"stability-ai/sdxl\",\"version\":\""
                + version
                + "\",\"input\":{\"width\":512},\"logs\":\"\",\"error\":null,\"status\":"
                + "\"starting\",\"created_at\":\"2026-01-01T00:00:00.000Z\",\"urls\":{\"cancel\":\""
                + get
                + "/cancel\",\"get\":\""
                + get
                + "\"}}\n");
    clock.advance(Duration.ofSeconds(2));
    assertThat(look(id).json().member("output")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"200", "201", "202"})
  void creationsHaveTheStatusThatIsSet(int status) {
    replicate.style(ReplicateStyle.standard().createStatus(status));
    assertThat(create(PRO, BOAT).status).isEqualTo(status);
    assertThat(create(PRO, "{\"input\":{}}").status).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2026-01-01T00:00:01Z",
    "3, 2026-01-01T00:00:01.600Z",
    "6, 2026-01-01T00:00:01.600000Z",
    "8, 2026-01-01T00:00:01.60000000Z",
    "9, 2026-01-01T00:00:01.600000000Z"
  })
  void timesHaveTheDigitsThatAreSet(int digits, String completed) {
    Answer answer = in(ReplicateStyle.standard().fractionDigits(digits));
    assertThat(answer.string("completed_at")).isEqualTo(completed);
    assertThat(answer.string("created_at")).hasSameSizeAs(completed);
    assertThatThrownBy(() -> ReplicateStyle.standard().fractionDigits(10))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void membersCanBeInTheOrderOfTheirNames() {
    Answer answer = in(ReplicateStyle.standard().keyOrder(ReplicateStyle.KeyOrder.ALPHABETICAL));
    assertThat(new ArrayList<>(answer.json().members().keySet()))
        .isSorted()
        .contains("id", "output");
  }

  @ParameterizedTest
  @CsvSource({"AS_MODEL, hidden", "HIDDEN, hidden", "DP, dp-[0-9a-f]{32}", "HEX, [0-9a-f]{64}"})
  void versionsHaveTheFormThatIsSet(ReplicateStyle.Version form, String expected) {
    assertThat(in(ReplicateStyle.standard().version(form)).string("version")).matches(expected);
  }

  @Test
  void outputsHaveTheFormThatIsSet() {
    assertThat(
            in(ReplicateStyle.standard().output(ReplicateStyle.Output.LIST))
                .json()
                .member("output")
                .get()
                .elements())
        .hasSize(1);
    replicate.style(ReplicateStyle.standard().output(ReplicateStyle.Output.STRING));
    assertThat(finished(SCHNELL, BOAT).string("output")).endsWith("out-0.webp");
  }

  @Test
  void whatIsMissingCanBeMissing() {
    Answer answer =
        in(
            ReplicateStyle.standard()
                .withoutWebUrl()
                .withoutStreamUrl()
                .withNullLogs()
                .withNullMetrics()
                .noOutput(ReplicateStyle.NoOutput.ABSENT));
    JsonValue urls = answer.json().member("urls").get();
    assertThat(urls.members()).containsOnlyKeys("cancel", "get");
    assertThat(answer.text()).contains("\"logs\":null", "\"metrics\":null", "\"output\":\"http");
    assertThat(create(PRO, BOAT).text()).doesNotContain("\"output\"");
  }
}
