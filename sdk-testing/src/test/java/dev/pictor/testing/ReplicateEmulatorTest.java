package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplicateEmulatorTest extends ReplicateScenario {
  private static final String LOGS =
      "Running prediction... \nUsing seed: 1207\nGenerating image...\n"
          + "Generated image in 1.2sec\nDownloaded image in 0.14sec";

  @Test
  void anAsynchronousCreationAnswersInTheBytesOfTheService() {
    Answer answer =
        create(PRO, "{\"input\":{\"seed\":1207,\"prompt\":\"a paper boat\",\"width\":512}}");

    String id = answer.string("id");
    String get = replicate.apiUrl() + "/predictions/" + id;
    assertThat(id).matches("[0-9a-z]{26}");
    assertThat(answer.status).isEqualTo(201);
    assertThat(answer.header("content-type")).isEqualTo("application/json; charset=utf-8");
    assertThat(answer.header("ratelimit-remaining")).isEqualTo("599");
    assertThat(answer.header("ratelimit-reset")).isEqualTo("1");
    assertThat(answer.headers.names()).doesNotContain("Location", "Preference-Applied");
    assertThat(answer.text())
        .isEqualTo(
            "{\"id\":\""
                + id
                + "\",\"model\":\"black-forest-labs/flux-1.1-pro\",\"version\":\"hidden\","
                + "\"input\":{\"prompt\":\"a paper boat\",\"seed\":1207,\"width\":512},"
                + "\"logs\":\"\",\"output\":null,\"data_removed\":false,\"error\":null,"
                + "\"status\":\"starting\",\"created_at\":\"2026-01-01T00:00:00.000Z\","
                + "\"urls\":{\"cancel\":\""
                + get
                + "/cancel\",\"get\":\""
                + get
                + "\",\"stream\":\""
                + replicate.filesUrl()
                + "/v1/files/bcwr-"
                + id
                + "\",\"web\":\""
                + replicate.filesUrl()
                + "/p/"
                + id
                + "\"}}\n");
  }

  @Test
  void aFinishedPredictionAnswersInTheBytesOfTheService() {
    String id = created(PRO, BOAT);
    clock.advance(Duration.ofSeconds(3));
    Answer answer = look(id);

    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.header("ratelimit-remaining")).isEqualTo("2999");
    assertThat(answer.json().members().keySet())
        .containsExactly(
            "id",
            "model",
            "version",
            "input",
            "logs",
            "output",
            "data_removed",
            "error",
            "status",
            "created_at",
            "started_at",
            "completed_at",
            "urls",
            "metrics");
    assertThat(answer.string("logs")).isEqualTo(LOGS);
    assertThat(answer.string("output"))
        .matches(replicate.filesUrl() + "/xezq/[A-Za-z0-9]{44}/tmp[a-z0-9]{8}\\.webp");
    assertThat(answer.string("status")).isEqualTo("succeeded");
    assertThat(answer.string("started_at")).isEqualTo("2026-01-01T00:00:00.400000000Z");
    assertThat(answer.string("completed_at")).isEqualTo("2026-01-01T00:00:01.600000000Z");
    assertThat(answer.json().member("metrics"))
        .contains(JsonValue.parse("{\"image_count\":1,\"predict_time\":1.2}"));
  }

  @Test
  @DisplayName("requirement 34: a prediction starts and runs before it is done")
  void thePredictionWalksOnTheClock() {
    String id = created(PRO, BOAT);
    assertThat(look(id).string("status")).isEqualTo("starting");
    clock.advance(Duration.ofMillis(400));
    Answer running = look(id);
    assertThat(running.string("status")).isEqualTo("processing");
    assertThat(running.string("logs"))
        .isEqualTo("Running prediction... \nUsing seed: 1207\nGenerating image...");
    assertThat(running.text()).contains("\"output\":null").doesNotContain("completed_at");
    clock.advance(Duration.ofMillis(1200));
    assertThat(look(id).string("status")).isEqualTo("succeeded");
    assertThat(replicate.job(id).state()).isEqualTo(JobState.COMPLETED);
    assertThat(replicate.job(id).polls()).isEqualTo(3);
    assertThat(replicate.paidJobs()).isEqualTo(1);
  }

  @Test
  void thePredictionWalksByLooks() {
    replicate.nextJob(JobScript.succeeds().queuedPolls(1).runningPolls(1));
    String id = created(SCHNELL, BOAT);
    assertThat(look(id).string("status")).isEqualTo("starting");
    assertThat(look(id).string("status")).isEqualTo("processing");
    assertThat(look(id).string("status")).isEqualTo("succeeded");
  }

  @Test
  void openModelsReturnAListAndAShortVersion() {
    Answer answer = finished(SCHNELL, "{\"input\":{\"prompt\":\"x\",\"num_outputs\":3}}");
    assertThat(answer.string("version")).matches("dp-[0-9a-f]{32}");
    assertThat(answer.json().member("output").get().elements())
        .hasSize(3)
        .extracting(url -> url.asString().get().replaceAll(".*/", ""))
        .containsExactly("out-0.webp", "out-1.webp", "out-2.webp");
    assertThat(answer.text()).contains("\"image_count\":3");
    assertThat(answer.string("logs"))
        .matches("running quantized prediction\nUsing seed: \\d+\nTotal safe images: 3 out of 3");
  }

  @Test
  void communityModelsRunByVersion() {
    String version = replicate.model("stability-ai/sdxl").get().version();
    Answer answer =
        create(
            "/predictions",
            "{\"version\":\"" + version + "\",\"input\":{\"prompt\":\"x\",\"width\":512}}");
    assertThat(answer.status).isEqualTo(201);
    assertThat(answer.string("model")).isEqualTo("stability-ai/sdxl");
    assertThat(answer.string("version")).isEqualTo(version);
    clock.advance(Duration.ofSeconds(2));
    assertThat(look(answer.string("id")).json().member("metrics"))
        .contains(JsonValue.parse("{\"predict_time\":1.2,\"total_time\":1.6}"));
  }

  @Test
  void aDeploymentIsNamedInItsPredictions() {
    replicate.deploy("acme/boats", "black-forest-labs/flux-schnell");
    Answer answer = create("/deployments/acme/boats/predictions", BOAT);
    assertThat(answer.status).isEqualTo(201);
    assertThat(answer.string("deployment")).isEqualTo("acme/boats");
    assertThat(create("/deployments/acme/ships/predictions", BOAT).status).isEqualTo(404);
  }

  @Test
  void wrongDoorsStayShut() {
    String sdxl = replicate.model("stability-ai/sdxl").get().version();
    String pro = replicate.model("black-forest-labs/flux-1.1-pro").get().version();
    Answer noDoor = create("/models/stability-ai/sdxl/predictions", BOAT);
    assertThat(noDoor.status).isEqualTo(404);
    assertThat(noDoor.header("content-type")).isEqualTo("application/problem+json");
    assertThat(noDoor.text())
        .isEqualTo("{\"detail\":\"The requested resource could not be found.\",\"status\":404}\n");
    Answer hidden = byVersion(pro);
    assertThat(hidden.status).isEqualTo(422);
    assertThat(hidden.text())
        .isEqualTo(
            "{\"title\":\"Invalid version or not permitted\",\"detail\":\"The specified version"
                + " does not exist (or perhaps you don't have permission to use it?)\","
                + "\"status\":422}");
    assertThat(byVersion("stability-ai/sdxl").status).isEqualTo(422);
    assertThat(byVersion("other/name:" + sdxl).status).isEqualTo(422);
    assertThat(byVersion("stability-ai/sdxl:" + sdxl).status).isEqualTo(201);
    assertThat(byVersion("black-forest-labs/flux-1.1-pro").status).isEqualTo(201);
    assertThat(replicate.paidJobs()).isEqualTo(2);
  }

  private Answer byVersion(String version) {
    return create("/predictions", "{\"version\":\"" + version + "\",\"input\":{\"prompt\":\"x\"}}");
  }

  @Test
  void theTokenIsAskedForOnTheApiAndOnlyThere() {
    try (ReplicateEmulator strict =
        ReplicateEmulator.builder().key("r8_secret").clock(clock).start()) {
      Answer refused = http.post(strict.apiUrl() + PRO, BOAT);
      assertThat(refused.status).isEqualTo(401);
      assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
      assertThat(refused.header("content-length")).isEqualTo("98");
      assertThat(refused.headers.names()).doesNotContain("ratelimit-remaining");
      assertThat(refused.text())
          .isEqualTo(
              "{\"title\":\"Unauthenticated\",\"detail\":\"You did not pass a valid authentication"
                  + " token\",\"status\":401}\n");
      for (String right :
          new String[] {"Bearer r8_secret", "bearer r8_secret", "Token r8_secret"}) {
        assertThat(http.get(strict.apiUrl() + "/account", "Authorization", right).status)
            .isEqualTo(200);
      }
      for (String wrong : new String[] {"Bearer ", "Bearer r8_other", "Key r8_secret"}) {
        assertThat(http.get(strict.apiUrl() + "/account", "Authorization", wrong).status)
            .isEqualTo(401);
      }
      strict.rules(ReplicateRules.standard().scheme(ReplicateRules.Scheme.BEARER));
      assertThat(http.get(strict.apiUrl() + "/account", "Authorization", "Token r8_secret").status)
          .isEqualTo(401);
      String id =
          http.post(strict.apiUrl() + PRO, BOAT, "Authorization", "Bearer r8_secret").string("id");
      clock.advance(Duration.ofSeconds(2));
      String image =
          http.get(strict.apiUrl() + "/predictions/" + id, "Authorization", "Bearer r8_secret")
              .string("output");
      assertThat(http.get(image).status).isEqualTo(200);
    }
  }

  @Test
  void cancelingAnswersInTheBytesOfTheService() {
    replicate.nextJob(JobScript.neverEnds().queuedFor(Duration.ofMillis(46)));
    String id = created(PRO, "{\"input\":{\"seed\":1207,\"prompt\":\"a paper boat\"}}");
    clock.advance(Duration.ofMillis(174));
    Answer answer = cancel(id);
    String get = replicate.apiUrl() + "/predictions/" + id;
    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.text())
        .isEqualTo(
            "{\"completed_at\":\"2026-01-01T00:00:00.174000Z\","
                + "\"created_at\":\"2026-01-01T00:00:00.000000Z\",\"error\":null,\"id\":\""
                + id
                + "\",\"input\":{\"seed\":1207,\"prompt\":\"a paper boat\"},\"logs\":null,"
                + "\"metrics\":{\"predict_time\":0.128,\"total_time\":0.174},\"output\":null,"
                + "\"started_at\":\"2026-01-01T00:00:00.046000Z\",\"status\":\"canceled\","
                + "\"urls\":{\"get\":\""
                + get
                + "\",\"cancel\":\""
                + get
                + "/cancel\"},\"model\":\"black-forest-labs/flux-1.1-pro\","
                + "\"version\":\"hidden\",\"webhook_completed\":null}");
    assertThat(look(id).string("status")).isEqualTo("canceled");
    assertThat(replicate.count(Step.CANCEL)).isEqualTo(1);
  }

  @Test
  void whatWaitsIsCanceledToo() {
    String id = created(PRO, BOAT);
    assertThat(cancel(id).string("status")).isEqualTo("canceled");
    assertThat(look(id).text()).doesNotContain("started_at");
  }

  @Test
  void theCancellationOfWhatIsOverChangesNothing() {
    String id = finished(PRO, BOAT).string("id");
    assertThat(cancel(id).string("status")).isEqualTo("succeeded");
    replicate.rules(ReplicateRules.standard().cancelingWhatIsOver(409));
    assertThat(cancel(id).status).isEqualTo(409);
    assertThat(look(id).string("status")).isEqualTo("succeeded");
  }

  @Test
  void aCancellationMayAnswerBeforeItShows() {
    replicate.rules(ReplicateRules.standard().cancelReply(ReplicateRules.CancelReply.NOT_YET));
    String id = created(PRO, BOAT);
    Answer answer = cancel(id);
    assertThat(answer.string("status")).isEqualTo("starting");
    assertThat(answer.text()).startsWith("{\"completed_at\":null");
    assertThat(look(id).string("status")).isEqualTo("canceled");
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    assertThat(look("nothing").status).isEqualTo(404);
    assertThat(cancel("nothing").status).isEqualTo(404);
    assertThat(http.get(replicate.apiUrl() + "/nothing").status).isEqualTo(404);
    assertThat(http.get(replicate.url() + "/predictions").status).isEqualTo(404);
    assertThat(http.get(replicate.filesUrl() + "/xezq/nothing/out-0.webp").status).isEqualTo(404);
  }

  @Test
  void failuresOfOtherServicesAreRefused() {
    assertThatThrownBy(() -> replicate.nextJob(JobScript.failsWith(EchoEmulator.Broken.BROKEN)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
