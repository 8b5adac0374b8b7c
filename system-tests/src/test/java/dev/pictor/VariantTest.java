package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pictor.error.BillingException;
import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.DownloadException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import dev.pictor.replicate.ReplicateOptions;
import dev.pictor.testing.FalFailure;
import dev.pictor.testing.FalQuirk;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.RecordedCall;
import dev.pictor.testing.ReplicateRules;
import dev.pictor.testing.ReplicateStyle;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The services answer in more ways than one. Whichever they choose, the image arrives. */
@Tag("wide")
@Timeout(30)
class VariantTest {
  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private static ImageRequest.Builder boat(String model) {
    return ImageRequest.builder()
        .model(model)
        .prompt("a paper boat")
        .seed(7)
        .size(512, 512)
        .responseFormat(ResponseFormat.BYTES);
  }

  private static void arrives(Service service, ImageResult result) {
    assertThat(Picture.decode(result.image().bytes()).size().toString()).isEqualTo("512x512");
    assertThat(result.image().seed().get()).hasToString("7");
    assertThat(result.warnings()).isEmpty();
    assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    keyStaysHome(service);
  }

  private static void keyStaysHome(Service service) {
    assertThat(service.emulator().requests())
        .filteredOn(RecordedCall::reachedFilesHost)
        .noneMatch(RecordedCall::carriesAuthorization);
  }

  private static ImageJob running(ImageClient client, ImageRequest request) {
    CountDownLatch seen = new CountDownLatch(1);
    ImageJob job = client.submit(request);
    job.onUpdate(
        update -> {
          if (update.state() == JobState.RUNNING) {
            seen.countDown();
          }
        });
    Until.holds("it runs", () -> seen.getCount() == 0);
    return job;
  }

  /**
   * Waits until it is known what became of a job that has ended by other means. A time that does
   * not pass lets it ask again and again, until it has spent what it may in a minute or its waits
   * have grown: by then they last.
   */
  private void ends(ImageJob job) {
    Until.holds(
        "it ends",
        () -> {
          if (time.pending() == 2) { // for the deadline and for its next poll or try
            time.advanceToNext();
          }
          return job.result().isDone();
        });
  }

