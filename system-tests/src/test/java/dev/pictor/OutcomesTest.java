package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.DownloadException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageOutcome.Kind;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JsonValue;
import dev.pictor.testing.FalFailure;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobFailure;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.RecordedCall;
import dev.pictor.testing.ReplicateFailure;
import dev.pictor.testing.Step;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requirement 11: as many outcomes as images were asked for, and no finished image is lost. */
@Tag("wide")
@Timeout(30)
class OutcomesTest {
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  /** At both providers each call of this model makes one image. */
  private static ImageRequest.Builder boats(int n) {
    return ImageRequest.builder().model("flux-2-pro").prompt("paper boats").seed(40).n(n);
  }

  private static Predicate<JsonValue> seed(int seed) {
    return input ->
        input.member("seed").flatMap(JsonValue::asInt).filter(s -> s == seed).isPresent();
  }

  private static Predicate<RecordedCall> bodyWithSeed(int seed) {
    return call -> call.bodyText().contains("\"seed\":" + seed);
  }

  private static JobScript failing(JobFailure failure) {
    return JobScript.failsWith(failure).queuedPolls(0).runningPolls(1);
  }

  private static JobFailure broken(Service.Kind kind) {
    return kind == Service.Kind.FAL
        ? FalFailure.noMediaGenerated()
        : ReplicateFailure.modelError(6);
  }

  private static JobFailure moderated(Service.Kind kind) {
    return kind == Service.Kind.FAL ? FalFailure.contentPolicy() : ReplicateFailure.contentPolicy();
  }

  private static List<Kind> kinds(ImageResult result) {
    return result.outcomes().stream().map(ImageOutcome::kind).collect(Collectors.toList());
  }

  private static List<String> seeds(List<ImageOutcome> outcomes) {
    return outcomes.stream()
        .map(outcome -> outcome.seed().map(BigInteger::toString).orElse("-"))
        .collect(Collectors.toList());
  }

  // --- Requirement 11

  @ParameterizedTest
  @EnumSource
  void eachImageHasAnOutcomeInItsPlace(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().jobsWith(seed(41), failing(broken(kind)));
      service.emulator().jobsWith(seed(42), failing(moderated(kind)));
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect()).when(bodyWithSeed(43));
      service.emulator().fail(Step.LIST, Fault.html(500)).always(); // nobody can be asked
      ImageResult result = client.generate(boats(5).build());

      assertThat(kinds(result))
          .containsExactly(Kind.IMAGE, Kind.FAILED, Kind.FILTERED, Kind.UNKNOWN, Kind.IMAGE);
      List<ImageOutcome> outcomes = result.outcomes();
      assertThat(outcomes).extracting(ImageOutcome::index).containsExactly(0, 1, 2, 3, 4);
      assertThat(seeds(outcomes)).containsExactly("40", "41", "42", "43", "44");
      assertThat(outcomes.get(1).failure().get()).isExactlyInstanceOf(JobFailedException.class);
      assertThat(outcomes.get(2).failure().get()).isExactlyInstanceOf(ModerationException.class);
      assertThat(outcomes.get(3).failure().get())
          .isExactlyInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("seed 43");
      assertThat(outcomes.get(3).handle()).isEmpty();
      assertThat(outcomes)
          .filteredOn(outcome -> outcome.kind() != Kind.UNKNOWN)
          .allMatch(outcome -> outcome.handle().isPresent());
      assertThat(result.images()).extracting(image -> image.index()).containsExactly(0, 4);
      assertThat(result.images().get(1).bytes()).isNotEmpty();
      assertThat(result.handles()).hasSize(4);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(5);

