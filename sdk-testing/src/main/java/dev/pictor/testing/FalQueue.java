package dev.pictor.testing;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The queue: jobs are made, asked for, fetched and stopped here. */
final class FalQueue {
  private final FalJobs jobs;
  private final FalAuth auth;
  private final FalReplies replies;
  private final FalOutput output;
  private final FalStream stream;
  private final Set<FalQuirk> quirks;

  FalQueue(
      FalJobs jobs,
      FalAuth auth,
      FalReplies replies,
      FalOutput output,
      FalStream stream,
      Set<FalQuirk> quirks) {
    this.jobs = jobs;
    this.auth = auth;
    this.replies = replies;
    this.output = output;
    this.stream = stream;
    this.quirks = quirks;
  }

  Route route(String method, List<String> segments) {
    if (method.equals("POST")) {
      return new Route(Step.SUBMIT, call -> submit(call, segments));
    }
    int root = FalApp.rootLength(segments);
    int requests = segments.indexOf("requests");
    if (requests < root || requests + 1 >= segments.size()) {
      return new Route(Step.OTHER, call -> FalErrors.notAllowed());
    }
    Route route =
        route(
            method,
            String.join("/", segments.subList(0, root)),
            segments.get(requests + 1),
            String.join("/", segments.subList(requests + 2, segments.size())));
    boolean subPathsWork =
        quirks.contains(FalQuirk.SUB_PATHS_ACCEPTED) || quirks.contains(FalQuirk.FULL_PATH_URLS);
    return requests == root || subPathsWork
        ? route
        : new Route(route.step(), call -> FalErrors.notAllowed());
  }

  private Route route(String method, String root, String id, String tail) {
    switch (method + " " + tail) {
      case "GET ":
      case "GET response":
        return new Route(Step.RESULT, call -> about(call, root, id, job -> result(job)));
      case "GET status":
        return new Route(Step.STATUS, call -> about(call, root, id, job -> status(call, job)));
      case "GET status/stream":
        return new Route(
            Step.STREAM, call -> about(call, root, id, job -> stream.of(job, wantsLogs(call))));
      case "PUT cancel":
        return new Route(Step.CANCEL, call -> about(call, root, id, this::cancel));
      default:
        return new Route(Step.OTHER, call -> FalErrors.notAllowed());
    }
  }

  private Reply submit(RecordedCall call, List<String> segments) {
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
    Optional<Integer> most = call.query("fal_max_queue_length").flatMap(FalQueue::wholeNumber);
    if (most.isPresent() && jobs.waiting() > most.get()) {
      return FalErrors.plain(429, "Queue length exceeded");
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
    int position = job.progress().peek().looksLeftInQueue();
    return replies.submitted(job, position, jobs.newId()).header(FalReplies.REQUEST_ID, job.id());
  }

  /** Answers about a job that exists and that the caller may know about. */
  private Reply about(RecordedCall call, String root, String id, Answer answer) {
    Optional<FalJob> job = jobs.find(root, id);
    // First, because it does: an unknown id is unknown to those without a key as well.
    if (!job.isPresent()) {
      return FalErrors.notFound();
    }
    Reply reply = auth.refuseJobRequest(call).orElseGet(() -> answer.about(job.get()));
    return reply.header(FalReplies.REQUEST_ID, id);
  }

  private Reply status(RecordedCall call, FalJob job) {
    if (job.hidesOnce()) {
      return FalErrors.notFound();
    }
    Look look = job.progress().look();
    return replies.status(
        job, look, wantsLogs(call) ? Optional.of(FalLogs.of(job, look)) : Optional.empty());
  }

  private Reply result(FalJob job) {
    if (!job.progress().state().isTerminal()) {
      int status = quirks.contains(FalQuirk.EARLY_RESULT_IS_500) ? 500 : 400;
      return FalErrors.plain(status, FalErrors.STILL_IN_PROGRESS);
    }
    return replies.failed(job).orElseGet(() -> output.of(job));
  }

  private Reply cancel(FalJob job) {
    JobState found = job.progress().state();
    if (found.isTerminal()) {
      return FalErrors.queue(400, "ALREADY_COMPLETED");
    }
    boolean tooLate = found == JobState.RUNNING && quirks.contains(FalQuirk.CANCEL_COMES_TOO_LATE);
    if (!tooLate) {
      if (quirks.contains(FalQuirk.CANCELED_JOBS_VANISH)) {
        jobs.forget(job.id()); // first: nobody is to see it canceled
      }
      job.progress().end(JobState.CANCELED);
    }
    if (quirks.contains(FalQuirk.CANCEL_IS_SUCCESS)) {
      return Reply.json(200, JsonValue.objectBuilder().put("success", true).build());
    }
    return found == JobState.QUEUED && !quirks.contains(FalQuirk.CANCEL_IS_REQUESTED)
        ? FalErrors.queue(200, "OK")
        : FalErrors.queue(202, "CANCELLATION_REQUESTED");
  }

  private static boolean wantsLogs(RecordedCall call) {
    return call.query("logs").filter(on -> on.equals("1") || on.equals("true")).isPresent();
  }

  private static Optional<Integer> wholeNumber(String text) {
    return text.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  private interface Answer {
    Reply about(FalJob job);
  }
}
