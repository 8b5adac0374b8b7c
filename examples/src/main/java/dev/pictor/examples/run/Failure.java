package dev.pictor.examples.run;

import dev.pictor.error.PictorException;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.JobHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Why one image that was asked for, or all of a request, are not there. */
public final class Failure {
  private final String title;
  private final RuntimeException cause;
  private final List<JobHandle> handles;
  private final List<JobHandle> resumable;

  private Failure(
      String title,
      RuntimeException cause,
      Collection<JobHandle> handles,
      Collection<JobHandle> resumable) {
    this.title = title;
    this.cause = cause;
    this.handles = Collections.unmodifiableList(new ArrayList<>(handles));
    this.resumable = Collections.unmodifiableList(new ArrayList<>(resumable));
  }

  /**
   * Nothing came of a request, which may be many jobs.
   *
   * @param known those that are known whatever the exception says
   */
  static Failure of(String title, RuntimeException cause, List<JobHandle> known) {
    if (!(cause instanceof PictorException)) {
      return new Failure(title, cause, known, known);
    }
    PictorException failure = (PictorException) cause;
    Set<JobHandle> handles = new LinkedHashSet<>(failure.handles());
    handles.addAll(known);
    return new Failure(title, cause, handles, OpenJobs.of(failure, handles));
  }

  /** One image did not come. */
  static Failure of(String title, ImageOutcome outcome) {
    RuntimeException cause =
        outcome
            .failure()
            .orElseGet(
                () ->
                    new IllegalStateException(
                        "it is " + outcome.kind().name().toLowerCase(Locale.ROOT)));
    Set<JobHandle> handles = new LinkedHashSet<>();
    outcome.handle().ifPresent(handles::add);
    if (cause instanceof PictorException) {
      handles.addAll(((PictorException) cause).handles());
    }
    boolean isOpen = outcome.kind() == ImageOutcome.Kind.UNKNOWN;
    return new Failure(title, cause, handles, isOpen ? handles : Collections.<JobHandle>emptySet());
  }

  /** The image is made, and it is not on disk, for whatever reason. */
  static Failure unsaved(String title, RuntimeException cause, JobHandle handle) {
    List<JobHandle> job = Collections.singletonList(handle);
    return new Failure(title, cause, job, job);
  }

  /** The process ends, and nobody knows what the job has made. */
  static Failure cutOff(String title, JobHandle handle) {
    return unsaved(title, new IllegalStateException("ended before its image was saved"), handle);
  }

  /** The same, with these jobs alone as worth to be picked up. */
  Failure withResumable(List<JobHandle> open) {
    return new Failure(title, cause, handles, open);
  }

  /** What is missing: {@code fal}, or {@code fal, image 2}. */
  public String title() {
    return title;
  }

  /** What the SDK says about it. */
  public String message() {
    return Optional.ofNullable(cause.getMessage()).orElseGet(cause::toString);
  }

  /** The jobs, if it came to any. */
  public List<JobHandle> handles() {
    return handles;
  }

  /** The jobs that are worth to be picked up again: nobody has seen them end without an image. */
  public List<JobHandle> resumable() {
    return resumable;
  }
}
