package dev.pictor.error;

/**
 * A submission left this machine, and whether it created a job could not be found out: the
 * connection broke, the reply was cut, or a server in between failed, and the provider has no list
 * of jobs that could be asked, or its list does not tell. The same is so where a deadline, an
 * interrupt, a cancellation or the closing of the client came before the reply. It may have been
 * paid.
 *
 * <p>Of several failures it comes first, with the others suppressed; the jobs that are known beside
 * it are {@link #handles()}.
 *
 * <p>The message says what is needed to look for it at the provider: the endpoint, the seed, when
 * it was sent, and the ids of the jobs that it may be. The details hold the reply, if there was
 * one. Nothing is sent again, unless {@code RequestOptions.resubmission} asks for it.
 */
public final class OutcomeUnknownException extends PictorException {
  private static final long serialVersionUID = 1L;

  /** For provider modules and the engine. */
  public OutcomeUnknownException(String message, ErrorDetails details) {
    super(message, details);
  }
}
