package dev.pictor.fal;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.PictorException;
import dev.pictor.error.ServiceException;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.InputRule;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Operation;
import dev.pictor.spi.Origin;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import dev.pictor.spi.Submission;
import dev.pictor.spi.UploadStep;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Images from fal ({@code fal.ai}), through its queue.
 *
 * <pre>{@code
 * ImageClient images = ImageClient.builder().provider(Fal.create(key)).build();
 * }</pre>
 *
 * <p>Immutable, thread-safe, and without I/O of its own.
 */
public final class Fal implements Provider {
  static final String NAME = "fal";

  /** How parameters begin that the queue reads itself. */
  private static final String OF_THE_QUEUE = "fal_";

  /** Asks fal to refuse a job rather than to queue it behind too many others. */
  static final String QUEUE_LIMIT = "fal_max_queue_length";

  private static final long MAX_INLINE = 16 << 10;
  private static final long MAX_INLINE_WITHOUT_STORAGE = 12 << 20;

  /** After this time fal itself ends a model, unless its app says otherwise. */
  private static final Duration LONGEST_RUN = Duration.ofHours(1);

  private static final long MAX_UPLOAD = 256L << 20;

  private final FalKey key;
  private final FalUrls urls;

  Fal(FalKey key, FalUrls urls) {
    this.key = key;
    this.urls = urls;
  }

  /**
   * The provider with a key.
   *
   * @param key {@code id:secret}; space around it is dropped. A blank one counts as absent: the
   *     first call then fails with a {@link ConfigurationException}
   */
  public static Fal create(String key) {
    return builder().key(key).build();
  }

  /**
   * The provider with the key and the hosts of the process environment; see {@link
   * Builder#environment}.
   *
   * @throws ConfigurationException if a variable holds a host that is none
   */
  public static Fal fromEnvironment() {
    return builder().environment(name -> Optional.ofNullable(System.getenv(name))).build();
  }

  /** Starts a provider with settings of its own. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ModelSpec> models() {
    return FalModels.ALL;
  }

  @Override
  public ModelSpec passthrough(String endpoint) {
    String id = Endpoint.parse(endpoint).id();
    return ModelSpec.builder().id(id).endpoint(id).operation(Operation.UNDESCRIBED).build();
  }

  @Override
  public HttpCall submit(PlannedCall call) {
    return HttpCall.builder()
        .purpose(HttpCall.Purpose.SUBMIT)
        .method("POST")
        .url(urls.submit(Endpoint.parse(call.endpoint()), call.query()))
        .putAllHeaders(SubmitHeaders.of(call))
        .json(call.input())
        .refusal(
            call.query().containsKey(QUEUE_LIMIT)
                ? HttpCall.Refusal.FINAL
                : HttpCall.Refusal.SEND_AGAIN)
        .build();
  }

  @Override
  public Submission readSubmission(PlannedCall call, HttpReply reply) {
    return QueueReplies.submission(urls, Endpoint.parse(call.endpoint()), reply);
  }

  /**
   * Without the queue: the model runs while the connection is open, and ends with it. Empty where
   * the queue was moved and the direct address was not, and where the caller asks for what only the
   * queue can do.
   */
  @Override
  public Optional<HttpCall> run(PlannedCall call) {
    if (!urls.hasRun() || asksTheQueue(call)) {
      return Optional.empty();
    }
    return Optional.of(
        HttpCall.builder()
            .purpose(HttpCall.Purpose.SUBMIT)
            .method("POST")
            .url(urls.run(Endpoint.parse(call.endpoint()), call.query()))
            .putAllHeaders(SubmitHeaders.of(call))
            .json(call.input())
            .hold(LONGEST_RUN)
            .contents(HttpCall.Contents.IMAGES)
            .build());
  }

