package dev.pictor.replicate;

import static dev.pictor.replicate.Fixtures.VERSION;
import static dev.pictor.replicate.Fixtures.call;
import static dev.pictor.replicate.Fixtures.replicate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.RequestRefusedException;
import dev.pictor.model.JsonValue;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Operation;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitTest {
  private static final String V1 = "https://api.replicate.com/v1";

  private static HttpCall submit(PlannedCall.Builder call) {
    return replicate().submit(call.build());
  }

  private static String body(HttpCall call) {
    return call.body().get().text();
  }

  @Test
  void officialModelsHaveADoorOfTheirOwnAndNoVersion() {
    HttpCall call = submit(call("black-forest-labs/flux-1.1-pro"));

    assertThat(call.method()).isEqualTo("POST");
    assertThat(call.purpose()).isEqualTo(HttpCall.Purpose.SUBMIT);
    assertThat(call.url()).isEqualTo(V1 + "/models/black-forest-labs/flux-1.1-pro/predictions");
    assertThat(body(call)).isEqualTo("{\"input\":{\"prompt\":\"a lighthouse made of paper\"}}");
    assertThat(call.headers())
        .containsEntry("Content-Type", "application/json")
        .doesNotContainKeys("Authorization", "Prefer", "Cancel-After");
    assertThat(call.hold()).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {VERSION, "stability-ai/sdxl:" + VERSION})
  void communityModelsNameTheirVersionInTheBody(String endpoint) {
    HttpCall call = submit(call(endpoint));

    assertThat(call.url()).isEqualTo(V1 + "/predictions");
    assertThat(JsonValue.parse(body(call)).members()).containsOnlyKeys("version", "input");
    assertThat(JsonValue.parse(body(call)).string("version")).contains(endpoint);
  }

  @Test
  void deploymentsHaveADoorOfTheirOwn() {
    HttpCall call = submit(call("deployments/me/my-flux"));

    assertThat(call.url()).isEqualTo(V1 + "/deployments/me/my-flux/predictions");
    assertThat(JsonValue.parse(body(call)).members()).containsOnlyKeys("input");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "flux",
        "a/b/c",
        "../account",
        "owner/..",
        "owner/name:latest",
        "owner/name?x=1",
        "owner/name ",
        "https://replicate.com/owner/name",
        "deployments/name",
        "0123abc"
      })
  void whatIsNoEndpointIsRefusedWithTheRule(String endpoint) {
    assertThatThrownBy(() -> replicate().passthrough(endpoint))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + endpoint + "\"")
        .hasMessageContaining("owner/name:version")
        .hasMessageContaining("deployments/owner/name");
  }

  @Test
  void anyEndpointPassesThroughUndescribed() {
    ModelSpec spec = replicate().passthrough("owner/name:" + VERSION);

    assertThat(spec.operation()).isEqualTo(Operation.UNDESCRIBED);
    assertThat(spec.endpoint()).isEqualTo("owner/name:" + VERSION);
    assertThat(spec.isDescribed()).isFalse();
  }

  @Test
  @DisplayName("requirement 35: the input goes out as it was planned")
  void theInputStaysAsItIs() {
    String input = "{\"seed\":0,\"prompt\":\"\",\"raw\":false,\"deep\":{\"x\":null}}";
    HttpCall call = submit(call("owner/name").input(JsonValue.parse(input)));

    assertThat(body(call)).isEqualTo("{\"input\":" + input + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "wait=20, wait=20, 20",
    "wait, wait=60, 60",
    "wait=0, wait=1, 1",
    "wait=99, wait=60, 60",
    "wait=300, wait=60, 60",
    "wait=999999999999999999, wait=60, 60",
    "respond-async, respond-async, 0"
  })
  void theWaitIsBroughtIntoRangeAndTold(String asked, String sent, long hold) {
    HttpCall call = submit(call("owner/name").putHeaders("Prefer", asked));

    assertThat(call.headers()).containsEntry("Prefer", sent);
    assertThat(call.hold()).isEqualTo(Duration.ofSeconds(hold));
  }

  @Test
  void theNameOfTheWaitHasAnyCase() {
    HttpCall call = submit(call("owner/name").putHeaders("prefer", "wait=90"));

    assertThat(call.headers()).containsEntry("prefer", "wait=60").doesNotContainKey("Prefer");
    assertThat(call.hold()).isEqualTo(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @CsvSource({"PT90S, 90s", "PT1H, 3600s", "PT1M0.001S, 61s", "PT5S, 5s", "PT0.2S, 5s"})
  void theTimeLimitOfTheJobIsTold(Duration limit, String sent) {
    HttpCall call = submit(call("owner/name").remoteTimeLimit(limit));

    assertThat(call.headers()).containsEntry("Cancel-After", sent);
  }

  @Test
  void anExplicitTimeLimitWins() {
    HttpCall call =
        submit(
            call("owner/name")
                .putHeaders("cancel-after", "30m")
                .remoteTimeLimit(Duration.ofSeconds(90)));

    assertThat(call.headers())
        .containsEntry("cancel-after", "30m")
        .doesNotContainKey("Cancel-After");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "host", "CONTENT-TYPE", "Content-Length"})
  void headersOfOurOwnCannotBeReplaced(String name) {
    assertThatThrownBy(() -> submit(call("owner/name").putHeaders(name, "secret")))
        .isInstanceOf(RequestRefusedException.class)
        .hasMessageContaining(name)
        .hasMessageNotContaining("secret");
  }

  @Test
  void otherHeadersAndQueriesPass() {
    HttpCall call =
        submit(
            call("owner/name")
                .putHeaders("X-Trace", "7")
                .putQuery("a b", "c&d")
                .putQuery("e", "f"));

    assertThat(call.headers()).containsEntry("X-Trace", "7");
    assertThat(call.url()).endsWith("/models/owner/name/predictions?a%20b=c%26d&e=f");
  }
}
