package dev.pictor.benchmarks.client;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Images, so many at a time: when one is there, the next one is asked for. */
final class Batch {
  private static final int[] TENTHS_OF_PERCENT = {500, 900, 990, 1000};

  private final Maker maker;
  private final Executor threads;
  private final int jobs;
  private final int inFlight;
  private final Semaphore free;
  private final long[] lags;
  private final AtomicInteger images = new AtomicInteger();
  private long nanos;
  private volatile Optional<Throwable> failure = Optional.empty();

  /**
   * A batch.
   *
   * @param threads of those makers that block
   */
  Batch(Maker maker, Executor threads, int jobs, int inFlight) {
    this.maker = maker;
    this.threads = threads;
    this.jobs = jobs;
    this.inFlight = inFlight;
    free = new Semaphore(inFlight);
    lags = new long[jobs];
  }

  /**
   * Makes them all.
   *
   * @param deadline a moment behind which no further one is begun
   */
  @SuppressWarnings("FutureReturnValueIgnored") // a failure is kept, and thrown at the end
  void run(long deadline) throws Exception {
    long begun = System.nanoTime();
    for (int i = 0; i < jobs && deadline - System.nanoTime() > 0; i++) {
      free.acquire();
      maker.makeAsync(i + 1, threads).whenComplete(this::made);
    }
    free.acquire(inFlight);
    nanos = System.nanoTime() - begun;
    if (failure.isPresent()) {
      throw new IllegalStateException(
          images + " of " + jobs + " images were made, and one failed", failure.get());
    }
  }

  private void made(@Nullable String url, @Nullable Throwable why) {
    long now = System.nanoTime();
    if (url == null) {
      failure = Optional.ofNullable(why);
    } else {
      lags[images.getAndIncrement()] = now - doneNanos(url);
    }
    free.release();
  }

  /** The address of an image says when the service had it, by the clock of this machine. */
  private static long doneNanos(String url) {
    int end = url.lastIndexOf('/');
    return Long.parseLong(url.substring(url.lastIndexOf('/', end - 1) + 1, end));
  }

  int images() {
    return images.get();
  }

  /** Lags in microseconds, and how long it took to make all. */
  void tell() {
    Client.say("seconds " + nanos / 1e9);
    Arrays.sort(lags);
    for (int part : TENTHS_OF_PERCENT) {
      int rank = (int) Math.ceil(part / 1000.0 * lags.length);
      Client.say("lag" + part + " " + lags[Math.max(1, rank) - 1] / 1e3);
    }
  }
}
