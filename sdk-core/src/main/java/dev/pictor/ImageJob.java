package dev.pictor;

import dev.pictor.internal.job.JobGroup;
import dev.pictor.internal.job.Waiting;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobUpdate;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A request that was submitted: its jobs at the provider, their news, and their result.
 *
 * <p>A request for several images may be several jobs. The job goes on whether or not anybody
 * waits; what ends it is {@link #cancel()}, an interrupt of a waiting thread, its deadline, or the
 * closing of the client.
 *
 * <p>Thread-safe.
 */
public final class ImageJob {
  private final JobGroup group;

  ImageJob(JobGroup group) {
    this.group = group;
  }

  /**
   * The durable names of the jobs, in the order of their images. Store them to pick the jobs up
   * after a restart. A call that did not become a job has none.
   */
  public List<JobHandle> handles() {
    return group.handles();
  }

  /**
   * The durable name of the first, mostly the only, job.
   *
   * @throws NoSuchElementException if no call became a job
   */
  public JobHandle handle() {
    return handles().stream()
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no call of this request became a job"));
  }

  /**
   * Tells a listener the latest news of each job, then all that follow, one at a time. It runs on a
   * thread of the client: it must not block. What it throws goes to the thread's handler of
   * uncaught exceptions and harms nothing.
   *
   * @return this job
   */
  public ImageJob onUpdate(Consumer<JobUpdate> listener) {
    group.listen(listener);
    return this;
  }

  /**
   * The result. Fails with a {@link dev.pictor.error.PictorException} if not one image came of the
   * request. Cancelling it, or a stage made from it, cancels the jobs (on Java 8 and before Android
   * 12: only cancelling this very future does). Stages run on a thread of the client: give those
   * that block an executor of their own.
   */
  public CompletableFuture<ImageResult> result() {
    return group.result();
  }

  /**
   * Waits for the result. An interrupt cancels the jobs, restores the thread's flag and throws a
   * {@link dev.pictor.error.JobCanceledException}.
   *
   * @throws dev.pictor.error.OutcomeUnknownException if no image came of the request, or the thread
   *     was interrupted, and something may have been paid for that has no handle. Where several
   *     providers were tried it may stand within an {@link
   *     dev.pictor.error.AttemptsFailedException}: ask {@link
   *     dev.pictor.error.PictorException#hasUnknownOutcome()}
   * @throws dev.pictor.error.PictorException if not one image came of the request; with several
   *     images, the failure of the first, the others suppressed in it; what is unknown comes before
   *     what is known
   */
  public ImageResult await() {
    return Waiting.await(group, group.result());
  }

  /**
   * Waits for the result, but not longer than a limit. When the limit is reached the jobs go on and
   * can be awaited again.
   *
   * @param limit zero or less does not wait
   * @throws dev.pictor.error.DeadlineExceededException if the limit is reached
   * @throws dev.pictor.error.PictorException as {@link #await()}
   */
  public ImageResult await(Duration limit) {
    return Waiting.await(group, group.result(), limit);
  }

  /**
   * Cancels what has not ended: the waiting here, and the jobs at the provider. Returns at once;
   * {@link #result()} fails with a {@link dev.pictor.error.JobCanceledException} once the provider
   * has been told, within 5 seconds; or it has the images, if the job was faster.
   */
  public void cancel() {
    group.cancel();
  }

  /** The handles. */
  @Override
  public String toString() {
    return "ImageJob" + handles();
  }
}
