package dev.pictor;

import static dev.pictor.Wire.Step.CANCEL;
import static dev.pictor.Wire.Step.FILE;
import static dev.pictor.Wire.Step.RESULT;
import static dev.pictor.Wire.Step.STATUS;
import static dev.pictor.Wire.Step.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.AuthenticationException;
import dev.pictor.error.InvalidInputException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobState;
import dev.pictor.model.JobUpdate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the futures promise, whatever their users do with them. */
@Timeout(60)
class AsyncTest {
  private final Wire wire = new Wire();
  private final TestTime time = new TestTime();
  private final List<Throwable> uncaught = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void listen() {
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
  }

  @AfterEach
  void stop() {
    Thread.setDefaultUncaughtExceptionHandler(null);
    wire.close();
    time.close();
  }

  @Test
  @SuppressWarnings("FutureReturnValueIgnored")
  void generateAsyncNeverThrows() {
    ImageClient client = wire.client(time);
    assertThat(client.generateAsync(null)).isCompletedExceptionally();
    assertThat(client.generateAsync(Wire.request(), null)).isCompletedExceptionally();
    assertThat(
            Failures.of(
                client.generateAsync(Wire.request().toBuilder().model("no such model").build())))
        .isExactlyInstanceOf(RequestRefusedException.class);
    client.close();
    Failures.of(client.generateAsync(Wire.request()));
    assertThat(wire.count()).isZero();
  }

  @Test
  void failuresArriveAsTheyAre() {
    wire.then(SUBMIT, Wire.json(401, "{}"), Wire.json(422, "{}"), Wire.json(500, "{}"));
    try (ImageClient client = wire.client(time)) {
      for (Class<?> expected :
          Arrays.asList(
              AuthenticationException.class,
              InvalidInputException.class,
              OutcomeUnknownException.class)) {
        assertThat(Failures.of(client.generateAsync(Wire.request()))).isExactlyInstanceOf(expected);
      }
    }
  }

  /** The ways in which a caller loses interest. */
  static List<Consumer<CompletableFuture<ImageResult>>> endings() {
    return Arrays.asList(
        future -> future.cancel(true),
        future -> future.cancel(false),
        future -> future.complete(null),
        future -> future.completeExceptionally(new TimeoutException("mine")),
        future -> future.thenApply(ImageResult::images).cancel(true),
        future -> future.thenApply(ImageResult::images).thenAccept(any -> {}).cancel(true),
        future -> future.whenComplete((value, failure) -> {}).complete(null),
        future ->
            future
                .thenApply(ImageResult::images)
                .completeExceptionally(new TimeoutException("mine")));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void whoeverLosesInterestEndsTheRemoteJob(Consumer<CompletableFuture<ImageResult>> ending) {
    time.holdShortWaits();
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> future = client.generateAsync(Wire.request());
      Until.holds("it waits for its first poll", () -> time.pending() == 2);
      ending.accept(future);
      Until.holds("the remote job was told", () -> wire.count(CANCEL) == 1);
      Until.holds("nothing waits any more", () -> time.pending() == 0);
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
      assertThat(wire.count(STATUS)).isZero();
    }
    assertThat(wire.count(CANCEL)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("endings")
  void whoeverLosesInterestBeforeTheAnswerEndsTheRemoteJobToo(
      Consumer<CompletableFuture<ImageResult>> ending) {
    CountDownLatch answer = new CountDownLatch(1);
    wire.then(SUBMIT, wire.after(answer, request -> Wire.accepted("late")));
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> future = client.generateAsync(Wire.request());
      Until.holds("it is under way", () -> wire.count(SUBMIT) == 1);
      ending.accept(future);
      answer.countDown();
      Until.holds("the remote job was told", () -> wire.count(CANCEL) == 1);
      assertThat(wire.received(CANCEL).get(0).getPath()).contains("late");
      assertThat(wire.count(STATUS)).isZero();
    }
  }

  @Test
  void aFutureThatHasItsValueCancelsNothing() {
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> future = client.generateAsync(Wire.request());
      Until.done(future);
      assertThat(future.cancel(true)).isFalse();
      future.thenApply(ImageResult::images).cancel(true);
      Until.done(future.thenApply(ImageResult::images));
    }
    assertThat(wire.count(CANCEL)).isZero();
  }

