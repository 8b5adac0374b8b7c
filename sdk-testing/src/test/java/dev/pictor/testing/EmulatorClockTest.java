package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmulatorClockTest {
  @Test
  void aManualClockMovesOnlyByHand() throws Exception {
    ManualClock clock = EmulatorClock.manual();
    Instant start = clock.instant();
    assertThat(start).isEqualTo("2026-01-01T00:00:00Z");
    CountDownLatch waits = new CountDownLatch(1);
    CompletableFuture<Void> waiter =
        wait(
            clock,
            start.plusSeconds(5),
            () -> {
              waits.countDown();
              return false;
            });
    waits.await();
    clock.advance(Duration.ofSeconds(4));
    assertThat(waiter).isNotDone();
    clock.advance(Duration.ofSeconds(1));
    waiter.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aWaitEndsWhenItsReasonDoes() throws Exception {
    for (EmulatorClock clock :
        new EmulatorClock[] {EmulatorClock.manual(), EmulatorClock.system()}) {
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Void> waiter = wait(clock, Instant.MAX, over::get);
      over.set(true);
      clock.wake();
      waiter.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void theSystemClockGoesByItself() throws Exception {
    EmulatorClock clock = EmulatorClock.system();
    Instant soon = clock.instant().plusMillis(2);
    wait(clock, soon, () -> false).get(10, TimeUnit.SECONDS);
    assertThat(clock.instant()).isAfterOrEqualTo(soon);
  }

  @Test
  void isAClockForEverybody() {
    ManualClock clock = EmulatorClock.manual();
    assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
    Clock tokyo = clock.withZone(ZoneOffset.UTC).withZone(ZoneId.of("Asia/Tokyo"));
    assertThat(tokyo.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    clock.advance(Duration.ofDays(1));
    assertThat(tokyo.instant()).isEqualTo(clock.instant());
  }

  private static CompletableFuture<Void> wait(
      EmulatorClock clock, Instant moment, BooleanSupplier over) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            clock.awaitUntil(moment, over);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }
}
