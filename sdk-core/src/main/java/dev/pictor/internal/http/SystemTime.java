package dev.pictor.internal.http;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The real time: one daemon thread for all alarms, which goes away when there are none. */
public final class SystemTime implements Time, AutoCloseable {
  private static final long IDLE_SECONDS = 5;

  private final ScheduledThreadPoolExecutor alarms;

  public SystemTime() {
    alarms = new ScheduledThreadPoolExecutor(1, Threads.named("pictor-timer"));
    alarms.setRemoveOnCancelPolicy(true); // a cancelled deadline must not hold its job in memory
    alarms.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    alarms.allowCoreThreadTimeOut(true);
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Alarm after(Duration delay, Runnable task) {
    try {
      ScheduledFuture<?> alarm = alarms.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> alarm.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {}; // close() has ended every job that could wait for this alarm
    }
  }

  @Override
  public double chance() {
    return ThreadLocalRandom.current().nextDouble();
  }

  @Override
  public void close() {
    alarms.shutdownNow();
  }
}
