package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a job has written into its log so far: more the longer it runs. */
final class FalLogs {
  private static final DateTimeFormatter TIMES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private FalLogs() {}

  static List<JsonValue> of(FalJob job, Look look) {
    List<JsonValue> entries = new ArrayList<>();
    if (!look.startedAt().isPresent()) {
      return entries;
    }
    Instant start = look.startedAt().get();
    List<String> lines = lines(job);
    int written = (int) Math.min(lines.size(), look.partOfRun() * lines.size() + 1);
    for (int i = 0; i < written; i++) {
      entries.add(
          JsonValue.objectBuilder()
              .put("timestamp", TIMES.format(start.plusMillis(i)))
              .put("message", lines.get(i))
              .put("labels", JsonValue.objectBuilder().build())
              .build());
    }
    return entries;
  }

  /** When the next line after {@code written} is due; empty if none is or if looks bring it. */
  static Optional<Instant> nextAfter(FalJob job, int written) {
    int all = lines(job).size();
    return written >= all ? Optional.empty() : job.progress().momentOfRun(written / (double) all);
  }

  private static List<String> lines(FalJob job) {
    if (!job.script().logs().isEmpty()) {
      return job.script().logs();
    }
    return Arrays.asList(
        "INFO:EMULATOR:Loading the model",
        String.format(
            Locale.ROOT,
            "INFO:EMULATOR:Drawing %d of %dx%d",
            job.imageCount(),
            job.size().width(),
            job.size().height()),
        "INFO:EMULATOR:Writing " + job.format());
  }
}
