package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.spi.HttpReply.RateBudget;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a service with a bucket of tokens, whose replies take a while and tell more or less. */
class LearnedRateTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Duration OWN_WAIT = Duration.ofMillis(500);

  /** What the replies of the service tell. */
  enum Telling {
    HEADERS,
    REFUSALS,
    NOTHING
  }

  /** A service and a crowd that wants as much of it as it can get. */
  private static final class World {
    private final LearnedRate rate = new LearnedRate();
    private final Telling telling;
    private final Deque<Runnable> replies = new ArrayDeque<>();
    private final Deque<Long> due = new ArrayDeque<>();
    private final List<Long> acceptedAt = new ArrayList<>();
    private final List<Long> refusedAt = new ArrayList<>();
    private double perSecond;
    private double burst;
    private double tokens;
    private long filledAt;
    private long latency = SECOND / 5;
    private long now;
    private int refusedUnderWay;

    World(Telling telling, double perSecond, double burst) {
      this.telling = telling;
      limit(perSecond, burst);
      tokens = burst;
    }

    void limit(double newPerSecond, double newBurst) {
      perSecond = newPerSecond;
      burst = newBurst;
    }

    private void send() {
      LearnedRate.Sent sent = rate.left(now);
      tokens = Math.min(burst, tokens + (now - filledAt) / 1e9 * perSecond);
      filledAt = now;
      boolean taken = tokens >= 1 - 1e-9;
      tokens -= taken ? 1 : 0;
      (taken ? acceptedAt : refusedAt).add(now);
      refusedUnderWay += taken ? 0 : 1;
      int left = (int) tokens;
      Duration full = seconds(Math.ceil((burst - tokens) / perSecond));
      Duration next = seconds(Math.ceil((1 - tokens) / perSecond));
      due.add(now + latency);
      replies.add(
          () -> {
            if (!taken) {
              refusedUnderWay--;
              boolean isTold = telling != Telling.NOTHING;
              rate.refused(sent, isTold ? next : OWN_WAIT, isTold, now);
            } else if (telling == Telling.HEADERS) {
              rate.answered(sent);
              rate.told(sent, RateBudget.of(left, full), now);
            } else {
              rate.accepted(sent);
            }
          });
    }

    private static Duration seconds(double seconds) {
      return Duration.ofSeconds((long) seconds);
    }

    /** Lets time pass with so many that want to leave, until they have or the time is up. */
    World run(int crowd, Duration limit) {
      long end = now + limit.toNanos();
      int before = acceptedAt.size();
      while (now < end && acceptedAt.size() - before < crowd) {
        long wait = rate.waitAt(now);
        long untilReply = due.isEmpty() ? Long.MAX_VALUE : due.peek() - now;
        int wanted = crowd - (acceptedAt.size() - before) - refusedUnderWay;
        if (wanted > 0 && wait == 0) {
          send();
        } else if (untilReply <= wait || wanted <= 0) {
          now += Math.max(0, untilReply);
          due.poll();
          replies.poll().run();
        } else {
          now += wait;
          rate.waited(now);
          assertThat(rate.waitAt(now)).isZero();
        }
      }
      while (!replies.isEmpty()) {
        now = Math.max(now, due.poll());
        replies.poll().run();
      }
      return this;
    }
  }

  @ParameterizedTest
  @EnumSource
  void nobodyWaitsUntilALimitIsKnown(Telling telling) {
    World world = new World(telling, 1000, 1000).run(500, Duration.ofMinutes(1));
    assertThat(world.acceptedAt).hasSize(500).containsOnly(0L);
    assertThat(world.refusedAt).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"HEADERS, 11, 0.95", "REFUSALS, 16, 0.85", "NOTHING, 24, 0.4"})
  void anAccountOfSixAMinuteGetsAllOfAHundredImages(Telling telling, int refusals, double share) {
    World world = new World(telling, 0.1, 1);
    world.run(12, Duration.ofHours(1)); // twelve leave before the first reply
    world.run(88, Duration.ofHours(3));
    assertThat(world.acceptedAt).hasSize(100);
    assertThat(world.refusedAt.size()).isLessThanOrEqualTo(refusals);
    double best = 99 * 10.0 * SECOND;
    assertThat(best / (world.acceptedAt.get(99) - world.acceptedAt.get(0))).isGreaterThan(share);
  }

  @ParameterizedTest
  @EnumSource
  void theKnownLimitIsMetAlmostWithoutRefusals(Telling telling) {
    World world = new World(telling, 0.1, 1).run(60, Duration.ofHours(2));
    int before = world.refusedAt.size();
    world.run(200, Duration.ofHours(4));
    assertThat(world.refusedAt.size() - before).isLessThanOrEqualTo(200 / 32);
  }

  @ParameterizedTest
  @CsvSource({"HEADERS, 15", "REFUSALS, 240", "NOTHING, 600"})
  void aLimitThatIsLiftedIsForgotten(Telling telling, long seconds) {
    World world = new World(telling, 0.1, 1).run(30, Duration.ofHours(1));
    int before = world.refusedAt.size();
    world.limit(1000, 1000);
    long lifted = world.now;
    world.run(500, Duration.ofHours(1));
    assertThat(world.acceptedAt).hasSize(530);
    assertThat(world.now - lifted).isLessThan(seconds * SECOND);
    assertThat(world.refusedAt).hasSize(before);
  }

  @Test
  void aLargeBudgetIsUsedUpWithoutARefusal() {
    World world = new World(Telling.HEADERS, 10, 600);
    world.run(1, Duration.ofMinutes(1));
    world.run(2000, Duration.ofMinutes(10));
    assertThat(world.acceptedAt).hasSize(2001);
    assertThat(world.refusedAt).isEmpty();
    assertThat(world.now).isLessThan(Duration.ofMinutes(6).toNanos());
  }

  @Test
  void oneThatIsHeldBackByItsReplyDoesNotHoldUpTheOthersForLong() {
    LearnedRate rate = new LearnedRate();
    rate.refused(rate.left(0), Duration.ofSeconds(10), true, 0);
    assertThat(rate.waitAt(0)).isEqualTo(10 * SECOND);
    rate.waited(10 * SECOND);
    rate.left(10 * SECOND);
    assertThat(rate.waitAt(10 * SECOND)).isEqualTo(10 * SECOND);
    rate.waited(20 * SECOND);
    assertThat(rate.waitAt(20 * SECOND)).isZero();
  }

  @Test
  void oneThatNeverLeftGivesItsPlaceBack() {
    LearnedRate rate = new LearnedRate();
    rate.refused(rate.left(0), Duration.ofSeconds(10), true, 0);
    rate.waited(10 * SECOND);
    rate.unused(rate.left(10 * SECOND), 11 * SECOND);
    assertThat(rate.waitAt(11 * SECOND)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  @DisplayName("requirement 19: whatever the replies say, every wait is positive and bounded")
  void whateverTheRepliesSayEveryWaitIsPositiveAndBounded(long seed) {
    Random random = new Random(seed);
    LearnedRate rate = new LearnedRate();
    List<LearnedRate.Sent> underWay = new ArrayList<>();
    long now = 0;
    int left = 0;
    for (int i = 0; i < 5_000; i++) {
      long wait = rate.waitAt(now);
      assertThat(wait).isBetween(0L, Duration.ofSeconds(60).toNanos());
      if (wait == 0 && underWay.size() < 20) {
        underWay.add(rate.left(now));
        left++;
      } else if (random.nextBoolean() || underWay.isEmpty()) {
        now += wait;
        rate.waited(now);
        assertThat(rate.waitAt(now)).isZero();
      }
      if (!underWay.isEmpty() && random.nextInt(3) > 0) {
        answer(rate, underWay.remove(random.nextInt(underWay.size())), random, now);
      }
    }
    assertThat(left).isGreaterThan(500);
    assertThat((double) now / left).isLessThan(60.0 * SECOND);
  }

  private static void answer(LearnedRate rate, LearnedRate.Sent sent, Random random, long now) {
    Duration[] waits = {
      Duration.ZERO,
      Duration.ofSeconds(-3),
      Duration.ofMillis(1),
      Duration.ofSeconds(7),
      Duration.ofDays(9),
      Duration.ofSeconds(Long.MAX_VALUE)
    };
    Duration wait = waits[random.nextInt(waits.length)];
    switch (random.nextInt(5)) {
      case 0:
        rate.refused(sent, wait, random.nextBoolean(), now);
        break;
      case 1:
        rate.unused(sent, now);
        break;
      case 2:
        rate.answered(sent);
        rate.told(
            sent, RateBudget.of(random.nextInt(3), wait.isNegative() ? Duration.ZERO : wait), now);
        break;
      case 3:
        rate.answered(sent);
        break;
      default:
        rate.accepted(sent);
    }
  }
}
