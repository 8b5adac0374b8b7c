package dev.pictor.examples.run;

import dev.pictor.ImageClient;
import dev.pictor.RequestOptions;
import dev.pictor.error.PictorException;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A job that was begun before, waited for and kept: nothing is submitted, and nothing is paid. */
public final class ResumedJob {
  /** A job that takes longer than anybody waits here goes on, and can be asked for again. */
  private static final RequestOptions PATIENT =
      RequestOptions.builder().onExpiry(RequestOptions.OnExpiry.LEAVE_REMOTE_JOB).build();

  private final JobHandle handle;
  private final ImageFolder folder;
  private final List<SavedImage> images = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();

  private ResumedJob(JobHandle handle, ImageFolder folder) {
    this.handle = handle;
    this.folder = folder;
  }

  /** Waits for the job and keeps what it has made. */
  public static ResumedJob of(
      ImageClient client, JobHandle handle, ImageFolder folder, Progress progress) {
    ResumedJob resumed = new ResumedJob(handle, folder);
    Progress.Row row = progress.row(handle.provider());
    List<JobHandle> job = Collections.singletonList(handle);
    try {
      ImageResult result =
          client.resume(job, PATIENT).onUpdate(update -> row.show(StateText.of(update))).await();
      result.outcomes().forEach(outcome -> resumed.keep(outcome, result.outcomes().size() > 1));
    } catch (PictorException e) {
      resumed.failures.add(Failure.of(handle.provider(), e, job));
    }
    row.end(resumed.failures.isEmpty() ? "done" : "failed");
    return resumed;
  }

  private void keep(ImageOutcome outcome, boolean several) {
    Optional<GeneratedImage> image = outcome.image();
    if (!image.isPresent()) {
      failures.add(Failure.of(handle.provider(), outcome));
      return;
    }
    try {
      images.add(folder.save(image.get(), handle.endpoint(), several));
    } catch (PictorException | UncheckedIOException e) {
      failures.add(Failure.unsaved(handle.provider(), e, handle));
    }
  }

  /** The images that are on disk, in order. */
  public List<SavedImage> images() {
    return Collections.unmodifiableList(images);
  }

  /** What is missing, and why. */
  public List<Failure> failures() {
    return Collections.unmodifiableList(failures);
  }
}