  /** To post the result to a webhook, or to refuse the job if too many wait. */
  private static boolean asksTheQueue(PlannedCall call) {
    for (String parameter : call.query().keySet()) {
      if (parameter.startsWith(OF_THE_QUEUE)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Submission readRun(PlannedCall call, HttpReply reply) {
    JobHandle job =
        JobHandle.builder()
            .provider(NAME)
            .endpoint(Endpoint.parse(call.endpoint()).id())
            .id(runId(reply))
            .build();
    JobSnapshot.Builder snapshot = JobSnapshot.builder().rawStatus("COMPLETED");
    try {
      snapshot.state(JobState.COMPLETED).output(ResultReply.read(reply));
    } catch (PictorException withoutHandle) {
      snapshot.state(JobState.FAILED).failure(failure(asResult(reply, job)));
    }
    return Submission.builder().handle(job).snapshot(snapshot.build()).build();
  }

  private static PictorException failure(HttpReply withoutImage) {
    try {
      ResultReply.read(withoutImage);
      throw new IllegalStateException("it is read in two ways");
    } catch (MalformedReplyException | ServiceException e) {
      throw e; // which tells nothing of the end of the job
    } catch (PictorException e) {
      return e;
    }
  }

  /** What would be the answer to the result of the job, had there been a queue. */
  private static HttpReply asResult(HttpReply reply, JobHandle job) {
    return HttpReply.builder()
        .provider(reply.provider())
        .purpose(HttpCall.Purpose.RESULT)
        .job(job)
        .status(reply.status())
        .headers(reply.headers())
        .body(reply.body())
        .build();
  }

  @Override
  public PictorException readRunError(HttpReply reply) {
    return ErrorReply.readRun(reply);
  }

  /** A run that is paid and done has an image, whether or not the reply has an id. */
  private static String runId(HttpReply reply) {
    String id = reply.header("x-fal-request-id").orElse("").trim();
    return id.isEmpty() ? "direct" : id;
  }

  /** A reply that fal itself has written carries the id of the request. */
  @Override
  public boolean isGatewayError(HttpReply reply) {
    int status = reply.status();
    return (status == 502 || status == 503 || status == 504)
        && !reply.header("x-fal-request-id").isPresent();
  }

  @Override
  public HttpCall poll(JobHandle job) {
    return call(HttpCall.Purpose.POLL, "GET", urls.status(job));
  }

  @Override
  public JobSnapshot readPoll(JobHandle job, HttpReply reply) {
    return QueueReplies.poll(job, reply);
  }

  @Override
  public Optional<HttpCall> stream(JobHandle job) {
    return Optional.of(
        HttpCall.builder()
            .purpose(HttpCall.Purpose.STREAM)
            .method("GET")
            .url(urls.stream(job))
            .putHeaders("Accept", "text/event-stream")
            .build());
  }

  @Override
  public Optional<HttpCall> result(JobHandle job) {
    return Optional.of(call(HttpCall.Purpose.RESULT, "GET", urls.result(job)));
  }

  @Override
  public ProviderOutput readResult(JobHandle job, HttpReply reply) {
    return ResultReply.read(reply);
  }

  @Override
  public Optional<HttpCall> cancel(JobHandle job) {
    return Optional.of(call(HttpCall.Purpose.CANCEL, "PUT", urls.cancel(job)));
  }

  private static HttpCall call(HttpCall.Purpose purpose, String method, String url) {
    return HttpCall.builder()
        .purpose(purpose)
        .method(method)
        .url(url)
        .putHeaders("Accept", "application/json")
        .build();
  }

  @Override
  public boolean isUnfinished(PictorException error) {
    return error.details().code().filter(ErrorReply.IN_PROGRESS::equals).isPresent();
  }

  @Override
  public PictorException readError(HttpReply reply) {
    return ErrorReply.read(reply);
  }

  /**
   * A data URI is meant for a few kilobytes: it is stored with the request and sent to each runner
   * anew. How long a file may be is not documented; this is the longest that Pictor reads. Where
   * the queue was moved and storage was not, data URIs of any common size have to do.
   */
  @Override
  public InputRule inputs() {
    return urls.hasStorage()
        ? InputRule.inline(MAX_INLINE).upload(MAX_UPLOAD)
        : InputRule.inline(MAX_INLINE_WITHOUT_STORAGE);
  }

  @Override
  public UploadStep upload(UploadStep.File file) {
    return new Upload(urls, file).start();
  }

  @Override
  public UploadStep readUpload(UploadStep.File file, UploadStep step, HttpReply reply) {
    return new Upload(urls, file).read(step, reply);
  }

  @Override
  public Optional<Duration> urlLifetime() {
    return Optional.of(ObjectLifetime.USUAL);
  }

  @Override
  public Optional<Duration> urlLifetime(PlannedCall call) {
    return ObjectLifetime.of(call);
  }

  @Override
  public boolean trusts(Origin origin) {
    return urls.trusts(origin);
  }

  @Override
  public HttpCall authorize(HttpCall call) {
    HttpCall.Builder authorized = call.toBuilder();
    if (hasAuthorization(call)) {
      Map<String, String> headers = new LinkedHashMap<>(call.headers());
      headers.keySet().removeIf("Authorization"::equalsIgnoreCase);
      authorized.headers(headers);
    }
    return authorized.putHeaders("Authorization", key.authorization()).build();
  }

  private static boolean hasAuthorization(HttpCall call) {
    for (String name : call.headers().keySet()) {
      if (name.equalsIgnoreCase("Authorization")) {
        return true;
      }
    }
    return false;
  }

  /** The provider's name and addresses; never the key. */
  @Override
  public String toString() {
    return "fal at " + urls + ", key " + key;
  }

  /** Collects the settings of a {@link Fal}. Not thread-safe. */
  public static final class Builder {
    private @Nullable FalKey key;
    private Optional<Function<String, Optional<String>>> environment = Optional.empty();
    private @Nullable String queueUrl;
    private @Nullable String runUrl;
    private @Nullable String restUrl;

    Builder() {}

    /** Sets the key, {@code id:secret}; space around it is dropped, blank counts as absent. */
    public Builder key(String key) {
      this.key = FalKey.of(Objects.requireNonNull(key, "key"));
      return this;
    }

    /**
     * Sets where the key comes from. It is asked at each call, so that a key can be rotated; it is
     * called on the engine's threads and should answer at once.
     */
    public Builder key(Supplier<String> key) {
      this.key = FalKey.of(Objects.requireNonNull(key, "key"));
      return this;
    }

    /**
     * Takes from variables what is not set here: the key from {@code FAL_KEY}, or {@code
     * FAL_KEY_ID} and {@code FAL_KEY_SECRET}, read at each call; the hosts from {@code
     * FAL_RUN_HOST} and {@code FAL_QUEUE_RUN_HOST} (default: {@code queue.} and the run host), read
     * once, each a host or a whole origin. Default: no variable is read.
     *
     * @param environment looks a variable up; empty for one that is not set
     */
    public Builder environment(Function<String, Optional<String>> environment) {
      this.environment = Optional.of(Objects.requireNonNull(environment, "environment"));
      return this;
    }

    /**
     * Sets where jobs are submitted and watched: scheme, host and optional port. Default: {@code
     * https://queue.fal.run}, whose backup host is trusted too.
     */
    public Builder queueUrl(String queueUrl) {
      this.queueUrl = Objects.requireNonNull(queueUrl, "queueUrl");
      return this;
    }

    /** Sets fal's direct address: an origin that the key may go to. Default: fal's own. */
    public Builder runUrl(String runUrl) {
      this.runUrl = Objects.requireNonNull(runUrl, "runUrl");
      return this;
    }

    /**
     * Sets the address of fal's storage, where input images are uploaded to: an origin that the key
     * may go to. Default: fal's own, and none where {@link #queueUrl} was set: then input images go
     * inside the request.
     */
    public Builder restUrl(String restUrl) {
      this.restUrl = Objects.requireNonNull(restUrl, "restUrl");
      return this;
    }

    /**
     * Makes the provider.
     *
     * @throws ConfigurationException if an address is no origin of http or https; the message names
     *     the setting
     */
    public Fal build() {
      String run =
          runUrl == null
              ? host("FAL_RUN_HOST", "").orElse(FalUrls.RUN)
              : BaseUrl.of("runUrl", runUrl);
      String queue = queueUrl == null ? queueHost() : BaseUrl.of("queueUrl", queueUrl);
      String rest = restUrl == null ? FalUrls.REST : BaseUrl.of("restUrl", restUrl);
      return new Fal(
          key == null ? FalKey.fromEnvironment(environment) : key, new FalUrls(queue, run, rest));
    }

    private String queueHost() {
      Optional<String> own = host("FAL_QUEUE_RUN_HOST", "");
      return own.isPresent() ? own.get() : host("FAL_RUN_HOST", "queue.").orElse(FalUrls.QUEUE);
    }

    private Optional<String> host(String variable, String prefix) {
      String host = environment.isPresent() ? environment.get().apply(variable).orElse("") : "";
      return host.trim().isEmpty()
          ? Optional.empty()
          : Optional.of(BaseUrl.ofHost(variable, host, prefix));
    }
  }
}
