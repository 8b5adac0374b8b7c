package dev.pictor.internal.http;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.PictorException;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.error.TransportException;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.Origin;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/** Sends the calls of providers, each of them once, and hands over their bounded replies. */
public final class Transport {
  /** API replies are JSON of a few kilobytes; more is a fault or an attack. */
  static final long MAX_REPLY = 8L << 20;

  /** A result may hold several images as data URIs. */
  static final long MAX_RESULT = 64L << 20;

  private static final String JSON_TYPE = "application/json";
  private static final String EVENTS_TYPE = "text/event-stream";
  private static final String BEHIND_A_TYPE = "; \t,";
  private static final MediaType JSON = MediaType.get(JSON_TYPE);
  private static final String CHECK = "; check the network, the address, and the proxy if any";

  private final Clients clients;
  private final Addresses addresses = new Addresses();

  public Transport(Clients clients) {
    this.clients = clients;
  }

  /**
   * Sends a call. Never throws: the exchange's reply carries every failure.
   *
   * @param secrets what must not be seen in the reply
   * @param provider the name for messages
   * @param job the job that the call is about, if there is one
   */
  public Exchange send(HttpCall call, Secrets secrets, String provider, Optional<JobHandle> job) {
    return send(call, Optional.empty(), secrets, new About(provider, job));
  }

  /**
   * Sends a call that brings a file along. Never throws, like the other.
   *
   * @param file what {@link HttpCall#file()} is a part of
   */
  public Exchange send(HttpCall call, FileContent file, Secrets secrets, String provider) {
    return send(call, Optional.of(file), secrets, new About(provider, Optional.empty()));
  }

  /**
   * Sends a call whose reply is a stream of events. Never throws: the exchange's reply carries
   * every failure; it completes with an empty body when the stream has ended, and with what came
   * instead if it is no stream. Nothing but its silence ends it: who listens sees to an end.
   *
   * @param events is told on the thread that reads
   */
  public Exchange stream(
      HttpCall call, Secrets secrets, String provider, Optional<JobHandle> job, Events events) {
    return send(call, Optional.empty(), secrets, new About(provider, job, Optional.of(events)));
  }

  /** Who listens to a stream. */
  public interface Events {
    /** Something has come, if only a sign of life. */
    void alive();

    /** An event, with its data as the body. False: nothing more is wanted. */
    boolean event(HttpReply event);
  }

  /**
   * Does what an event of a stream leads to. The first call that is sent by that is made on the
   * thread that reads the stream, before this returns, where else another thread would have to wake
   * up for it; the stream is not read and not closed meanwhile.
   */
  public static void leadOn(Runnable step) {
    CallThread.leadOnWithin(step);
  }

  private Exchange send(HttpCall call, Optional<FileContent> file, Secrets secrets, About about) {
    SendGate gate = new SendGate();
    OkHttpClient client;
    Request request;
    try {
      request = request(call, file, gate); // first: the client may still be in the making
      client = client(call);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return unsent(gate, refused(call, about));
    }
    Call okCall;
    try {
      okCall = client.newCall(request);
    } catch (RuntimeException e) { // of the user's, whose listener is made here
      return unsent(gate, unmade(call, e, about));
    } catch (Error e) { // no memory, for example
      return unsent(gate, failure(e, what(call) + " failed: " + e, about.details()));
    }
    okCall.timeout().timeout(limit(call).toMillis(), TimeUnit.MILLISECONDS);
    Exchange exchange = new Exchange(gate, () -> CallQueue.cancel(okCall));
    try {
      Callback reader = reader(exchange, call, secrets, about);
      if (isLong(call)) {
        Clients.queue(client).enqueueLong(okCall, reader);
      } else {
        Clients.queue(client).enqueue(okCall, reader);
      }
    } catch (RuntimeException | Error e) { // no memory for a thread
      if (gate.revoke()) {
        exchange.fail(failure(e, what(call) + " failed: " + e, about.details()));
      } else {
        CallQueue.cancel(okCall);
      }
    }
    return exchange;
  }

  /** The message of the cause may quote a header's value, so neither goes on. */
  private ConfigurationException refused(HttpCall call, About about) {
    return new ConfigurationException(
        clients.isClosed()
            ? Clients.CLOSED
            : "The call cannot be sent: its URL or one of its headers is not valid in HTTP;"
                + " check the base URL, the options, and the key for stray characters: "
                + call.method()
                + " with headers "
                + call.headers().keySet(),
        about.details().build());
  }

  private static ConfigurationException unmade(HttpCall call, RuntimeException why, About about) {
    return new ConfigurationException(
        what(call) + " was not sent: " + CodeFailedException.message(why),
        about.details().cause(why).build());
  }

