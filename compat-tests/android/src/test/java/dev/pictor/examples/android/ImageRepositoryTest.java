package dev.pictor.examples.android;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.pictor.ImageClient;
import dev.pictor.error.AttemptsFailedException;
import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.DownloadException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.fal.Fal;
import dev.pictor.model.GeneratedImage.Facts;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.replicate.Replicate;
import dev.pictor.testing.EmulatedJob;
import dev.pictor.testing.EmulatorClock;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.FalFailure;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ManualClock;
import dev.pictor.testing.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kotlin.Unit;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.GlobalScope;
import kotlinx.coroutines.future.FutureKt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The part of the app that needs no Android: nothing is paid twice, whatever Android ends. */
@Tag("wide")
@Timeout(60)
class ImageRepositoryTest {
  private static final String TICKET = "0a1b2c3d";
  private static final ImageRequest REQUEST = RepositoryProgram.request("a boat");
  private static final Duration RUN = Duration.ofSeconds(1);

  private final ManualClock clock = EmulatorClock.manual();
  private final FalEmulator fal = FalEmulator.builder().clock(clock).start();
  private final ExecutorService background = Executors.newFixedThreadPool(2);
  private final ExecutorService main = Executors.newSingleThreadExecutor();
  private final List<ImageRepository> processes = new ArrayList<>();

  @TempDir Path folder;

  /** A job runs until the clock is moved on. */
  @BeforeEach
  void jobsTakeTheirTime() {
    fal.everyJob(JobScript.succeeds().queuedPolls(0).runningFor(RUN));
  }

  @AfterEach
  void stop() {
    processes.forEach(ImageRepository::close);
    fal.close();
    background.shutdownNow();
    main.shutdownNow();
  }

  private ImageRepository process() {
    ImageRepository process = RepositoryProgram.repository(fal.queueUrl(), folder, background);
    processes.add(process);
    return process;
  }

  /** What a new process does: it knows the folder and the ticket, and nothing else. */
  private ImageTask askAgain() {
    return process().image(TICKET, REQUEST);
  }

  private static Path file(ImageTask task) throws Exception {
    return task.file().get(30, TimeUnit.SECONDS);
  }

