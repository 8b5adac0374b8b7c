package dev.pictor.error;

import dev.pictor.model.JobHandle;
import java.util.Optional;

/**
 * The root of everything that Pictor throws at run time, and the failure of every future that it
 * returns. Catch a subclass to handle one kind; catch this one for all.
 *
 * <p>The message is made for a person: what was wrong, the rule, the value, what to do; it ends
 * with provider, status, request id and handle. Neither it nor {@link #details()} holds a secret.
 */
public abstract class PictorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ErrorDetails details;

  PictorException(String message, ErrorDetails details) {
    super(message + details.suffix(), details.cause().orElse(null));
    this.details = details;
  }

  /** What is known beyond the message; empty details after Java serialisation. */
  // A transient field is null after deserialisation, whatever its type says.
  @SuppressWarnings({"ConstantValue", "UnnecessaryParentheses"})
  public final ErrorDetails details() {
    return details == null ? ErrorDetails.none() : details;
  }

  /** The job that this is about, if it came to one. */
  public final Optional<JobHandle> handle() {
    return details().handle();
  }

  /**
   * Whether the same request may succeed later without being changed. It says nothing about money:
   * a new request is a new job.
   */
  public final boolean isRetryable() {
    return details().retry() == ErrorDetails.Retry.MAY_HELP;
  }
}