  private OkHttpClient client(HttpCall call) {
    if (call.file().isPresent()) {
      return clients.uploads();
    }
    if (isLong(call)) {
      return clients.longCalls();
    }
    return isOnlyOnce(call)
        ? clients.onlyOnce()
        : isQuestion(call) ? clients.questions() : clients.api();
  }

  private static boolean isLong(HttpCall call) {
    return !call.file().isPresent()
        && (call.purpose() == HttpCall.Purpose.STREAM || !call.hold().isZero());
  }

  private static boolean isOnlyOnce(HttpCall call) {
    return call.purpose() == HttpCall.Purpose.SUBMIT
        || call.body().isPresent()
        || takesABody(call.method());
  }

  /** After one job: whoever reads a list of many looks after his own patience. */
  private static boolean isQuestion(HttpCall call) {
    return call.purpose() == HttpCall.Purpose.POLL && call.hold().isZero() && !isOnlyOnce(call);
  }

  /** From the start to the last byte; zero for no limit. */
  private static Duration limit(HttpCall call) {
    return call.purpose() == HttpCall.Purpose.STREAM
        ? Duration.ZERO
        : Timeouts.upload(call.file().isPresent() ? call.file().get().length() : 0)
            .plus(call.hold());
  }

  /** Whom a call is for. */
  private static final class About {
    private final String provider;
    private final Optional<JobHandle> job;
    private final Optional<Events> events;

    About(String provider, Optional<JobHandle> job) {
      this(provider, job, Optional.empty());
    }

    About(String provider, Optional<JobHandle> job, Optional<Events> events) {
      this.provider = provider;
      this.job = job;
      this.events = events;
    }

    ErrorDetails.Builder details() {
      return ErrorDetails.builder().provider(provider).handle(job);
    }
  }

  private static Exchange unsent(SendGate gate, PictorException why) {
    Exchange failed = new Exchange(gate, () -> {});
    failed.fail(why);
    return failed;
  }

  private static Callback reader(Exchange exchange, HttpCall call, Secrets secrets, About about) {
    return new Callback() {
      @Override
      public void onFailure(Call failed, IOException e) {
        fail(e, failed, about.details());
      }

      private void fail(IOException e, Call failed, ErrorDetails.Builder known) {
        Throwable why;
        try {
          why = why(e, failed.request().body(), call, known);
        } catch (RuntimeException | Error unexpected) { // else the future would hang
          why = unexpected;
        }
        exchange.fail(why);
      }

      @Override
      public void onResponse(Call answered, Response response) {
        HttpReply reply;
        try (Response closing = response) {
          reply = read(closing, call, secrets, about);
        } catch (IOException e) {
          CallThread.callIsEnding();
          fail(e, answered, about.details().status(response.code()));
          return;
        } catch (Throwable t) { // else the future would hang
          CallThread.callIsEnding();
          exchange.fail(t);
          return;
        }
        if (call.purpose() == HttpCall.Purpose.LIST) { // which is told to very many
          CallThread.callIsEnding();
        } else {
          CallThread.callLeadsOn();
        }
        exchange.complete(reply); // after the close: the connection is free again
      }
    };
  }

  private static PictorException why(
      IOException e, @Nullable RequestBody body, HttpCall call, ErrorDetails.Builder known) {
    return body instanceof FileBody && ((FileBody) body).failure().isPresent()
        ? unreadable(((FileBody) body).failure().get(), known)
        : failure(e, describe(e, call), known);
  }

  private static PictorException unreadable(IOException e, ErrorDetails.Builder known) {
    return new RequestRefusedException(
        "An input image could not be read while it was uploaded: "
            + e.getMessage()
            + "; it must not change while the request is made",
        known.cause(e).build());
  }

  private Request request(HttpCall call, Optional<FileContent> file, SendGate gate) {
    HttpUrl url = isRepeated(call) ? addresses.kept(call.url()) : addresses.read(call.url());
    Request.Builder request = new Request.Builder().url(url);
    call.headers().forEach(request::header);
    if (!call.hold().isZero()) {
      request.tag(HttpCall.class, call);
    }
    if (call.purpose() == HttpCall.Purpose.STREAM) {
      request.header("Accept-Encoding", "identity"); // compressed, events wait for each other
    }
    RequestBody body = null;
    if (call.file().isPresent() && file.isPresent()) {
      body =
          new FileBody(
              mediaType(call.headers().get("Content-Type")), call.file().get(), file.get(), gate);
    } else if (call.body().isPresent() || takesABody(call.method())) {
      byte[] bytes = call.body().isPresent() ? call.body().get().bytes() : new byte[0];
      body =
          new OneShotBody(
              RequestBody.create(bytes, mediaType(call.headers().get("Content-Type"))), gate);
    }
    if (call.purpose() == HttpCall.Purpose.SUBMIT && body == null) {
      request.tag(SendGate.class, gate); // a body has it by itself
    }
    return request.method(call.method(), body).build();
  }

