package dev.pictor;

import static dev.pictor.Wire.Step.CANCEL;
import static dev.pictor.Wire.Step.RESULT;
import static dev.pictor.Wire.Step.STATUS;
import static dev.pictor.Wire.Step.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageResult;
import dev.pictor.spi.Provider;
import dev.pictor.testing.FalFailure;
import dev.pictor.testing.JobScript;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider module with bugs: no future hangs, no job is paid twice, no handle is lost. */
@Timeout(60)
class BrokenProviderTest {
  /** The ways in which a method goes wrong. */
  enum Bug {
    EXCEPTION,
    ERROR,
    MISSING_CLASS,
    NULL;

    @Nullable Object happens() {
      switch (this) {
        case EXCEPTION:
          throw new IllegalStateException("a bug");
        case ERROR:
          throw new StackOverflowError("a bug");
        case MISSING_CLASS:
          throw new NoClassDefFoundError("a bug");
        case NULL:
          return null;
      }
      throw new AssertionError(this);
    }
  }

  private final Wire wire = new Wire();
  private final TestTime time = new TestTime();

  @AfterEach
  void stop() {
    wire.close();
    time.close();
  }

  /** The provider of fal, with a bug in one method. */
  private ImageClient client(String method, Bug bug) {
    Provider sound = wire.fal();
    Provider broken =
        (Provider)
            Proxy.newProxyInstance(
                Provider.class.getClassLoader(),
                new Class<?>[] {Provider.class},
                (proxy, called, arguments) -> {
                  if (called.getName().equals(method)) {
                    return bug.happens();
                  }
                  try {
                    return called.invoke(sound, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return ImageClient.builder()
        .provider(broken)
        .time(time)
        .watching(RequestOptions.Watching.POLLING)
        .build();
  }

  /** A provider that serves the same, until the first image is paid for; then it has the bug. */
  private Provider alternative(Service sound, Bug bug) {
    Provider fal = wire.fal();
    return (Provider)
        Proxy.newProxyInstance(
            Provider.class.getClassLoader(),
            new Class<?>[] {Provider.class},
            (proxy, called, arguments) -> {
              if (called.getName().equals("name")) {
                return "alternative";
              }
              return called.getName().equals("models") && sound.emulator().paidJobs() > 0
                  ? bug.happens()
                  : called.invoke(fal, arguments);
            });
  }

  private PictorException failure(String method, Bug bug) {
    try (ImageClient client = client(method, bug)) {
      CompletableFuture<ImageResult> result = client.generateAsync(Wire.request());
      PictorException failure = Failures.of(result);
      assertThat(wire.count(SUBMIT)).isLessThanOrEqualTo(1);
      return failure;
    }
  }

  /** Whoever cannot say whether a job runs on has not said that it does. */
  @ParameterizedTest
  @EnumSource(Bug.class)
  void inIsUnfinished(Bug bug) {
    wire.then(RESULT, Wire.json(503, "{}"));
    try (ImageClient client = client("isUnfinished", bug)) {
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
    }
    wire.always(RESULT, request -> Wire.json(503, "{}"));
    time.holdShortWaits();
    try (ImageClient client = client("isUnfinished", bug)) {
      CompletableFuture<ImageResult> result = client.generateAsync(Wire.request());
      int before = wire.count(RESULT);
      Until.holds(
          "its output is asked for",
          () -> {
            time.advance(Duration.ofMillis(500));
            return wire.count(RESULT) > before;
          });
      Until.holds("it waits to ask again, and for its deadline", () -> time.pending() == 2);
      time.advance(RequestOptions.defaults().deadline());
      assertThat(Failures.of(result).handle()).isPresent();
    }
    assertThat(wire.count(SUBMIT)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void inModels(Bug bug) {
    failure("models", bug);
    assertThat(wire.count()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void inPassthrough(Bug bug) {
    try (ImageClient client = client("passthrough", bug)) {
      Failures.of(
          client.generateAsync(Wire.request().toBuilder().model("fal/fal-ai/any/thing").build()));
      assertThat(wire.count()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void inSubmit(Bug bug) {
    failure("submit", bug);
    assertThat(wire.count()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Bug.class,
      names = {"EXCEPTION", "ERROR", "MISSING_CLASS"})
  void inTrusts(Bug bug) {
    failure("trusts", bug);
    assertThat(wire.count()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void inAuthorize(Bug bug) {
    failure("authorize", bug);
    assertThat(wire.count()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void inReadSubmissionTheJobMayExist(Bug bug) {
    PictorException failure = failure("readSubmission", bug);
    assertThat(failure).isExactlyInstanceOf(OutcomeUnknownException.class);
    assertThat(failure.details().body().get()).contains("job-1");
    assertThat(wire.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void inPollTheHandleIsKept(Bug bug) {
    assertThat(failure("poll", bug).handle()).isPresent();
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void inReadPollTheHandleIsKept(Bug bug) {
    PictorException failure = failure("readPoll", bug);
    assertThat(failure.handle()).isPresent();
    assertThat(failure.details().body().get()).contains("COMPLETED");
    assertThat(wire.count(STATUS)).isBetween(1, 5);
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void inResultTheHandleIsKept(Bug bug) {
    assertThat(failure("result", bug).handle()).isPresent();
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void inReadResultTheHandleAndTheReplyAreKept(Bug bug) {
    PictorException failure = failure("readResult", bug);
    assertThat(failure.handle()).isPresent();
    assertThat(failure.details().body().get()).contains("/files/job-1.png");
    assertThat(wire.count(RESULT)).isBetween(1, 5);
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void inReadErrorOfASubmission(Bug bug) {
    wire.then(SUBMIT, Wire.json(422, "{\"detail\":\"no\"}"));
    PictorException failure = failure("readError", bug);
    assertThat(failure.details().status()).hasValue(422);
    assertThat(failure.details().body()).hasValue("{\"detail\":\"no\"}");
    assertThat(wire.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 302, 408})
  void inReadErrorOfAnAnswerThatProvesNoRefusal(int status) {
    for (Bug bug : Bug.values()) {
      wire.then(SUBMIT, Wire.json(status, "{}"));
      try (ImageClient client = client("readError", bug)) {
        Failures.exactly(OutcomeUnknownException.class, () -> client.generate(Wire.request()));
      }
    }
    assertThat(wire.count()).isEqualTo(Bug.values().length);
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void inReadErrorOfAPollIsBounded(Bug bug) {
    wire.always(STATUS, request -> Wire.json(500, "{}"));
    assertThat(failure("readError", bug).handle()).isPresent();
    assertThat(wire.count(STATUS)).isBetween(2, 5);
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void inCancelTheFutureStillEnds(Bug bug) {
    time.holdShortWaits();
    try (ImageClient client = client("cancel", bug)) {
      ImageJob job = client.submit(Wire.request());
      job.cancel();
      PictorException failure = Failures.of(job.result());
      assertThat(failure.handle()).hasValue(job.handle());
      assertThat(wire.count(CANCEL)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void inReadErrorOfACancellationTheFutureStillEnds(Bug bug) {
    time.holdShortWaits();
    wire.always(CANCEL, request -> Wire.json(400, "{}"));
    try (ImageClient client = client("readError", bug)) {
      ImageJob job = client.submit(Wire.request());
      job.cancel();
      Until.holds("it was told", () -> wire.count(CANCEL) == 1);
      // An answer that nobody can read may be asked for again, for a moment.
      Until.holds("it has ended, or waits", () -> job.result().isDone() || time.pending() >= 3);
      time.advance(Duration.ofSeconds(10));
      assertThat(Failures.of(job.result()).handle()).hasValue(job.handle());
    }
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void inTheProviderThatIsToGoOnTheFailureOfTheFirstIsTold(Bug bug) {
    try (Service first = Service.fal();
        ImageClient client =
            ImageClient.builder()
                .provider(first.provider())
                .provider(alternative(first, bug))
                .time(time)
                .build()) {
      first
          .emulator()
          .everyJob(
              JobScript.failsWith(FalFailure.downstreamUnavailable())
                  .queuedPolls(0)
                  .runningPolls(1));
      PictorException failure = Failures.of(client.generateAsync(Pair.request().build()));
      assertThat(failure.details().provider()).hasValue("fal");
      assertThat(failure.handle().get().id()).isEqualTo(first.emulator().jobs().get(0).id());
    }
    assertThat(wire.count()).isZero();
  }

  /** Chance stands for any code of the engine that runs when a reply has come. */
  @ParameterizedTest
  @EnumSource(
      value = Wire.Step.class,
      names = {"SUBMIT", "STATUS"})
  void inTheEngineItselfTheFutureStillEndsAndTheHandleIsKept(Wire.Step behind) {
    wire.then(STATUS, Wire.running());
    time.chances(
        new Random() {
          @Override
          public double nextDouble() {
            if (wire.count(behind) == 0) {
              return 0.5;
            }
            throw new IllegalStateException("a bug");
          }
        });
    try (ImageClient client = wire.client(time)) {
      PictorException failure = Failures.of(client.generateAsync(Wire.request()));
      assertThat(failure.handle()).as("%s", failure).isPresent();
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void everyMethodIsCovered() {
    List<String> covered =
        Arrays.asList(
            "name",
            "models",
            "passthrough",
            "submit",
            "readSubmission",
            "poll",
            "readPoll",
            "result",
            "readResult",
            "cancel",
            "readError",
            "trusts",
            "authorize");
    assertThat(Provider.class.getMethods())
        .filteredOn(method -> !method.isDefault())
        .extracting("name")
        .containsExactlyInAnyOrderElementsOf(covered);
  }
}
