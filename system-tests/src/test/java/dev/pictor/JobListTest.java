package dev.pictor;

import static dev.pictor.ListedJobs.assertEachHasItsOwnImage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pictor.error.ModerationException;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.RecordedCall;
import dev.pictor.testing.ReplicateFailure;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Many jobs of one provider, asked after by pages of its list. */
@Timeout(60)
class JobListTest {
  private static final int JOBS = 250;
  private static final int PAGE = 100;
  private static final Duration RUN = Duration.ofSeconds(10);

  private final Service service = Service.Kind.REPLICATE.startForMany();
  private final TestTime time = new TestTime().holdShortWaits();
  private final ListedJobs listed = new ListedJobs(service, time);

  @AfterEach
  void stop() {
    service.close();
    time.close();
  }

  private static Interceptor heldAt(Gate gate) {
    return chain -> {
      String before = chain.request().url().queryParameter("created_before");
      if (before != null) {
        gate.pass(before);
      }
      return chain.proceed(chain.request());
    };
  }

  private static Optional<String> whoRuns(ImageEvent event) {
    return event
        .update()
        .filter(update -> update.state() == JobState.RUNNING)
        .map(update -> update.handle().id());
  }

  /** Where requests wait until it is opened. */
  private static final class Gate {
    private final CountDownLatch isOpen = new CountDownLatch(1);
    private final CompletableFuture<String> first = new CompletableFuture<>();

