package dev.pictor.internal.job;

import dev.pictor.error.AuthenticationException;
import dev.pictor.error.ConfigurationException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Exchange;
import dev.pictor.internal.http.FileContent;
import dev.pictor.internal.http.Room;
import dev.pictor.internal.http.Secrets;
import dev.pictor.internal.http.Time;
import dev.pictor.internal.http.Transport;
import dev.pictor.internal.media.Converters;
import dev.pictor.internal.media.Images;
import dev.pictor.model.JobHandle;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.HttpReply.RateBudget;
import dev.pictor.spi.Origin;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** What every run needs. Holds no state of any request, but knows which jobs are taken. */
public final class Engine {
  private final Transport transport;
  private final Images images;
  private final Converters converters;
  private final Time time;
  private final Executor callbacks;
  private final Cancellations cancellations;
  private final Map<String, Pace> paces = new ConcurrentHashMap<>();
  private final Map<String, RollCall> rollCalls = new ConcurrentHashMap<>();
  private final Claims claims;
  private final Room room;
  private final OpenStreams streams;
  private volatile Secrets lastSecrets = Secrets.NONE;
  private final Experiences experiences = new Experiences();
  private final Origins origins = new Origins();

  /**
   * @param callbacks runs the code of users: the completion of their futures and their listeners
   * @param room for calls to providers
   */
  public Engine(
      Transport transport,
      Images images,
      Converters converters,
      Time time,
      Executor callbacks,
      Room room) {
    this.transport = transport;
    this.images = images;
    this.converters = converters;
    this.time = time;
    this.callbacks = callbacks;
    this.cancellations = new Cancellations(this);
    this.claims = new Claims(time);
    this.room = room;
    this.streams = new OpenStreams(time.nanos());
  }

  Time time() {
    return time;
  }

  /**
   * Fetches the images of a job: from where anybody may fetch, and from the network that the user
   * has the provider in. Its own address is asked for, because a handle may name any.
   */
  Images images(Provider provider, JobHandle job) {
    try {
      Origin home = Origin.of(provider.poll(job).url());
      return provider.trusts(home) ? images.near(home) : images;
    } catch (RuntimeException
        | Error e) { // of a provider module: its images are fetched all the same
      return images;
    }
  }

  /** What turns images into other formats. */
  Converters converters() {
    return converters;
  }

  /** When the URL of a finished image ends, as far as anybody knows. */
  Optional<Instant> urlExpiry(Provider provider, RunTask task, ProviderOutput.Image image) {
    if (image.urlExpiry().isPresent() || image.url().regionMatches(true, 0, "data:", 0, 5)) {
      return image.urlExpiry();
    }
    try {
      Optional<Duration> lifetime =
          task.call().isPresent()
              ? provider.urlLifetime(task.call().get())
              : task.hasOwnUrlLifetime() ? Optional.empty() : provider.urlLifetime();
      return lifetime.map(time.now()::plus);
    } catch (RuntimeException | Error e) {
      return Optional.empty();
    }
  }

