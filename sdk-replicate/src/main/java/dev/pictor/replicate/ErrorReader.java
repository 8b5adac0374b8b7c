package dev.pictor.replicate;

import dev.pictor.error.ApiException;
import dev.pictor.error.AuthenticationException;
import dev.pictor.error.BillingException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.ErrorDetails.Retry;
import dev.pictor.error.InvalidInputException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.RateLimitException;
import dev.pictor.error.ServiceException;
import dev.pictor.spi.HttpCall.Purpose;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.Origin;
import java.util.Locale;
import java.util.Optional;

/**
 * A reply that is not 2xx as an exception. The status decides: titles and words change, and half of
 * the bodies are not the service's.
 */
final class ErrorReader {
  private static final int MAX_ID = 200;

  private final HttpReply reply;
  private final ErrorBody body;

  private ErrorReader(HttpReply reply) {
    this.reply = reply;
    this.body = ErrorBody.of(reply);
  }

  static ApiException read(HttpReply reply) {
    return new ErrorReader(reply).read();
  }

  /** The id of the call at the service or at the proxy in front of it. */
  static Optional<String> requestId(HttpReply reply) {
    Optional<String> own = reply.header("x-request-id");
    return (own.isPresent() ? own : reply.header("cf-ray"))
        .map(id -> id.length() <= MAX_ID ? id : id.substring(0, MAX_ID));
  }

  private ApiException read() {
    switch (reply.status()) {
      case 401:
        return new AuthenticationException(
            "Replicate does not accept the token: "
                + body.sentence()
                + " Check REPLICATE_API_TOKEN",
            details().build());
      case 402:
        return new BillingException(
            "The Replicate account cannot pay: "
                + body.sentence()
                + " See https://replicate.com/account/billing",
            details().build());
      case 403:
        return new AuthenticationException(
            "Replicate refuses access: "
                + body.sentence()
                + (body.isHtml()
                    ? " A firewall blocks this network or this call"
                    : " Check what the token's account may use"),
            details().build());
      case 404:
      case 410:
        return notFound();
      case 409:
        return reply.purpose() == Purpose.POLL ? busy() : refused("");
      case 408:
      case 425:
        return busy();
      case 413:
        return new InvalidInputException(
            "The request is too large for Replicate: "
                + body.sentence()
                + " Give input images as URLs, or inline below 256 KiB",
            details().build());
      case 422:
        return unprocessable();
      case 429:
        return new RateLimitException(
            "Replicate limits the rate of calls: " + body.sentence(),
            details()
                .retryAfter(RetryAfter.ofThrottled(reply, body))
                .retry(Retry.MAY_HELP)
                .build());
      default:
        return other();
    }
  }

  private ApiException other() {
    if (reply.status() >= 400 && reply.status() < 500) {
      return isOfAProxy() ? busy() : refused("");
    }
    if (reply.status() >= 300 && reply.status() < 400) {
      return new ServiceException(
          "Replicate answered with a redirect"
              + redirect()
              + ", which is not followed: the token would go along. Check REPLICATE_BASE_URL",
          details().build());
    }
    return busy();
  }

  /** Whether a firewall, for example, refused to ask after a job, which may be well. */
  private boolean isOfAProxy() {
    return reply.purpose() == Purpose.POLL && !body.isJson();
  }

  private ServiceException busy() {
    return new ServiceException(
        "Replicate could not answer the call: " + body.sentence(),
        details().retryAfter(RetryAfter.of(reply, body)).retry(Retry.MAY_HELP).build());
  }

  private ApiException notFound() {
    return reply.purpose() == Purpose.SUBMIT
        ? new NotFoundException(
            "Replicate knows no such model: " + body.sentence() + wrongDoor(), details().build())
        : new NotFoundException(
            "Replicate does not know the prediction: "
                + body.sentence()
                + " It may be of another account, or have been removed after an hour",
            details().build());
  }

  private ApiException unprocessable() {
    boolean isVersion =
        body.title().orElse("").toLowerCase(Locale.ROOT).startsWith("invalid version");
    if (isVersion) {
      return new NotFoundException(
          "Replicate knows no such version: " + body.sentence() + wrongDoor(), details().build());
    }
    return refused(body.refusesTopLevel() && isSubmission() ? wrongDoor() : "");
  }

  private InvalidInputException refused(String hint) {
    String what =
        body.problems().isEmpty()
            ? body.sentence()
            : Words.sentence(String.join("; ", body.problems()));
    return new InvalidInputException(
        (isSubmission() ? "Replicate refuses the input: " : "Replicate refuses the call: ")
            + what
            + hint,
        details().build());
  }

  private boolean isSubmission() {
    return reply.purpose() == Purpose.SUBMIT;
  }

  private static String wrongDoor() {
    return " A community model needs a version, and an official one must have none: "
        + Endpoint.FORMS;
  }

  /** Only the origin: the rest of such a URL may be signed. */
  private String redirect() {
    try {
      return reply.header("location").map(url -> " to " + Origin.of(url)).orElse("");
    } catch (IllegalArgumentException relative) {
      return "";
    }
  }

  private ErrorDetails.Builder details() {
    Optional<String> words = body.words();
    Optional<String> code = body.title();
    return reply
        .details()
        .requestId(requestId(reply))
        .code(code.isPresent() ? code : words.flatMap(text -> new FailureText(text).code()))
        .providerMessage(words);
  }
}
