package dev.pictor;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.PictorException;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.internal.http.Clients;
import dev.pictor.internal.http.Connections;
import dev.pictor.internal.http.DownloadRules;
import dev.pictor.internal.http.SystemTime;
import dev.pictor.internal.http.Time;
import dev.pictor.internal.job.JobGroup;
import dev.pictor.internal.job.Limits;
import dev.pictor.internal.job.Waiting;
import dev.pictor.internal.media.Converters;
import dev.pictor.internal.media.Images;
import dev.pictor.internal.media.Inputs;
import dev.pictor.internal.plan.Conversions;
import dev.pictor.internal.plan.Machine;
import dev.pictor.internal.route.Router;
import dev.pictor.internal.route.Routing;
import dev.pictor.internal.route.Weights;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.Plan;
import dev.pictor.model.RoutingPolicy;
import dev.pictor.spi.ImageConverter;
import dev.pictor.spi.Provider;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Makes images with the providers it was given.
 *
 * <pre>{@code
 * try (ImageClient images = ImageClient.fromEnvironment()) {
 *   ImageResult result =
 *       images.generate(
 *           ImageRequest.builder()
 *               .model("flux1.1-pro")
 *               .prompt("a lighthouse made of paper")
 *               .aspectRatio(AspectRatio.of(16, 9))
 *               .build());
 *   result.image().saveTo(Paths.get("lighthouse.png"));
 * }
 * }</pre>
 *
 * <p>One client is meant for the life of a program and for any number of requests at once: it holds
 * the connections, at most some 20 daemon threads however many jobs there are (see {@link
 * Builder#maxConnections}), and no state of any request. Nothing is opened before it is needed.
 *
 * <p>A submission costs money and leaves this machine once. If its reply is lost, the provider is
 * asked what became of it, where it can be asked: the job that is found is taken. A submission is
 * sent again only if provably nothing of it was sent, if the provider refused it with status 429,
 * or if the provider's own list shows that it made no job; what cannot be known ends as {@link
 * dev.pictor.error.OutcomeUnknownException}, unless {@link RequestOptions#resubmission()} says
 * otherwise. So that a job can be found, a request without a seed gets one at random where the
 * endpoint takes one; the result names it.
 *
 * <p>Every failure is a {@link dev.pictor.error.PictorException}. Thread-safe.
 */
public final class ImageClient implements AutoCloseable {
  /**
   * What finished images may be fetched from besides public addresses by https. See {@link
   * Builder#allowDownloads}.
   */
  public enum DownloadPermission {
    /**
     * Addresses of this machine, of private networks, and any other that is not public.
     *
     * <p><b>The risk:</b> whoever decides on the URL of an image reaches what only your machine can
     * reach: services without a password, the credentials that a cloud hands to its machines. What
     * they answer is taken for an image. Choose it where files are kept in your own network.
     */
    ALLOW_PRIVATE_ADDRESSES,

    /**
     * Plain http, and redirects from https to it.
     *
     * <p><b>The risk:</b> whoever is on the way sees the images and can send others.
     */
    ALLOW_PLAIN_HTTP;

    static DownloadRules rules(Set<DownloadPermission> permissions) {
      DownloadRules rules = DownloadRules.STRICT;
      if (permissions.contains(ALLOW_PRIVATE_ADDRESSES)) {
        rules = rules.withPrivateAddresses();
      }
      return permissions.contains(ALLOW_PLAIN_HTTP) ? rules.withPlainHttp() : rules;
    }
  }

  private final Builder settings;
  private final List<Provider> providers;
  private final Clients clients;
  private final Time time;
  private volatile @Nullable Workings workings;

  ImageClient(Builder settings) {
    this.settings = settings;
    providers = Collections.unmodifiableList(settings.providers);
    clients =
        new Clients(settings.httpClient, new Connections(settings.connections, providers.size()));
    time = settings.time.isPresent() ? settings.time.get() : new SystemTime();
  }

  /** Made when first needed: by a request once it has sent for OkHttp, which takes longest. */
  private Workings workings() {
    Workings made = workings;
    if (made == null) {
      synchronized (settings) {
        made = workings;
        if (made == null) {
          made = new Workings(settings, clients, time);
          workings = made;
        }
      }
    }
    return made;
  }

  /**
   * A client with every provider on the class path that has a key in the environment ({@code
   * FAL_KEY}, {@code REPLICATE_API_TOKEN} ...).
   *
   * @throws ConfigurationException if there is none, or if a variable holds half a key or no
   *     address; the message says what is missing or wrong
   */
  public static ImageClient fromEnvironment() {
    return Environment.client(name -> Optional.ofNullable(System.getenv(name)));
  }

  /** Starts a client. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Every model that the tables of the providers describe, by provider. Any other endpoint works
   * too, as {@code provider/endpoint}; then nothing is checked. Needs no key.
   */
  public List<ModelOffer> models() {
    List<ModelOffer> offers = new ArrayList<>();
    for (Provider provider : providers) {
      provider.models().forEach(spec -> offers.add(new ModelOffer(provider.name(), spec)));
    }
    return Collections.unmodifiableList(offers);
  }

  /**
   * What would be sent for a request, to which provider, changed in which way, at what estimated
   * cost. Needs no key and sends nothing. A request without a seed gets one only when it is sent,
   * and the plan says so; with a seed, the bodies of the plan are what is sent to the byte.
   *
   * <p>Input images on this machine are read, and named as uploads of the calls that need them.
   *
   * @throws dev.pictor.error.RequestRefusedException if no provider knows the model, or an input
   *     image cannot be read
   */
  public Plan plan(ImageRequest request) {
    Inputs inputs = new Inputs(workings().converters);
    return Router.ordered(
        Router.planAll(request, providers, machine(request, inputs), Optional.empty()),
        settings.routing);
  }

  /** As {@link #generate(ImageRequest, RequestOptions)}, with the default options. */
  public ImageResult generate(ImageRequest request) {
    return generate(request, RequestOptions.defaults());
  }

  /**
   * Makes the images and waits for them. An interrupt cancels the jobs, restores the thread's flag
   * and throws a {@link dev.pictor.error.JobCanceledException}.
   *
   * @return a result with at least one image; of several, those that failed stand beside it
   * @throws dev.pictor.error.OutcomeUnknownException if no image came of the request, or the thread
   *     was interrupted, and something may have been paid for that has no handle. Where several
   *     providers were tried it may stand within an {@link
   *     dev.pictor.error.AttemptsFailedException}: ask {@link PictorException#hasUnknownOutcome()}
   * @throws ConfigurationException if there is no key, if the client is closed, or if {@code
   *     options} choose among several providers by weights, and one is for a provider that this
   *     client has not
   * @throws dev.pictor.error.PictorException if not one image came of the request
   */
  public ImageResult generate(ImageRequest request, RequestOptions options) {
    Waiting.refuseInterrupted();
    JobGroup group = start(request, options, Limits.Watch.AUTOMATIC, JobGroup.Taker.THREAD);
    return Waiting.await(group, group.result());
  }

  /** As {@link #generateAsync(ImageRequest, RequestOptions)}, with the default options. */
  public CompletableFuture<ImageResult> generateAsync(ImageRequest request) {
    return generateAsync(request, RequestOptions.defaults());
  }

  /**
   * Makes the images without blocking, but for what the calling thread reads once: input images on
   * this machine, and, where a file format is asked for, the list of converters on the class path.
   * Never throws: the future carries every failure. See {@link ImageJob#result()} for what
   * cancelling it does and where its stages run.
   *
   * <p>No method of a client uses the network in the calling thread, so Android's main thread may
   * call this one.
   */
  public CompletableFuture<ImageResult> generateAsync(
      ImageRequest request, RequestOptions options) {
    try {
      return start(request, options, Limits.Watch.AUTOMATIC, JobGroup.Taker.FUTURE).result();
    } catch (RuntimeException | Error e) {
      CompletableFuture<ImageResult> failed = new CompletableFuture<>();
      failed.completeExceptionally(e);
      return failed;
    }
  }

  /** As {@link #submit(ImageRequest, RequestOptions)}, with the default options. */
  public ImageJob submit(ImageRequest request) {
    return submit(request, RequestOptions.defaults());
  }

  /**
   * Submits the request and returns as soon as the jobs have their handles. An interrupt cancels
   * what was submitted, restores the thread's flag and throws a {@link
   * dev.pictor.error.JobCanceledException}.
   *
   * @throws dev.pictor.error.OutcomeUnknownException if no call of the request became a job, or the
   *     thread was interrupted, and something may have been paid for that has no handle. Where
   *     several providers were tried it may stand within an {@link
   *     dev.pictor.error.AttemptsFailedException}: ask {@link PictorException#hasUnknownOutcome()}
   * @throws ConfigurationException if there is no key, if the client is closed, or if {@code
   *     options} choose among several providers by weights, and one is for a provider that this
   *     client has not
   * @throws dev.pictor.error.PictorException if no call of the request became a job
   */
  public ImageJob submit(ImageRequest request, RequestOptions options) {
    Waiting.refuseInterrupted();
    JobGroup group = start(request, options, Limits.Watch.HANDLE_FIRST, JobGroup.Taker.FUTURE);
    Waiting.await(group, group.submitted());
    if (group.handles().isEmpty()) {
      Waiting.await(group, group.result());
    }
    return new ImageJob(group);
  }

  /** As {@link #resume(List, RequestOptions)}, with the default options. */
  public ImageJob resume(JobHandle... handles) {
    return resume(Arrays.asList(handles), RequestOptions.defaults());
  }

  /**
   * Picks jobs up that were submitted before, here or in another process. Nothing is submitted, and
   * nothing is paid.
   *
   * @param handles at least one; of one request, in the order of their images
   * @throws IllegalArgumentException if there is no handle
   * @throws ConfigurationException if this client has no provider of that name, or is closed
   * @throws dev.pictor.error.RequestRefusedException if one of them can be no job of its provider,
   *     as the message says, which names it; nothing is resumed then, and the others can be resumed
   *     without it
   */
  public ImageJob resume(List<JobHandle> handles, RequestOptions options) {
    if (handles.isEmpty()) {
      throw new IllegalArgumentException("handles is empty; give at least one");
    }
    Objects.requireNonNull(options, "options");
    handles.forEach(this::requireReadable);
    return new ImageJob(
        workings()
            .jobs
            .resume(
                new ArrayList<>(handles),
                handle -> provider(handle.provider()),
                ResponseFormat.URL,
                limits(options, Limits.Watch.AUTOMATIC)));
  }

  /**
   * Refuses a handle that no submission gave: as the failure of a job it would say that there is
   * one. Nor is it one of the handles of this failure, which are there to be stored.
   */
  private void requireReadable(JobHandle handle) {
    Provider provider = provider(handle.provider());
    try {
      provider.poll(handle);
    } catch (IllegalArgumentException e) {
      throw new RequestRefusedException(
          "The handle "
              + handle
              + " can be no job, and nothing was sent: "
              + e.getMessage()
              + ". Check where it comes from, and leave it out",
          ErrorDetails.builder().provider(provider.name()).cause(e).build());
    } catch (RuntimeException | Error ofTheProvider) {
      // The job will tell it, as it tells all of that kind.
    }
  }

  /** Converters are asked only if they may be needed: native code may be loaded for that. */
  private Machine machine(ImageRequest request, Inputs inputs) {
    Converters converters = workings().converters;
    return new Machine(
        request.outputFormat().isPresent() ? converters.conversions() : Conversions.none(),
        converters::conversions,
        inputs::look);
  }

  /**
   * Starts a request.
   *
   * @param unasked how its jobs are watched where that is left to us
   * @param taker who gets the result
   */
  private JobGroup start(
      ImageRequest request, RequestOptions options, Limits.Watch unasked, JobGroup.Taker taker) {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(options, "options");
    clients.prepare();
    Limits limits = limits(options, unasked);
    Inputs inputs = new Inputs(workings().converters);
    RoutingPolicy policy = options.routing().orElse(settings.routing);
    Routing route = route(request, machine(request, inputs), policy);
    inputs.prepare(route.chosen());
    return workings().jobs.submit(request, route.chosen(), inputs, route, limits, taker);
  }

  private Routing route(ImageRequest request, Machine machine, RoutingPolicy policy) {
    try {
      Plan plan = Router.planAll(request, providers, machine, Optional.of(seed()));
      if (plan.candidates().size() > 1) {
        Weights.requireKnown(policy, providers);
      }
      return new Routing(plan, machine, this::provider, policy, workings().health, time);
    } catch (PictorException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new ConfigurationException(
          "The request could not be planned, and nothing was sent; a provider module has a bug: "
              + e,
          ErrorDetails.builder().cause(e).build());
    }
  }

  /** For a request that has none: 31 bits, which every endpoint takes. */
  private BigInteger seed() {
    return BigInteger.valueOf((long) (time.chance() * (1L << 31)));
  }

  private Limits limits(RequestOptions options, Limits.Watch unasked) {
    return OptionLimits.of(options, options.watching().orElse(settings.watching), unasked);
  }

  private Provider provider(String name) {
    for (Provider provider : providers) {
      if (provider.name().equals(name)) {
        return provider;
      }
    }
    throw new ConfigurationException(
        "This client has no provider named \""
            + name
            + "\"; it has "
            + providers.stream().map(Provider::name).collect(Collectors.toList())
            + ". Add it with ImageClient.builder().provider(...)",
        ErrorDetails.none());
  }

  /**
   * Ends the client: whoever waits gets a {@link dev.pictor.error.JobCanceledException} with the
   * handle, the jobs at the providers go on and can be resumed, and the client's threads and
   * connections go. Cancellations that were begun before are waited for, up to 5 seconds: on
   * Android, not in the main thread. An {@link OkHttpClient} of the caller stays open.
   */
  @Override
  public void close() {
    workings().close();
    clients.close();
    if (time instanceof SystemTime) {
      ((SystemTime) time).close();
    }
  }

  /** The names of the providers. */
  @Override
  public String toString() {
    return "ImageClient" + providers.stream().map(Provider::name).collect(Collectors.toList());
  }

  /** Collects an {@link ImageClient}. Not thread-safe. */
  public static final class Builder {
    private final List<Provider> providers = new ArrayList<>();
    final List<ImageConverter> converters = new ArrayList<>();
    Optional<List<ImageConverter>> found = Optional.empty();
    private Optional<OkHttpClient> httpClient = Optional.empty();
    private Optional<Time> time = Optional.empty();
    Optional<Consumer<ImageEvent>> listener = Optional.empty();
    private RoutingPolicy routing = RoutingPolicy.defaults();
    private RequestOptions.Watching watching = RequestOptions.Watching.AUTOMATIC;
    private int connections = Connections.DEFAULT;
    Set<DownloadPermission> permissions = EnumSet.noneOf(DownloadPermission.class);
    long maxImageBytes = Images.DEFAULT_MAX_BYTES;

    Builder() {}

    /** The settings as they are now: a builder may go on to another client. */
    private Builder(Builder other) {
      providers.addAll(other.providers);
      converters.addAll(other.converters);
      found = other.found;
      httpClient = other.httpClient;
      time = other.time;
      listener = other.listener;
      routing = other.routing;
      watching = other.watching;
      connections = other.connections;
      permissions = other.permissions;
      maxImageBytes = other.maxImageBytes;
    }

    /**
     * Adds a provider. Where several can serve a request, the first one added does, unless {@link
     * #routing} says otherwise; the next one follows where that one fails.
     *
     * @throws IllegalArgumentException if there is one of that name already
     */
    public Builder provider(Provider provider) {
      for (Provider other : providers) {
        if (other.name().equals(provider.name())) {
          throw new IllegalArgumentException(
              "provider \"" + other.name() + "\" was added before; a client has one of each name");
        }
      }
      providers.add(provider);
      return this;
    }

    /**
     * Brings an OkHttp client: its connection pool, proxy (with its authenticator), DNS, TLS
     * settings and interceptors are used. It is derived from, never changed and never closed. Its
     * dispatcher, timeouts, cache, cookies, authenticator, retries and redirects are not used: they
     * could send a paid call twice, or the key elsewhere. An interceptor that sends requests again
     * could too.
     *
     * <p>An interceptor may carry calls over another HTTP stack instead of handing them on. The
     * settings of this client do not reach there, and what it has read of a submission counts as
     * sent: if it fails then, the submission is not sent again, but ends as {@link
     * dev.pictor.error.OutcomeUnknownException}.
     */
    public Builder httpClient(OkHttpClient httpClient) {
      this.httpClient = Optional.of(Objects.requireNonNull(httpClient, "httpClient"));
      return this;
    }

    /** Sets how providers are chosen, for requests that do not say so themselves. */
    public Builder routing(RoutingPolicy routing) {
      this.routing = Objects.requireNonNull(routing, "routing");
      return this;
    }

    /**
     * Sets how the ends of jobs are learned, for requests that do not say so themselves. Default:
     * {@link RequestOptions.Watching#AUTOMATIC}.
     */
    public Builder watching(RequestOptions.Watching watching) {
      this.watching = Objects.requireNonNull(watching, "watching");
      return this;
    }

    /**
     * Sets how many calls to providers may be under way at once, each of which takes a thread, and
     * a connection unless the service offers HTTP/2. A third of them may be long on purpose, status
     * streams and held replies, and of more than 24 all but 16; other calls have what these leave,
     * some of it kept from each of several providers for the others. Jobs for which none is left
     * are polled; where there are so many that polls are late, streams give way to them. Downloads
     * come on top, five at once. Default: 16.
     *
     * <p>More are of use for thousands of jobs at once with a provider that is far away: at a round
     * trip of 40 ms a connection asks after 25 jobs a second.
     *
     * @param connections 3 to 1000
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder maxConnections(int connections) {
      if (connections < Connections.LEAST || connections > Connections.MOST) {
        throw new IllegalArgumentException(
            "maxConnections is "
                + connections
                + "; it must be "
                + Connections.LEAST
                + " to "
                + Connections.MOST);
      }
      this.connections = connections;
      return this;
    }

    /** Sets who is told every step of every request. Default: nobody, which costs nothing. */
    public Builder listener(Consumer<ImageEvent> listener) {
      this.listener = Optional.of(listener);
      return this;
    }

    /**
     * Allows images to be fetched from where they are not expected: the URL of an image is the word
     * of a server, and must not lead into your own network. Replaces what was allowed before.
     *
     * <p>Not needed for a provider whose own base URL, set by you, is such an address: an emulator
     * at {@code http://127.0.0.1} serves its images from there, and that it may. That holds for the
     * images of this provider only, for addresses of the same kind only (this machine, or a private
     * network), and for http only where the base URL has it.
     *
     * <p>Through a proxy (of {@link #httpClient}, or of the system) the proxy resolves names and
     * connects; its rules decide then, and here only URLs with an address in numbers are refused.
     */
    public Builder allowDownloads(DownloadPermission... permissions) {
      Set<DownloadPermission> all = EnumSet.noneOf(DownloadPermission.class);
      Collections.addAll(all, permissions);
      this.permissions = all;
      return this;
    }

    /**
     * Sets how long an image may be; a longer one ends as a {@link
     * dev.pictor.error.DownloadException} and is not read to its end. Default: 256 MiB.
     *
     * @param maxImageBytes 1 to 1,073,741,824 (1 GiB)
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder maxImageBytes(long maxImageBytes) {
      if (maxImageBytes < 1 || maxImageBytes > 1L << 30) {
        throw new IllegalArgumentException(
            "maxImageBytes is " + maxImageBytes + "; it must be 1 to " + (1L << 30) + " (1 GiB)");
      }
      this.maxImageBytes = maxImageBytes;
      return this;
    }

    /**
     * Adds what reads and writes image files, for formats that an endpoint does not make itself.
     * They come before those on the class path, which are found by themselves: {@code
     * dev.pictor:pictor-sdk-imageio} for PNG, JPEG and GIF, {@code pictor-sdk-codecs} for WebP,
     * {@code pictor-sdk-avif} for AVIF, and {@code pictor-sdk-android} for PNG, JPEG and WebP.
     */
    public Builder converter(ImageConverter... converters) {
      for (ImageConverter converter : converters) {
        this.converters.add(Objects.requireNonNull(converter, "converter"));
      }
      return this;
    }

    /** Replaces the converters on the class path; for tests. */
    Builder found(ImageConverter... converters) {
      this.found = Optional.of(Arrays.asList(converters));
      return this;
    }

    /** Replaces time and chance; for tests. */
    Builder time(Time time) {
      this.time = Optional.of(time);
      return this;
    }

    /**
     * The client.
     *
     * @throws ConfigurationException if it has no provider, or if it has several and {@link
     *     #routing} has a weight above 0 for one that it has not
     */
    public ImageClient build() {
      if (providers.isEmpty()) {
        throw new ConfigurationException(
            "The client has no provider; add one with provider(...), or use"
                + " ImageClient.fromEnvironment()",
            ErrorDetails.none());
      }
      Weights.requireKnown(routing, providers);
      return new ImageClient(new Builder(this));
    }
  }
}