  /**
   * Whether the URLs that come of a call do not live as long as others; no reason to lose a job.
   */
  static boolean hasOwnUrlLifetime(Provider provider, PlannedCall call) {
    try {
      return !provider.urlLifetime(call).equals(provider.urlLifetime());
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  Executor callbacks() {
    return callbacks;
  }

  /** What spaces the submissions to a provider; a client has one provider of each name. */
  Pace pace(Provider provider) {
    return paces.computeIfAbsent(provider.name(), name -> new Pace(time));
  }

  /** What asks after the jobs of a provider that are polled. */
  RollCall rollCall(Provider provider) {
    RollCall known = rollCalls.get(provider.name());
    return known != null
        ? known
        : rollCalls.computeIfAbsent(provider.name(), name -> new RollCall(this, provider));
  }

  /** Whether there is a connection for a call that is long on purpose and need not be. */
  boolean hasToSpare(Provider provider) {
    RollCall known = rollCalls.get(provider.name());
    return room.hasToSpare() && (known == null || known.hasToSpare());
  }

  /** The status streams to all providers. */
  OpenStreams streams() {
    return streams;
  }

  /** Which jobs belong to the runs of this client. */
  Claims claims() {
    return claims;
  }

  /** How many calls of which kind there may be at once. */
  Room room() {
    return room;
  }

  /** What the jobs so far have taught. */
  Experiences experiences() {
    return experiences;
  }

  /** The cancellations of remote jobs that are under way. */
  public Cancellations cancellations() {
    return cancellations;
  }

  /**
   * Sends a call of a provider, with the key if, and only if, the provider trusts the origin.
   *
   * @throws PictorException if the provider has no key, for example
   */
  Exchange send(Provider provider, HttpCall bare, Optional<JobHandle> job) {
    HttpCall call = withKey(provider, job, bare);
    return transport.send(call, secrets(bare, call), provider.name(), job);
  }

  /** As the other, for a call whose reply is a stream of events. */
  Exchange stream(Provider provider, HttpCall bare, JobHandle job, Transport.Events events) {
    HttpCall call = withKey(provider, Optional.of(job), bare);
    return transport.stream(call, secrets(bare, call), provider.name(), Optional.of(job), events);
  }

  /** As the other, for a call that brings a file along. */
  Exchange send(Provider provider, HttpCall bare, FileContent file) {
    HttpCall call = withKey(provider, Optional.empty(), bare);
    return transport.send(call, file, secrets(bare, call), provider.name());
  }

  private Secrets secrets(HttpCall bare, HttpCall call) {
    Secrets secrets = Secrets.added(bare, call, lastSecrets);
    lastSecrets = secrets;
    return secrets;
  }

  private HttpCall withKey(Provider provider, Optional<JobHandle> job, HttpCall bare) {
    try {
      return bare.access() == HttpCall.Access.KEY
              && provider.trusts(origins.of(provider.name(), bare.url()))
          ? Objects.requireNonNull(provider.authorize(bare), "it gave null")
          : bare;
    } catch (RuntimeException | Error e) {
      throw untranslatable(provider, job, e);
    }
  }

  /**
   * Runs code of a provider. It meets what servers send, so whatever it throws beside our own
   * exceptions counts as a reply that could not be read, and never leaves a future hanging.
   */
  static <T> T guarded(Provider provider, Optional<JobHandle> job, Supplier<T> translation) {
    try {
      return Objects.requireNonNull(translation.get(), "it gave null");
    } catch (RuntimeException | Error e) {
      throw untranslatable(provider, job, e);
    }
  }

  private static PictorException untranslatable(
      Provider provider, Optional<JobHandle> job, Throwable e) {
    if (e instanceof ConfigurationException) {
      ConfigurationException missing = (ConfigurationException) e;
      return missing.handle().isPresent() || !job.isPresent()
          ? missing
          : unreachable(missing, job.get());
    }
    return e instanceof PictorException
        ? (PictorException) e
        : new MalformedReplyException(
            "The provider module could not translate: " + e,
            ErrorDetails.builder().provider(provider.name()).handle(job).cause(e).build());
  }

  /** Whether a job that was said to have completed has not; a module that cannot say says no. */
  static boolean isUnfinished(Provider provider, PictorException error) {
    try {
      return provider.isUnfinished(error);
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  /** As {@link #guarded}, for a method that reads a reply; a failure keeps the reply. */
  static <T> T read(HttpReply reply, Function<HttpReply, T> reader) {
    try {
      return Objects.requireNonNull(reader.apply(reply), "it gave null");
    } catch (PictorException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new MalformedReplyException(
          "The provider module could not read the reply: " + e, reply.details().cause(e).build());
    }
  }

  /**
   * A key that is gone by now knows nothing of the job, and whoever paid for it needs the handle.
   */
  private static ConfigurationException unreachable(ConfigurationException e, JobHandle job) {
    return new ConfigurationException(
        "The job goes on and cannot be asked after: " + e.getMessage(),
        e.details().toBuilder().handle(job).cause(e).build());
  }

  /** What a reply to a submission says of the rate; nothing that it says may lose a job. */
  static Optional<RateBudget> budget(Provider provider, HttpReply reply) {
    try {
      return Objects.requireNonNull(provider.rateBudget(reply));
    } catch (RuntimeException | Error e) {
      return Optional.empty();
    }
  }

  /** The reply as an exception; for a status that is not 2xx. */
  static PictorException error(Provider provider, HttpReply reply) {
    return error(reply, provider::readError);
  }

  /** The same, of a direct run. */
  static PictorException runError(Provider provider, HttpReply reply) {
    return error(reply, provider::readRunError);
  }

  private static PictorException error(
      HttpReply reply, Function<HttpReply, PictorException> provider) {
    if (reply.status() == HttpURLConnection.HTTP_PROXY_AUTH) { // no provider has seen the call
      return new AuthenticationException(
          "A proxy on the way to "
              + reply.provider()
              + " asks who calls (407). Have an interceptor of your OkHttpClient add"
              + " Proxy-Authorization; over https its proxyAuthenticator is asked",
          reply.details().build());
    }
    try {
      return Objects.requireNonNull(provider.apply(reply));
    } catch (RuntimeException | Error e) {
      return reply.malformed(
          "The provider answered with status " + reply.status() + " and a body of no known form");
    }
  }
}
