package dev.pictor.internal.http;

import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * The threads that handle whole images: apart from those of the network, which would stand still
 * meanwhile, and few, because each of them holds all pixels of an image. What comes in has its own:
 * a submission waits for it, and is not to stand behind the finished images of other jobs.
 */
public final class ConversionThreads implements AutoCloseable {
  private static final int MOST = 2;

  private final ThreadPoolExecutor outputs =
      Threads.bounded("pictor-convert", Math.min(MOST, Runtime.getRuntime().availableProcessors()));

  /** Not by processors: a file is mostly waited for. */
  private final ThreadPoolExecutor inputs = Threads.bounded("pictor-input", MOST);

  /** Converts a finished image as soon as a thread is free. */
  public Future<?> submit(Runnable work) {
    return outputs.submit(work);
  }

  /** Brings an input image into its form, as soon as a thread for that is free. */
  public void run(Runnable work) {
    inputs.execute(() -> Futures.run(work));
  }

  /** Takes no more work, and lets the threads go when they have none. */
  @Override
  public void close() {
    outputs.shutdown();
    inputs.shutdown();
  }
}
