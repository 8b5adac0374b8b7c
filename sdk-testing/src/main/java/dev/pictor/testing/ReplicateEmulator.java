package dev.pictor.testing;

import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Replicate on this machine: its API with the FLUX models, and the host that has the images.
 *
 * <p>What it answers is, byte for byte, what the service has been seen to answer, in the style that
 * {@link #style} sets. Predictions take 1.6 s unless a script says otherwise; their images are real
 * files of the size and the format that were asked for.
 *
 * <pre>{@code
 * try (ReplicateEmulator replicate = ReplicateEmulator.start()) {
 *   replicate.nextJob(JobScript.succeeds().queuedPolls(1).runningPolls(2));
 *   replicate.fail(Step.SUBMIT, ReplicateFault.rateLimited(Duration.ofSeconds(10)));
 *   ... // point the client at replicate.apiUrl(), generate an image
 *   assertThat(replicate.paidJobs()).isEqualTo(1);
 * }
 * }</pre>
 */
public final class ReplicateEmulator extends EmulatedService {
  private final JobRegistry<ReplicateJob> jobs = new JobRegistry<>();
  private final Map<String, ReplicateModel> models = new ConcurrentHashMap<>();
  private final Map<String, ReplicateModel> deployments = new ConcurrentHashMap<>();
  private final Map<String, ReplicateJob> owners = new ConcurrentHashMap<>();
  private final ReplicateRoutes routes;
  private final ReplicateFiles inputs;
  private final String webhookSecret;
  private final ReplicateWebhooks webhooks;
  private volatile ReplicateStyle style = ReplicateStyle.standard();
  private volatile ReplicateRules rules = ReplicateRules.standard();
  private volatile ReplicateLimits limits = ReplicateLimits.none();
  private volatile WebhookRules webhookRules = WebhookRules.standard();
  private volatile RateMeter creations = limits.forCreations();
  private volatile RateMeter others = limits.forOthers();

  private ReplicateEmulator(Builder builder) {
    super(builder);
    ReplicateIds ids = new ReplicateIds(random());
    this.webhookSecret = "whsec_" + Base64.getEncoder().encodeToString(ids.bytes(24));
    this.webhooks = new ReplicateWebhooks(this, ids, webhookSecret);
    this.inputs = new ReplicateFiles(this, ids);
    ReplicateStudio studio = new ReplicateStudio(ids, this::measure);
    this.routes =
        new ReplicateApi(
                this, new ReplicateCreate(this, studio, ids), new ReplicateList(this), inputs)
            .routes();
    FluxModels.all().forEach(this::offer);
  }

  /** Starts one that lives in real time and welcomes everybody. */
  public static ReplicateEmulator start() {
    return builder().start();
  }

  /** Starts to set one up. */
  public static Builder builder() {
    return new Builder();
  }

  /** The base URL to give to a client: it stands for {@code https://api.replicate.com/v1}. */
  public String apiUrl() {
    return url() + "/v1";
  }

  // ---- what it is like

  /** Adds a model, in place of any of that name. */
  public void offer(ReplicateModel model) {
    models.put(model.name(), model);
  }

  /**
   * Adds a deployment of a model.
   *
   * @param name {@code owner/name} of the deployment
   * @throws NoSuchElementException if there is no such model
   */
  public void deploy(String name, String model) {
    deployments.put(
        name,
        model(model)
            .orElseThrow(() -> new NoSuchElementException("no model has the name " + model)));
  }

  /** Sets how replies are written from now on, also those about older predictions. */
  public void style(ReplicateStyle changed) {
    style = changed;
  }

  /** Sets what it does where the service's behaviour is unknown or varies. */
  public void rules(ReplicateRules changed) {
    rules = changed;
  }

  /** Sets how many requests it takes; what was used up so far is forgotten. */
  public void limits(ReplicateLimits changed) {
    limits = changed;
    creations = changed.forCreations();
    others = changed.forOthers();
  }

  /** Sets how webhooks are delivered. */
  public void webhooks(WebhookRules changed) {
    webhookRules = changed;
  }

  /** All attempts so far to deliver a webhook. */
  public List<SentWebhook> sentWebhooks() {
    return webhooks.sent();
  }

  /**
   * Removes what a prediction was given and what it made, as the service does after an hour.
   *
   * @throws NoSuchElementException if there is no such prediction
   */
  public void expire(String id) {
    prediction(id)
        .orElseThrow(() -> new NoSuchElementException("no prediction has the id " + id))
        .remove();
  }

  /** The secret that webhooks are signed with: {@code whsec_...}. */
  public String webhookSecret() {
    return webhookSecret;
  }

  /** An address from which an uploaded file can be had without a token, for an hour. */
  public String fileDownloadUrl(String fileId) {
    return inputs.downloadUrl(fileId);
  }

  // ---- what its parts ask each other

  ReplicateStyle style() {
    return style;
  }

  ReplicateRules rules() {
    return rules;
  }

  ReplicateLimits limits() {
    return limits;
  }

  WebhookRules webhookRules() {
    return webhookRules;
  }

  /** Takes note that somebody may have moved a prediction on. */
  void looked() {
    webhooks.look();
  }

  RateMeter creations() {
    return creations;
  }

  RateMeter others() {
    return others;
  }

  PredictionJson writer() {
    return new PredictionJson(style, apiUrl(), filesUrl());
  }

  Optional<ReplicateModel> model(String name) {
    return Optional.ofNullable(models.get(name));
  }

  List<ReplicateModel> models() {
    return new ArrayList<>(models.values());
  }

  Optional<ReplicateModel> deployment(String name) {
    return Optional.ofNullable(deployments.get(name));
  }

  Optional<ReplicateJob> prediction(String id) {
    return jobs.find(id).map(this::refreshed);
  }

  /** The same prediction, without its data if it has been kept for long enough. */
  ReplicateJob refreshed(ReplicateJob job) {
    if (job.progress().state().isTerminal()
        && !clock().instant().isBefore(job.progress().submittedAt().plus(rules.retention()))) {
      job.remove();
    }
    return job;
  }

  /** Takes note of a prediction that has just been stored. */
  void created(ReplicateJob job, JsonValue body) {
    for (OutputImage image : job.images()) {
      files().put(image.path(), image.picture());
      owners.put(image.path(), job);
    }
    webhooks.watch(job, body);
  }

  @Override
  Route route(Incoming incoming) {
    return routes.find(incoming);
  }

  @Override
  Route routeFile(Incoming incoming) {
    Optional<ReplicateJob> streamed =
        ReplicateStream.job(incoming.url().encodedPath()).flatMap(this::prediction);
    if (streamed.isPresent()) {
      return new Route(Step.STREAM, call -> ReplicateStream.of(this, streamed.get()));
    }
    return new Route(Step.DOWNLOAD, this::download);
  }

  private Reply download(RecordedCall call) {
    Optional<ReplicateJob> job = Optional.ofNullable(owners.get(call.path())).map(this::refreshed);
    if (job.filter(ReplicateJob::isRemoved).isPresent()) {
      return Reply.empty(rules.expiredFiles());
    }
    // Nobody can know an address before the output is there, but somebody may guess.
    return job.filter(
            found ->
                found.made(found.progress().state()).stream()
                    .anyMatch(image -> image.path().equals(call.path())))
        .flatMap(found -> files().reply(call.path()))
        .orElseGet(() -> Reply.html(404));
  }

  private Optional<ImageSize> measure(String uri) {
    Optional<byte[]> bytes = uri.startsWith("data:") ? inline(uri) : inputs.bytes(uri);
    return bytes.flatMap(file -> GeneratedImage.Facts.of(file).size());
  }

  private static Optional<byte[]> inline(String uri) {
    int comma = uri.indexOf(',');
    try {
      return comma < 0
          ? Optional.empty()
          : Optional.of(Base64.getMimeDecoder().decode(uri.substring(comma + 1)));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  @Override
  Reply rateLimited(RecordedCall call, Duration retryAfter) {
    return ReplicateErrors.rateLimited(retryAfter, limits.hint(), "");
  }

  @Override
  boolean knows(JobFailure failure) {
    return failure instanceof ReplicateFailure;
  }

  @Override
  void jobsForgotten() {
    owners.clear();
  }

  @Override
  JobRegistry<ReplicateJob> registry() {
    return jobs;
  }

  /**
   * Sets a {@link ReplicateEmulator} up before it starts.
   *
   * <pre>{@code
   * ReplicateEmulator replicate =
   *     ReplicateEmulator.builder().key("r8_token").clock(EmulatorClock.manual()).start();
   * }</pre>
   */
  public static final class Builder extends EmulatorBuilder<Builder, ReplicateEmulator> {
    private Builder() {}

    @Override
    public ReplicateEmulator start() {
      return new ReplicateEmulator(this);
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
