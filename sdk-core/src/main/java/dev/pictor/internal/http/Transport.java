package dev.pictor.internal.http;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.PictorException;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Sends the calls of providers, each of them once, and hands over their bounded replies. */
public final class Transport {
  private static final String JSON_TYPE = "application/json";
  private static final MediaType JSON = MediaType.get(JSON_TYPE);

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
      return unsent(gate, CallFailure.refused(call, clients.isClosed(), about));
    }
    Call okCall;
    try {
      okCall = client.newCall(request);
    } catch (RuntimeException e) { // of the user's, whose listener is made here
      return unsent(gate, CallFailure.unmade(call, e, about));
    } catch (Error e) { // no memory, for example
      return unsent(gate, CallFailure.unexpected(call, e, about));
    }
    okCall.timeout().timeout(limit(call).toMillis(), TimeUnit.MILLISECONDS);
    Exchange exchange = new Exchange(gate, () -> CallQueue.cancel(okCall));
    try {
      Callback reader = reader(exchange, call, secrets, about);
      if (CallKind.isLong(call)) {
        Clients.queue(client).enqueueLong(okCall, reader);
      } else {
        Clients.queue(client).enqueue(okCall, reader);
      }
    } catch (RuntimeException | Error e) { // no memory for a thread
      if (gate.revoke()) {
        exchange.fail(CallFailure.unexpected(call, e, about));
      } else {
        CallQueue.cancel(okCall);
      }
    }
    return exchange;
  }

  private OkHttpClient client(HttpCall call) {
    if (call.file().isPresent()) {
      return clients.uploads();
    }
    if (CallKind.isLong(call)) {
      return clients.longCalls();
    }
    return CallKind.isOnlyOnce(call)
        ? clients.onlyOnce()
        : CallKind.isQuestion(call) ? clients.questions() : clients.api();
  }

  /** From the start to the last byte; zero for no limit. */
  private static Duration limit(HttpCall call) {
    return call.purpose() == HttpCall.Purpose.STREAM
        ? Duration.ZERO
        : Timeouts.upload(call.file().isPresent() ? call.file().get().length() : 0)
            .plus(call.hold());
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
          why = CallFailure.broken(e, failed.request().body(), call, known);
        } catch (RuntimeException | Error unexpected) { // else the future would hang
          why = unexpected;
        }
        exchange.fail(why);
      }

      @Override
      public void onResponse(Call answered, Response response) {
        HttpReply reply;
        try (Response closing = response) {
          reply = Replies.read(closing, call, secrets, about);
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

  private Request request(HttpCall call, Optional<FileContent> file, SendGate gate) {
    HttpUrl url =
        CallKind.isRepeated(call) ? addresses.kept(call.url()) : addresses.read(call.url());
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
    } else if (call.body().isPresent() || CallKind.takesABody(call.method())) {
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

  private static @Nullable MediaType mediaType(@Nullable String type) {
    if (type == null) {
      return null;
    }
    return type.equals(JSON_TYPE) ? JSON : MediaType.parse(type);
  }
}
