package dev.pictor.examples.run;

import dev.pictor.ImageClient;
import dev.pictor.RequestOptions;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.JobHandle;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks how jobs have ended that were told to end. Most have, and there is nothing to fetch; but one
 * may have been faster, and one may not have heard.
 */
final class LastLook {
  /** The process is about to end, and whoever has ended it waits. */
  private static final RequestOptions BRIEF =
      RequestOptions.builder()
          .deadline(Duration.ofSeconds(1))
          .onExpiry(RequestOptions.OnExpiry.LEAVE_REMOTE_JOB)
          .build();

  private LastLook() {}

  /** Those of these jobs of which it is not known that they made nothing. */
  static List<JobHandle> open(ImageClient client, List<JobHandle> told) {
    if (told.isEmpty()) {
      return told;
    }
    boolean isInterrupted = Thread.interrupted(); // such a thread could not wait for the answer
    try {
      List<ImageOutcome> ends = client.resume(told, BRIEF).await().outcomes();
      return told.stream()
          .filter(job -> ends.stream().anyMatch(end -> isOpen(end, job)))
          .collect(Collectors.toList());
    } catch (PictorException e) {
      return OpenJobs.of(e, told);
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean isOpen(ImageOutcome end, JobHandle job) {
    return ProviderRun.job(end).filter(job::equals).isPresent()
        && (end.image().isPresent() || end.kind() == ImageOutcome.Kind.UNKNOWN);
  }
}
