package dev.pictor.error;

import dev.pictor.model.JobHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /**
   * The job that this is about, if it came to one. The failure of a request for several images may
   * be about more: {@link #handles()} has them all.
   */
  public final Optional<JobHandle> handle() {
    return details().handle();
  }

  /**
   * All jobs that this names, each once: its own, those of the attempts before it, and those of the
   * exceptions that caused it or are suppressed in it, which are the other jobs of the same
   * request. Store them all, and resume them together; empty where no job is known.
   */
  public final List<JobHandle> handles() {
    Set<JobHandle> handles = new LinkedHashSet<>();
    for (Throwable one : Related.to(this)) {
      if (one instanceof PictorException) {
        ((PictorException) one).handle().ifPresent(handles::add);
      }
    }
    return Collections.unmodifiableList(new ArrayList<>(handles));
  }

  /**
   * Whether something may have been paid for that no handle names: whether this is an {@link
   * OutcomeUnknownException}, or one is among the attempts before it, its causes, or what is
   * suppressed in it. Look at the provider before you ask for anything anew; the message of that
   * one says what for.
   */
  public final boolean hasUnknownOutcome() {
    return Related.to(this).stream().anyMatch(OutcomeUnknownException.class::isInstance);
  }

  /**
   * Whether nothing more can come of {@link #handle() its job}, so that the handle can be
   * forgotten: the provider says that the job has failed or was canceled, or that it knows none; or
   * it can be no job at all. If not, the job may be well, whatever {@link #isRetryable()} says:
   * resume it.
   */
  public boolean isOver() {
    return false;
  }

  /**
   * Whether the same request may succeed later without being changed. It says nothing about money:
   * a new request is a new job.
   */
  public final boolean isRetryable() {
    return details().retry() == ErrorDetails.Retry.MAY_HELP;
  }
}
