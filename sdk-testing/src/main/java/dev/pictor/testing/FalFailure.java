package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How a fal job ends without images. There is no failed status there: the job is {@code COMPLETED}
 * like any other, and only the request for its result gets the answer that is described here.
 *
 * <p>The answers have ten shapes, each with a factory: {@linkplain #model a list of typed details},
 * {@linkplain #infrastructure a text with a type}, {@linkplain #plain a text}, {@linkplain
 * #queueStatus a status}, {@linkplain #empty nothing}, {@linkplain #html a page}, {@linkplain
 * #appField details without links}, {@linkplain #oldValidation} and {@linkplain #validation} those
 * of two versions of the input library, {@linkplain #downstream} and {@linkplain #message} those of
 * models that pass on what they got.
 *
 * <pre>{@code
 * fal.nextJob(JobScript.failsWith(FalFailure.contentPolicy()));
 * fal.nextJob(JobScript.failsWith(FalFailure.infrastructure("runner_disconnected")));
 * fal.nextJob(JobScript.failsWith(FalFailure.html(502)));
 * }</pre>
 */
public final class FalFailure implements JobFailure {
  private final Reply reply;
  private final Optional<String> statusError;
  private final Optional<String> statusErrorType;

  private FalFailure(Reply reply, Optional<String> error, Optional<String> errorType) {
    this.reply = reply;
    this.statusError = error;
    this.statusErrorType = errorType;
  }

  private static FalFailure of(Reply reply) {
    return new FalFailure(reply, Optional.empty(), Optional.empty());
  }

  // ---- a list of typed details

  /** The content checker found something. */
  public static FalFailure contentPolicy() {
    return model(
        422,
        "content_policy_violation",
        "The content could not be processed because it contained material flagged by a content"
            + " checker.");
  }

  /** The model made nothing. */
  public static FalFailure noMediaGenerated() {
    return model(
        422,
        "no_media_generated",
        "The model did not generate the expected output for this prompt.");
  }

  /** The model took too long. */
  public static FalFailure generationTimeout() {
    return model(504, "generation_timeout", "Generation timeout").retryable();
  }

  /** The model failed and says that it may be worth another try. */
  public static FalFailure internalServerError() {
    return model(500, "internal_server_error", "Internal server error").retryable();
  }

  /** The model calls another service, which is down. */
  public static FalFailure downstreamUnavailable() {
    return model(500, "downstream_service_unavailable", "Downstream service unavailable")
        .retryable();
  }

  /** The input image is too small. */
  public static FalFailure imageTooSmall(int minWidth, int minHeight) {
    return details(
            422,
            FalDetail.of("image_too_small", "Image too small", "image_url")
                .context(
                    JsonValue.objectBuilder()
                        .put("min_height", minHeight)
                        .put("min_width", minWidth)
                        .build())
                .input(JsonValue.of("https://example.com/image_100x100.jpg")))
        .withHeader("x-fal-retryable", "false");
  }

  /** Any error of a model in the form that the documentation lists. */
  public static FalFailure model(int status, String type, String message) {
    return details(status, FalDetail.of(type, message, "prompt"))
        .withHeader("x-fal-retryable", "false");
  }

  // ---- a text with a type

  /** No machine could start in time, or the run took too long. */
  public static FalFailure requestTimeout() {
    return infrastructure(504, "request_timeout", "Request timed out");
  }

  /**
   * A failure of the platform, by its type: {@code runner_disconnected}, {@code internal_error}.
   */
  public static FalFailure infrastructure(String type) {
    return infrastructure(infrastructureStatus(type), type, type.replace('_', ' '));
  }

  /** Any failure of the platform. */
  public static FalFailure infrastructure(int status, String type, String message) {
    JsonValue body =
        JsonValue.objectBuilder().put("detail", message).put("error_type", type).build();
    return new FalFailure(
        Reply.json(status, body).header("x-fal-error-type", type),
        Optional.of(message),
        Optional.of(type));
  }

  // ---- the other shapes

  /** A text and nothing else. */
  public static FalFailure plain(int status, String message) {
    return of(FalErrors.plain(status, message));
  }

  /** The app crashed: {@code {"detail":"Internal Server Error"}}. */
  public static FalFailure crashed() {
    return plain(500, "Internal Server Error");
  }

  /** What the queue says about a job that it has no result of: {@code NOT_FOUND}. */
  public static FalFailure queueStatus(int status, String queueStatus) {
    return of(FalErrors.queue(status, queueStatus));
  }

  /** No body at all. */
  public static FalFailure empty(int status) {
    return of(Reply.empty(status));
  }

  /** The page of a gateway. */
  public static FalFailure html(int status) {
    return of(Reply.html(status));
  }

  /** What an app says about a field of its own. */
  public static FalFailure appField(String field, String message) {
    return of(
        Reply.json(
            422,
            "{\"detail\":[{\"loc\":[\"body\","
                + JsonValue.of(field)
                + "],\"msg\":"
                + JsonValue.of(message)
                + ",\"type\":\"value_error\"}]}"));
  }

  /** A missing field in the words of version 1 of the input library. */
  public static FalFailure oldValidation(String missingField) {
    return of(Reply.json(
            422,
            "{\"detail\":[{\"loc\":[\"body\","
                + JsonValue.of(missingField)
                + "],\"msg\":\"field required\",\"type\":\"value_error.missing\"}]}"))
        .withHeader("x-fal-billable-units", "0");
  }

  /** A missing field in the words of version 2 of the input library. */
  public static FalFailure validation(String missingField) {
    return of(Reply.json(
            422,
            "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\","
                + JsonValue.of(missingField)
                + "],\"msg\":\"Field required\",\"input\":{},"
                + "\"url\":\"https://errors.pydantic.dev/2.10/v/missing\"}]}"))
        .withHeader("x-fal-billable-units", "0");
  }

  /** What another provider said, passed on as a text within a text. */
  public static FalFailure downstream() {
    return of(
        Reply.json(
            429,
            "{\"error\":{\"message\":\"{\\n  \\\"error\\\": {\\n    \\\"code\\\": 429,\\n   "
                + " \\\"status\\\": \\\"RESOURCE_EXHAUSTED\\\"\\n  }\\n}\",\"code\":429}}"));
  }

  /** A message under that name. */
  public static FalFailure message(int status, String message) {
    return of(Reply.json(status, JsonValue.objectBuilder().put("message", message).build()));
  }

  /** Any answer at all. */
  public static FalFailure answering(Reply reply) {
    return of(reply);
  }

  // ---- what can be added

  /** Says in the headers that another try may help. */
  public FalFailure retryable() {
    return withHeader("x-fal-retryable", "true").withHeader("x-fal-needs-retry", "1");
  }

  /** Adds a header to the answer. */
  public FalFailure withHeader(String name, String value) {
    return new FalFailure(reply.header(name, value), statusError, statusErrorType);
  }

  /** Lets the status, too, tell what happened. */
  public FalFailure toldInStatus(String error, String errorType) {
    return new FalFailure(reply, Optional.of(error), Optional.of(errorType));
  }

  static FalFailure details(int status, FalDetail detail) {
    return of(FalErrors.details(status, Collections.singletonList(detail.toJson(true))));
  }

  static FalFailure invalidInput(List<FalDetail> details) {
    List<JsonValue> entries = new ArrayList<>();
    details.forEach(detail -> entries.add(detail.toJson(false)));
    return of(FalErrors.details(422, entries)).withHeader("x-fal-billable-units", "0");
  }

  Reply reply() {
    return reply;
  }

  Optional<String> statusError() {
    return statusError;
  }

  Optional<String> statusErrorType() {
    return statusErrorType;
  }

  private static int infrastructureStatus(String type) {
    switch (type) {
      case "request_timeout":
      case "startup_timeout":
        return 504;
      case "runner_incomplete_response":
        return 502;
      case "runner_server_error":
      case "internal_error":
        return 500;
      case "client_disconnected":
      case "client_cancelled":
        return 499;
      case "bad_request":
        return 400;
      default:
        return 503;
    }
  }

  @Override
  public String toString() {
    return "fal failure " + reply.status() + " " + new String(reply.body(), StandardCharsets.UTF_8);
  }
}
