package dev.pictor.internal.job;

import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.Time;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private List<Consumer<JobUpdate>> listeners = Collections.emptyList(); // of the serial's threads
  private final Map<String, Supplier<JobUpdate>> latest = new LinkedHashMap<>(2);
  private boolean isHeard;

  Reports(Executor callbacks, Time time, Optional<Consumer<ImageEvent>> events) {
    this.serial = new Serial(callbacks);
    this.time = time;
    this.startedAt = time.nanos();
    this.events = events;
  }

  /** Runs on a thread for the code of users, behind all that was told before. */
  void after(Runnable task) {
    serial.execute(task);
  }

  /** Runs behind all that was told before: at once, on this thread, where nobody was told. */
  void behind(Runnable task) {
    if (events.isPresent() || isHeard()) {
      serial.execute(task);
    } else {
      task.run();
    }
  }

  private synchronized boolean isHeard() {
    return isHeard;
  }

  /** Tells a listener the latest news of each job, then all that follow. */
  void listen(Consumer<JobUpdate> listener) {
    synchronized (this) {
      isHeard = true; // from now on, what is told comes after what is told here, or is told here
    }
    serial.execute(
        () -> {
          listeners = new ArrayList<>(listeners);
          listeners.add(listener);
          latest().forEach(update -> tell(listener, update.get()));
        });
  }

  private synchronized List<Supplier<JobUpdate>> latest() {
    return new ArrayList<>(latest.values());
  }

  /** Tells news of a job; they are made when somebody listens. */
  void update(JobHandle job, Supplier<JobUpdate> news) {
    synchronized (this) {
      if (!isHeard) {
        remember(job, news);
        return;
      }
    }
    serial.execute(
        () -> {
          synchronized (this) {
            remember(job, news);
          }
          JobUpdate update = news.get();
          for (Consumer<JobUpdate> listener : listeners) {
            tell(listener, update);
          }
        });
  }

  private void remember(JobHandle job, Supplier<JobUpdate> news) {
    if (latest.size() > 1) {
      latest.remove(job.id()); // the newest stands last
    }
    latest.put(job.id(), news);
  }

  /** Whether somebody listens to events. */
  boolean hasListener() {
    return events.isPresent();
  }

  /** Tells an event, if somebody listens. */
  void event(ImageEvent.Builder made) {
    if (events.isPresent()) {
      Duration elapsed = Duration.ofNanos(time.nanos() - startedAt);
      ImageEvent event = made.elapsed(elapsed).build();
      serial.execute(() -> tell(events.get(), event));
    }
  }

  private static <T> void tell(Consumer<T> listener, T news) {
    Futures.run(() -> listener.accept(news));
  }
}
