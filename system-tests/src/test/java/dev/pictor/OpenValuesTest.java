package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pictor.error.InvalidInputException;
import dev.pictor.error.PictorException;
import dev.pictor.model.Adjustment;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobState;
import dev.pictor.model.JobUpdate;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import dev.pictor.testing.FalFailure;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ReplicateFailure;
import dev.pictor.testing.ReplicateModel;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requirement 29: what Pictor has never heard of passes, in both directions. */
@Timeout(30)
class OpenValuesTest {
  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private static ImageRequest.Builder boat() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").seed(7);
  }

  private static JsonValue with(JsonValue json, String name, JsonValue value) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("_first", JsonValue.parse("[1.10,{\"deep\":null}]"));
    members.putAll(json.members());
    members.put(name, value);
    return JsonValue.object(members);
  }

  private static Step lastStep(Service.Kind kind) {
    return kind == Service.Kind.FAL ? Step.RESULT : Step.STATUS;
  }

  @ParameterizedTest
  @EnumSource
  void unknownFieldsOfARequestAreSent(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      JsonValue value = JsonValue.parse("{\"a\":[1.10,null,true],\"b\":12345678901234567890}");
      client.generate(boat().option("unheard_of", value).build());
      assertThat(service.emulator().requests(Step.SUBMIT).get(0).bodyText())
          .contains("\"unheard_of\":" + value);
      // The service's own word counts, not that of a table that may be old.
      InvalidInputException e =
          catchThrowableOfType(
              InvalidInputException.class,
              () ->
                  client.generate(
                      boat().option("output_format", JsonValue.of("holograph")).build()));
      assertThat(e.details().status()).hasValue(422);
      assertThat(e.details().providerMessage().get()).contains("output_format");
      assertThat(service.emulator().requests(Step.SUBMIT).get(1).bodyText())
          .contains("\"output_format\":\"holograph\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void unknownFormatsArePassedOnWhereNoTableKnowsBetter(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      String endpoint = "acme/house-model";
      if (kind == Service.Kind.REPLICATE) {
        service.replicateEmulator().offer(ReplicateModel.official(endpoint));
      }
      client.generate(
          boat()
              .model(kind.prefix() + endpoint)
              .outputFormat(OutputFormat.of("holograph"))
              .build());
      assertThat(service.emulator().requests(Step.SUBMIT).get(0).bodyText())
          .contains("\"output_format\":\"holograph\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "requirement 22: jpg and jpeg are one format, also where no table says how it is called")
  void aFormatHasTheNameThatTheProviderGivesIt(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      boolean isFal = kind == Service.Kind.FAL;
      ImageRequest request =
          boat()
              .model(isFal ? "fal/acme/house-model" : "replicate/black-forest-labs/flux-pro")
              .outputFormat(OutputFormat.JPEG)
              .build();
      assertThat(client.plan(request).chosen().get().adjustments())
          .filteredOn(adjustment -> adjustment.parameter().equals("outputFormat"))
          .singleElement()
          .satisfies(
              fate -> {
                assertThat(fate.to()).hasValue(isFal ? "output_format=jpeg" : "output_format=jpg");
                assertThat(fate.mode())
                    .isEqualTo(isFal ? Adjustment.Mode.PASSTHROUGH : Adjustment.Mode.CONVERTED);
                assertThat(fate.isChange()).isFalse();
              });
      GeneratedImage image = client.generate(request).image();
      assertThat(image.bytes()).isNotEmpty();
      assertThat(GeneratedImage.Facts.of(image.bytes()).format()).hasValue(OutputFormat.JPEG);
    }
  }

  @ParameterizedTest
  @EnumSource
  void unknownFieldsOfRepliesAreKept(Service.Kind kind) {
    JsonValue news = JsonValue.parse("{\"x\":1.10,\"y\":[null]}");
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      for (Step step : new Step[] {Step.SUBMIT, Step.STATUS, Step.RESULT}) {
        service
            .emulator()
            .fail(step, Fault.rewriteJson(json -> with(json, "unheard_of", news)))
            .always();
      }
      ImageResult result = client.generate(boat().build());
      assertThat(result.images()).hasSize(1);
      JsonValue raw = result.rawReplies().get(0);
      assertThat(raw.member("unheard_of")).hasValue(news);
      assertThat(raw.toString()).contains("[1.10,{\"deep\":null}]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void unknownStatusesAreWaitedOut(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.polling(time)) {
      service.emulator().everyJob(JobScript.succeeds().queuedPolls(0).runningPolls(4));
      service
          .emulator()
          .fail(
              Step.STATUS,
              Fault.rewriteJson(json -> with(json, "status", JsonValue.of("DREAMING"))))
          .times(3);
      time.holdShortWaits(); // until somebody listens
      List<JobUpdate> updates = new CopyOnWriteArrayList<>();
      ImageJob job = client.submit(boat().build()).onUpdate(updates::add);
      Until.holds(
          "it has ended",
          () -> {
            time.advance(Duration.ofMillis(500));
            return job.result().isDone();
          });
      assertThat(job.await().images()).hasSize(1);
      Until.holds(
          "it was told",
          () ->
              updates.stream()
                  .anyMatch(
                      update ->
                          update.rawStatus().equals("DREAMING")
                              && update.state() == JobState.UNKNOWN));
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void fieldsOfAnotherTypeDoNotHideTheImage(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      for (String field :
          new String[] {"seed", "timings", "has_nsfw_concepts", "prompt", "logs", "metrics"}) {
        service
            .emulator()
            .fail(
                lastStep(kind),
                Fault.rewriteJson(
                    json ->
                        json.members().containsKey(field)
                            ? with(json, field, JsonValue.parse("{\"odd\":[true]}"))
                            : json))
            .always();
        assertThat(client.generate(boat().build()).images()).as(field).hasSize(1);
        service.emulator().clearFaults();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBodyOfAnErrorIsKept(Service.Kind kind) {
    String body = "{\"detail\":\"Odd\",\"hint\":{\"try\":[\"later\",1.10]}}";
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.json(418, body));
      PictorException e =
          catchThrowableOfType(PictorException.class, () -> client.generate(boat().build()));
      assertThat(e.details().status()).hasValue(418);
      assertThat(e.details().body()).hasValue(body);
      assertThat(e.details().providerMessage()).hasValue("Odd");
    }
  }

  @ParameterizedTest
  @EnumSource
  void unknownCodesOfFailuresAreKept(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service
          .emulator()
          .everyJob(
              JobScript.failsWith(
                      kind == Service.Kind.FAL
                          ? FalFailure.model(422, "tea_is_cold", "The tea is cold")
                          : ReplicateFailure.of("The tea is cold (E777)"))
                  .queuedPolls(0)
                  .runningPolls(1));
      PictorException e =
          catchThrowableOfType(PictorException.class, () -> client.generate(boat().build()));
      assertThat(e.details().code()).hasValue(kind == Service.Kind.FAL ? "tea_is_cold" : "E777");
      assertThat(e.details().body().get()).contains("The tea is cold");
    }
  }
}
