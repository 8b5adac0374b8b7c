package dev.pictor.internal.job;

import dev.pictor.internal.http.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Stands still unless a test moves it, and keeps what waits. */
class StillTime implements Time {
  final List<Duration> waits = new ArrayList<>();
  final List<Runnable> alarms = new ArrayList<>();
  long now;

  /** Runs what waits longest. */
  void ring() {
    alarms.remove(0).run();
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Instant now() {
    throw new AssertionError("what the wall clock shows, which may jump, is no wait");
  }

  @Override
  public Alarm after(Duration delay, Runnable task) {
    waits.add(delay);
    alarms.add(task);
    return () -> alarms.remove(task);
  }

  @Override
  public double chance() {
    throw new AssertionError("nothing here depends on chance");
  }
}
