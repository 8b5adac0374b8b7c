package dev.pictor.spi;

import dev.pictor.error.PictorException;
import dev.pictor.model.JobHandle;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpReply.RateBudget;
import dev.pictor.spi.Submission.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service that makes images, as a translator: planned calls into HTTP calls, HTTP replies into
 * model objects.
 *
 * <p>An implementation is stateless and thread-safe, and does no I/O: sockets, threads, time,
 * retries and cancellation belong to the engine. Every {@code read} method takes whatever a server
 * may send; it throws {@link dev.pictor.error.MalformedReplyException} for what it cannot read.
 * Later versions add default methods only.
 */
public interface Provider {
  /** The short name that model ids, handles and messages use: {@code fal}, {@code replicate}. */
  String name();

  /** The models that are described by tables. */
  List<ModelSpec> models();

  /**
   * A description of an endpoint that no table describes: everything passes through unchanged, but
   * for file formats that have another name at this provider, which {@link ModelSpec#formats()}
   * gives.
   *
   * @throws IllegalArgumentException if the text can be no endpoint of this provider; the message
   *     says what one looks like
   */
  ModelSpec passthrough(String endpoint);

  /** The submission of a planned call; {@link HttpCall.Purpose#SUBMIT}. */
  HttpCall submit(PlannedCall call);

  /** Reads the 2xx reply to a submission. */
  Submission readSubmission(PlannedCall call, HttpReply reply);

  /**
   * The longest that the service holds the reply to a submission back if it is asked to, until the
   * job has ended. Default: zero, for a service that answers at once.
   */
  default Duration longestHold() {
    return Duration.ZERO;
  }

  /**
   * The submission of a planned call with a reply that is held back, as {@link HttpCall#hold()}
   * says, until the job has ended or the time is up. Its reply is read by {@link #readSubmission}.
   * Default: {@link #submit(PlannedCall)}.
   *
   * @param hold at least one second, at most {@link #longestHold()}
   */
  default HttpCall submit(PlannedCall call, Duration hold) {
    return submit(call);
  }

  /**
   * The planned call as one that runs the model while the connection is open, and has no job that
   * could be asked after: {@link HttpCall.Purpose#SUBMIT}, with a {@link HttpCall#hold()}. Default:
   * empty, for a service that has no such call.
   */
  default Optional<HttpCall> run(PlannedCall call) {
    return Optional.empty();
  }

  /** Reads the 2xx reply to {@link #run}: with a snapshot that has the output, or the failure. */
  default Submission readRun(PlannedCall call, HttpReply reply) {
    throw reply.malformed("This provider runs no model directly");
  }

  /**
   * Reads a reply to {@link #run} that is not 2xx, as {@link #readError} reads all others: what the
   * model itself says comes here too, and has to be told from a refusal by the service. A {@link
   * dev.pictor.error.RateLimitException} is run again, and may be paid again; a {@link
   * dev.pictor.error.DeadlineExceededException} says that it did not start in time, so that nothing
   * is paid. Default: {@link #readError}.
   */
  default PictorException readRunError(HttpReply reply) {
    return readError(reply);
  }

  /**
   * Asks which jobs the account has, to find out what became of a submission whose reply was lost;
   * {@link HttpCall.Purpose#LOOKUP}. Default: empty, for a service that has no such list.
   *
   * @param call what was submitted
   * @param since no job of this submission is older, by the clock of the service
   */
  default Optional<HttpCall> lookup(PlannedCall call, Instant since) {
    return Optional.empty();
  }

  /**
   * Reads the 2xx reply to {@link #lookup}, or to a {@link Lookup#next()} that an earlier one gave.
   *
   * @param call what was submitted
   * @param since jobs that are older are none of its own
   */
  default Lookup readLookup(PlannedCall call, Instant since, HttpReply reply) {
    throw reply.malformed("This provider has no list of jobs");
  }

  /**
   * Whether the reply to a submission, which is not 2xx, was probably written by a gateway that did
   * not reach the service. It proves nothing, and is asked only where the caller accepts to pay
   * twice for that. Default: status 502 or 503.
   */
  default boolean isGatewayError(HttpReply reply) {
    return reply.status() == 502 || reply.status() == 503;
  }

  /** Asks how a job is doing; {@link HttpCall.Purpose#POLL}. */
  HttpCall poll(JobHandle job);

  /** Reads the 2xx reply to a poll. */
  JobSnapshot readPoll(JobHandle job, HttpReply reply);

