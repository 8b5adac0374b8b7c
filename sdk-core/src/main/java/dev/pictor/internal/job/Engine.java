package dev.pictor.internal.job;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Exchange;
import dev.pictor.internal.http.Time;
import dev.pictor.internal.http.Transport;
import dev.pictor.internal.media.Images;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.Origin;
import dev.pictor.spi.Provider;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** What every run needs. Holds no state of any request. */
public final class Engine {
  private final Transport transport;
  private final Images images;
  private final Time time;
  private final Executor callbacks;
  private final Cancellations cancellations;

  /**
   * @param callbacks runs the code of users: the completion of their futures and their listeners
   */
  public Engine(Transport transport, Images images, Time time, Executor callbacks) {
    this.transport = transport;
    this.images = images;
    this.time = time;
    this.callbacks = callbacks;
    this.cancellations = new Cancellations(this);
  }

  Time time() {
    return time;
  }

  Images images() {
    return images;
  }

  Executor callbacks() {
    return callbacks;
  }

  /** The cancellations of remote jobs that are under way. */
  public Cancellations cancellations() {
    return cancellations;
  }

  /**
   * Sends a call of a provider, with the key if, and only if, the provider trusts the origin.
   *
   * @throws PictorException if the provider cannot make the call, for want of a key for example
   */
  Exchange send(Provider provider, Supplier<HttpCall> translated, Optional<JobHandle> job) {
    HttpCall call =
        guarded(
            provider,
            job,
            () -> {
              HttpCall made = translated.get();
              return provider.trusts(Origin.of(made.url())) ? provider.authorize(made) : made;
            });
    return transport.send(call, provider.name(), job);
  }

  /**
   * Runs code of a provider. It meets what servers send, so whatever it throws beside our own
   * exceptions counts as a reply that could not be read, and never leaves a future hanging.
   */
  static <T> T guarded(Provider provider, Optional<JobHandle> job, Supplier<T> translation) {
    try {
      return translation.get();
    } catch (PictorException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new MalformedReplyException(
          "The provider module could not translate: " + e,
          ErrorDetails.builder().provider(provider.name()).handle(job).cause(e).build());
    }
  }

  /** The reply as an exception; for a status that is not 2xx. */
  static PictorException error(Provider provider, HttpReply reply) {
    try {
      return provider.readError(reply);
    } catch (RuntimeException e) {
      return reply.malformed(
          "The provider answered with status " + reply.status() + " and a body of no known form");
    }
  }
}
