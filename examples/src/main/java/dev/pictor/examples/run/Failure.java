package dev.pictor.examples.run;

import dev.pictor.error.AuthenticationException;
import dev.pictor.error.DownloadException;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RateLimitException;
import dev.pictor.error.ServiceException;
import dev.pictor.error.TransportException;
import dev.pictor.model.JobHandle;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Why an image that was asked for is not there. */
public final class Failure {
  /** After these the job itself may be well, and the image there. */
  private static final List<Class<? extends RuntimeException>> PASSING =
      Arrays.asList(
          AuthenticationException.class,
          DownloadException.class,
          MalformedReplyException.class,
          RateLimitException.class,
          ServiceException.class,
          TransportException.class,
          UncheckedIOException.class);

  private final String title;
  private final RuntimeException cause;
  private final Optional<JobHandle> handle;
  private final Optional<JobHandle> resumable;

  private Failure(
      String title,
      RuntimeException cause,
      Optional<JobHandle> handle,
      Optional<JobHandle> resumable) {
    this.title = title;
    this.cause = cause;
    this.handle = handle;
    this.resumable = resumable;
  }

  static Failure of(String title, RuntimeException cause, Optional<JobHandle> handle) {
    Optional<JobHandle> named =
        cause instanceof PictorException
            ? ((PictorException) cause).handle()
            : Optional.<JobHandle>empty();
    Optional<JobHandle> job = named.isPresent() ? named : handle;
    boolean passing = PASSING.stream().anyMatch(kind -> kind.isInstance(cause));
    return new Failure(title, cause, job, passing ? job : Optional.empty());
  }

  /** The image is made, and it is not on disk, for whatever reason. */
  static Failure unsaved(String title, RuntimeException cause, JobHandle handle) {
    return new Failure(title, cause, Optional.of(handle), Optional.of(handle));
  }

  /** The process ends, and nobody knows what the job has made. */
  static Failure cutOff(String title, JobHandle handle) {
    return unsaved(title, new IllegalStateException("ended before its image was saved"), handle);
  }

  /** What is missing: {@code fal}, or {@code fal, image 2}. */
  public String title() {
    return title;
  }

  /** What the SDK says about it. */
  public String message() {
    return Optional.ofNullable(cause.getMessage()).orElseGet(cause::toString);
  }

  /** The job, if it came to one. */
  public Optional<JobHandle> handle() {
    return handle;
  }

  /** The job, if it is worth to be picked up again. */
  public Optional<JobHandle> resumable() {
    return resumable;
  }
}
