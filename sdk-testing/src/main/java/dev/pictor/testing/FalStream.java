package dev.pictor.testing;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells a client how a job is doing for as long as it goes on, as server-sent events. */
final class FalStream {
  private final FalReplies replies;
  private final Set<FalQuirk> quirks;
  private final EmulatorClock clock;
  private final Duration keepAlive;

  FalStream(FalReplies replies, Set<FalQuirk> quirks, EmulatorClock clock, Duration keepAlive) {
    this.replies = replies;
    this.quirks = quirks;
    this.clock = clock;
    this.keepAlive = keepAlive;
  }

  Reply of(FalJob job, boolean logs) {
    return Reply.live("text/event-stream", out -> write(job, logs, out));
  }

  private void write(FalJob job, boolean wantsLogs, LiveOutput out)
      throws IOException, InterruptedException {
    int told = 0;
    Optional<JobState> last = Optional.empty();
    Instant ping = clock.instant().plus(keepAlive);
    while (true) {
      // When before what: should time pass in between, the wait below is over at once.
      Optional<Instant> change = nextNews(job, told);
      boolean counted = job.progress().isMovedByPolls();
      Look look = counted ? job.progress().look() : job.progress().peek();
      JobState state = look.state();
      List<JsonValue> lines = FalLogs.of(job, look);
      boolean news = counted || !last.equals(Optional.of(state)) || lines.size() > told;
      if (news) {
        // Only the lines that are new, unlike in the answer to a poll.
        List<JsonValue> fresh = lines.subList(told, lines.size());
        event(job, look, wantsLogs ? Optional.of(fresh) : Optional.empty(), out);
        told = lines.size();
        last = Optional.of(state);
      }
      if (state.isTerminal()) {
        if (quirks.contains(FalQuirk.STREAM_STAYS_OPEN)) {
          out.waitUntil(Instant.MAX);
        }
        return;
      }
      if (counted) {
        continue;
      }
      if (!out.waitUntil(change.filter(ping::isAfter).orElse(ping))) {
        return;
      }
      if (!clock.instant().isBefore(ping)) {
        // Set before it is sent, for the client may be what makes time go on.
        ping = clock.instant().plus(keepAlive);
        out.send(": ping\n\n");
      }
    }
  }

  private void event(FalJob job, Look look, Optional<List<JsonValue>> logs, LiveOutput out)
      throws IOException {
    out.send("data: " + SpacedJson.write(replies.statusJson(job, look, logs)) + "\n\n");
  }

  private static Optional<Instant> nextNews(FalJob job, int told) {
    Optional<Instant> change = job.progress().nextChange();
    Optional<Instant> line = FalLogs.nextAfter(job, told);
    return line.isPresent() && change.filter(end -> !line.get().isBefore(end)).isPresent()
        ? change
        : (line.isPresent() ? line : change);
  }
}
