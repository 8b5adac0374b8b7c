package dev.pictor.fal;

import dev.pictor.error.AuthenticationException;
import dev.pictor.error.BillingException;
import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.ErrorDetails.Retry;
import dev.pictor.error.InvalidInputException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RateLimitException;
import dev.pictor.error.ServiceException;
import dev.pictor.spi.HttpCall.Purpose;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.HttpReply.RetryAfterHeader;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes an exception of an error reply.
 *
 * <p>The type that fal names decides, then the status, then what the call was for: the reply to a
 * result request replays the model's own status, so a 500 there may be the job's last word, while a
 * 500 to any other call concerns that call alone. {@link ServiceException} and {@link
 * RateLimitException} make the engine try again, so they stand for nothing that is final.
 */
final class ErrorReply {
  /** Of a result that is asked for too early; the code is ours. */
  static final String IN_PROGRESS = "in_progress";

  private static final String STILL_RUNNING = "request is still in progress";

  /** fal has no type for an account that cannot pay; its texts are all there is. */
  private static final Pattern BILLING =
      Pattern.compile("user is locked|balance|billing|top[ _]?up|credit|spend");

  private final HttpReply reply;
  private final ErrorBody body;
  private final ErrorDetails.Builder details;

  /** Whether the model answered, or fal in its place, and no queue stood between. */
  private final boolean isOfARun;

  private ErrorReply(HttpReply reply, boolean isOfARun) {
    this.reply = reply;
    this.isOfARun = isOfARun;
    this.body = ErrorBody.of(reply);
    this.details =
        Replies.details(reply)
            .code(body.codes().stream().findFirst().map(code -> Replies.cut(code, 200)))
            .providerMessage(body.words())
            .retryAfter(retryAfter(reply));
  }

  /** Reads any reply that is no success; never throws. */
  static PictorException read(HttpReply reply) {
    return new ErrorReply(reply, false).read();
  }

  /** The same for a reply to a direct run, the only submission that a model itself answers. */
  static PictorException readRun(HttpReply reply) {
    return new ErrorReply(reply, true).read();
  }

  private PictorException read() {
    if (isStillRunning()) {
      return new ServiceException(
          "fal has not finished the job yet" + body.inWords(),
          details.code(IN_PROGRESS).retry(Retry.MAY_HELP).build());
    }
    if (isAboutAJob() && body.codes().contains(QueueReplies.CANCELED)) {
      return new JobCanceledException(
          "the job was canceled at fal" + body.inWords(), details.build());
    }
    Optional<ErrorType.Meaning> meaning = ErrorType.meaning(body.codes());
    if (!meaning.isPresent()) {
      return byStatus();
    }
    switch (meaning.get()) {
      case MODERATION:
        return new ModerationException(
            "fal's moderation refused the request"
                + body.inWords()
                + ". Change the prompt or the input images",
            details.build());
      case RATE_LIMIT:
        return rateLimit();
      case INPUT:
        return input();
      case FAILURE:
        return isAboutAJob() || isOfARun ? jobFailed(Retry.USELESS) : callFailed(Retry.USELESS);
      case TEMPORARY_FAILURE:
        return failure(told().orElse(Retry.MAY_HELP));
    }
    return byStatus();
  }

  private PictorException byStatus() {
    int status = reply.status();
    if (status >= 500) {
      return failure(told().orElse(Retry.MAY_HELP));
    }
    switch (status) {
      case 401:
        return refusedKey();
      case 402:
        return billing();
      case 403:
        return isAboutMoney() ? billing() : refusedKey();
      case 404:
      case 410:
        return notFound();
      case 405:
        return new NotFoundException(
            "fal has nothing at this path for this method"
                + body.inWords()
                + ". Check the model id and the queue URL",
            details.build());
      case 408:
      case 425:
        return failure(Retry.MAY_HELP);
      case 429:
        return mayBeTheModels() ? failure(told().orElse(Retry.MAY_HELP)) : rateLimit();
      case 499:
        return failure(Retry.USELESS);
      default:
        return unusual(status);
    }
  }

  private PictorException unusual(int status) {
    if (body.codes().contains("NOT_FOUND")) {
      return notFound();
    }
    if (body.codes().contains("ALREADY_COMPLETED")) {
      return new NotFoundException(
          "there is nothing to cancel: the job has already ended", details.build());
    }
    if (status >= 300 && status < 400) {
      return new NotFoundException(
          "fal answered with a redirect, which is not followed, so that the key stays where it"
              + " belongs. Check the configured addresses",
          details.build());
    }
    boolean refusesInput = status >= 400 || body.hasFields();
    return refusesInput && !body.isDownstream() ? input() : failure(told().orElse(Retry.USELESS));
  }

  private boolean isStillRunning() {
    return isAboutAJob()
        && body.words()
            .filter(text -> text.toLowerCase(Locale.ROOT).contains(STILL_RUNNING))
            .isPresent();
  }

