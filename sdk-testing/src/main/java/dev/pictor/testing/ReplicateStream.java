package dev.pictor.testing;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The events of one prediction, as {@code urls.stream} tells them. */
final class ReplicateStream implements LiveBody {
  // The service, too, lets nobody listen for longer.
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PREFIX = "/v1/files/bcwr-";

  private final ReplicateEmulator emulator;
  private final ReplicateJob job;
  private int events;

  private ReplicateStream(ReplicateEmulator emulator, ReplicateJob job) {
    this.emulator = emulator;
    this.job = job;
  }

  /** Its path on the files host, where the service has yet another host for it. */
  static String path(ReplicateJob job) {
    return PREFIX + job.id();
  }

  /** The id of the prediction that this path is the stream of. */
  static Optional<String> job(String path) {
    return path.startsWith(PREFIX)
        ? Optional.of(path.substring(PREFIX.length()))
        : Optional.empty();
  }

  static Reply of(ReplicateEmulator emulator, ReplicateJob job) {
    return Reply.live("text/event-stream", new ReplicateStream(emulator, job));
  }

  @Override
  public void writeTo(LiveOutput out) throws IOException, InterruptedException {
    String told = "";
    Instant limit = emulator.clock().instant().plus(PATIENCE);
    while (emulator.clock().instant().isBefore(limit)) {
      // When before what: should time pass in between, the wait below is over at once.
      Instant change = job.progress().nextChange().filter(limit::isAfter).orElse(limit);
      boolean counted = job.progress().isMovedByPolls();
      JobState state = counted ? job.progress().poll() : job.progress().state();
      String logs = ReplicateLogs.of(job, state);
      if (logs.startsWith(told) && logs.length() > told.length()) {
        send(out, "logs", logs.substring(told.length()));
        told = logs;
      }
      if (state.isTerminal()) {
        end(out, state);
        return;
      }
      if (!counted && !out.waitUntil(change)) {
        return;
      }
    }
    out.send(":408: 408 Request Timeout\n\n");
  }

  private void end(LiveOutput out, JobState state) throws IOException {
    Optional<JsonValue> output = emulator.writer().output(job, state);
    if (output.isPresent()) {
      List<JsonValue> images = new ArrayList<>(output.get().elements());
      if (images.isEmpty()) {
        images.addAll(Collections.singletonList(output.get()));
      }
      for (JsonValue image : images) {
        send(out, "output", image.asString().orElse(""));
      }
    }
    Optional<String> error = job.failure().flatMap(ReplicateFailure::error);
    if (state == JobState.FAILED && error.isPresent()) {
      send(out, "error", JsonValue.objectBuilder().put("detail", error.get()).build().toString());
    }
    send(out, "done", reason(state));
  }

  private static String reason(JobState state) {
    switch (state) {
      case CANCELED:
        return "{\"reason\": \"canceled\"}";
      case FAILED:
        return "{\"reason\": \"error\"}";
      default:
        return "{}";
    }
  }

  private void send(LiveOutput out, String event, String data) throws IOException {
    StringBuilder text = new StringBuilder("event: ").append(event).append('\n');
    text.append("id: ")
        .append(job.progress().submittedAt().toEpochMilli())
        .append(':')
        .append(events++)
        .append('\n');
    for (String line : data.split("\n", -1)) {
      text.append("data: ").append(line).append('\n');
    }
    out.send(text.append('\n').toString());
  }
}
