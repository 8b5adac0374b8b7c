package dev.pictor.internal.http;

import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * The threads that decode and encode images: apart from those of the network, which would stand
 * still meanwhile, and few, because each of them holds all pixels of an image.
 */
public final class ConversionThreads implements AutoCloseable {
  private static final int MOST = 2;

  private final ThreadPoolExecutor threads =
      Threads.bounded("pictor-convert", Math.min(MOST, Runtime.getRuntime().availableProcessors()));

  /** Runs work as soon as a thread is free. */
  public Future<?> submit(Runnable work) {
    return threads.submit(work);
  }

  /** As the other, for work that tells its end by itself. */
  public void run(Runnable work) {
    threads.execute(() -> Futures.run(work));
  }

  /** Takes no more work, and lets the threads go when they have none. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
