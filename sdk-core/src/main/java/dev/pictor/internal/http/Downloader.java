package dev.pictor.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Fetches files from other hosts: never with a key, never following a redirect by itself. */
public final class Downloader {
  private final Clients clients;

  public Downloader(Clients clients) {
    this.clients = clients;
  }

  /** Reads a reply on a download thread; the body is open during the call only. */
  public interface Reader {
    /** Reads the reply. */
    void read(Head head, InputStream body) throws IOException;
  }

  /** What stands before the body of a reply. */
  public static final class Head {
    private final Response response;

    Head(Response response) {
      this.response = response;
    }

    /** The HTTP status. */
    public int status() {
      return response.code();
    }

    /** A header. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(response.header(name));
    }

    /** How many bytes the body has, as the server says; -1 if it does not. */
    public long length() {
      ResponseBody body = response.body();
      return body == null ? -1 : body.contentLength();
    }

    /**
     * Whether a broken connection would look like the end of the body: where there is neither a
     * length nor the only coding in which OkHttp looks for an end.
     */
    public boolean endsUnannounced() {
      boolean isChunked =
          header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
      return length() < 0 && isByConnection(response) && !isChunked;
    }

    /** A header with a time; empty if it is none that can be read. */
    public Optional<Instant> time(String name) {
      return Optional.ofNullable(response.headers().getDate(name)).map(Date::toInstant);
    }

    /** The URL that a redirect leads to; empty if there is none or it is no http(s) URL. */
    public Optional<String> redirect() {
      String location = response.header("Location");
      return location == null
          ? Optional.empty()
          : Optional.ofNullable(response.request().url().resolve(location)).map(Object::toString);
    }
  }

  /** What is asked for. */
  public static final class Target {
    private final String url;
    private final boolean isAfterHttps;
    private final Optional<Rest> rest;

    private Target(String url, boolean isAfterHttps, Optional<Rest> rest) {
      this.url = url;
      this.isAfterHttps = isAfterHttps;
      this.rest = rest;
    }

    /** A whole file, at the URL that a provider names. */
    public static Target of(String url) {
      return new Target(url, false, Optional.empty());
    }

    /** What this one redirects to. */
    public Target redirectedTo(String to) {
      return new Target(
          to, isAfterHttps || url.regionMatches(true, 0, "https:", 0, 6), Optional.empty());
    }

    /** The rest only. */
    public Target only(Optional<Rest> wanted) {
      return new Target(url, isAfterHttps, wanted);
    }

    /** The URL. */
    public String url() {
      return url;
    }

    /** Whether no more than a rest of the file is asked for. */
    public boolean isRest() {
      return rest.isPresent();
    }
  }

  /** The rest of a file whose beginning is here. */
  public static final class Rest {
    private final long from;
    private final String validator;

    /**
     * @param from how many bytes are here, and by that the first that is not
     * @param validator what the server called the file by; another one is sent from the start
     */
    public Rest(long from, String validator) {
      this.from = from;
      this.validator = validator;
    }
  }

  /** A file on its way. */
  public static final class Transfer {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Call call;

    Transfer(Call call) {
      this.call = call;
    }

    /** Completes when the reader has returned; fails with what it or the connection threw. */
    public CompletableFuture<Void> done() {
      return done;
    }

    /** Ends the transfer; {@link #done()} completes once the reader has ended. */
    public void abort() {
      CallQueue.cancel(call);
    }
  }

  /**
   * Starts to fetch a file. What the rules do not allow fails with a {@link RefusedException}.
   *
   * @throws IllegalArgumentException if it is no http(s) URL
   */
  public Transfer get(Target target, DownloadRules rules, Reader reader) {
    // Identity: a proxy must not compress, or Content-Length would say nothing of the file.
    Request.Builder asking =
        new Request.Builder().url(target.url).header("Accept-Encoding", "identity");
    target.rest.ifPresent(
        rest ->
            asking.header("Range", "bytes=" + rest.from + "-").header("If-Range", rest.validator));
    Request request = asking.build();
    OkHttpClient client = clients.downloads(rules);
    Call call = client.newCall(request);
    call.timeout().timeout(Timeouts.DOWNLOAD.toMillis(), TimeUnit.MILLISECONDS);
    Transfer transfer = new Transfer(call);
    try {
      rules.check(request.url(), target.isAfterHttps);
    } catch (RefusedException e) {
      transfer.done.completeExceptionally(e);
      return transfer;
    }
    try {
      Clients.queue(client).enqueue(call, reader(transfer, reader));
    } catch (RuntimeException | Error e) { // no memory for a thread, which may go better later
      transfer.done.completeExceptionally(new IOException("there is no thread for it: " + e, e));
    }
    return transfer;
  }

  private static Callback reader(Transfer transfer, Reader reader) {
    return new Callback() {
      @Override
      public void onFailure(Call failed, IOException e) {
        transfer.done.completeExceptionally(e);
      }

      @Override
      public void onResponse(Call answered, Response response) {
        try (Response closing = response) {
          ResponseBody body = closing.body();
          if (body == null) {
            throw new IOException("the reply has no body");
          }
          leaveSilenceToTheSocket(closing, body);
          read(reader, closing, body, answered);
        } catch (Throwable t) { // else the future would hang
          CallThread.callIsEnding();
          transfer.done.completeExceptionally(t);
          return;
        }
        CallThread.callIsEnding();
        transfer.done.complete(null);
      }
    };
  }

  /**
   * Of the two watches that OkHttp sets on a silent server the socket's own is kept, which costs
   * nothing. The other one wakes a thread at every 8 kB, and halves the speed of a fast network. A
   * stream of HTTP/2 has no socket of its own.
   */
  private static void leaveSilenceToTheSocket(Response response, ResponseBody body) {
    if (isByConnection(response)) {
      body.source().timeout().clearTimeout();
    }
  }

  /** Whether it has a connection of its own meanwhile. */
  private static boolean isByConnection(Response response) {
    return response.protocol() == Protocol.HTTP_1_1 || response.protocol() == Protocol.HTTP_1_0;
  }

  /**
   * Leaves a file that is not read to its end at once: OkHttp would read on for a while, as fast as
   * it comes, to keep the connection.
   */
  private static void read(Reader reader, Response response, ResponseBody body, Call call)
      throws IOException {
    boolean isRead = false;
    try {
      reader.read(new Head(response), body.byteStream());
      isRead = true;
    } finally {
      if (!isRead && response.isSuccessful()) {
        CallQueue.cancel(call);
      }
    }
  }
}