  private boolean isAboutAJob() {
    return reply.purpose() == Purpose.RESULT || reply.purpose() == Purpose.POLL;
  }

  /**
   * Whether a 429 is the model's own, which no waiting ends, and not that of fal's door. One of a
   * run may have been paid for, so it is the door's only if fal says so.
   */
  private boolean mayBeTheModels() {
    boolean isOfAModel =
        !body.codes().isEmpty() || reply.header("x-fal-billable-units").isPresent();
    return isOfARun
        ? isOfAModel || !reply.header("x-fal-needs-retry").filter(ErrorReply::isYes).isPresent()
        : reply.purpose() == Purpose.RESULT && body.isJobOutcome() && isOfAModel;
  }

  private boolean isAboutMoney() {
    return body.words()
        .filter(text -> BILLING.matcher(text.toLowerCase(Locale.ROOT)).find())
        .isPresent();
  }

  /** The end of the job where the reply records it, otherwise a failure of this one call. */
  private PictorException failure(Retry retry) {
    if (isStartLimit()) {
      return isAboutAJob() || isOfARun ? notStarted() : callFailed(Retry.USELESS);
    }
    return (reply.purpose() == Purpose.RESULT || isOfARun) && body.isJobOutcome()
        ? jobFailed(retry)
        : callFailed(retry);
  }

  private PictorException jobFailed(Retry retry) {
    return new JobFailedException(
        "the job failed at fal" + body.inWords(), details.retry(retry).build());
  }

  /** The same as when the engine finds out first: who does is chance. */
  private PictorException notStarted() {
    return new DeadlineExceededException(
        "the job did not start at fal within its start limit" + body.inWords(),
        details.retry(Retry.USELESS).build());
  }

  private PictorException callFailed(Retry retry) {
    return new ServiceException(
        "fal could not answer the call (" + reply.status() + ")" + body.inWords(),
        details.retry(retry).build());
  }

  /** fal marks a timeout that the client itself asked for; trying the same again meets it again. */
  private boolean isStartLimit() {
    return reply.status() == 504 && reply.header("x-fal-request-timeout-type").isPresent();
  }

  private PictorException rateLimit() {
    return new RateLimitException(
        "fal takes no more requests of this account now"
            + body.inWords()
            + ". Wait, or ask fal for a higher limit",
        details.retry(Retry.MAY_HELP).build());
  }

  /**
   * Whether a call about a job was refused by something in between, as a firewall does: the job may
   * be well, and its image is paid for. Models say what they refuse; they alone say 422.
   */
  private boolean isOfAProxy() {
    return isAboutAJob() && reply.status() != 422 && !body.isJobOutcome();
  }

  private PictorException input() {
    if (isOfAProxy()) {
      return Replies.malformed(
          reply,
          "something between here and fal refused the call ("
              + reply.status()
              + ")"
              + body.inWords()
              + ". The job may be well: resume it when that lets the call through");
    }
    boolean isOfAModel = reply.purpose() == Purpose.SUBMIT || reply.purpose() == Purpose.RESULT;
    return new InvalidInputException(
        isOfAModel
            ? "fal refused the input" + body.inWords() + ". Change the request"
            : "fal refused the call (" + reply.status() + ")" + body.inWords(),
        details.build());
  }

  private PictorException refusedKey() {
    return new AuthenticationException(
        (reply.purpose() == Purpose.UPLOAD
                ? "fal's storage refused the key, or the URL that it has signed itself"
                : "fal refused the key")
            + body.inWords()
            + ". Check FAL_KEY, or what Fal.create was given: it looks like id:secret and needs the"
            + " scope API",
        details.build());
  }

  private PictorException billing() {
    return new BillingException(
        "the fal account cannot pay"
            + body.inWords()
            + ". Top it up at https://fal.ai/dashboard/billing, then try again",
        details.build());
  }

  private PictorException notFound() {
    return new NotFoundException(
        reply.purpose() == Purpose.SUBMIT
            ? "fal knows no such endpoint" + body.inWords() + ". Check the model id"
            : "fal has no such job, or no longer, or the endpoint has no such path"
                + body.inWords()
                + ". Results may be kept for minutes only; check the model id and the handle",
        details.build());
  }

  /** What fal says of a retry, in the newer form of the header before the older one. */
  private Optional<Retry> told() {
    Optional<String> newer = reply.header("x-fal-needs-retry");
    Optional<String> header = newer.isPresent() ? newer : reply.header("x-fal-retryable");
    return header
        .filter(value -> !value.trim().isEmpty())
        .map(value -> isYes(value) ? Retry.MAY_HELP : Retry.USELESS);
  }

  private static boolean isYes(String header) {
    String value = header.trim().toLowerCase(Locale.ROOT);
    return value.equals("1") || value.equals("true") || value.equals("yes");
  }

  /** fal is not known to send it, but what stands between may. */
  private static Optional<Duration> retryAfter(HttpReply reply) {
    return reply
        .header("retry-after")
        .flatMap(value -> RetryAfterHeader.read(value, reply.header("date")));
  }
}
