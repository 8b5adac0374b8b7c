package dev.pictor.internal.job;

import dev.pictor.error.PictorException;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** A call that is safe to send again, and what comes of it. */
interface Question<T> {
  /**
   * The call; asked for each time that it is sent.
   *
   * @throws PictorException if the provider cannot make it
   */
  HttpCall call();

  /** What a reply says. */
  T read(HttpReply reply);

  /** Whether an error beyond the usual ones may pass by itself. */
  default boolean mayPass(PictorException error) {
    return false;
  }

  /** How soon it is to be asked again, where that is known better than by backing off. */
  default Optional<Duration> soon(PictorException error) {
    return Optional.empty();
  }

  /** Whether an error is asked about once more, and taken for final the second time. */
  default boolean isDoubtful(PictorException error) {
    return false;
  }

  /** One that waits for the usual errors to pass, and for no other. */
  static <T> Question<T> of(HttpCall call, Function<HttpReply, T> reader) {
    return new Question<T>() {
      @Override
      public HttpCall call() {
        return call;
      }

      @Override
      public T read(HttpReply reply) {
        return reader.apply(reply);
      }
    };
  }
}