  // --- fal

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACCOUNT_LOCKED")
  void theImageArrivesFromFal(FalQuirk quirk) {
    try (Service service = Service.fal(quirk);
        ImageClient client = service.client(time)) {
      arrives(service, client.generate(boat("flux1.1-pro").build()));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACCOUNT_LOCKED")
  void aFailureOfFalIsTold(FalQuirk quirk) {
    try (Service service = Service.fal(quirk);
        ImageClient client = service.client(time)) {
      service
          .emulator()
          .everyJob(JobScript.failsWith(FalFailure.contentPolicy()).queuedPolls(1).runningPolls(1));
      PictorException e =
          catchThrowableOfType(
              PictorException.class, () -> client.generate(boat("flux1.1-pro").build()));
      assertThat(e.details().code()).hasValue("content_policy_violation");
      assertThat(e.details().status()).hasValue(422);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACCOUNT_LOCKED")
  void aJobOfFalIsCanceledAndPickedUp(FalQuirk quirk) {
    try (Service service = Service.fal(quirk);
        ImageClient client = service.polling(time)) {
      service
          .emulator()
          .everyJob(JobScript.succeeds().queuedPolls(0).runningFor(Duration.ofMinutes(1)));
      ImageJob job = running(client, boat("flux1.1-pro").build());
      JobHandle handle = JobHandle.parse(job.handle().toString());
      ImageJob again = client.resume(handle);
      job.cancel();
      assertThat(catchThrowableOfType(PictorException.class, job::await))
          .isExactlyInstanceOf(JobCanceledException.class);
      assertThat(service.emulator().count(Step.CANCEL)).isEqualTo(1);
      service.clock().advance(Duration.ofMinutes(2));
      ends(again);
      if (quirk == FalQuirk.CANCEL_COMES_TOO_LATE) {
        assertThat(again.await().images()).hasSize(1);
      } else if (quirk == FalQuirk.CANCELED_JOBS_VANISH) {
        assertThat(catchThrowableOfType(PictorException.class, again::await))
            .isExactlyInstanceOf(NotFoundException.class);
      } else {
        assertThat(catchThrowableOfType(PictorException.class, again::await))
            .isExactlyInstanceOf(JobCanceledException.class);
      }
      keyStaysHome(service);
    }
  }

  @Test
  void aLockedAccountOfFalCannotPay() {
    try (Service service = Service.fal(FalQuirk.ACCOUNT_LOCKED);
        ImageClient client = service.client(time)) {
      BillingException e =
          catchThrowableOfType(
              BillingException.class, () -> client.generate(boat("flux1.1-pro").build()));
      assertThat(e.details().providerMessage().get()).contains("Exhausted balance");
      assertThat(service.emulator().requests()).hasSize(1);
    }
  }

  @Test
  void anUnknownPathOfFalIsNamed() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      NotFoundException e =
          catchThrowableOfType(
              NotFoundException.class,
              () -> client.generate(boat("fal/fal-ai/flux-pro/v9.9").build()));
      assertThat(e.details().providerMessage()).hasValue("Path /v9.9 not found");
      assertThat(e.handle()).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTUP_TIMEOUT", "BARE_STATUS", "FAILURES_TOLD_IN_STATUS"})
  void aStartLimitThatFalKeepsItself(FalQuirk quirk) {
    try (Service service = Service.fal(quirk);
        ImageClient client = service.client(time)) {
      service.emulator().everyJob(JobScript.neverStarts());
      ImageJob job =
          client.submit(
              boat("flux1.1-pro").build(),
              RequestOptions.builder().startTimeout(Duration.ofSeconds(30)).build());
      service.clock().advance(Duration.ofSeconds(31));
      PictorException e = catchThrowableOfType(PictorException.class, job::await);
      assertThat(e)
          .isExactlyInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("did not start at fal within its start limit");
      assertThat(e.handle()).contains(job.handle());
      assertThat(e.details().providerMessage()).hasValue("Request timed out");
      assertThat(e.isRetryable()).isFalse();
      assertThat(e.details().code().get())
          .isEqualTo(quirk == FalQuirk.STARTUP_TIMEOUT ? "startup_timeout" : "request_timeout");
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  // --- Replicate

  private static Map<String, ReplicateStyle> styles() {
    ReplicateStyle standard = ReplicateStyle.standard();
    Map<String, ReplicateStyle> all = new LinkedHashMap<>();
    all.put("standard", standard);
    all.put("of 2023", ReplicateStyle.of2023());
    for (int status : new int[] {200, 201, 202}) {
      all.put("create status " + status, standard.createStatus(status));
    }
    for (int digits : new int[] {0, 3, 9}) {
      all.put("fraction digits " + digits, standard.fractionDigits(digits));
    }
    for (ReplicateStyle.KeyOrder order : ReplicateStyle.KeyOrder.values()) {
      all.put("key order " + order, standard.keyOrder(order));
    }
    for (ReplicateStyle.Version version : ReplicateStyle.Version.values()) {
      all.put("version " + version, standard.version(version));
    }
    for (ReplicateStyle.Output output : ReplicateStyle.Output.values()) {
      all.put("output " + output, standard.output(output));
    }
    for (ReplicateStyle.NoOutput noOutput : ReplicateStyle.NoOutput.values()) {
      all.put("no output " + noOutput, standard.noOutput(noOutput));
    }
    all.put("without web", standard.withoutWebUrl());
    all.put("without stream", standard.withoutStreamUrl());
    all.put("null logs", standard.withNullLogs());
    all.put("null metrics", standard.withNullMetrics());
    return all;
  }

  static Stream<Arguments> stylesAndModels() {
    List<Arguments> all = new ArrayList<>();
    styles()
        .forEach(
            (name, style) -> {
              for (String model : Arrays.asList("flux1.1-pro", "flux-schnell")) {
                for (boolean waits : new boolean[] {false, true}) {
                  all.add(Arguments.of(name, style, model, waits));
                }
              }
            });
    return all.stream();
  }

  private static ImageRequest waiting(String model, boolean waits) {
    ImageRequest.Builder request = boat(model);
    if (waits) {
      request.putAllOptions(ReplicateOptions.builder().syncWait(Duration.ofSeconds(10)).build());
    }
    return request.build();
  }

  @ParameterizedTest(name = "{0} {2} waits: {3}")
  @MethodSource("stylesAndModels")
  void theImageArrivesFromReplicate(
      String name, ReplicateStyle style, String model, boolean waits) {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.replicateEmulator().style(style);
      arrives(service, client.generate(waiting(model, waits)));
    }
  }

  private static Map<String, ReplicateRules> rules() {
    ReplicateRules standard = ReplicateRules.standard();
    Map<String, ReplicateRules> all = new LinkedHashMap<>();
    for (ReplicateRules.Waiting waiting : ReplicateRules.Waiting.values()) {
      all.put("waiting " + waiting, standard.waiting(waiting));
    }
    for (ReplicateRules.FinishedWait finished : ReplicateRules.FinishedWait.values()) {
      all.put("finished wait " + finished, standard.finishedWait(finished));
    }
    for (ReplicateRules.CancelReply reply : ReplicateRules.CancelReply.values()) {
      all.put("cancel reply " + reply, standard.cancelReply(reply));
    }
    for (ReplicateRules.Scheme scheme : ReplicateRules.Scheme.values()) {
      all.put("scheme " + scheme, standard.scheme(scheme));
    }
    return all;
  }

  static Stream<Arguments> rulesToKeep() {
    return rules().entrySet().stream().map(one -> Arguments.of(one.getKey(), one.getValue()));
  }

  static Stream<Arguments> rulesAndWaits() {
    return rules().entrySet().stream()
        .flatMap(
            one ->
                Stream.of(
                    Arguments.of(one.getKey(), one.getValue(), false),
                    Arguments.of(one.getKey(), one.getValue(), true)));
  }

  @ParameterizedTest(name = "{0} waits: {2}")
  @MethodSource("rulesAndWaits")
  void theImageArrivesByAnyRule(String name, ReplicateRules rules, boolean waits) {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.replicateEmulator().rules(rules);
      arrives(service, client.generate(waiting("flux1.1-pro", waits)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rulesToKeep")
  void aPredictionIsCanceledByAnyRule(String name, ReplicateRules rules) {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.replicateEmulator().rules(rules);
      service.emulator().everyJob(JobScript.neverEnds());
      ImageJob job = running(client, boat("flux1.1-pro").build());
      ImageJob again = client.resume(job.handle());
      job.cancel();
      assertThat(catchThrowableOfType(PictorException.class, job::await))
          .isExactlyInstanceOf(JobCanceledException.class);
      ends(again);
      assertThat(catchThrowableOfType(PictorException.class, again::await))
          .isExactlyInstanceOf(JobCanceledException.class);
      assertThat(service.emulator().count(Step.CANCEL)).isEqualTo(1);
    }
  }

  @Test
  void aCancellationThatComesTooLateHarmsNothing() {
    for (int status : new int[] {200, 404, 409, 422}) {
      try (Service service = Service.replicate();
          ImageClient client = service.client(time)) {
        service.replicateEmulator().rules(ReplicateRules.standard().cancelingWhatIsOver(status));
        // The client is told that it still runs when it is over.
        service
            .emulator()
            .fail(
                Step.STATUS,
                Fault.rewriteJson(
                    json ->
                        JsonValue.objectBuilder()
                            .put("id", json.string("id").orElse(""))
                            .put("status", "processing")
                            .build()))
            .always();
        ImageJob job = running(client, boat("flux1.1-pro").build());
        Until.holds(
            "it is over there",
            () -> service.emulator().jobs().get(0).state() == JobState.COMPLETED);
        job.cancel();
        JobCanceledException e = catchThrowableOfType(JobCanceledException.class, job::await);
        assertThat(service.emulator().count(Step.CANCEL)).isEqualTo(1);
        service.emulator().clearFaults();
        assertThat(client.resume(e.handle().get()).await().images()).hasSize(1);
      }
    }
  }

  @Test
  void whatReplicateHasRemovedIsNamed() {
    for (int status : new int[] {403, 404}) {
      try (Service service = Service.replicate();
          ImageClient client = service.client(time)) {
        service.replicateEmulator().rules(ReplicateRules.standard().expiredFiles(status));
        ImageResult result =
            client.generate(boat("flux1.1-pro").responseFormat(ResponseFormat.URL).build());
        JobHandle handle = result.handles().get(0);
        service.replicateEmulator().expire(handle.id());
        assertThat(catchThrowableOfType(DownloadException.class, () -> result.image().bytes()))
            .hasMessageContaining(String.valueOf(status))
            .hasMessageContaining("expired");
        assertThat(catchThrowableOfType(PictorException.class, () -> client.resume(handle).await()))
            .isExactlyInstanceOf(NotFoundException.class)
            .hasMessageContaining("expired");
      }
    }
  }

  @Test
  void aDeadlineThatReplicateKeepsItself() {
    for (JobScript script : Arrays.asList(JobScript.neverStarts(), JobScript.neverEnds())) {
      try (Service service = Service.replicate();
          ImageClient client = service.client(time)) {
        service.emulator().everyJob(script);
        ImageJob job =
            client.submit(
                boat("flux1.1-pro").build(),
                RequestOptions.builder().deadline(Duration.ofSeconds(60)).build());
        service.clock().advance(Duration.ofSeconds(61));
        ends(job);
        PictorException e = catchThrowableOfType(PictorException.class, job::await);
        assertThat(e).isExactlyInstanceOf(JobCanceledException.class);
        assertThat(e).isNotInstanceOf(DeadlineExceededException.class);
        assertThat(e.handle()).contains(job.handle());
        assertThat(service.emulator().count(Step.CANCEL)).isZero();
      }
    }
  }
}
