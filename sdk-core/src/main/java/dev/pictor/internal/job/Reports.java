package dev.pictor.internal.job;

import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.Time;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.JobUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells the listeners of one request what happens, one at a time and in order. Where nobody
 * listens, nothing is made. What a listener throws harms nothing.
 */
final class Reports {
  private final Serial serial;
  private final Time time;
  private final long startedAt;
  private final Optional<Consumer<ImageEvent>> events;
  private final List<Consumer<JobUpdate>> listeners = new ArrayList<>();
  private final List<JobUpdate> latest = new ArrayList<>();

  Reports(Executor callbacks, Time time, Optional<Consumer<ImageEvent>> events) {
    this.serial = new Serial(callbacks);
    this.time = time;
    this.startedAt = time.nanos();
    this.events = events;
  }

  /** Runs behind all that was told before. */
  void after(Runnable task) {
    serial.execute(task);
  }

  /** Tells a listener the latest news of each job, then all that follow. */
  void listen(Consumer<JobUpdate> listener) {
    serial.execute(
        () -> {
          listeners.add(listener);
          latest.forEach(update -> tell(listener, update));
        });
  }

  void update(JobUpdate update) {
    serial.execute(
        () -> {
          latest.removeIf(old -> old.handle().id().equals(update.handle().id()));
          latest.add(update);
          for (Consumer<JobUpdate> listener : listeners) {
            tell(listener, update);
          }
        });
  }

  /** Tells an event; the supplier is asked only if somebody listens. */
  void event(Supplier<ImageEvent.Builder> made) {
    if (events.isPresent()) {
      Duration elapsed = Duration.ofNanos(time.nanos() - startedAt);
      ImageEvent event = made.get().elapsed(elapsed).build();
      serial.execute(() -> tell(events.get(), event));
    }
  }

  private static <T> void tell(Consumer<T> listener, T news) {
    Futures.run(() -> listener.accept(news));
  }
}
