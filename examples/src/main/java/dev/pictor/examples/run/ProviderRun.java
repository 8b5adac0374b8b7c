package dev.pictor.examples.run;

import dev.pictor.ImageClient;
import dev.pictor.ImageJob;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.PictorException;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.Plan;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** The request at one provider: submitted, watched, and kept. */
final class ProviderRun {
  private final ImageClient client;
  private final ImageRequest request;
  private final Plan.Candidate plan;
  private final ImageFolder folder;
  private final JobsInFlight jobs;
  private final JobRows rows;
  private final long start = System.nanoTime();
  private final List<SavedImage> images = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();

  ProviderRun(
      ImageClient client,
      ImageRequest request,
      Plan.Candidate plan,
      ImageFolder folder,
      Progress progress,
      JobsInFlight jobs) {
    this.client = client;
    this.request = request.toBuilder().model(plan.provider() + "/" + plan.model()).build();
    this.plan = plan;
    this.folder = folder;
    this.jobs = jobs;
    this.rows = new JobRows(progress, plan);
  }

  RunReport run() {
    Optional<ImageResult> result = Optional.empty();
    try {
      result = Optional.of(generate());
      keep(result.get().outcomes());
      rows.end("done");
    } catch (PictorException | CancellationException e) {
      failed(Failure.of(plan.provider(), e, Collections.emptyList()));
      rows.end(isCancellation(e) ? "canceled" : "failed");
    } finally {
      jobs.ended();
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    return new RunReport(plan, elapsed, result, images, failures);
  }

  private static boolean isCancellation(RuntimeException e) {
    return e instanceof JobCanceledException || e instanceof CancellationException;
  }

  /** Nothing came of the request. What becomes of a job that it does not name is told as well. */
  private void failed(Failure failure) {
    Failure told =
        jobs.areCanceled()
            ? failure.withResumable(LastLook.open(client, failure.resumable()))
            : failure;
    failures.add(told);
    jobs.failed(told);
    told.handles().forEach(jobs::settled);
  }

  private ImageResult generate() {
    jobs.submitting();
    ImageJob job = client.submit(request);
    jobs.submitted(plan.provider(), job);
    rows.name(job.handles());
    return job.onUpdate(rows::update).await();
  }

  private void keep(List<ImageOutcome> outcomes) {
    for (int i = 0; i < outcomes.size(); i++) {
      keep(outcomes.get(i));
      Optional<JobHandle> job = job(outcomes.get(i));
      // One job may have made several of the images.
      boolean isLast =
          outcomes.subList(i + 1, outcomes.size()).stream()
              .noneMatch(later -> job(later).equals(job));
      if (isLast) {
        job.ifPresent(jobs::settled);
      }
    }
  }

  /** The job that an image comes from, or was to come from. */
  static Optional<JobHandle> job(ImageOutcome outcome) {
    return outcome.image().isPresent()
        ? Optional.of(outcome.image().get().handle())
        : outcome.handle();
  }

  private void keep(ImageOutcome outcome) {
    if (outcome.image().isPresent()) {
      save(outcome.image().get());
      return;
    }
    fail(outcome.index(), Failure.of(title(outcome.index()), outcome));
  }

  private void save(GeneratedImage image) {
    try {
      images.add(folder.save(image, plan.model(), request.n() > 1));
    } catch (PictorException | UncheckedIOException e) {
      fail(image.index(), Failure.unsaved(title(image.index()), e, image.handle()));
    }
  }

  private void fail(int index, Failure failure) {
    failures.add(failure);
    jobs.failed(failure);
    rows.missing(index);
  }

  private String title(int index) {
    return request.n() == 1 ? plan.provider() : plan.provider() + ", image " + (index + 1);
  }
}
