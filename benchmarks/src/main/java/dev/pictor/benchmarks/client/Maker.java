package dev.pictor.benchmarks.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Makes images in the way of one client. */
public interface Maker {
  /**
   * Makes an image on the thread of the caller.
   *
   * @param number of the job, which the request differs by
   * @return the URL of the image
   */
  String make(int number) throws Exception;

  /**
   * Makes an image, while the caller goes on. Default: on a thread of its own.
   *
   * @param threads as many as there are images at a time
   */
  default CompletableFuture<String> makeAsync(int number, Executor threads) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return make(number);
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        threads);
  }
}
