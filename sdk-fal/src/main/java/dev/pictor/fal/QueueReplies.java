package dev.pictor.fal;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.ErrorDetails.Retry;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.PictorException;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Submission;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the answers of the queue.
 *
 * <p>{@code COMPLETED} says that a job has ended, not how: of many failures the status says
 * nothing, and only the result has the model's own error, its headers and whether a retry can help.
 * So a completed job is left to its result, and what the status says beside it counts only where
 * there is no result to be had. The one exception is a cancellation: the status is then the last
 * word, and the result may not exist.
 */
final class QueueReplies {
  /** The error type of a job that its owner ended. */
  static final String CANCELED = "client_cancelled";

  /** No model runs for a day. */
  private static final BigDecimal LONGEST = BigDecimal.valueOf(86_400);

  private static final BigDecimal SHORTEST = new BigDecimal("0.000001");

  private QueueReplies() {}

  static Submission submission(FalUrls urls, Endpoint endpoint, HttpReply reply) {
    JsonValue body = Replies.object(reply, "fal's answer to the submission");
    JobHandle bare =
        JobHandle.builder()
            .provider(Fal.NAME)
            .endpoint(endpoint.id())
            .id(requestId(reply, body))
            .build();
    Map<String, String> extras = urls.extras(bare, body);
    JobHandle job = extras.isEmpty() ? bare : bare.toBuilder().extras(extras).build();
    Submission.Builder submission = Submission.builder().handle(job);
    Optional<String> status = body.string("status");
    if (status.isPresent()) {
      submission.snapshot(snapshot(job, reply, body, status.get()));
    }
    return submission.build();
  }

  private static String requestId(HttpReply reply, JsonValue body) {
    Optional<String> text = body.string("request_id");
    if (!text.isPresent()) {
      throw Replies.malformed(
          reply,
          "fal accepted the submission without a request_id, so the job cannot be followed"
              + ErrorBody.of(reply).inWords()
              + "; look for it at https://fal.ai/dashboard");
    }
    String id = text.get().trim();
    try {
      Percent.segment(id);
      return id;
    } catch (IllegalArgumentException e) {
      throw Replies.malformed(reply, "fal's request_id is unusable: " + e.getMessage());
    }
  }

  static JobSnapshot poll(JobHandle job, HttpReply reply) {
    JsonValue body = Replies.object(reply, "fal's answer to a status request");
    Optional<String> status = body.string("status");
    if (!status.isPresent()) {
      throw withoutStatus(reply);
    }
    Optional<String> id = body.string("request_id");
    if (id.isPresent() && !id.get().trim().equals(job.id().trim())) {
      throw Replies.malformed(
          reply, "fal's answer is about another request: a cache or a proxy mixes replies up");
    }
    if (status.get().equals("NOT_FOUND")) {
      throw ErrorReply.read(reply);
    }
    return snapshot(job, reply, body, status.get());
  }

  private static PictorException withoutStatus(HttpReply reply) {
    ErrorBody error = ErrorBody.of(reply);
    return ErrorType.meaning(error.codes()).isPresent()
        ? ErrorReply.read(reply) // a gateway in between made a 2xx of it
        : Replies.malformed(reply, "fal's status answer has no status" + error.inWords());
  }

  private static JobSnapshot snapshot(
      JobHandle job, HttpReply reply, JsonValue body, String status) {
    JobState state = state(body, status);
    JobSnapshot.Builder snapshot = JobSnapshot.builder().state(state).rawStatus(status);
    Optional<Integer> position = Replies.member(body, "queue_position").asInt();
    if (position.isPresent() && position.get() >= 0) {
      snapshot.queuePosition(position);
    }
    if (state.isTerminal()) {
      snapshot.runTime(runTime(body));
    }
    List<JsonValue> logs = Replies.member(body, "logs").elements();
    for (int i = 0; i < logs.size(); i++) { // without an iterator for each event
      Optional<String> text = logs.get(i).asString();
      Optional<String> line = text.isPresent() ? text : logs.get(i).string("message");
      if (line.isPresent()) {
        snapshot.addAllLogLines(Collections.singletonList(line.get()));
      }
    }
    if (state == JobState.CANCELED) {
      snapshot.failure(canceled(job, reply, body));
    } else if (state == JobState.COMPLETED) {
      snapshot.failure(failed(job, reply, body));
    }
    return snapshot.build();
  }

  /** In seconds, with a fraction; absent on old apps and {@code null} for some models. */
  private static Optional<Duration> runTime(JsonValue body) {
    JsonValue metrics = Replies.member(body, "metrics");
    BigDecimal seconds =
        Replies.member(metrics, "inference_time").asNumber().orElse(BigDecimal.ZERO);
    return seconds.compareTo(SHORTEST) > 0 && seconds.compareTo(LONGEST) < 0
        ? Optional.of(Duration.ofNanos(seconds.movePointRight(9).longValue()))
        : Optional.empty();
  }

  private static JobState state(JsonValue body, String status) {
    switch (status.toUpperCase(Locale.ROOT)) {
      case "IN_QUEUE":
        return JobState.QUEUED;
      case "IN_PROGRESS":
        return JobState.RUNNING;
      case "COMPLETED":
        return body.string("error_type").orElse("").equals(CANCELED)
            ? JobState.CANCELED
            : JobState.COMPLETED;
      default:
        return JobState.UNKNOWN;
    }
  }

  private static JobCanceledException canceled(JobHandle job, HttpReply reply, JsonValue body) {
    return new JobCanceledException(
        "the job was canceled at fal" + inWords(body), details(job, reply, body).build());
  }

  /** Absence says nothing: of most failures the status does not tell. */
  private static Optional<JobFailedException> failed(
      JobHandle job, HttpReply reply, JsonValue body) {
    String type = body.string("error_type").orElse("");
    if (type.isEmpty() && body.string("error").orElse("").trim().isEmpty()) {
      return Optional.empty();
    }
    Optional<ErrorType.Meaning> meaning = ErrorType.meaning(Collections.singletonList(type));
    boolean mayPass = meaning.equals(Optional.of(ErrorType.Meaning.TEMPORARY_FAILURE));
    return Optional.of(
        new JobFailedException(
            "the job failed at fal" + inWords(body),
            details(job, reply, body).retry(mayPass ? Retry.MAY_HELP : Retry.USELESS).build()));
  }

  private static String inWords(JsonValue body) {
    String words = Replies.redact(body.string("error").orElse(""));
    return words.isEmpty() ? "" : ": " + Replies.cut(words, 500);
  }

  private static ErrorDetails.Builder details(JobHandle job, HttpReply reply, JsonValue body) {
    ErrorDetails.Builder details = Replies.details(reply).handle(job);
    Optional<String> words = body.string("error");
    if (words.isPresent()) {
      details.providerMessage(Replies.redact(words.get()));
    }
    Optional<String> type = body.string("error_type");
    return type.isPresent() ? details.code(Replies.cut(type.get(), 200)) : details;
  }
}