      // What is unknown may exist and is not asked for again; the rest keeps its seeds.
      List<ImageRequest> missing = result.missing();
      assertThat(missing).singleElement().isEqualTo(boats(2).seed(41).build());
      service.emulator().nextJob(Service.QUICK);
      service.emulator().nextJob(Service.QUICK);
      ImageResult more = client.generate(missing.get(0));
      assertThat(seeds(more.outcomes())).containsExactly("41", "42");
      assertThat(more.images()).hasSize(2);
      assertThat(more.missing()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsMissingApartIsAskedForApart(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().jobsWith(seed(40), failing(broken(kind)));
      service.emulator().jobsWith(seed(42), failing(moderated(kind)));
      service.emulator().jobsWith(seed(43), failing(broken(kind)));
      ImageResult result = client.generate(boats(5).build());
      assertThat(result.missing())
          .containsExactly(boats(1).seed(40).build(), boats(2).seed(42).build());
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutASeedOneRequestTopsUp(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().nextJob(failing(broken(kind)));
      service.emulator().nextJob(failing(moderated(kind)));
      ImageRequest request =
          ImageRequest.builder().model("flux-2-pro").prompt("paper boats").n(4).build();
      ImageResult result = client.generate(request);
      assertThat(result.images()).hasSize(2);
      assertThat(result.missing()).containsExactly(request.toBuilder().n(2).build());
    }
  }

  @ParameterizedTest
  @EnumSource
  void ifNoImageCameEveryReasonIsTold(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().jobsWith(seed(40), failing(broken(kind)));
      service.emulator().jobsWith(seed(41), failing(moderated(kind)));
      JobFailedException e =
          catchThrowableOfType(JobFailedException.class, () -> client.generate(boats(2).build()));
      assertThat(e.getSuppressed()).singleElement().isInstanceOf(ModerationException.class);
    }
  }

