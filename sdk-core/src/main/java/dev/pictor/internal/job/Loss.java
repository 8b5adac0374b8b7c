package dev.pictor.internal.job;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.PictorException;
import dev.pictor.error.TransportException;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.Provider;
import java.io.InterruptedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A submission that was sent, and of which no reply came that says what became of it. */
final class Loss {
  private final String why;
  private final Optional<Throwable> cause;
  private final boolean isOver;
  private final boolean isOfGateway;

  private Loss(String why, Optional<Throwable> cause, boolean isOver, boolean isOfGateway) {
    this.why = why;
    this.cause = cause;
    this.isOver = isOver;
    this.isOfGateway = isOfGateway;
  }

  /** The provider accepted it, in words that nobody can read. */
  static Loss unreadable(HttpReply reply, PictorException why) {
    return new Loss(
        "the provider accepted it with status " + reply.status() + ", but its reply names no job",
        Optional.of(why),
        isEnd(reply.status()),
        false);
  }

  /** It was answered by an error that does not say that it was refused. */
  static Loss failed(Provider provider, HttpReply reply, PictorException error) {
    return new Loss(
        "the answer was status " + reply.status() + ", which does not say that it was refused",
        Optional.of(error),
        isEnd(reply.status()),
        isOfGateway(provider, reply));
  }

  /** No whole reply came. */
  static Loss broken(@Nullable Throwable failure) {
    return new Loss(
        "no whole reply came back", Optional.ofNullable(failure), isEnd(failure), false);
  }

  /** Its reply came, and could not be handled. */
  static Loss unhandled(Throwable e) {
    return new Loss("its reply could not be handled: " + e, Optional.of(e), false, false);
  }

  private static boolean isOfGateway(Provider provider, HttpReply reply) {
    try {
      return Engine.guarded(provider, Optional.empty(), () -> provider.isGatewayError(reply));
    } catch (PictorException e) {
      return false;
    }
  }

  /**
   * Whether a status says that nobody works on the submission any more. 201 and 202 say that it
   * made something. After the others here, the one who answered no longer waited for the one who
   * works.
   */
  private static boolean isEnd(int status) {
    switch (status) {
      case 201:
      case 202:
      case 408:
      case 499:
      case 504:
      case 522:
      case 524:
        return false;
      default:
        return true;
    }
  }

  /** Whether the other side ended the exchange, and not our patience. */
  private static boolean isEnd(@Nullable Throwable failure) {
    if (!(failure instanceof PictorException)) {
      return false;
    }
    ErrorDetails known = ((PictorException) failure).details();
    if (known.status().isPresent()) {
      return isEnd(known.status().get());
    }
    return failure instanceof TransportException
        && known.cause().filter(cause -> !(cause instanceof InterruptedIOException)).isPresent();
  }

  /** What happened, as a clause of a message. */
  String why() {
    return why;
  }

  /** What happened, as an exception. */
  Optional<Throwable> cause() {
    return cause;
  }

  /** Whether it is over at the provider as well, so that a job that is not there will not come. */
  boolean isOver() {
    return isOver;
  }

  /** Whether a gateway answered that probably did not reach the service. */
  boolean isOfGateway() {
    return isOfGateway;
  }
}
