package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.time.Duration;
import java.util.Locale;

/** What Replicate answers when it does not do what was asked, byte for byte. */
final class ReplicateErrors {
  private static final String PROBLEM = "application/problem+json";

  private ReplicateErrors() {}

  static Reply unauthenticated() {
    return problem(
        401,
        "{\"title\":\"Unauthenticated\",\"detail\":\"You did not pass a valid authentication"
            + " token\",\"status\":401}\n");
  }

  static Reply insufficientCredit() {
    return Reply.json(
        402,
        "{\"title\":\"Insufficient credit\",\"detail\":\"You have insufficient credit to run this"
            + " model. Go to https://replicate.com/account/billing#billing to purchase credit. Once"
            + " you purchase credit, please wait a few minutes before trying"
            + " again.\",\"status\":402}\n");
  }

  static Reply spendLimitReached() {
    return Reply.json(
        402,
        "{\"title\":\"Monthly spend limit reached\",\"detail\":\"You have reached your monthly"
            + " spend limit. Raise it at"
            + " https://replicate.com/account/billing#limits.\",\"status\":402}\n");
  }

  static Reply freeTimeLimitReached() {
    return Reply.json(
        402,
        "{\"title\":\"Free time limit reached\",\"detail\":\"You have reached the free time limit."
            + " To continue using Replicate, set up billing at"
            + " https://replicate.com/account/billing#billing.\",\"status\":402}\n");
  }

  static Reply blocked() {
    return page(
        403,
        "<!DOCTYPE html>\n<html lang=\"en-US\">\n<head>\n<title>Attention Required!"
            + " | Cloudflare</title>\n</head>\n<body>\n<h1>Sorry, you have been blocked</h1>\n"
            + "<h2>You are unable to access replicate.com</h2>\n</body>\n</html>\n");
  }

  static Reply notFound() {
    return problem(
        404, "{\"detail\":\"The requested resource could not be found.\",\"status\":404}\n");
  }

  static Reply officialHasNoVersions() {
    return problem(
        404,
        "{\"status\":404,\"title\":\"Not found\",\"detail\":\"This model is an official model and"
            + " does not expose a list of versions.\"}");
  }

  static Reply fileNotFound() {
    return problem(404, "{\"detail\":\"File not found\"}");
  }

  static Reply fileTooLarge() {
    return problem(413, "{\"detail\":\"Files must be less than 100MB in size\"}");
  }

  static Reply invalidVersion() {
    return Reply.json(
        422,
        "{\"title\":\"Invalid version or not permitted\",\"detail\":\"The specified version does"
            + " not exist (or perhaps you don't have permission to use it?)\",\"status\":422}");
  }

  static Reply detail(int status, String detail) {
    return Reply.json(
        status,
        JsonValue.objectBuilder().put("detail", detail).put("status", status).build() + "\n");
  }

  static Reply internalError() {
    return Reply.json(500, "{\"detail\":\"Internal server error\"}");
  }

  /** The page of the network in front of the service, for its own statuses from 520 to 524. */
  static Reply edge(int status) {
    return page(
        status,
        "<!DOCTYPE html>\n<html lang=\"en-US\">\n<head>\n<title>api.replicate.com | "
            + status
            + ": Web server is returning an unknown error</title>\n</head>\n<body>\n<h1>Error "
            + status
            + "</h1>\n<p>Cloudflare</p>\n</body>\n</html>\n");
  }

  /**
   * Too many requests.
   *
   * @param why how the service explains a limit that is lower than usual, or nothing
   */
  static Reply rateLimited(Duration retryAfter, RetryHint hint, String why) {
    long seconds = Math.max(1, seconds(retryAfter));
    String text = String.format(Locale.ROOT, "Request was throttled. %s", why);
    String resets = String.format(Locale.ROOT, "%sYour rate limit resets in ~%ds.", text, seconds);
    String status = "\",\"status\":429";
    switch (hint) {
      case BODY:
        return throttled(resets + status + ",\"retry_after\":" + seconds);
      case BODY_AND_HEADER:
        return throttled(resets + status + ",\"retry_after\":" + seconds)
            .header("Retry-After", Long.toString(seconds));
      case HEADER:
        return throttled(text.trim() + status).header("Retry-After", Long.toString(seconds));
      case TEXT:
        return throttled(resets + "\"");
      case OLD_TEXT:
        return throttled(
            String.format(
                Locale.ROOT,
                "%sExpected available in %d second%s.\"",
                text,
                seconds,
                seconds == 1 ? "" : "s"));
      case RATELIMIT_RESET:
        return throttled(text.trim() + status)
            .header("ratelimit-remaining", "0")
            .header("ratelimit-reset", Long.toString(seconds));
      default:
        return throttled(text.trim() + status);
    }
  }

  private static Reply throttled(String afterDetail) {
    return Reply.json(429, "{\"detail\":\"" + afterDetail + "}\n");
  }

  /** Whole seconds, rounded up: a client that waits that long has waited long enough. */
  static long seconds(Duration time) {
    return time.getSeconds() + (time.getNano() > 0 ? 1 : 0);
  }

  private static Reply problem(int status, String body) {
    return Reply.text(status, PROBLEM, body);
  }

  private static Reply page(int status, String body) {
    return Reply.text(status, "text/html; charset=UTF-8", body);
  }
}
