package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.zip.GZIPOutputStream;

/**
 * Everything that Replicate has been seen to answer instead of doing what was asked, ready to be
 * given to {@link EmulatedService#fail}.
 *
 * <pre>{@code
 * replicate.fail(Step.SUBMIT, ReplicateFault.insufficientCredit());
 * replicate.fail(Step.STATUS, ReplicateFault.rateLimited(Duration.ofSeconds(10), RetryHint.HEADER));
 * replicate.fail(Step.STATUS, ReplicateFault.status("paused")).times(3);
 * }</pre>
 */
public final class ReplicateFault {
  private ReplicateFault() {}

  /** 401: the token is missing or wrong. */
  public static Fault unauthenticated() {
    return Fault.reply(ReplicateErrors.unauthenticated());
  }

  /** 402: no money left. */
  public static Fault insufficientCredit() {
    return Fault.reply(ReplicateErrors.insufficientCredit());
  }

  /** 402: the limit that the user has set for a month. */
  public static Fault spendLimitReached() {
    return Fault.reply(ReplicateErrors.spendLimitReached());
  }

  /** 402, as it was once: no billing, and the free time is used up. */
  public static Fault freeTimeLimitReached() {
    return Fault.reply(ReplicateErrors.freeTimeLimitReached());
  }

  /** 403: the page of the network in front of the service. */
  public static Fault blocked() {
    return Fault.reply(ReplicateErrors.blocked());
  }

  /** 404: no such thing, or the wrong door. */
  public static Fault notFound() {
    return Fault.reply(ReplicateErrors.notFound());
  }

  /** 404: an official model does not list its versions. */
  public static Fault officialHasNoVersions() {
    return Fault.reply(ReplicateErrors.officialHasNoVersions());
  }

  /** 404: no such uploaded file. */
  public static Fault fileNotFound() {
    return Fault.reply(ReplicateErrors.fileNotFound());
  }

  /** 413: an uploaded file is too large. */
  public static Fault fileTooLarge() {
    return Fault.reply(ReplicateErrors.fileTooLarge());
  }

  /** 413: a whole request is too large, as a page. */
  public static Fault requestTooLarge() {
    return Fault.html(413);
  }

  /** 422: the version does not exist, or belongs to an official model. */
  public static Fault invalidVersion() {
    return Fault.reply(ReplicateErrors.invalidVersion());
  }

  /**
   * 422: an input that the model does not take.
   *
   * @param type the kind of problem: {@code required}, {@code enum}, {@code number_lte} ...
   * @param field where it is: {@code input.seed}
   * @param description the sentence about it
   */
  public static Fault invalidInput(String type, String field, String description) {
    return Fault.reply(
        InputProblem.reply(Collections.singletonList(new InputProblem(type, field, description))));
  }

  /** 429 that says how long to wait in the place of {@code hint}. */
  public static Fault rateLimited(Duration retryAfter, RetryHint hint) {
    return Fault.reply(ReplicateErrors.rateLimited(retryAfter, hint, ""));
  }

  /** 429 that says how long to wait in its body, as it is seen most. */
  public static Fault rateLimited(Duration retryAfter) {
    return rateLimited(retryAfter, RetryHint.BODY);
  }

  /** 429 of an account that is running out of credit: six creations a minute, one at a time. */
  public static Fault lowCredit(Duration retryAfter) {
    return Fault.reply(
        ReplicateErrors.rateLimited(retryAfter, RetryHint.BODY, ReplicateLimits.LOW_CREDIT));
  }

  /** The same 429 of an account that could not pay. */
  public static Fault withoutPaymentMethod(Duration retryAfter) {
    return Fault.reply(
        ReplicateErrors.rateLimited(retryAfter, RetryHint.BODY, ReplicateLimits.NO_PAYMENT));
  }

  /** Any status with the plainest body that the service has: {@code {"detail": ...}}. */
  public static Fault detail(int status, String detail) {
    return Fault.reply(ReplicateErrors.detail(status, detail));
  }

  /** 500 as JSON. */
  public static Fault internalError() {
    return Fault.reply(ReplicateErrors.internalError());
  }

  /** The page of the network in front of the service, with a status from 520 to 524. */
  public static Fault edge(int status) {
    return Fault.reply(ReplicateErrors.edge(status));
  }

  // ---- changes of the real reply

  /** Sends the real prediction with another status, such as one that does not exist yet. */
  public static Fault status(String status) {
    return member("status", JsonValue.of(status));
  }

  /** Sends the real prediction with this member added or replaced. */
  public static Fault member(String name, JsonValue value) {
    return Fault.withMember(name, value);
  }

  /** Sends the real prediction without this member. */
  public static Fault withoutMember(String name) {
    return Fault.withoutMember(name);
  }

  /** Sends the real reply compressed, as the service often does with what is asked for by GET. */
  public static Fault compressed() {
    return Fault.rewriteReply(
        real -> real.withBody(gzip(real.body())).header("content-encoding", "gzip"));
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