  @Test
  void ifNoImageCameWhatIsUnknownIsToldFirst() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service.emulator().everyJob(failing(FalFailure.noMediaGenerated()));
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect()).when(bodyWithSeed(41));
      PictorException e = Failures.of(() -> client.generate(boats(3).build()));
      assertThat(e)
          .isExactlyInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("seed 41");
      assertThat(e.getSuppressed()).hasSize(2).hasOnlyElementsOfType(JobFailedException.class);
      assertThat(e.handles()).hasSize(2);
    }
  }

  @Test
  void whatIsUnknownAfterAnotherProviderIsToldFirst() {
    try (Pair pair = new Pair(Service.Kind.REPLICATE)) {
      pair.first().close();
      pair.second().everyJob(failing(FalFailure.noMediaGenerated()));
      pair.second().fail(Step.SUBMIT, Fault.disconnect().afterEffect()).when(bodyWithSeed(41));
      PictorException e = Failures.of(() -> pair.client().generate(boats(2).build()));
      assertThat(e.hasUnknownOutcome()).isTrue();
      assertThat(e).hasMessageContaining("seed 41");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeadlineLosesNoFinishedImage(Service.Kind kind) {
    for (RequestOptions.OnExpiry expiry : RequestOptions.OnExpiry.values()) {
      try (Service service = kind.start();
          ImageClient client = service.polling(time)) {
        service.emulator().jobsWith(seed(41), JobScript.neverEnds());
        CompletableFuture<ImageResult> pending =
            client.generateAsync(
                boats(3).build(),
                RequestOptions.builder().deadline(DEADLINE).onExpiry(expiry).build());
        // Each run has one deadline, and gives it back when it ends.
        Until.holds(
            "the others are done",
            () -> service.emulator().paidJobs() == 3 && time.deadlines() == 1);
        time.advance(DEADLINE);
        ImageResult result = Until.done(pending);
        boolean left = expiry == RequestOptions.OnExpiry.LEAVE_REMOTE_JOB;
        assertThat(kinds(result))
            .containsExactly(Kind.IMAGE, left ? Kind.UNKNOWN : Kind.FAILED, Kind.IMAGE);
        ImageOutcome late = result.outcomes().get(1);
        assertThat(late.failure().get()).isExactlyInstanceOf(DeadlineExceededException.class);
        assertThat(late.handle()).isPresent();
        assertThat(service.emulator().count(Step.CANCEL)).isEqualTo(left ? 0 : 1);
        assertThat(result.missing()).hasSize(left ? 0 : 1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCancellationLosesNoFinishedImage(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.polling(time)) {
      service.emulator().jobsWith(seed(41), JobScript.neverEnds());
      ImageJob job = client.submit(boats(3).build());
      assertThat(job.handles()).hasSize(3);
      Until.holds("the others are done", () -> time.deadlines() == 1);
      job.cancel();
      ImageResult result = job.await();
      assertThat(kinds(result)).containsExactly(Kind.IMAGE, Kind.FAILED, Kind.IMAGE);
      assertThat(result.outcomes().get(1).failure().get())
          .isExactlyInstanceOf(JobCanceledException.class);
      assertThat(service.emulator().count(Step.CANCEL)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anImageThatCannotBeFetchedKeepsItsUrl(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.DOWNLOAD, Fault.empty(404));
      ImageResult result = client.generate(boats(3).responseFormat(ResponseFormat.BYTES).build());
      assertThat(kinds(result)).containsOnly(Kind.IMAGE, Kind.UNKNOWN);
      ImageOutcome lost =
          result.outcomes().stream().filter(o -> o.kind() == Kind.UNKNOWN).findFirst().get();
      assertThat(lost.failure().get()).isExactlyInstanceOf(DownloadException.class);
      assertThat(lost.image().get().bytes()).isNotEmpty(); // it was a passing trouble
      assertThat(result.images()).hasSize(2);
      assertThat(result.missing()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSubmissionThatIsRefusedLeavesTheOthers(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service
          .emulator()
          .fail(Step.SUBMIT, Fault.json(402, "{\"detail\":\"no money\"}"))
          .when(bodyWithSeed(41));
      ImageJob job = client.submit(boats(3).build());
      assertThat(job.handles()).hasSize(2);
      ImageResult result = job.await();
      assertThat(kinds(result)).containsExactly(Kind.IMAGE, Kind.FAILED, Kind.IMAGE);
      assertThat(result.missing()).containsExactly(boats(1).seed(41).build());
    }
  }

  // --- several images per call

  @Test
  void falFlagsOneImageOfFour() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service.emulator().everyJob(Service.QUICK.nsfw(1));
      ImageResult result =
          client.generate(
              ImageRequest.builder().model("flux1.1-pro").prompt("boats").seed(40).n(4).build());
      assertThat(kinds(result)).containsExactly(Kind.IMAGE, Kind.FILTERED, Kind.IMAGE, Kind.IMAGE);
      ImageOutcome flagged = result.outcomes().get(1);
      assertThat(flagged.failure().get()).isExactlyInstanceOf(ModerationException.class);
      assertThat(flagged.image().get().flagged()).hasValue(true);
      assertThat(result.images()).extracting(image -> image.index()).containsExactly(0, 2, 3);
      assertThat(result.images()).allMatch(i -> i.flagged().equals(Optional.of(false)));
      assertThat(result.missing()).hasSize(1);
      assertThat(result.missing().get(0).n()).isEqualTo(1);
      assertThat(result.missing().get(0).seed().get()).hasToString("41");
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
    }
  }

  @Test
  void falFlagsEveryImage() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service.emulator().everyJob(Service.QUICK.nsfw(0, 1));
      ModerationException e =
          catchThrowableOfType(
              ModerationException.class,
              () ->
                  client.generate(
                      ImageRequest.builder().model("flux1.1-pro").prompt("boats").n(2).build()));
      assertThat(e.handle()).isPresent(); // Requirement 24
    }
  }

  @Test
  @DisplayName("requirement 11: the image that is withheld is the one that has no image")
  void replicateWithholdsOneImageOfThree() {
    for (int withheld = 0; withheld < 3; withheld++) {
      try (Service service = Service.replicate();
          ImageClient client = service.client(time)) {
        service.emulator().nextJob(Service.QUICK.nsfw(withheld));
        ImageResult result = client.generate(schnell().build());
        for (ImageOutcome outcome : result.outcomes()) {
          boolean isThere = outcome.index() != withheld;
          assertThat(outcome.kind()).isEqualTo(isThere ? Kind.IMAGE : Kind.FILTERED);
          outcome
              .image()
              .ifPresent(
                  image ->
                      assertThat(image.url().get())
                          .contains("/out-" + outcome.index())
                          .contains("/out-" + image.index()));
          assertThat(outcome.image().isPresent()).isEqualTo(isThere);
        }
        assertThat(seeds(result.outcomes())).containsExactly("40", "-", "-");
        assertThat(result.outcomes().get(withheld).failure().get())
            .isExactlyInstanceOf(ModerationException.class);
        assertThat(result.missing()).containsExactly(schnell().n(1).seed(40L + withheld).build());
      }
    }
  }

  private static ImageRequest.Builder schnell() {
    return ImageRequest.builder().model("flux-schnell").prompt("boats").seed(40).n(3);
  }

  @Test
  void noImageInHandIsPaidForAgain() {
    for (int withheld = 0; withheld < 3; withheld++) {
      for (String[] logs : new String[][] {{}, {"the logs say nothing of it"}}) {
        try (Service service = Service.replicate();
            ImageClient client = service.client(time)) {
          service.emulator().nextJob(Service.QUICK.nsfw(withheld).logs(logs));
          ImageResult result = client.generate(schnell().build());
          assertThat(result.missing()).hasSize(1);
          byte[] more = client.generate(result.missing().get(0)).image().bytes();
          assertThat(result.images()).hasSize(2).noneMatch(i -> Arrays.equals(i.bytes(), more));
        }
      }
    }
  }

  @Test
  @DisplayName("requirement 9: an image has no seed that may be another one's")
  void whereNobodySaysWhichImageIsWithheldNoneHasASeed() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().nextJob(Service.QUICK.nsfw(0).logs("Using seed: 40"));
      ImageResult result = client.generate(schnell().build());
      assertThat(kinds(result)).containsExactly(Kind.IMAGE, Kind.IMAGE, Kind.FILTERED);
      assertThat(seeds(result.outcomes())).containsExactly("-", "-", "-");
      assertThat(result.images()).allMatch(image -> !image.seed().isPresent());
      assertThat(result.missing()).containsExactly(schnell().n(1).seed(Optional.empty()).build());
    }
  }

  @Test
  void imagesBeyondThePlanStandWithoutGaps() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().nextJob(Service.QUICK.nsfw(0));
      ImageResult result =
          client.generate(schnell().n(1).option("num_outputs", JsonValue.of(3)).build());
      assertThat(kinds(result)).containsExactly(Kind.IMAGE, Kind.IMAGE);
      assertThat(seeds(result.outcomes())).containsExactly("-", "-");
      assertThat(result.missing()).isEmpty();
    }
  }

  @Test
  void replicateWithholdsEveryImage() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().everyJob(Service.QUICK.nsfw(0));
      for (String model : new String[] {"flux-schnell", "flux1.1-pro"}) {
        ModerationException e =
            catchThrowableOfType(
                ModerationException.class,
                () -> client.generate(ImageRequest.builder().model(model).prompt("boats").build()));
        assertThat(e.handle()).isPresent(); // Requirement 24
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneCallOfSeveralFailsWithAllItsImages(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      // Two calls: images 0 to 3, and 4 to 5.
      service.emulator().jobsWith(seed(40), failing(moderated(kind)));
      ImageResult result =
          client.generate(
              ImageRequest.builder().model("flux-schnell").prompt("boats").seed(40).n(6).build());
      assertThat(kinds(result))
          .containsExactly(
              Kind.FILTERED, Kind.FILTERED, Kind.FILTERED, Kind.FILTERED, Kind.IMAGE, Kind.IMAGE);
      assertThat(result.missing()).hasSize(1);
      assertThat(result.missing().get(0).n()).isEqualTo(4);
      assertThat(result.missing().get(0).seed().get()).hasToString("40");
    }
  }

  @ParameterizedTest
  @EnumSource
  void fewerImagesThanAskedForAreFailuresWithAReason(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      String field = kind == Service.Kind.FAL ? "images" : "output";
      Step step = kind == Service.Kind.FAL ? Step.RESULT : Step.STATUS;
      service
          .emulator()
          .fail(step, Fault.rewriteJson(json -> withOneElement(kind, json, field)))
          .always();
      ImageResult result =
          client.generate(
              ImageRequest.builder().model("flux-schnell").prompt("boats").n(2).build());
      assertThat(result.outcomes()).hasSize(2);
      assertThat(result.outcomes().get(0).kind()).isEqualTo(Kind.IMAGE);
      assertThat(result.outcomes().get(1).failure().get()).hasMessageContaining("with");
    }
  }

  private static JsonValue withOneElement(Service.Kind kind, JsonValue json, String field) {
    Map<String, JsonValue> members = new LinkedHashMap<>(json.members());
    json.member(field)
        .filter(list -> !list.elements().isEmpty())
        .ifPresent(list -> members.put(field, JsonValue.array(list.elements().subList(0, 1))));
    if (kind == Service.Kind.FAL) {
      members.remove("has_nsfw_concepts");
    }
    return JsonValue.object(members);
  }

  // --- Requirement 12

  @ParameterizedTest
  @EnumSource
  void atMostFourSubmissionsOfARequestAreUnderWay(Service.Kind kind) {
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Interceptor gauge =
        chain -> {
          if (!chain.request().method().equals("POST")) {
            return chain.proceed(chain.request());
          }
          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          try {
            return chain.proceed(chain.request());
          } finally {
            underWay.decrementAndGet();
          }
        };
    AtomicInteger arrived = new AtomicInteger();
    AtomicInteger held = new AtomicInteger();
    Semaphore mayBeAnswered = new Semaphore(0);
    Fault late =
        Fault.rewriteReply(
            reply -> {
              most.accumulateAndGet(held.incrementAndGet(), Math::max);
              arrived.incrementAndGet();
              mayBeAnswered.acquireUninterruptibly();
              held.decrementAndGet();
              return reply;
            });
    try (Service service = kind.start();
        ImageClient client =
            ImageClient.builder()
                .provider(service.provider())
                .httpClient(new OkHttpClient.Builder().addInterceptor(gauge).build())
                .time(time)
                .build()) {
      service.emulator().fail(Step.SUBMIT, late).always();
      CompletableFuture<ImageResult> result = client.generateAsync(boats(10).build());
      try {
        for (int wave : new int[] {4, 8, 10}) {
          Until.holds(wave + " arrived", () -> arrived.get() >= wave);
          assertThat(arrived.get()).isEqualTo(wave);
          mayBeAnswered.release(4);
        }
        assertThat(Until.done(result).images()).hasSize(10);
      } finally {
        mayBeAnswered.release(100);
      }
      assertThat(most.get()).isEqualTo(4); // Requirement 12
    }
  }

  /** A model that puts its images out one by one has been paid for those before its end. */
  @ParameterizedTest
  @MethodSource("endsOnTheWay")
  void whatWasMadeBeforeTheJobEndedIsDelivered(
      ReplicateFailure end, Class<? extends PictorException> why, Kind rest) {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service.emulator().everyJob(failing(end.afterImages(1)));
      ImageResult result =
          client.generate(
              ImageRequest.builder().model("flux-schnell").prompt("paper boats").n(3).build());
      assertThat(result.outcomes())
          .extracting(ImageOutcome::kind)
          .containsExactly(Kind.IMAGE, rest, rest);
      assertThat(result.image().bytes()).isNotEmpty();
      assertThat(result.outcomes().get(2).failure().get()).isExactlyInstanceOf(why);
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
    }
  }

  static Stream<Arguments> endsOnTheWay() {
    return Stream.of(
        Arguments.of(ReplicateFailure.canceled(), JobCanceledException.class, Kind.FAILED),
        Arguments.of(ReplicateFailure.exception(), JobFailedException.class, Kind.FAILED),
        Arguments.of(ReplicateFailure.contentPolicy(), ModerationException.class, Kind.FILTERED));
  }
}
