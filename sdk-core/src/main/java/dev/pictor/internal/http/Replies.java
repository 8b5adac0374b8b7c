package dev.pictor.internal.http;

import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import java.io.IOException;
import okhttp3.Headers;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Reads the replies to calls of providers, which are as long, and say, what a server likes. */
final class Replies {
  /** API replies are JSON of a few kilobytes; more is a fault or an attack. */
  private static final long MAX_REPLY = 8L << 20;

  /** A result may hold several images as data URIs. */
  private static final long MAX_RESULT = 64L << 20;

  private static final String EVENTS_TYPE = "text/event-stream";
  private static final String BEHIND_A_TYPE = "; \t,";

  private Replies() {}

  /**
   * Reads a reply, or a stream to its end.
   *
   * @param secrets what must not be seen in it
   */
  static HttpReply read(Response response, HttpCall call, Secrets secrets, About about)
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
      Response response, HttpCall call, Secrets secrets, About about, Transport.Events events)
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
}
