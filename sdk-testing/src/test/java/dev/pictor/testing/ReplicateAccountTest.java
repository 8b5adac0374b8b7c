package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.JsonValue;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReplicateAccountTest extends ReplicateScenario {
  private Answer get(String path) {
    return http.get(replicate.apiUrl() + path);
  }

  @Test
  void theAccountHasAName() {
    assertThat(get("/account").string("type")).isEqualTo("organization");
    assertThat(get("/account").string("username")).isNotEmpty();
    assertThat(replicate.count(Step.OTHER)).isEqualTo(2);
  }

  @Test
  void webhooksHaveASecret() {
    assertThat(get("/webhooks/default/secret").text())
        .isEqualTo("{\"key\":\"" + replicate.webhookSecret() + "\"}");
    assertThat(replicate.webhookSecret()).matches("whsec_[A-Za-z0-9+/]{32}");
  }

  @Test
  void aModelSaysWhatItTakes() {
    Answer model = get("/models/black-forest-labs/flux-schnell");
    assertThat(model.string("owner")).isEqualTo("black-forest-labs");
    assertThat(model.string("name")).isEqualTo("flux-schnell");
    JsonValue version = model.json().member("latest_version").get();
    assertThat(version.string("id").get()).matches("[0-9a-f]{64}");
    JsonValue schemas =
        version
            .member("openapi_schema")
            .flatMap(schema -> schema.member("components"))
            .flatMap(components -> components.member("schemas"))
            .get();
    assertThat(schemas.member("Input").get().toString())
        .startsWith(
            "{\"type\":\"object\",\"title\":\"Input\",\"required\":[\"prompt\"],\"properties\":"
                + "{\"prompt\":{\"type\":\"string\",\"title\":\"Prompt\",\"x-order\":0},"
                + "\"seed\":{\"type\":\"integer\",\"title\":\"Seed\",\"x-order\":1}")
        .contains(
            "\"num_outputs\":{\"type\":\"integer\",\"title\":\"Num outputs\",\"minimum\":1,"
                + "\"maximum\":4,\"default\":1,\"x-order\":4}",
            "\"aspect_ratio\":{\"allOf\":[{\"$ref\":\"#/components/schemas/aspect_ratio\"}],"
                + "\"default\":\"1:1\"");
    assertThat(schemas.member("aspect_ratio").get().member("enum").get().elements()).hasSize(11);
    assertThat(schemas.member("Output").get().string("type")).contains("array");
    assertThat(get("/models/no/where").status).isEqualTo(404);
  }

  @Test
  void onlyCommunityModelsListTheirVersions() {
    Answer official = get("/models/black-forest-labs/flux-schnell/versions");
    assertThat(official.status).isEqualTo(404);
    assertThat(official.text())
        .isEqualTo(
            "{\"status\":404,\"title\":\"Not found\",\"detail\":\"This model is an official model"
                + " and does not expose a list of versions.\"}");
    Answer community = get("/models/stability-ai/sdxl/versions");
    String id = community.json().member("results").get().elements().get(0).string("id").get();
    assertThat(get("/models/stability-ai/sdxl/versions/" + id).string("id")).isEqualTo(id);
    assertThat(get("/models/stability-ai/sdxl/versions/other").status).isEqualTo(404);
  }

  @Test
  void modelsAndDeploymentsCanBeAdded() {
    String version = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    replicate.offer(ReplicateModel.community("acme/boats").version(version).withSingleOutput());
    replicate.everyJob(JobScript.succeedsAtOnce());
    String id = created("/predictions", "{\"version\":\"" + version + "\",\"input\":{}}");
    assertThat(look(id).string("output")).endsWith(".png");
    assertThatThrownBy(() -> replicate.deploy("acme/x", "acme/nothing"))
        .isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> ReplicateModel.official("boats"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ReplicateModel.official("acme/boats").version("1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aStreamTellsThePrediction() {
    replicate.nextJob(JobScript.succeeds().queuedPolls(1).runningPolls(1));
    Answer answer = create(SCHNELL, BOAT);
    String url = answer.json().member("urls").get().string("stream").get();
    Answer stream = http.get(url, "Accept", "text/event-stream");
    String output =
        look(answer.string("id")).json().member("output").get().elements().get(0).asString().get();
    assertThat(stream.header("content-type")).isEqualTo("text/event-stream");
    assertThat(stream.text())
        .startsWith("event: logs\nid: 1767225600000:0\ndata: running quantized prediction\n")
        .contains("event: output\nid: 1767225600000:2\ndata: " + output + "\n\n")
        .endsWith("event: done\nid: 1767225600000:3\ndata: {}\n\n");
    assertThat(replicate.count(Step.STREAM)).isEqualTo(1);
  }

  @Test
  void aStreamTellsWhyThereIsNoOutput() {
    replicate.nextJob(
        JobScript.failsWith(ReplicateFailure.of("Boom")).queuedPolls(0).runningPolls(0));
    String url = create(SCHNELL, BOAT).json().member("urls").get().string("stream").get();
    assertThat(http.get(url).text())
        .contains("event: error\n", "data: {\"detail\":\"Boom\"}")
        .endsWith("data: {\"reason\": \"error\"}\n\n");
    String canceled = created(SCHNELL, BOAT);
    cancel(canceled);
    clock.advance(Duration.ofSeconds(9));
    assertThat(http.get(replicate.filesUrl() + "/v1/files/bcwr-" + canceled).text())
        .contains("data: {\"reason\": \"canceled\"}");
  }

  @Test
  void aStreamEndsAfterHalfAMinute() throws Exception {
    replicate.nextJob(JobScript.neverEnds());
    String url = create(SCHNELL, BOAT).json().member("urls").get().string("stream").get();
    CompletableFuture<Answer> stream = CompletableFuture.supplyAsync(() -> http.get(url));
    awaitThat(() -> replicate.count(Step.STREAM) == 1);
    clock.advance(Duration.ofSeconds(29));
    assertThat(stream).isNotDone();
    while (!stream.isDone()) {
      // The stream may have begun only now.
      clock.advance(Duration.ofSeconds(30));
      http.get(replicate.apiUrl() + "/account");
    }
    assertThat(stream.get().text()).endsWith(":408: 408 Request Timeout\n\n");
  }
}
