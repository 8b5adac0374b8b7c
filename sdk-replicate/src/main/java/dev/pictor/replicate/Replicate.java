package dev.pictor.replicate;

import dev.pictor.error.ApiException;
import dev.pictor.error.ConfigurationException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.model.JobHandle;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.HttpReply.RateBudget;
import dev.pictor.spi.InputRule;
import dev.pictor.spi.JobList;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Operation;
import dev.pictor.spi.Origin;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import dev.pictor.spi.Submission;
import dev.pictor.spi.Submission.Lookup;
import dev.pictor.spi.UploadStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Replicate as a provider of images.
 *
 * <pre>{@code
 * ImageClient images = ImageClient.builder().provider(Replicate.create(token)).build();
 * }</pre>
 *
 * <p>Besides the described models it runs any endpoint of Replicate: {@code replicate/owner/name}
 * for an official model, {@code replicate/owner/name:version} or a bare 64-digit version for a
 * community model, {@code replicate/deployments/owner/name} for a deployment. Their inputs go
 * through {@link dev.pictor.model.ImageRequest#options()}; see also {@link ReplicateOptions}.
 *
 * <p>Replicate removes the images of a prediction, and all that is known of it, after one hour.
 *
 * <p>Immutable and thread-safe, if the suppliers given to its builder are.
 */
public final class Replicate implements Provider {
  /** The name of this provider in model ids, handles and messages. */
  static final String NAME = "replicate";

  private static final String SCHEME = "Bearer ";

  static final String TOKEN_VARIABLE = "REPLICATE_API_TOKEN";
  static final String BASE_URL_VARIABLE = "REPLICATE_BASE_URL";
  static final String DEFAULT_BASE_URL = "https://api.replicate.com";

  private final Optional<String> token;
  private final Optional<Supplier<String>> tokens;
  private final Optional<String> baseUrl;
  private final Optional<Function<String, Optional<String>>> environment;
  private volatile Optional<BaseUrl> lastBase = Optional.empty();
  private volatile String lastAuthorization = "";
  private volatile Optional<Endpoint> lastEndpoint = Optional.empty();

  Replicate(Builder builder) {
    this.token = builder.token;
    this.tokens = builder.tokens;
    this.baseUrl = builder.baseUrl;
    this.environment = builder.environment;
  }

  /**
   * Replicate with this token.
   *
   * @param token an API token; white space around it is ignored. A blank one is reported as a
   *     {@link ConfigurationException} by the first call
   * @throws ConfigurationException if the variable {@code REPLICATE_BASE_URL} holds no address
   */
  public static Replicate create(String token) {
    return builder().token(token).build();
  }

  /** Starts a provider; without more, it takes its token from {@code REPLICATE_API_TOKEN}. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ModelSpec> models() {
    return Models.ALL;
  }

  @Override
  public ModelSpec passthrough(String endpoint) {
    Endpoint.parse(endpoint);
    return ModelSpec.builder()
        .id(endpoint)
        .endpoint(endpoint)
        .operation(Operation.UNDESCRIBED)
        .putFormats(OutputFormat.JPEG, "jpg")
        .build();
  }

  @Override
  public HttpCall submit(PlannedCall call) {
    return SubmitCall.of(call, endpoint(call), base(), Optional.empty());
  }

  private Endpoint endpoint(PlannedCall call) {
    Optional<Endpoint> known = lastEndpoint;
    if (!known.isPresent() || !known.get().isReadFrom(call.endpoint())) {
      known = Optional.of(Endpoint.parse(call.endpoint()));
      lastEndpoint = known;
    }
    return known.get();
  }

  @Override
  public Duration longestHold() {
    return Prefer.LONGEST;
  }

  /** A wait that the caller has set by an option stays as it is. */
  @Override
  public HttpCall submit(PlannedCall call, Duration hold) {
    return SubmitCall.of(call, endpoint(call), base(), Optional.of(hold));
  }

  /** The handle is told even if nothing else of the reply can be read: the job exists. */
  @Override
  public Submission readSubmission(PlannedCall call, HttpReply reply) {
    Prediction prediction =
        required(
            Prediction.of(reply.json()),
            reply,
            "Replicate accepted the prediction, but the reply holds no id. Look for the newest one"
                + " at https://replicate.com/predictions");
    JobHandle job = JobCalls.handle(call.endpoint(), prediction, base());
    Submission.Builder submission = Submission.builder().handle(job);
    Optional<String> status = prediction.status();
    if (status.isPresent()) {
      // A reply that was held back is sent when every file is there.
      SnapshotReader.Lists lists = SnapshotReader.Lists.WHOLE;
      submission.snapshot(SnapshotReader.read(job, prediction, status.get(), reply, lists));
    }
    return submission.build();
  }

  /** What a reply cannot do without; it is malformed otherwise. */
  static <T> T required(Optional<T> part, HttpReply reply, String otherwise) {
    if (!part.isPresent()) {
      throw reply.malformed(otherwise);
    }
    return part.get();
  }

  @Override
  public Optional<HttpCall> lookup(PlannedCall call, Instant since) {
    return Optional.of(PredictionList.call(since, base()));
  }

  @Override
  public Lookup readLookup(PlannedCall call, Instant since, HttpReply reply) {
    return new PredictionList(call, since, base()).read(reply);
  }

  @Override
  public HttpCall poll(JobHandle job) {
    return JobCalls.poll(job, base());
  }

  @Override
  public JobSnapshot readPoll(JobHandle job, HttpReply reply) {
    Prediction prediction =
        required(Prediction.of(reply.json()), reply, "The reply is no prediction: it has no id");
    if (!prediction.id().equals(job.id())) {
      throw reply.malformed(
          "The reply is about another prediction, "
              + Words.line(prediction.id())
              + ": a cache or a proxy mixes replies up");
    }
    String status =
        required(prediction.status(), reply, "The reply is no prediction: it has no status");
    return SnapshotReader.read(job, prediction, status, reply, lists(job));
  }

  @Override
  public Optional<HttpCall> list(Instant before) {
    return Optional.of(JobsPage.call(before, base()));
  }

  @Override
  public JobList readList(Map<String, JobHandle> jobs, HttpReply reply) {
    return JobsPage.read(jobs, reply);
  }

  /** Documented: 3000 a minute for everything but the creation of predictions. */
  @Override
  public Optional<Integer> callsPerMinute() {
    return Optional.of(3000);
  }

  /** The described models put their list out at once. */
  static SnapshotReader.Lists lists(JobHandle job) {
    return Models.describeEndpoint(job.endpoint())
        ? SnapshotReader.Lists.WHOLE
        : SnapshotReader.Lists.MAY_GROW;
  }

  /** Empty: the snapshot of a completed prediction carries its output. */
  @Override
  public Optional<HttpCall> result(JobHandle job) {
    return Optional.empty();
  }

  /** Reads the output out of a prediction; Pictor itself never asks for it. */
  @Override
  public ProviderOutput readResult(JobHandle job, HttpReply reply) {
    JobSnapshot snapshot = readPoll(job, reply);
    if (snapshot.failure().isPresent()) {
      throw snapshot.failure().get();
    }
    return required(
        snapshot.output(),
        reply,
        "The prediction has no output yet; its status is " + Words.line(snapshot.rawStatus()));
  }

  @Override
  public Optional<HttpCall> cancel(JobHandle job) {
    return Optional.of(JobCalls.cancel(job, base()));
  }

  @Override
  public ApiException readError(HttpReply reply) {
    return ErrorReader.read(reply);
  }

  @Override
  public InputRule inputs() {
    return InputRule.inline(Upload.MAX_INLINE).upload(Upload.MAX_BYTES);
  }

  @Override
  public UploadStep upload(UploadStep.File file) {
    return Upload.start(file, base());
  }

  @Override
  public UploadStep readUpload(UploadStep.File file, UploadStep step, HttpReply reply) {
    return Upload.read(reply);
  }

  @Override
  public Optional<RateBudget> rateBudget(HttpReply reply) {
    return RetryAfter.budget(reply);
  }

  @Override
  public Optional<Duration> urlLifetime() {
    return Optional.of(Prediction.FILES_LIVE);
  }

  /** Only the API itself: images lie elsewhere and need no token. */
  @Override
  public boolean trusts(Origin origin) {
    return base().origin().equals(origin);
  }

  @Override
  public HttpCall authorize(HttpCall call) {
    return call.toBuilder().putHeaders("Authorization", authorization()).build();
  }

  private String authorization() {
    String token = token();
    String last = lastAuthorization;
    if (last.length() != SCHEME.length() + token.length() || !last.endsWith(token)) {
      last = SCHEME.concat(token); // mostly the first time only
      lastAuthorization = last;
    }
    return last;
  }

  private String token() {
    String value = givenToken().trim();
    if (value.isEmpty()) {
      throw new ConfigurationException(
          "There is no Replicate token: set the environment variable "
              + TOKEN_VARIABLE
              + ", or give one to Replicate.create(token). Tokens are made at"
              + " https://replicate.com/account/api-tokens",
          ErrorDetails.builder().provider(NAME).build());
    }
    // The value is a secret, so it is not shown.
    if (!fitsIntoAHeader(value)) {
      throw new ConfigurationException(
          "The Replicate token holds white space, control or non-ASCII characters, which no header"
              + " can carry. Check "
              + TOKEN_VARIABLE,
          ErrorDetails.builder().provider(NAME).build());
    }
    return value;
  }

  private String givenToken() {
    if (token.isPresent()) {
      return token.get();
    }
    return tokens.isPresent() ? tokens.get().get() : variable(TOKEN_VARIABLE);
  }

  /** Empty if it is not set. */
  private String variable(String name) {
    Optional<String> value =
        environment.isPresent()
            ? environment.get().apply(name)
            : Optional.ofNullable(System.getenv(name));
    return value.orElse("");
  }

  private static boolean fitsIntoAHeader(String token) {
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) <= ' ' || token.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  private BaseUrl base() {
    String text = givenBaseUrl();
    Optional<BaseUrl> known = lastBase;
    if (!known.isPresent() || !known.get().isReadFrom(text)) { // mostly the first time only
      known = Optional.of(BaseUrl.parse(baseUrl.isPresent() ? "baseUrl" : BASE_URL_VARIABLE, text));
      lastBase = known;
    }
    return known.get();
  }

  private String givenBaseUrl() {
    if (baseUrl.isPresent()) {
      return baseUrl.get();
    }
    String url = variable(BASE_URL_VARIABLE);
    return url.trim().isEmpty() ? DEFAULT_BASE_URL : url;
  }

  /** The name; neither the token nor where it comes from. */
  @Override
  public String toString() {
    return NAME;
  }

  /** Collects a {@link Replicate}. Not thread-safe. */
  public static final class Builder {
    private Optional<String> token = Optional.empty();
    private Optional<Supplier<String>> tokens = Optional.empty();
    private Optional<String> baseUrl = Optional.empty();

    /** Empty for that of the process. */
    private Optional<Function<String, Optional<String>>> environment = Optional.empty();

    Builder() {}

    /**
     * Sets the token.
     *
     * @param token white space around it is ignored. Default: the environment variable {@code
     *     REPLICATE_API_TOKEN}, read by each call
     */
    public Builder token(String token) {
      this.token = Optional.of(Objects.requireNonNull(token, "token"));
      return this;
    }

    /**
     * Sets where the token comes from; asked by each call, so that a token can be replaced.
     *
     * @param token gives the token
     */
    public Builder token(Supplier<String> token) {
      this.tokens = Optional.of(Objects.requireNonNull(token, "token"));
      this.token = Optional.empty();
      return this;
    }

    /**
     * Sets where the API is. The token is sent there.
     *
     * @param baseUrl absolute, with or without {@code /v1}. Default: the environment variable
     *     {@code REPLICATE_BASE_URL}, or else {@code https://api.replicate.com}
     */
    public Builder baseUrl(String baseUrl) {
      this.baseUrl = Optional.of(Objects.requireNonNull(baseUrl, "baseUrl"));
      return this;
    }

    Builder environment(Function<String, Optional<String>> variables) {
      this.environment = Optional.of(variables);
      return this;
    }

    /**
     * The provider. Its token is not read yet.
     *
     * @throws ConfigurationException if the address, set here or by the variable, is none; the
     *     message names the setting
     */
    public Replicate build() {
      Replicate replicate = new Replicate(this);
      BaseUrl unused = replicate.base(); // not only when the first image is asked for
      return replicate;
    }
  }
}
