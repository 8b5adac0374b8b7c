package dev.pictor.testing;

import dev.pictor.model.JobState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model has written so far. It is the only place where the seed that was used can be found.
 */
final class ReplicateLogs {
  private ReplicateLogs() {}

  static String of(ReplicateJob job, JobState state) {
    if (!job.progress().startedAt().isPresent() || job.status(state).equals("starting")) {
      return "";
    }
    if (job.failure().filter(ReplicateFailure::isAbort).isPresent()) {
      return "";
    }
    if (!job.script().logs().isEmpty()) {
      return String.join("\n", job.script().logs());
    }
    List<String> lines = new ArrayList<>();
    boolean made = state == JobState.COMPLETED || (state == JobState.FAILED && allWereTaken(job));
    if (job.model().returnsList()) {
      writeOpen(job, made, lines);
    } else {
      writePro(job, made, lines);
    }
    return String.join("\n", lines);
  }

  private static boolean allWereTaken(ReplicateJob job) {
    return !job.images().isEmpty() && job.images().stream().noneMatch(OutputImage::isSafe);
  }

  private static void writePro(ReplicateJob job, boolean made, List<String> lines) {
    lines.add("Running prediction... ");
    lines.add("Using seed: " + Long.toUnsignedString(job.seed()));
    lines.add("Generating image...");
    if (made) {
      lines.add("Generated image in " + ranFor(job) + "sec");
      lines.add("Downloaded image in 0.14sec");
    }
  }

  private static void writeOpen(ReplicateJob job, boolean made, List<String> lines) {
    lines.add("running quantized prediction");
    lines.add("Using seed: " + Long.toUnsignedString(job.seed()));
    if (!made) {
      return;
    }
    int safe = 0;
    for (int i = 0; i < job.images().size(); i++) {
      if (job.images().get(i).isSafe()) {
        safe++;
      } else {
        lines.add("NSFW content detected in image " + i);
      }
    }
    lines.add("Total safe images: " + safe + " out of " + job.images().size());
  }

  private static String ranFor(ReplicateJob job) {
    Progress progress = job.progress();
    Duration ran =
        progress
            .startedAt()
            .flatMap(start -> progress.endedAt().map(end -> Duration.between(start, end)))
            .orElse(Duration.ZERO);
    return BigDecimal.valueOf(ran.toMillis() / 100, 1).toPlainString();
  }
}
