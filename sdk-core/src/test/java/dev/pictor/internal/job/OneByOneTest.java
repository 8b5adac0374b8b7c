package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pictor.internal.http.Futures;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.JobSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Which job asks when, and by how much they are late. */
class OneByOneTest {
  private static final int LIMIT = 3000;

  private final CallBudget noLimit = new CallBudget(Optional.empty());

  private final StillTime clock = new StillTime();
  private final List<String> asked = new ArrayList<>();
  private final Queue<Runnable> replies = new ArrayDeque<>();

  private RollCall.Job job(String name) {
    return job(
        answered -> {
          asked.add(name);
          replies.add(answered);
        });
  }

  private static RollCall.Job job(Consumer<Runnable> asking) {
    return new RollCall.Job() {
      @Override
      public void askAlone(Runnable answered) {
        asking.accept(answered);
      }

      @Override
      public JobHandle handle() {
        throw new AssertionError("whose job it is does not matter");
      }

      @Override
      public Optional<Instant> createdAt() {
        throw new AssertionError("nor does its age");
      }

      @Override
      public void listed(JobSnapshot snapshot) {
        throw new AssertionError("there is no list");
      }
    };
  }

  @Test
  void soManyAskAtOnceAndTheOthersInOrder() {
    OneByOne singles = new OneByOne(clock, noLimit, () -> 2, Futures.NOTHING);
    for (String name : new String[] {"a", "b", "c", "d"}) {
      singles.ask(job(name));
    }
    assertThat(asked).containsExactly("a", "b");
    replies.remove().run();
    assertThat(asked).containsExactly("a", "b", "c");
    replies.remove().run();
    replies.remove().run();
    replies.remove().run();
    assertThat(asked).containsExactly("a", "b", "c", "d");

    singles.ask(job("e"));
    singles.ask(job("f"));
    singles.ask(job("g"));
    assertThat(asked).endsWith("e", "f"); // there is room for two again, and no more
  }