    void pass(String what) {
      first.complete(what);
      try {
        isOpen.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    boolean isWaitedFor() {
      return first.isDone();
    }

    void open() {
      isOpen.countDown();
    }
  }

  private int count(Step step) {
    return service.emulator().count(step);
  }

  private List<CompletableFuture<ImageResult>> begin(ImageClient client, int jobs) {
    return listed.begin(client, jobs, RUN);
  }

  @Test
  void takesFarFewerRequestsThanJobs() {
    try (ImageClient client = service.client(time)) {
      List<CompletableFuture<ImageResult>> all = begin(client, JOBS);
      listed.drive(all);
      assertEachHasItsOwnImage(all);
    }
    assertThat(service.emulator().paidJobs()).isEqualTo(JOBS);
    assertThat(count(Step.SUBMIT)).isEqualTo(JOBS);
    assertThat(count(Step.LIST)).isPositive();
    assertThat(count(Step.STATUS) + count(Step.LIST))
        .as("%s single, %s pages", count(Step.STATUS), count(Step.LIST))
        .isLessThan(JOBS);
    for (RecordedCall page : service.emulator().requests(Step.LIST)) {
      assertThat(page.query("created_before")).isPresent();
      assertThat(page.header("authorization")).isPresent();
    }
  }

  /** As after a restart that was none: what is still waited for is picked up from a list. */
  @Test
  void whoWaitsTwiceForAJobIsToldTwice() {
    List<JobHandle> handles = new CopyOnWriteArrayList<>();
    try (ImageClient client =
        ImageClient.builder()
            .provider(service.provider())
            .time(time)
            .listener(event -> handleOfNew(event).ifPresent(handles::add))
            .build()) {
      List<CompletableFuture<ImageResult>> all = begin(client, PAGE);
      Until.holds("all have handles", () -> handles.size() == PAGE);
      List<CompletableFuture<ImageResult>> again = new ArrayList<>();
      for (JobHandle handle : handles.subList(0, PAGE / 2)) {
        again.add(client.resume(Collections.singletonList(handle), ListedJobs.PATIENT).result());
        again.add(client.resume(Collections.singletonList(handle), ListedJobs.PATIENT).result());
      }
      listed.drive(all);
      listed.drive(again);
      assertEachHasItsOwnImage(all);
      again.forEach(one -> assertThat(one.join().images()).hasSize(1));
    }
    assertThat(count(Step.LIST)).isPositive();
    assertThat(service.emulator().paidJobs()).isEqualTo(PAGE);
  }

  private static Optional<JobHandle> handleOfNew(ImageEvent event) {
    return event.kind() == ImageEvent.Kind.SUBMITTED ? event.handle() : Optional.empty();
  }

  @Test
  void aFewJobsAreAskedAfterOneByOne() {
    try (ImageClient client = service.client(time)) {
      List<CompletableFuture<ImageResult>> all = begin(client, 4);
      listed.drive(all);
      assertEachHasItsOwnImage(all);
    }
    assertThat(count(Step.LIST)).isZero();
  }

  /** Where a round takes long, they would be told half as often as the others. */
  @Test
  void whoBecomesDueDuringARoundIsToldInIt() {
    Gate gate = new Gate();
    Set<String> running = ConcurrentHashMap.newKeySet();
    try (ImageClient client =
        ImageClient.builder()
            .provider(service.provider())
            .time(time.chances(new Random(1207)))
            .httpClient(new OkHttpClient.Builder().addInterceptor(heldAt(gate)).build())
            .listener(event -> whoRuns(event).ifPresent(running::add))
            .build()) {
      Instant begun = service.clock().instant();
      List<CompletableFuture<ImageResult>> all = begin(client, JOBS);
      Until.holds(
          "the first page is asked for",
          () -> {
            time.advance(Duration.ofMillis(10));
            return gate.isWaitedFor();
          });
      for (int i = 0; i < 20; i++) { // all others become due
        time.advance(Duration.ofMillis(50));
      }
      Instant first = Instant.parse(gate.first.join());
      long behind =
          Duration.between(begun, first).toMillis() / ListedJobs.BETWEEN.toMillis() - PAGE;
      assertThat(behind).as("jobs behind the first page").isPositive();
      gate.open();
      Until.holds("all behind the first page are told", () -> running.size() >= behind);
      all.forEach(one -> one.cancel(true));
    }
  }

  /** The list may leave out why; the job itself says it. */
  @Test
  void whoFailsIsAskedWhy() {
    Predicate<JsonValue> seventh =
        input ->
            input.member("seed").flatMap(JsonValue::asInt).filter(seed -> seed == 7).isPresent();
    service
        .emulator()
        .jobsWith(
            seventh,
            JobScript.failsWith(ReplicateFailure.contentPolicy())
                .queuedFor(Duration.ZERO)
                .runningFor(RUN));
    try (ImageClient client = service.client(time)) {
      List<CompletableFuture<ImageResult>> all = begin(client, 20);
      listed.drive(all);
      CompletionException failure =
          catchThrowableOfType(CompletionException.class, () -> all.get(7).join());
      assertThat(failure).hasCauseInstanceOf(ModerationException.class);
      all.remove(7);
      all.forEach(one -> assertThat(one.join().images()).hasSize(1));
    }
    assertThat(count(Step.LIST)).isPositive();
    assertThat(service.emulator().paidJobs()).isEqualTo(20);
  }

  static Stream<Fault> faults() {
    return Stream.of(
        Fault.html(502),
        Fault.json(429, "{\"detail\":\"slow\"}"),
        Fault.rateLimited(Duration.ofSeconds(60)),
        Fault.json(404, "{\"detail\":\"no\"}"),
        Fault.json(200, "{\"results\":[],\"next\":null}"),
        Fault.json(200, "{\"results\":[{\"id\":7},null,7,{}]}"),
        Fault.malformedJson(),
        Fault.json(200, "[]"),
        Fault.withoutMember("results"),
        Fault.wrongTypes(),
        Fault.truncatedBody(),
        Fault.disconnect(),
        Fault.stall(),
        Fault.resetDuringReply());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aListThatCannotBeHadGivesWayToSingleQuestions(Fault fault) {
    service.emulator().fail(Step.LIST, fault).times(Integer.MAX_VALUE);
    try (ImageClient client = service.client(time)) {
      List<CompletableFuture<ImageResult>> all = begin(client, 20);
      listed.drive(all, Duration.ofMillis(500));
      assertEachHasItsOwnImage(all);
    }
    assertThat(count(Step.STATUS)).isGreaterThanOrEqualTo(20);
    assertThat(service.emulator().paidJobs()).isEqualTo(20);
  }

  @Test
  void whoBecomesDueBehindASilentListDoesNotWaitForAnotherOne() {
    int jobs = 50;
    service.emulator().fail(Step.LIST, Fault.stall()).always();
    time.chances(new Random(1207));
    try (ImageClient client = service.client(time)) {
      List<CompletableFuture<ImageResult>> all = begin(client, jobs);
      Until.holds(
          "the list is asked for",
          () -> {
            time.advance(Duration.ofMillis(10));
            return count(Step.LIST) > 0;
          });
      time.advance(Duration.ofSeconds(29)); // all others become due
      assertThat(count(Step.STATUS)).isLessThan(jobs);
      Until.holds(
          "each is asked after",
          () -> {
            time.advance(Duration.ofMillis(10));
            return count(Step.STATUS) >= jobs;
          });
      assertThat(count(Step.LIST)).isEqualTo(1);
      all.forEach(one -> one.cancel(true));
    }
  }

  /** What was silent once mostly is again: nobody waits to see it a second time. */
  @Test
  void nobodyWaitsWhileAListThatWasSilentIsTriedAgain() {
    int jobs = 20;
    service.emulator().fail(Step.LIST, Fault.stall()).always();
    time.chances(new Random(1207));
    try (ImageClient client = service.client(time)) {
      List<CompletableFuture<ImageResult>> all = listed.begin(client, jobs, Duration.ofHours(1));
      untilTheListIsAskedForOnceMore();
      time.advance(Duration.ofSeconds(30));
      untilTheListIsAskedForOnceMore();
      int before = count(Step.STATUS);
      long from = time.nanos();
      Until.holds(
          "each is asked after meanwhile",
          () -> {
            time.advance(Duration.ofMillis(10));
            return count(Step.STATUS) >= before + jobs;
          });
      assertThat(Duration.ofNanos(time.nanos() - from)).isLessThan(Duration.ofSeconds(29));
      assertThat(count(Step.LIST)).isEqualTo(2);
      all.forEach(one -> one.cancel(true));
    }
  }

  private void untilTheListIsAskedForOnceMore() {
    int before = count(Step.LIST);
    Until.holds(
        "the list is asked for",
        () -> {
          time.advance(Duration.ofMillis(100));
          return count(Step.LIST) > before;
        });
  }

  /** Who is told that there are too many calls does not make one for each job instead. */
  @Test
  void aListThatIsRefusedForAWhileIsWaitedFor() {
    Duration told = Duration.ofSeconds(25);
    service.emulator().fail(Step.LIST, Fault.rateLimited(told)).always();
    try (ImageClient client = service.client(time)) {
      List<CompletableFuture<ImageResult>> all = begin(client, 50);
      Until.holds(
          "the list is asked for",
          () -> {
            time.advance(Duration.ofMillis(100));
            return count(Step.LIST) > 0;
          });
      Until.holds("it waits as long as it is told", () -> time.waits().contains(told));
      int before = count(Step.STATUS);
      time.advance(told.minusSeconds(1));
      service.clock().advance(told.minusSeconds(1));
      assertThat(count(Step.LIST)).isEqualTo(1);
      assertThat(count(Step.STATUS)).isEqualTo(before);

      service.emulator().clearFaults();
      listed.drive(all);
      assertEachHasItsOwnImage(all);
      assertThat(count(Step.STATUS)).isLessThan(50);
    }
  }

  private static Stream<Arguments> waitsOfTheList() {
    Duration told = Duration.ofSeconds(25);
    return Stream.of(
        Arguments.of("for others that become due", Duration.ofMillis(50), Optional.empty()),
        Arguments.of("for the page", Duration.ofSeconds(30), Optional.empty()),
        Arguments.of("for another try", told, Optional.of(Fault.rateLimited(told))));
  }

  /** For want of a thread for the timer; a moment later there is one again. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("waitsOfTheList")
  void aWaitThatCannotBeHadStopsTheListForAWhileOnly(
      String what, Duration wait, Optional<Fault> first) {
    int jobs = 20;
    first.ifPresent(fault -> service.emulator().fail(Step.LIST, fault).times(1));
    try (ImageClient client = service.client(time)) {
      List<CompletableFuture<ImageResult>> all = begin(client, jobs);
      time.refuseNext(wait);
      listed.drive(all);
      assertEachHasItsOwnImage(all);
      assertThat(time.isToRefuse()).isFalse();
      int before = count(Step.LIST);
      time.advance(Duration.ofMinutes(2));
      listed.drive(begin(client, jobs));
      assertThat(count(Step.LIST)).isGreaterThan(before);
    }
    assertThat(service.emulator().paidJobs()).isEqualTo(2 * jobs);
  }

  @Test
  void jobsThatWereStoppedAreAskedAfterNoMore() {
    try (ImageClient client = service.client(time)) {
      List<CompletableFuture<ImageResult>> all = begin(client, 20);
      all.forEach(one -> one.cancel(true));
      Until.holds("each is told to end", () -> count(Step.CANCEL) == 20);
      int before = count(Step.STATUS) + count(Step.LIST);
      for (int i = 0; i < 100; i++) {
        time.advance(Duration.ofMillis(500));
      }
      assertThat(count(Step.STATUS) + count(Step.LIST)).isLessThanOrEqualTo(before + 1);
    }
  }
}
