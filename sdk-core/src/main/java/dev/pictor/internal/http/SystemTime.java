package dev.pictor.internal.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The real time: one daemon thread for all alarms, which goes away when there are none. */
public final class SystemTime implements Time, AutoCloseable {
  private static final long IDLE_SECONDS = 5;

  private final ScheduledThreadPoolExecutor alarms;
  private final Set<One> pending = ConcurrentHashMap.newKeySet();

  public SystemTime() {
    this(Threads.named("pictor-timer"));
  }

  SystemTime(ThreadFactory threads) {
    alarms = new ScheduledThreadPoolExecutor(1, threads);
    alarms.setRemoveOnCancelPolicy(true); // a cancelled deadline must not hold its job in memory
    alarms.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    alarms.allowCoreThreadTimeOut(true);
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public Alarm after(Duration delay, Runnable task) {
    One one = new One(task);
    pending.add(one);
    try {
      one.future = alarms.schedule(one, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      atTheEnd();
    } catch (RuntimeException | Error e) { // no thread for it, but it stands in the queue
      one.cancel();
      throw e;
    }
    return one;
  }

  @Override
  public double chance() {
    return ThreadLocalRandom.current().nextDouble();
  }

  /** Ends the time: whatever waits is due now, and learns by its next step that all is closed. */
  @Override
  public void close() {
    alarms.shutdownNow();
    atTheEnd();
  }

  private void atTheEnd() {
    List<One> rest = new ArrayList<>(pending);
    if (!rest.isEmpty()) {
      Threads.start("pictor-timer-end", () -> rest.forEach(One::run));
    }
  }

  private final class One implements Runnable, Alarm {
    private final Runnable task;
    private boolean isOver;
    volatile @Nullable Future<?> future;

    One(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      if (end()) {
        Futures.run(task);
      }
    }

    @Override
    public void cancel() {
      Future<?> scheduled = future;
      if (end() && scheduled != null) {
        scheduled.cancel(false);
      }
    }

    private boolean end() {
      pending.remove(this);
      synchronized (this) {
        boolean ends = !isOver;
        isOver = true;
        return ends;
      }
    }
  }
}
