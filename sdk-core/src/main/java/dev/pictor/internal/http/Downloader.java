package dev.pictor.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
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

    /** The URL that a redirect leads to; empty if there is none or it is no http(s) URL. */
    public Optional<String> redirect() {
      String location = response.header("Location");
      return location == null
          ? Optional.empty()
          : Optional.ofNullable(response.request().url().resolve(location)).map(Object::toString);
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
      call.cancel();
    }
  }

  /**
   * Starts to fetch a file.
   *
   * @throws IllegalArgumentException if it is no http(s) URL
   */
  public Transfer get(String url, Reader reader) {
    // Identity: a proxy must not compress, or Content-Length would say nothing of the file.
    Request request = new Request.Builder().url(url).header("Accept-Encoding", "identity").build();
    Call call = clients.downloads().newCall(request);
    call.timeout().timeout(Timeouts.DOWNLOAD.toMillis(), TimeUnit.MILLISECONDS);
    Transfer transfer = new Transfer(call);
    call.enqueue(
        new Callback() {
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
              reader.read(new Head(closing), body.byteStream());
            } catch (Throwable t) { // OkHttp would swallow it, and the future would hang
              transfer.done.completeExceptionally(t);
              return;
            }
            transfer.done.complete(null);
          }
        });
    return transfer;
  }
}