  @Test
  void thereMayComeToBeRoomForMoreAndForLessAtOnce() {
    AtomicInteger room = new AtomicInteger(1);
    OneByOne singles = new OneByOne(clock, noLimit, room::get, Futures.NOTHING);
    for (int i = 0; i < 20; i++) {
      singles.ask(job("" + i));
    }
    assertThat(asked).hasSize(1);
    room.set(4);
    replies.remove().run();
    assertThat(replies).hasSize(2); // one more with each answer
    replies.remove().run();
    replies.remove().run();
    replies.remove().run();
    assertThat(replies).hasSize(4);
    assertThat(asked).hasSize(8);
    room.set(2);
    replies.remove().run();
    replies.remove().run();
    assertThat(replies).hasSize(2);
    replies.remove().run();
    assertThat(replies).hasSize(2);
    while (!replies.isEmpty()) {
      replies.remove().run();
    }
    assertThat(asked).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void whoIsTooLateIsToldWhereAPlaceMoreWouldHelp() {
    AtomicInteger told = new AtomicInteger();
    OneByOne singles = new OneByOne(clock, noLimit, () -> 1, told::incrementAndGet);
    assertThat(singles.hasToSpare()).isTrue();
    for (int i = 0; i < 200; i++) {
      singles.ask(job("in line"));
    }
    for (int i = 0; i < 50; i++) {
      clock.now += Duration.ofMillis(10).toNanos();
      replies.remove().run();
    }
    assertThat(told).hasValue(0); // the newest has waited for half a second, those before it less
    assertThat(singles.hasToSpare()).isFalse();
    for (int i = 0; i < 50; i++) {
      clock.now += Duration.ofMillis(10).toNanos();
      replies.remove().run();
    }
    assertThat(told).hasValueGreaterThan(10);
    while (!replies.isEmpty()) {
      replies.remove().run();
    }
    clock.now += Duration.ofMinutes(1).toNanos();
    assertThat(singles.hasToSpare()).isTrue();
  }

  @Test
  void whoComesStandsBehindTheLineWhateverRoomThereIs() {
    AtomicInteger room = new AtomicInteger(1);
    OneByOne singles = new OneByOne(clock, noLimit, room::get, Futures.NOTHING);
    for (int i = 0; i < 400; i++) {
      singles.ask(job("" + i));
    }
    for (int i = 0; i < 200; i++) {
      clock.now += Duration.ofMillis(10).toNanos();
      replies.remove().run();
    }
    double before = singles.lateness();
    room.set(28);
    for (int i = 0; i < 27; i++) {
      singles.ask(job("new " + i)); // each lets the first one ask
    }
    assertThat(asked).hasSize(228).noneMatch(name -> name.startsWith("new"));
    assertThat(singles.lateness()).isGreaterThan(before);
  }

  /** Nor would more of them help: a stream may know better. */
  @Test
  void questionsThatFailNeedNoPlaceMore() {
    AtomicInteger told = new AtomicInteger();
    OneByOne singles = new OneByOne(clock, noLimit, () -> 1, told::incrementAndGet);
    for (int i = 0; i < 200; i++) {
      singles.ask(job("in line"));
    }
    for (int i = 0; i < 100; i++) {
      clock.now += Duration.ofMillis(10).toNanos();
      singles.failed();
      replies.remove().run();
    }
    assertThat(singles.lateness()).isGreaterThan(0.5);
    assertThat(told).hasValue(0);
    assertThat(singles.hasToSpare()).isTrue();
    for (int i = 0; i < 50; i++) {
      clock.now += Duration.ofMillis(10).toNanos();
      replies.remove().run(); // they are answered again
    }
    assertThat(told).hasPositiveValue();
  }

  /** A stream tells of a job meanwhile. */
  @Test
  void whereAnswersAreLateThemselvesPlacesAreOfLittleUse() {
    AtomicInteger told = new AtomicInteger();
    OneByOne singles = new OneByOne(clock, noLimit, () -> 2, told::incrementAndGet);
    for (int i = 0; i < 100; i++) {
      singles.ask(job("in line"));
    }
    assertThat(singles.hasToSpare()).isFalse();
    for (int i = 0; i < 50; i++) {
      clock.now += Duration.ofSeconds(15).toNanos();
      replies.remove().run();
    }
    assertThat(singles.lateness()).isGreaterThan(5);
    assertThat(told).hasValue(0);
    assertThat(singles.hasToSpare()).isTrue();
  }

  /** Those that were cancelled meanwhile, or cannot send for want of a key. */
  @Test
  void anyNumberMayHaveNothingToAsk() {
    OneByOne singles = new OneByOne(clock, noLimit, () -> 1, Futures.NOTHING);
    AtomicInteger left = new AtomicInteger();
    singles.ask(job("held"));
    for (int i = 0; i < 50_000; i++) {
      singles.ask(
          job(
              answered -> {
                left.incrementAndGet();
                answered.run();
              }));
    }
    replies.remove().run();
    assertThat(left).hasValue(50_000);

    singles.ask(job("a"));
    singles.ask(job("b"));
    assertThat(asked).containsExactly("held", "a"); // there is room for one again, and no more
  }

  @Test
  void whoWaitsInLineMakesAllLateUntilNobodyWaits() {
    OneByOne singles = new OneByOne(clock, noLimit, () -> 1, Futures.NOTHING);
    for (int i = 0; i < 200; i++) {
      singles.ask(job("in line"));
    }
    assertThat(singles.lateness()).isZero();
    for (int i = 0; i < 100; i++) {
      clock.now += Duration.ofMillis(10).toNanos();
      replies.remove().run();
    }
    // The newest of them has waited for a second; those before it for less.
    assertThat(singles.lateness()).isCloseTo(0.8, within(0.05));
    while (!replies.isEmpty()) {
      replies.remove().run();
    }
    for (int i = 0; i < 200; i++) {
      singles.ask(job("alone"));
      replies.remove().run();
    }
    assertThat(singles.lateness()).isCloseTo(0, within(0.001));
  }

  /** The network was away, or the provider: what comes after it is answered at once. */
  @Test
  void aStallMakesNobodyLateWhoComesAfterIt() {
    OneByOne singles = new OneByOne(clock, noLimit, () -> 6, Futures.NOTHING);
    for (int i = 0; i < 30; i++) {
      singles.ask(job("in line"));
    }
    clock.now += Duration.ofMinutes(1).toNanos();
    double most = 0;
    while (!replies.isEmpty()) {
      clock.now += Duration.ofMillis(1).toNanos();
      replies.remove().run();
      most = Math.max(most, singles.lateness());
    }
    assertThat(most).isLessThan(1);
  }

  @Test
  void aLineThatIsGoneIsForgottenByTheClock() {
    OneByOne singles = new OneByOne(clock, noLimit, () -> 1, Futures.NOTHING);
    for (int i = 0; i < 1_000; i++) {
      singles.ask(job("in line"));
    }
    while (!replies.isEmpty()) {
      clock.now += Duration.ofMillis(20).toNanos();
      replies.remove().run();
    }
    double atItsEnd = singles.lateness();
    assertThat(atItsEnd).isBetween(15.0, 20.0);
    clock.now += Duration.ofSeconds(1).toNanos();
    assertThat(singles.lateness()).isBetween(atItsEnd / 4, atItsEnd * 3 / 4);
    clock.now += Duration.ofSeconds(9).toNanos();
    assertThat(singles.lateness()).isLessThan(0.1);
    singles.ask(job("held"));
    singles.ask(job("the first of a new line")); // which brings nothing back
    assertThat(singles.lateness()).isLessThan(0.1);
  }

  @Test
  void whoHasNothingToAskTellsNothingOfTheLine() {
    OneByOne singles = new OneByOne(clock, noLimit, () -> 1, Futures.NOTHING);
    singles.ask(job("held"));
    for (int i = 0; i < 100; i++) {
      singles.ask(job(Runnable::run));
    }
    clock.now += Duration.ofSeconds(1).toNanos();
    replies.remove().run();
    assertThat(singles.lateness()).isZero();
  }

  @Test
  void theLimitOfTheProviderComesBeforeTheLine() {
    OneByOne singles =
        new OneByOne(clock, new CallBudget(Optional.of(60)), () -> 100, Futures.NOTHING);
    for (int i = 0; i < 40; i++) {
      singles.ask(job("a"));
    }
    int atOnce = asked.size();
    assertThat(atOnce).isBetween(20, 39); // what was saved
    clock.ring();
    assertThat(asked).hasSize(atOnce + 1);
    assertThat(clock.waits).allMatch(wait -> wait.toMillis() > 0);
  }

  /** For want of a thread for the timer. */
  @Test
  void whoCannotWaitForTheLimitBlocksNobody() {
    StillTime broken =
        new StillTime() {
          @Override
          public Alarm after(Duration delay, Runnable task) {
            throw new OutOfMemoryError("unable to create native thread");
          }
        };
    OneByOne singles =
        new OneByOne(broken, new CallBudget(Optional.of(60)), () -> 100, Futures.NOTHING);
    for (int i = 0; i < 40; i++) {
      singles.ask(job("a"));
    }
    assertThat(asked).hasSize(40);
  }

  /** As where thousands of jobs are resumed, or the list fails them all. */
  @Test
  void noMinuteHasMoreQuestionsThanTheLimitHoweverManyAskAtOnce() {
    RunningTime running = new RunningTime();
    CallBudget budget = new CallBudget(Optional.of(LIMIT));
    OneByOne singles = new OneByOne(running, budget, () -> 100, Futures.NOTHING);
    List<Long> sent = new ArrayList<>();
    for (int i = 0; i < 7_000; i++) {
      singles.ask(
          job(
              answered -> {
                sent.add(running.nanos());
                answered.run();
              }));
    }
    for (int i = 0; i < 200; i++) { // and a page now and then
      running.pass(Duration.ofSeconds(2));
      sent.add(
          running.nanos()
              + budget.takePage(running.nanos(), CallBudget.Pace.BUSY, 10_000_000_000L).toNanos());
    }
    assertThat(sent).hasSize(7_200);
    Collections.sort(sent);
    for (int i = 0; i + LIMIT < sent.size(); i++) {
      assertThat(sent.get(i + LIMIT) - sent.get(i))
          .isGreaterThanOrEqualTo(Duration.ofMinutes(1).toNanos());
    }
  }

  @Test
  void whoCannotWaitIsAskedBeforeThousands() {
    RunningTime running = new RunningTime();
    OneByOne singles =
        new OneByOne(running, new CallBudget(Optional.of(LIMIT)), () -> 100, Futures.NOTHING);
    for (int i = 0; i < 7_000; i++) {
      singles.ask(job(Runnable::run));
    }
    List<Duration> lastWords = new ArrayList<>();
    long since = running.nanos();
    for (int i = 0; i < 3; i++) {
      singles.ask(
          new OneByOne.Asker() {
            @Override
            public void askAlone(Runnable answered) {
              lastWords.add(Duration.ofNanos(running.nanos() - since));
              answered.run();
            }

            @Override
            public boolean isUrgent() {
              return true;
            }
          });
    }
    running.pass(Duration.ofSeconds(1));
    assertThat(lastWords)
        .hasSize(3)
        .allSatisfy(late -> assertThat(late).isLessThan(Duration.ofMillis(200)));
  }

  /** They are cancelled, or the list has told how they ended. */
  @Test
  void whoLeavesTheLineTakesNothingOfTheLimit() {
    RunningTime running = new RunningTime();
    OneByOne singles =
        new OneByOne(running, new CallBudget(Optional.of(LIMIT)), () -> 100, Futures.NOTHING);
    List<RollCall.Job> leaving = new ArrayList<>();
    for (int i = 0; i < 7_000; i++) {
      RollCall.Job job = job(Runnable::run);
      leaving.add(job);
      singles.ask(job);
    }
    singles.ask(job("last"));
    leaving.forEach(singles::leaves);
    running.pass(Duration.ofSeconds(1));
    assertThat(asked).containsExactly("last");
  }

  /** Runs what is due as a test lets it pass. */
  private static final class RunningTime extends StillTime {
    private final Queue<Due> dues = new PriorityQueue<>(Comparator.comparing(due -> due.at));

    private static final class Due {
      final long at;
      final Runnable task;

      Due(long at, Runnable task) {
        this.at = at;
        this.task = task;
      }
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
      Due due = new Due(now + delay.toNanos(), task);
      dues.add(due);
      return () -> dues.remove(due);
    }

    void pass(Duration time) {
      long until = now + time.toNanos();
      while (!dues.isEmpty() && dues.element().at <= until) {
        Due due = dues.remove();
        now = due.at;
        due.task.run();
      }
      now = until;
    }
  }
}