  @Test
  void cancellingOneJobLeavesTheOthers() {
    CountDownLatch end = new CountDownLatch(1);
    wire.always(STATUS, wire.after(end, request -> Wire.completed()));
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<ImageResult> first = client.generateAsync(Wire.request());
      CompletableFuture<ImageResult> second = client.generateAsync(Wire.request());
      Until.holds("both are polled", () -> wire.count(STATUS) == 2);
      first.cancel(true);
      Until.holds("one was told to end", () -> wire.count(CANCEL) == 1);
      end.countDown();
      assertThat(Until.done(second).images()).hasSize(1);
      assertThat(first).isCancelled();
    }
    assertThat(wire.count(CANCEL)).isEqualTo(1);
  }

  @Test
  void awaitOfACancelledFutureSaysSo() {
    time.holdShortWaits();
    try (ImageClient client = wire.client(time)) {
      ImageJob job = client.submit(Wire.request());
      job.result().cancel(true);
      assertThat(Failures.exactly(JobCanceledException.class, job::await).handle())
          .hasValue(job.handle());
    }
  }

  @Test
  void aListenerThatThrowsHarmsNothing() {
    wire.then(STATUS, Wire.queued(), Wire.running());
    List<JobState> heard = Collections.synchronizedList(new ArrayList<>());
    try (ImageClient client = wire.client(time)) {
      ImageJob job =
          client
              .submit(Wire.request())
              .onUpdate(
                  update -> {
                    throw new IllegalStateException("a bug of the listener");
                  })
              .onUpdate(
                  update -> {
                    throw new StackOverflowError("a worse one");
                  })
              .onUpdate(update -> heard.add(update.state()));
      assertThat(job.await().images()).hasSize(1);
      // Whoever begins to listen at the very end hears of it a little later.
      Until.holds("all is told", () -> heard.contains(JobState.COMPLETED));
      assertThat(heard).endsWith(JobState.COMPLETED);
      assertThat(uncaught)
          .hasAtLeastOneElementOfType(IllegalStateException.class)
          .hasAtLeastOneElementOfType(StackOverflowError.class);
    }
  }

  @Test
  void notEvenWithAHandlerOfUncaughtExceptionsThatThrows() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> {
          throw new IllegalStateException("a bug of the handler", e);
        });
    wire.then(STATUS, Wire.queued(), Wire.running());
    try (ImageClient client = wire.client(time)) {
      ImageJob job =
          client
              .submit(Wire.request())
              .onUpdate(
                  update -> {
                    throw new IllegalStateException("a bug of the listener");
                  });
      assertThat(Until.done(job.result()).images()).hasSize(1);
    }
  }

  @Test
  void aListenerHearsTheLatestNewsOfAJobThatHasEnded() {
    List<JobUpdate> heard = Collections.synchronizedList(new ArrayList<>());
    try (ImageClient client = wire.client(time)) {
      ImageJob job = client.submit(Wire.request());
      job.await();
      job.onUpdate(heard::add);
      Until.holds("it heard", () -> heard.size() == 1);
      assertThat(heard.get(0).state()).isEqualTo(JobState.COMPLETED);
    }
  }

  @Test
  void whoBeginsToListenLateHearsTheLatestNewsOnceAndThenTheRest() {
    wire.then(STATUS, Wire.running());
    time.holdShortWaits();
    List<JobState> first = Collections.synchronizedList(new ArrayList<>());
    List<JobState> second = Collections.synchronizedList(new ArrayList<>());
    try (ImageClient client = wire.client(time)) {
      ImageJob job = client.submit(Wire.request()).onUpdate(update -> first.add(update.state()));
      Until.holds("it waits for its first poll", () -> time.pending() == 2);
      time.advanceToNext();
      Until.holds("the job runs", () -> first.contains(JobState.RUNNING));
      job.onUpdate(update -> second.add(update.state()));
      Until.holds("it waits for its next poll", () -> time.pending() == 2);
      time.advanceToNext();
      job.await();
      assertThat(first).endsWith(JobState.RUNNING, JobState.COMPLETED).doesNotHaveDuplicates();
      assertThat(second).containsExactly(JobState.RUNNING, JobState.COMPLETED);
    }
  }

  @Test
  void aStageThatThrowsHarmsNothing() {
    try (ImageClient client = wire.client(time)) {
      for (int i = 0; i < 10; i++) {
        CompletableFuture<?> stage =
            client
                .generateAsync(Wire.request())
                .thenAccept(
                    result -> {
                      throw new StackOverflowError("a bug of the stage");
                    });
        Until.holds("the stage has ended", stage::isDone);
        assertThat(stage).isCompletedExceptionally();
      }
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
    }
  }

  @Test
  void whoHasReadTheResultHandsItOver() {
    CountDownLatch answer = new CountDownLatch(1);
    wire.then(RESULT, wire.after(answer, request -> Wire.result(wire.url("/files/a.png"))));
    try (ImageClient client = wire.client(time)) {
      CompletableFuture<String> thread =
          client.generateAsync(Wire.request()).thenApply(any -> Thread.currentThread().getName());
      answer.countDown();
      assertThat(Until.done(thread)).startsWith("pictor-http");
    }
  }

  @Test
  void stagesThatBlockDoNotStopOtherJobs() {
    CountDownLatch blocked = new CountDownLatch(8);
    CountDownLatch release = new CountDownLatch(1);
    try (ImageClient client = wire.client(time)) {
      for (int i = 0; i < 8; i++) {
        CompletableFuture<?> stage =
            client
                .generateAsync(Wire.request())
                .thenAccept(
                    result -> {
                      blocked.countDown();
                      Until.open(release);
                    });
        assertThat(stage).isNotCancelled();
      }
      Until.open(blocked);
      assertThat(Until.done(client.generateAsync(Wire.request())).images()).hasSize(1);
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
      release.countDown();
    }
  }

  @Test
  void aBacklogOfStagesDoesNotMakeAThreadForEach() {
    CountDownLatch blocked = new CountDownLatch(3);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch together = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Set<String> threads = ConcurrentHashMap.newKeySet();
    try (ImageClient client = wire.client(time)) {
      for (int i = 0; i < 3; i++) {
        CompletableFuture<?> stage =
            client
                .generateAsync(Wire.request())
                .thenAccept(
                    result -> {
                      blocked.countDown();
                      Until.open(release);
                    });
        assertThat(stage).isNotCancelled();
      }
      Until.open(blocked);
      wire.always(STATUS, wire.after(together, request -> Wire.completed()));
      List<CompletableFuture<?>> stages = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        stages.add(
            client
                .generateAsync(Wire.request())
                .thenAccept(
                    result -> {
                      most.accumulateAndGet(running.incrementAndGet(), Math::max);
                      threads.add(Thread.currentThread().getName());
                      LockSupport.parkNanos(1_000_000);
                      running.decrementAndGet();
                    }));
      }
      together.countDown();
      stages.forEach(Until::done);
      assertThat(most.get()).isBetween(1, 5);
      // Any thread of a call may be one of them for a while; those made for stages are few.
      assertThat(threads).filteredOn(name -> !name.startsWith("pictor-http")).hasSizeBetween(0, 5);
      release.countDown();
    }
  }

  @Test
  void stagesMayGenerateAndFetchThemselves() {
    try (ImageClient client = wire.client(time)) {
      List<CompletableFuture<Integer>> stages = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        stages.add(
            client
                .generateAsync(Wire.request())
                .thenApply(first -> client.generate(Wire.request()))
                .thenApply(second -> second.image().bytes().length));
      }
      for (CompletableFuture<Integer> stage : stages) {
        assertThat(Until.done(stage)).isEqualTo(Wire.PNG.length);
      }
      assertThat(wire.count(SUBMIT)).isEqualTo(24);
      assertThat(wire.count(FILE)).isEqualTo(12);
    }
  }

  @Test
  void aListenerThatBlocksDoesNotStopOtherJobs() {
    wire.then(STATUS, Wire.running());
    CountDownLatch release = new CountDownLatch(1);
    try (ImageClient client = wire.client(time)) {
      List<ImageJob> slow = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        slow.add(client.submit(Wire.request()).onUpdate(update -> Until.open(release)));
      }
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
      release.countDown();
      for (ImageJob job : slow) {
        assertThat(job.await().images()).hasSize(1);
      }
    }
  }

  @Test
  void anInterceptorThatThrowsEndsTheFuture() {
    okhttp3.OkHttpClient http =
        new okhttp3.OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  throw new IllegalStateException("a bug of the interceptor");
                })
            .build();
    try (ImageClient client = wire.builder(time).httpClient(http).build()) {
      PictorException failure = Failures.of(client.generateAsync(Wire.request()));
      assertThat(failure).isNotInstanceOf(OutcomeUnknownException.class);
      assertThat(wire.count()).isZero();
    }
  }

  @Test
  void anEventListenerThatThrowsEndsTheFuture() {
    okhttp3.OkHttpClient http =
        new okhttp3.OkHttpClient.Builder()
            .eventListener(
                new okhttp3.EventListener() {
                  @Override
                  public void callStart(okhttp3.Call call) {
                    throw new IllegalStateException("a bug of the event listener");
                  }
                })
            .build();
    try (ImageClient client = wire.builder(time).httpClient(http).build()) {
      PictorException failure = Failures.of(client.generateAsync(Wire.request()));
      assertThat(failure).isNotInstanceOf(OutcomeUnknownException.class);
      assertThat(wire.count()).isZero();
    }
  }
}
