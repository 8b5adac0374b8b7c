package dev.pictor.testing;

import java.util.Locale;
import java.util.Optional;

/**
 * The ways in which a prediction of Replicate ends without images, in the service's own words. HTTP
 * knows nothing of it: the reply is a 2xx.
 *
 * <pre>{@code
 * replicate.nextJob(JobScript.failsWith(ReplicateFailure.contentPolicy().withRequestId("aB3dE5fG7h")));
 * replicate.nextJob(JobScript.failsWith(ReplicateFailure.interrupted()));
 * }</pre>
 */
public final class ReplicateFailure implements JobFailure {
  private final String status;
  private final Optional<String> error;
  private final int images;

  private ReplicateFailure(String status, Optional<String> error) {
    this(status, error, 0);
  }

  private ReplicateFailure(String status, Optional<String> error, int images) {
    this.status = status;
    this.error = error;
    this.images = images;
  }

  /** Fails with this text. */
  public static ReplicateFailure of(String error) {
    return new ReplicateFailure("failed", Optional.of(error));
  }

  /** E005: the input or the output was flagged as sensitive. */
  public static ReplicateFailure contentPolicy() {
    return of(
        "The input or output was flagged as sensitive. Please try again with different inputs."
            + " (E005)");
  }

  /** E003: too many others want this model. */
  public static ReplicateFailure highDemand() {
    return of(
        "Service is currently unavailable due to high demand. Please try again later. (E003)");
  }

  /** E004: the model's own service is down for a while. */
  public static ReplicateFailure unavailable() {
    return of("Service is temporarily unavailable. Please try again later. (E004)");
  }

  /** A model's code that nobody has explained, such as 6 for {@code (E006)}. */
  public static ReplicateFailure modelError(int code) {
    return of(String.format(Locale.ROOT, "The model failed to process the request. (E%03d)", code));
  }

  /** What the models that return lists say when their safety checker has taken every image. */
  public static ReplicateFailure allNsfw() {
    return of(
        "All generated images contained NSFW content. Try running it again with a different"
            + " prompt.");
  }

  /** What some models that return one image say when the safety checker has taken it. */
  public static ReplicateFailure generatedNsfw() {
    return of(
        "Generated image contained NSFW content. Try running it again with a different prompt.");
  }

  /** What some proxied models say when the provider behind them refuses. */
  public static ReplicateFailure safetySystem() {
    return of("Content was flagged by the safety system. Please try a different prompt.");
  }

  /** PA: the machine was taken away; trying again helps. */
  public static ReplicateFailure interrupted() {
    return of("Prediction interrupted; please retry (code: PA)");
  }

  /** A failure of the platform by its number, such as 9828 or 6716. */
  public static ReplicateFailure director(int code) {
    return of(
        String.format(Locale.ROOT, "Director: unexpected error handling prediction (E%04d)", code));
  }

  /** The model's machine ran out of memory. */
  public static ReplicateFailure outOfMemory() {
    return of(
        "CUDA out of memory. Tried to allocate 2.25 GiB. GPU 0 has a total capacity of 79.25 GiB of"
            + " which 1.19 GiB is free.");
  }

  /** An exception of the model's own code, as Python prints it. */
  public static ReplicateFailure exception() {
    return of("Expected all tensors to be on the same device, but found at least two devices");
  }

  /** Succeeds and has no output all the same: the images were lost on their way to the files. */
  public static ReplicateFailure withoutOutput() {
    return new ReplicateFailure("succeeded", Optional.empty());
  }

  /** Ends before it ran. The service did it, not a {@code Cancel-After}; nobody pays. */
  public static ReplicateFailure aborted() {
    return new ReplicateFailure("aborted", Optional.empty());
  }

  /** Is canceled by the service, while it runs. */
  public static ReplicateFailure canceled() {
    return new ReplicateFailure("canceled", Optional.empty());
  }

  /** Returns the same failure with the request id that some texts have at their end. */
  public ReplicateFailure withRequestId(String id) {
    return new ReplicateFailure(status, error.map(text -> text + " (" + id + ")"), images);
  }

  /** Returns the same failure with the words that some texts have in front. */
  public ReplicateFailure asModelError() {
    return new ReplicateFailure(
        status,
        error.map(text -> "Prediction failed: Async prediction failed: ModelError: " + text),
        images);
  }

  /** Returns the same failure of a model that had put out this many of its images by then. */
  public ReplicateFailure afterImages(int count) {
    return new ReplicateFailure(status, error, count);
  }

  String status() {
    return status;
  }

  Optional<String> error() {
    return error;
  }

  int images() {
    return images;
  }

  boolean isAbort() {
    return status.equals("aborted");
  }

  @Override
  public String toString() {
    return status + error.map(text -> ": " + text).orElse("");
  }
}