  private static Throwable failure(ImageTask task) throws Exception {
    try {
      return fail("There is an image: " + file(task));
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  private static void until(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(30)) {
        fail("It never came to this: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void untilItRuns(ImageTask task) {
    until(
        "the job runs",
        () -> task.latest().filter(news -> news.state() == JobState.RUNNING).isPresent());
  }

  private void untilCanceledAtTheProvider() {
    until("the job is canceled at the provider", () -> state() == JobState.CANCELED);
  }

  private JobState state() {
    List<EmulatedJob> jobs = fal.jobs();
    return jobs.isEmpty() ? JobState.UNKNOWN : jobs.get(jobs.size() - 1).state();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = new ArrayList<>();
      files.forEach(file -> names.add(folder.relativize(file).toString()));
      return names;
    }
  }

  private void assertPaidOnce() {
    assertThat(fal.count(Step.SUBMIT)).isEqualTo(1);
    assertThat(fal.paidJobs()).isEqualTo(1);
  }

  @Test
  void keepsTheImageAndTellsTheProgressInTheMainThread() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    List<Thread> threads = new CopyOnWriteArrayList<>();
    ImageTask task = process().image(TICKET, REQUEST);
    task.watch(
        watched -> {
          threads.add(Thread.currentThread());
          told.add(
              watched.image().isPresent()
                  ? "there"
                  : watched.latest().map(news -> news.state().name()).orElse("nothing yet"));
        },
        main);
    untilItRuns(task);
    clock.advance(RUN);

    Path file = file(task);
    assertThat(Facts.of(Files.readAllBytes(file)).size()).isPresent();
    until("the watcher has seen it", () -> told.contains("there"));
    assertThat(told).contains("nothing yet", "RUNNING", "there");
    assertThat(threads).containsOnly(main.submit(Thread::currentThread).get());
    assertThat(files()).containsExactly(TICKET + ".image");
    assertPaidOnce();
  }

  @Test
  void asksForNothingInTheCallersThread() {
    ConcurrentLinkedQueue<Runnable> later = new ConcurrentLinkedQueue<>();
    Fal gateway = Fal.builder().key("id:secret").queueUrl(fal.queueUrl()).build();
    ImageClient images = ImageClient.builder().provider(gateway).build();
    try (ImageRepository repository = new ImageRepository(images, folder, later::add)) {
      ImageTask task = repository.image(TICKET, REQUEST);
      task.watch(watched -> {}, later::add);
      task.cancel();
      repository.forget(TICKET);
      assertThat(later).hasSize(3);
      assertThat(task.file()).isNotDone();
      assertThat(fal.requests()).isEmpty();
    }
  }

  @Test
  void aRotationGoesOnWithTheSameJob() throws Exception {
    ImageRepository repository = process();
    List<String> first = new CopyOnWriteArrayList<>();
    List<String> second = new CopyOnWriteArrayList<>();
    ImageTask before = repository.image(TICKET, REQUEST);
    Consumer<ImageTask> watcher = watched -> first.add("told");
    before.watch(watcher, main);
    untilItRuns(before);

    // A call is on its way to the Activity that goes.
    CountDownLatch gone = new CountDownLatch(1);
    main.execute(() -> await(gone));
    before.watch(watcher, main);
    before.unwatch(watcher);
    int known = first.size();
    gone.countDown();
    ImageTask after = repository.image(TICKET, REQUEST);
    after.watch(watched -> watched.image().ifPresent(file -> second.add("there")), main);
    clock.advance(RUN);

    file(after);
    until("the new Activity has seen it", () -> second.contains("there"));
    assertThat(first).hasSize(known);
    assertPaidOnce();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anImageThatIsThereIsNotMadeAgain() throws Exception {
    ImageTask task = process().image(TICKET, REQUEST);
    untilItRuns(task);
    clock.advance(RUN);
    Path file = file(task);
    int calls = fal.requests().size();

    assertThat(file(askAgain())).isEqualTo(file);
    assertThat(fal.requests()).hasSize(calls);
  }

  // ---- the end of the process

  private Process start() throws IOException {
    return new ProcessBuilder(
            Paths.get(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            RepositoryProgram.class.getName(),
            fal.queueUrl(),
            folder.toString(),
            TICKET)
        .inheritIO()
        .start();
  }

  @Test
  void aNewProcessPicksTheJobUp() throws Exception {
    assertThat(start().waitFor()).isZero();
    assertThat(files()).containsExactly(TICKET + ".job");

    ImageTask task = askAgain();
    untilItRuns(task);
    clock.advance(RUN);
    file(task);
    assertThat(files()).containsExactly(TICKET + ".image");
    assertPaidOnce();
  }

  @Test
  void aProcessThatEndsWhileItSubmitsIsNotTakenForOneThatHasNot() throws Exception {
    fal.fail(Step.SUBMIT, Fault.stall().afterEffect());
    Process process = start();
    until("the job is there", () -> fal.paidJobs() == 1);
    process.destroyForcibly().waitFor();

    Throwable failure = failure(askAgain());
    assertThat(failure).isInstanceOf(IllegalStateException.class).hasMessageContaining(TICKET);
    assertPaidOnce();

    assertThatForgettingItMakesAnother();
  }

  private void assertThatForgettingItMakesAnother() throws Exception {
    ImageRepository repository = process();
    repository.forget(TICKET);
    until("the note is gone", () -> !Files.exists(folder.resolve(TICKET + ".job")));
    ImageTask task = repository.image(TICKET, REQUEST);
    untilItRuns(task);
    clock.advance(RUN);
    file(task);
    assertThat(fal.paidJobs()).isEqualTo(2);
  }

  // ---- cancelling

  @Test
  void cancellingReachesTheProviderAndFreesTheTicket() throws Exception {
    ImageTask task = process().image(TICKET, REQUEST);
    untilItRuns(task);
    task.cancel();
    failure(task);
    untilCanceledAtTheProvider();
    assertThat(files()).isEmpty();
  }

  @Test
  void whatIsCancelledBeforeItHasAHandleIsCancelledWhenItHas() throws Exception {
    CountDownLatch canceled = new CountDownLatch(1);
    fal.failBy(
        call -> {
          if (call.step() == Step.SUBMIT) {
            await(canceled);
          }
          return Optional.empty();
        });
    ImageTask task = process().image(TICKET, REQUEST);
    until("the submission is there", () -> fal.count(Step.SUBMIT) == 1);
    task.cancel();
    canceled.countDown();
    failure(task);
    untilCanceledAtTheProvider();
    assertPaidOnce();
  }

  // ---- failures

  @Test
  void aLostSubmissionIsNotRepeated() throws Exception {
    fal.fail(Step.SUBMIT, Fault.disconnect().afterEffect());
    assertThat(failure(process().image(TICKET, REQUEST)))
        .isInstanceOf(OutcomeUnknownException.class);
    assertThat(failure(askAgain())).isInstanceOf(IllegalStateException.class);
    assertPaidOnce();
    assertThatForgettingItMakesAnother();
  }

  @Test
  void aLostSubmissionIsNotRepeatedAfterAnotherProviderHasFailed() throws Exception {
    Replicate down = Replicate.builder().token("r8_any").baseUrl("http://127.0.0.1:1").build();
    Fal gateway = Fal.builder().key("id:secret").queueUrl(fal.queueUrl()).build();
    ImageClient images = ImageClient.builder().provider(down).provider(gateway).build();
    fal.fail(Step.SUBMIT, Fault.disconnect().afterEffect());
    try (ImageRepository repository = new ImageRepository(images, folder, background)) {
      assertThat(failure(repository.image(TICKET, REQUEST)))
          .isInstanceOf(AttemptsFailedException.class);
      assertThat(failure(repository.image(TICKET, REQUEST)))
          .isInstanceOf(IllegalStateException.class);
    }
    assertPaidOnce();
    assertThatForgettingItMakesAnother();
  }

  @Test
  void aLostSubmissionIsNotRepeatedAfterAnInterrupt() throws Exception {
    fal.fail(Step.SUBMIT, Fault.stall().afterEffect());
    ExecutorService shortLived = Executors.newSingleThreadExecutor();
    ImageRepository repository = RepositoryProgram.repository(fal.queueUrl(), folder, shortLived);
    processes.add(repository);
    ImageTask task = repository.image(TICKET, REQUEST);
    until("the job is there", () -> fal.paidJobs() == 1);
    shortLived.shutdownNow();
    assertThat(failure(task)).isInstanceOf(OutcomeUnknownException.class);
    assertThat(failure(askAgain())).isInstanceOf(IllegalStateException.class);
    assertPaidOnce();
  }

  @Test
  void anInterruptBeforeItIsSubmittedLeavesTheTicketFree() throws Exception {
    fal.everyJob(JobScript.succeedsAtOnce());
    Fal gateway = Fal.builder().key("id:secret").queueUrl(fal.queueUrl()).build();
    ImageClient images = ImageClient.builder().provider(gateway).build();
    Executor hasty =
        task ->
            background.execute(
                () -> {
                  Thread.currentThread().interrupt();
                  task.run();
                });
    try (ImageRepository repository = new ImageRepository(images, folder, hasty)) {
      assertThat(failure(repository.image(TICKET, REQUEST)))
          .hasMessageContaining("nothing was sent");
    }
    assertThat(files()).isEmpty();
    assertThat(file(askAgain())).exists();
    assertPaidOnce();
  }

  @Test
  void aJobThatIsKnownIsNotedByAThreadThatIsInterrupted() throws Exception {
    CountDownLatch known = new CountDownLatch(1);
    ExecutorService shortLived = Executors.newSingleThreadExecutor();
    Fal gateway = Fal.builder().key("id:secret").queueUrl(fal.queueUrl()).build();
    ImageClient images =
        ImageClient.builder()
            .provider(gateway)
            .listener(
                event -> {
                  if (event.kind() == ImageEvent.Kind.SUBMITTED) {
                    shortLived.shutdownNow();
                    known.countDown();
                  }
                })
            .build();
    try (ImageRepository repository = new ImageRepository(images, folder, shortLived)) {
      repository.image(TICKET, REQUEST);
      await(known);
      until("its thread has ended", shortLived::isTerminated);
    }
    assertThat(Files.readAllBytes(folder.resolve(TICKET + ".job"))).isNotEmpty();
    assertPaidOnce();
  }

  @Test
  void aFailureThatProvesNothingKeepsTheTicket() throws Exception {
    fal.fail(Step.SUBMIT, Fault.html(502)).always();
    assertThat(failure(process().image(TICKET, REQUEST))).isInstanceOf(PictorException.class);
    assertThat(files()).containsExactly(TICKET + ".job");
  }

  @Test
  void whatNeverReachedAnyProviderLeavesTheTicketFree() throws Exception {
    Replicate down = Replicate.builder().token("r8_any").baseUrl("http://127.0.0.1:1").build();
    Fal gateway = Fal.builder().key("id:secret").queueUrl(fal.queueUrl()).build();
    ImageClient images = ImageClient.builder().provider(down).provider(gateway).build();
    fal.fail(Step.SUBMIT, Fault.json(402, "{\"detail\":\"no credit\"}"));
    try (ImageRepository repository = new ImageRepository(images, folder, background)) {
      assertThat(failure(repository.image(TICKET, REQUEST)))
          .isInstanceOf(AttemptsFailedException.class);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void aTicketWhoseSecondJobMayBeWellIsNotFree() {
    JobHandle job = JobHandle.parse("pictor1:fal:flux:1");
    ErrorDetails details = ErrorDetails.builder().handle(job).build();
    PictorException failed = new JobFailedException("failed", details);
    assertThat(ImageShelf.isOver(failed, false)).isTrue();
    failed.addSuppressed(new DeadlineExceededException("late", details));
    assertThat(ImageShelf.isOver(failed, false)).isFalse();
  }

  @Test
  void keepsNoRequestForSeveralImages() {
    ImageRequest several = REQUEST.toBuilder().n(2).build();
    assertThatThrownBy(() -> process().image(TICKET, several))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("n is 2");
    assertThat(fal.requests()).isEmpty();
  }

  @Test
  void aRefusalLeavesTheTicketFree() throws Exception {
    fal.fail(Step.SUBMIT, Fault.json(401, "{\"detail\":\"No user found\"}"));
    assertThat(failure(process().image(TICKET, REQUEST))).isInstanceOf(PictorException.class);
    assertThat(files()).isEmpty();
    assertThat(fal.paidJobs()).isZero();
  }

  @Test
  void aFailedJobLeavesTheTicketFree() throws Exception {
    fal.everyJob(JobScript.failsWith(FalFailure.contentPolicy()).queuedPolls(0).runningPolls(0));
    assertThat(failure(process().image(TICKET, REQUEST))).isInstanceOf(ModerationException.class);
    assertThat(files()).isEmpty();
  }

  @Test
  void aJobThatWasCanceledAtTheProviderLeavesTheTicketFree() throws Exception {
    fal.everyJob(
        JobScript.failsWith(FalFailure.infrastructure("client_cancelled"))
            .queuedPolls(0)
            .runningPolls(0));
    assertThat(failure(process().image(TICKET, REQUEST))).isInstanceOf(JobCanceledException.class);
    assertThat(files()).isEmpty();
  }

  @Test
  void anImageThatCouldNotBeFetchedIsFetchedLater() throws Exception {
    fal.everyJob(JobScript.succeedsAtOnce());
    fal.fail(Step.DOWNLOAD, Fault.empty(404)).always();
    assertThat(failure(process().image(TICKET, REQUEST))).isInstanceOf(DownloadException.class);
    fal.clearFaults();
    file(askAgain());
    assertPaidOnce();
  }

  @Test
  void aJobThatCannotBeNotedIsWatchedAllTheSame() throws Exception {
    Files.createDirectories(folder.resolve(TICKET + ".part/in-the-way"));
    ImageTask task = process().image(TICKET, REQUEST);
    untilItRuns(task);
    clock.advance(RUN);
    assertThat(file(task)).exists();
    assertPaidOnce();
  }

  @Test
  void anImageThatCannotBeKeptNamesItsJob() throws Exception {
    ImageTask task = process().image(TICKET, REQUEST);
    untilItRuns(task);
    Files.createDirectories(folder.resolve(TICKET + ".image/in-the-way"));
    clock.advance(RUN);
    assertThat(failure(task)).hasMessageContaining("pictor1:fal:");
    assertThat(files()).contains(TICKET + ".job");
  }

  @Test
  void whatCannotBeDeletedHidesNoFailure() throws Exception {
    fal.everyJob(JobScript.failsWith(FalFailure.contentPolicy()).queuedPolls(0).runningFor(RUN));
    ImageTask task = process().image(TICKET, REQUEST);
    untilItRuns(task);
    Files.createDirectories(folder.resolve(TICKET + ".image/in-the-way"));
    clock.advance(RUN);
    assertThat(failure(task)).isInstanceOf(ModerationException.class);
  }

  /** On Android what a thread throws ends the app. */
  @Test
  void aTicketThatCannotBeGivenUpEndsNothing() throws Exception {
    Files.createDirectories(folder.resolve(TICKET + ".image/in-the-way"));
    List<RuntimeException> thrown = new ArrayList<>();
    try (ImageRepository process =
        RepositoryProgram.repository(
            fal.queueUrl(),
            folder,
            task -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                thrown.add(e);
              }
            })) {
      process.forget(TICKET);
    }
    assertThat(thrown).isEmpty();
  }

  // ---- Kotlin

  @Test
  void aCoroutineWaitsForTheImage() throws Exception {
    fal.everyJob(JobScript.succeedsAtOnce());
    List<JobState> told = new CopyOnWriteArrayList<>();
    ImageRepository repository = process();
    Path file =
        BuildersKt.runBlocking(
            EmptyCoroutineContext.INSTANCE,
            (scope, continuation) ->
                ImageCoroutinesKt.awaitImage(
                    repository,
                    TICKET,
                    REQUEST,
                    update -> {
                      told.add(update.state());
                      return Unit.INSTANCE;
                    },
                    continuation));
    assertThat(file).exists();
    assertThat(told).contains(JobState.COMPLETED);
  }

  @Test
  void cancellingACoroutineCancelsTheJob() {
    ImageRepository repository = process();
    CompletableFuture<Path> coroutine =
        FutureKt.future(
            GlobalScope.INSTANCE,
            EmptyCoroutineContext.INSTANCE,
            CoroutineStart.DEFAULT,
            (scope, continuation) ->
                ImageCoroutinesKt.awaitImage(
                    repository, TICKET, REQUEST, update -> Unit.INSTANCE, continuation));
    untilItRuns(repository.image(TICKET, REQUEST));
    coroutine.cancel(false);
    untilCanceledAtTheProvider();
    assertPaidOnce();
  }

  @Test
  void cancellingACoroutineCancelsTheJobOfAClient() {
    Fal gateway = Fal.builder().key("id:secret").queueUrl(fal.queueUrl()).build();
    try (ImageClient images = ImageClient.builder().provider(gateway).build()) {
      CompletableFuture<ImageResult> coroutine =
          FutureKt.future(
              GlobalScope.INSTANCE,
              EmptyCoroutineContext.INSTANCE,
              CoroutineStart.DEFAULT,
              (scope, continuation) -> ImageCoroutinesKt.awaitImage(images, REQUEST, continuation));
      until("the job runs", () -> state() == JobState.RUNNING);
      coroutine.cancel(false);
      untilCanceledAtTheProvider();
    }
  }
}
