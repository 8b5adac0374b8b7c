package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The blocking door: one request that is answered when the images are there. */
final class FalRun {
  private final FalJobs jobs;
  private final FalAuth auth;
  private final FalReplies replies;
  private final FalOutput output;
  private final Pause pause;

  FalRun(FalJobs jobs, FalAuth auth, FalReplies replies, FalOutput output, Pause pause) {
    this.jobs = jobs;
    this.auth = auth;
    this.replies = replies;
    this.output = output;
    this.pause = pause;
  }

  Route route(String method, List<String> segments) {
    if (!method.equals("POST")) {
      return new Route(Step.OTHER, call -> FalErrors.notAllowed());
    }
    int last = segments.size() - 1;
    boolean streamed = last >= 2 && segments.get(last).equals("stream");
    List<String> id = streamed ? segments.subList(0, last) : segments;
    return new Route(Step.RUN, call -> run(call, id, streamed));
  }

  private Reply run(RecordedCall call, List<String> segments, boolean streamed) {
    Optional<FalApp> app = FalApp.of(segments);
    if (!app.isPresent()) {
      return FalErrors.notAllowed();
    }
    Optional<Reply> refusal = auth.refusePost(call, app.get().ownerAndAlias());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (!jobs.hasApp(app.get())) {
      return jobs.unknownApp(app.get());
    }
    Optional<Reply> badLimit = FalStartLimit.refuse(call);
    if (badLimit.isPresent()) {
      return badLimit.get();
    }
    Optional<JsonValue> input = FalJobs.input(call);
    if (!input.isPresent()) {
      return FalJobs.unreadable();
    }
    FalJob job = jobs.store(app.get(), input.get());
    FalStartLimit.hold(job, call);
    if (!waitFor(job)) {
      return Reply.none();
    }
    Reply reply =
        replies.failed(job).orElseGet(() -> streamed ? streamed(output.json(job)) : output.of(job));
    return reply.header(FalReplies.REQUEST_ID, job.id());
  }

  /** Waits for its end; false if the emulator is closed before. */
  private boolean waitFor(FalJob job) {
    while (true) {
      // When and how before what: should the job end in between, nothing is waited for.
      Instant change = job.progress().nextChange().orElse(Instant.MAX);
      boolean counted = job.progress().isMovedByPolls();
      if (job.progress().state().isTerminal()) {
        return true;
      }
      if (counted) {
        // Nobody polls here, so the wait counts as all the looks that it takes.
        job.progress().poll();
      } else if (!pause.until(change)) {
        return false;
      }
    }
  }

  /** The last event is the result; the one before says that there will be one. */
  private static Reply streamed(JsonValue result) {
    JsonValue partial =
        JsonValue.objectBuilder().put("images", JsonValue.array(Collections.emptyList())).build();
    return Reply.live(
        "text/event-stream",
        out -> {
          out.send("data: " + SpacedJson.write(partial) + "\n\n");
          out.send("data: " + SpacedJson.write(result) + "\n\n");
        });
  }

  /** Waits on the emulator's clock; false if the emulator is being closed. */
  interface Pause {
    boolean until(Instant moment);
  }
}
