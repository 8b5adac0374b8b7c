package dev.pictor.testing;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;

/** Writes the queue's answers about a job. */
final class FalReplies {
  static final String REQUEST_ID = "x-fal-request-id";

  private final String queueUrl;
  private final Set<FalQuirk> quirks;
  private final FalFailure timeout;
  private final FalFailure canceled =
      FalFailure.infrastructure(499, "client_cancelled", "Request cancelled by the client.");

  FalReplies(String queueUrl, String foreignUrl, Set<FalQuirk> quirks) {
    this.queueUrl = quirks.contains(FalQuirk.FOREIGN_URLS) ? foreignUrl : queueUrl;
    this.quirks = quirks;
    this.timeout =
        FalFailure.infrastructure(
                504,
                quirks.contains(FalQuirk.STARTUP_TIMEOUT) ? "startup_timeout" : "request_timeout",
                "Request timed out")
            .withHeader("x-fal-request-timeout-type", "user");
  }

  Reply submitted(FalJob job, int position, String gatewayId) {
    JsonValue.ObjectBuilder json = JsonValue.objectBuilder();
    if (quirks.contains(FalQuirk.MINIMAL_SUBMIT_ANSWER)) {
      json.put("request_id", job.id()).put("gateway_request_id", gatewayId);
    } else if (quirks.contains(FalQuirk.DOCUMENTED_SUBMIT_ANSWER)) {
      json.put("request_id", job.id());
      putUrls(json, job);
      json.put("queue_position", position);
    } else {
      json.put("status", "IN_QUEUE").put("request_id", job.id());
      putUrls(json, job);
      json.put("logs", JsonValue.ofNull())
          .put("metrics", JsonValue.objectBuilder().build())
          .put("queue_position", position);
    }
    return Reply.json(200, json.build());
  }

  Reply status(FalJob job, Look look, Optional<List<JsonValue>> logs) {
    boolean accepted =
        !look.state().isTerminal() && !quirks.contains(FalQuirk.STATUS_CODES_FLATTENED);
    return Reply.json(accepted ? 202 : 200, statusJson(job, look, logs));
  }

  JsonValue statusJson(FalJob job, Look look, Optional<List<JsonValue>> logs) {
    JobState state = look.state();
    JsonValue.ObjectBuilder json = JsonValue.objectBuilder();
    json.put("status", word(state)).put("request_id", job.id());
    putUrls(json, job);
    if (!quirks.contains(FalQuirk.BARE_STATUS)) {
      json.put("logs", logs.map(JsonValue::array).orElseGet(JsonValue::ofNull));
      JsonValue.ObjectBuilder metrics = JsonValue.objectBuilder();
      if (state.isTerminal()) {
        metrics.put("inference_time", FalOutput.inference(job));
      }
      json.put("metrics", metrics.build());
    }
    if (state == JobState.QUEUED) {
      json.put("queue_position", look.looksLeftInQueue());
    }
    if (state.isTerminal()) {
      job.failure(timeout, canceled).ifPresent(failure -> putError(json, failure));
    }
    return json.build();
  }

  /** The recorded answer of a job that failed; empty if it did not. */
  Optional<Reply> failed(FalJob job) {
    return job.failure(timeout, canceled).map(FalFailure::reply);
  }

  private void putError(JsonValue.ObjectBuilder json, FalFailure failure) {
    Optional<String> error = failure.statusError();
    if (!error.isPresent() && quirks.contains(FalQuirk.FAILURES_TOLD_IN_STATUS)) {
      error = Optional.of("Invalid status code: " + failure.reply().status());
    }
    // Null for most failures: that nothing is said here does not mean that nothing went wrong.
    json.put("error", error.map(JsonValue::of).orElseGet(JsonValue::ofNull));
    failure.statusErrorType().ifPresent(type -> json.put("error_type", type));
  }

  private void putUrls(JsonValue.ObjectBuilder json, FalJob job) {
    boolean full = quirks.contains(FalQuirk.FULL_PATH_URLS);
    HttpUrl request =
        HttpUrl.get(queueUrl)
            .newBuilder()
            .addPathSegments(full ? job.app().id() : job.app().root())
            .addPathSegment("requests")
            .addPathSegment(job.id())
            .build();
    json.put("response_url", request + (full ? "/response" : ""))
        .put("status_url", request + "/status")
        .put("cancel_url", request + "/cancel");
  }

  private static String word(JobState state) {
    switch (state) {
      case QUEUED:
        return "IN_QUEUE";
      case RUNNING:
        return "IN_PROGRESS";
      default:
        return "COMPLETED";
    }
  }
}