  /**
   * Asks to be told the state of a job as it changes, by server-sent events; {@link
   * HttpCall.Purpose#STREAM}. The engine goes back to polls where that is refused, breaks or says
   * nothing for 20 seconds. Default: empty, for a service that has no such stream.
   */
  default Optional<HttpCall> stream(JobHandle job) {
    return Optional.empty();
  }

  /**
   * Reads the data of one event of {@link #stream}. The {@link JobSnapshot#logLines()} are those
   * that are new since the event before.
   *
   * @param event status 200, and the data of the event as its body
   */
  default JobSnapshot readEvent(JobHandle job, HttpReply event) {
    return readPoll(job, event);
  }

  /**
   * Asks for the states of many jobs at once, newest first; {@link HttpCall.Purpose#LIST}. Default:
   * empty, for a service that has no list of jobs.
   *
   * @param before jobs that were created later are left out, by the clock of the service
   */
  default Optional<HttpCall> list(Instant before) {
    return Optional.empty();
  }

  /**
   * Reads the 2xx reply to {@link #list}. What it leaves out is asked for job by job.
   *
   * @param jobs those whose states are wanted, by their id
   */
  default JobList readList(Map<String, JobHandle> jobs, HttpReply reply) {
    throw reply.malformed("This provider has no list of jobs");
  }

  /**
   * How many calls about jobs the service takes from one account in a minute, submissions apart;
   * the engine stays below. Default: empty, where no limit is known.
   */
  default Optional<Integer> callsPerMinute() {
    return Optional.empty();
  }

  /**
   * Fetches the output of a completed job; {@link HttpCall.Purpose#RESULT}. Empty where the
   * snapshot of a completed job carries the output.
   */
  Optional<HttpCall> result(JobHandle job);

  /** Reads the 2xx reply to {@link #result}. */
  ProviderOutput readResult(JobHandle job, HttpReply reply);

  /**
   * Whether an error of {@link #result} says that the job still runs, although its state said that
   * it has completed. It is asked again soon then, and cancelled if its deadline comes first.
   * Default: no error says so.
   */
  default boolean isUnfinished(PictorException error) {
    return false;
  }

  /** Cancels a job; {@link HttpCall.Purpose#CANCEL}. Empty where the service has no such call. */
  Optional<HttpCall> cancel(JobHandle job);

  /**
   * Reads a reply that is not 2xx, of any content type. Never throws.
   *
   * <p>The class says what the engine may do: {@link dev.pictor.error.ServiceException} and {@link
   * dev.pictor.error.RateLimitException} concern this one call, which is repeated where that is
   * safe; every other one is the final word on the job.
   */
  PictorException readError(HttpReply reply);

  /** Whether the key may be sent to this origin. */
  boolean trusts(Origin origin);

  /**
   * The call with the key on it. Called only for a URL of a trusted origin.
   *
   * @throws dev.pictor.error.ConfigurationException if there is no key; the message says where to
   *     put one
   */
  HttpCall authorize(HttpCall call);

  /**
   * What a reply to a submission says of the provider's limit of submissions, by which the engine
   * spaces the next ones. Asked of replies of any status but 429, whose wait belongs into {@link
   * dev.pictor.error.ErrorDetails#retryAfter()}. Default: nothing is said.
   */
  default Optional<RateBudget> rateBudget(HttpReply reply) {
    return Optional.empty();
  }

  /**
   * How images that are on the caller's machine get here. Default: inside the request, up to 256
   * KiB.
   */
  default InputRule inputs() {
    return InputRule.inline(256L << 10);
  }

  /**
   * The first call of an upload; asked only where {@link #inputs()} says that there are uploads.
   *
   * @return a step with a call
   * @throws UnsupportedOperationException by default, for a provider without uploads
   */
  default UploadStep upload(UploadStep.File file) {
    throw new UnsupportedOperationException(name() + " has no uploads");
  }

  /**
   * Reads the 2xx reply to a call of an upload: what is to be sent next, or the URL of the file.
   *
   * @param step whose call this is the reply to
   * @throws UnsupportedOperationException by default, for a provider without uploads
   */
  default UploadStep readUpload(UploadStep.File file, UploadStep step, HttpReply reply) {
    throw new UnsupportedOperationException(name() + " has no uploads");
  }

  /**
   * How long after a job the URLs of its images can be counted on, where its reply does not say.
   * Default: empty, for a service of which that is not known.
   */
  default Optional<Duration> urlLifetime() {
    return Optional.empty();
  }

  /**
   * The same for the images of one call, which may ask for a lifetime of its own. A job that is
   * resumed has no call: where this was not the usual lifetime, none is told then. Default: {@link
   * #urlLifetime()}.
   */
  default Optional<Duration> urlLifetime(PlannedCall call) {
    return urlLifetime();
  }
}
