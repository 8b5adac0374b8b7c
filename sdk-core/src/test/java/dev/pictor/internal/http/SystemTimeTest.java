package dev.pictor.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SystemTimeTest {
  /** Whoever was refused has told so: what it would do now, a submission even, comes too late. */
  @Test
  void whatItHadNoThreadForIsNotDoneLater() throws InterruptedException {
    AtomicBoolean isOut = new AtomicBoolean(true);
    List<String> done = new CopyOnWriteArrayList<>();
    CountDownLatch second = new CountDownLatch(1);
    try (SystemTime time =
        new SystemTime(
            task -> {
              if (isOut.get()) {
                throw new Error("unable to create native thread"); // OutOfMemoryError ends the run
              }
              return Threads.named("test-time").newThread(task);
            })) {
      assertThatThrownBy(() -> time.after(Duration.ZERO, () -> done.add("first")))
          .hasMessage("unable to create native thread");
      isOut.set(false);
      time.after(
          Duration.ofMillis(1),
          () -> {
            done.add("second");
            second.countDown();
          });
      assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(done).containsExactly("second");
  }
}
