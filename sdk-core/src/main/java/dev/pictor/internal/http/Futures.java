package dev.pictor.internal.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What {@link CompletableFuture} leaves to its users. */
public final class Futures {
  /** Does nothing. */
  public static final Runnable NOTHING = () -> {};

  private Futures() {}

  /**
   * Runs an action when the future has ended, with its value or with its failure. An exception of
   * the action goes to the thread's handler of uncaught exceptions: the stage that would carry it
   * is seen by nobody.
   */
  @SuppressWarnings("FutureReturnValueIgnored")
  public static <T> void whenDone(
      CompletableFuture<T> future, BiConsumer<@Nullable T, @Nullable Throwable> action) {
    future.whenComplete(
        (value, failure) -> tell(action, value, failure == null ? null : cause(failure)));
  }

  /** Runs an action at once, as {@link #whenDone} does. */
  public static <T> void tell(
      BiConsumer<@Nullable T, @Nullable Throwable> action,
      @Nullable T value,
      @Nullable Throwable failure) {
    try {
      action.accept(value, failure);
    } catch (RuntimeException | Error e) {
      uncaught(e);
    }
  }

  /** Completes when all of them have; of several, one that fails makes it fail. */
  public static <T> CompletableFuture<?> all(
      List<T> parts, Function<T, ? extends CompletableFuture<?>> future) {
    if (parts.size() == 1) {
      return future.apply(parts.get(0));
    }
    CompletableFuture<?>[] futures = new CompletableFuture<?>[parts.size()];
    for (int i = 0; i < futures.length; i++) {
      futures[i] = future.apply(parts.get(i));
    }
    return CompletableFuture.allOf(futures);
  }

  /**
   * Runs code that must not harm whoever runs it: what it throws goes to the thread's handler of
   * uncaught exceptions, and what that throws goes nowhere.
   */
  public static void run(Runnable code) {
    try {
      code.run();
    } catch (RuntimeException | Error e) {
      uncaught(e);
    }
  }

  /** Gives an exception that nobody expects to the thread's handler; what that throws is lost. */
  public static void uncaught(Throwable e) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    } catch (RuntimeException | Error ofTheHandler) {
      // As the JVM does with it.
    }
  }

  /** The failure itself, without the wrappers that futures put around it. */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return (failure instanceof CompletionException || failure instanceof ExecutionException)
            && cause != null
        ? cause
        : failure;
  }
}