  /** Whether others follow to the same URL. */
  private static boolean isRepeated(HttpCall call) {
    return call.purpose() == HttpCall.Purpose.SUBMIT
        || call.purpose() == HttpCall.Purpose.POLL
        || call.purpose() == HttpCall.Purpose.LIST;
  }

  private static @Nullable MediaType mediaType(@Nullable String type) {
    if (type == null) {
      return null;
    }
    return type.equals(JSON_TYPE) ? JSON : MediaType.parse(type);
  }

  private static boolean takesABody(String method) {
    return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
  }

  private static HttpReply read(Response response, HttpCall call, Secrets secrets, About about)
      throws IOException {
    HttpReply.Builder reply =
        HttpReply.builder()
            .provider(about.provider)
            .purpose(call.purpose())
            .job(about.job)
            .status(response.code());
    Headers headers = response.headers();
    for (int i = 0; i < headers.size(); i++) {
      reply.addHeader(headers.name(i), secrets.removeFrom(headers.value(i)));
    }
    if (about.events.isPresent() && isStream(response)) {
      listen(response, call, secrets, about, about.events.get());
      return reply.body(HttpBody.wrap(new byte[0])).build();
    }
    long limit = mayHoldImages(call) ? MAX_RESULT : MAX_REPLY;
    Bounded body = Bounded.read(response, limit);
    HttpReply whole = reply.body(HttpBody.wrap(secrets.removeFrom(body.bytes()))).build();
    if (body.isCut()) {
      throw whole.malformed("The reply is longer than " + (limit >> 20) + " MiB");
    }
    return whole;
  }

  /** Whether a reply is a stream of events. */
  private static boolean isStream(Response response) {
    String type = response.header("Content-Type", "").trim();
    return response.isSuccessful()
        && type.regionMatches(true, 0, EVENTS_TYPE, 0, EVENTS_TYPE.length())
        && (type.length() == EVENTS_TYPE.length()
            || BEHIND_A_TYPE.indexOf(type.charAt(EVENTS_TYPE.length())) >= 0);
  }

  private static void listen(
      Response response, HttpCall call, Secrets secrets, About about, Events events)
      throws IOException {
    HttpReply.Builder event =
        HttpReply.builder()
            .provider(about.provider)
            .purpose(call.purpose())
            .job(about.job)
            .status(response.code());
    EventStream.Listener each =
        new EventStream.Listener() {
          @Override
          public void alive() {
            events.alive();
          }

          @Override
          public boolean event(byte[] data) {
            return events.event(event.body(HttpBody.wrap(secrets.removeFrom(data))).build());
          }
        };
    ResponseBody body = response.body();
    if (body != null) {
      events.alive();
      new EventStream(body.source(), MAX_REPLY, each).read();
    }
  }

  private static boolean mayHoldImages(HttpCall call) {
    return call.purpose() == HttpCall.Purpose.RESULT || call.contents() == HttpCall.Contents.IMAGES;
  }

  private static PictorException failure(Throwable e, String message, ErrorDetails.Builder known) {
    return new TransportException(
        message, known.cause(e).retry(ErrorDetails.Retry.MAY_HELP).build());
  }

  private static String what(HttpCall call) {
    return call.method() + " to " + where(call.url());
  }

  /** Never the whole of it, which may be signed. */
  private static String where(String url) {
    try {
      return Origin.of(url).toString();
    } catch (IllegalArgumentException e) { // OkHttp takes more than that, and went there
      HttpUrl read = HttpUrl.parse(url);
      return read == null ? "what is no URL" : read.redact();
    }
  }

  /** With the host that was not reached, which may be the proxy's. */
  private static String told(IOException e) {
    return e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
  }

  private static String describe(IOException e, HttpCall call) {
    String what = what(call);
    if (e instanceof CodeFailedException) {
      return what + " failed: " + e.getMessage();
    }
    if (e instanceof UnknownHostException) {
      return what + " failed: the host name cannot be resolved" + told(e) + CHECK;
    }
    if (e instanceof ConnectException) {
      return what + " failed: no connection" + told(e) + CHECK;
    }
    if (e instanceof SSLException) {
      return what + " failed: no secure connection: " + e.getMessage();
    }
    if (e instanceof SocketTimeoutException) {
      return what
          + " failed: silence for too long (connect timeout "
          + Timeouts.CONNECT
          + ", read and write timeout "
          + (isQuestion(call) ? Timeouts.QUESTION : Timeouts.SILENCE.plus(call.hold()))
          + ")";
    }
    if (e instanceof InterruptedIOException && "timeout".equals(e.getMessage())) {
      return what
          + " failed: it took longer than the call timeout "
          + Timeouts.CALL.plus(call.hold());
    }
    return what + " failed: the connection broke: " + e.getMessage();
  }
}
