package dev.pictor.internal.media;

import dev.pictor.error.DownloadException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.JobCanceledException;
import dev.pictor.internal.http.Backoff;
import dev.pictor.internal.http.DownloadRules;
import dev.pictor.internal.http.Downloader;
import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.Time;
import dev.pictor.model.GeneratedImage;
import dev.pictor.spi.Origin;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Makes the content of finished images: fetched when asked for, or fetched at once. */
public final class Images {
  /** The longest image that is fetched unless another limit is set. */
  public static final long DEFAULT_MAX_BYTES = 256L << 20;

  private final Source source;

  /**
   * @param rules where files may be fetched from
   * @param maxBytes the longest file
   */
  public Images(Downloader downloader, Time time, DownloadRules rules, long maxBytes) {
    this(new Source(downloader, time, rules, maxBytes));
  }

  private Images(Source source) {
    this.source = source;
  }

  /** The images of a provider that is reached there. */
  public Images near(Origin home) {
    return new Images(source.near(home));
  }

  /**
   * Content that is fetched each time it is asked for.
   *
   * @param images asked for when it is: many an image is never fetched
   */
  public static GeneratedImage.Content remote(
      Supplier<Images> images, String url, Supplier<ErrorDetails> about, Backoff backoff) {
    return new Collected(out -> images.get().fetch(url, about.get(), backoff, out));
  }

  private void fetch(String url, ErrorDetails about, Backoff backoff, OutputStream out)
      throws IOException {
    Optional<DataUri> inline = DataUri.of(url);
    if (inline.isPresent()) {
      decode(inline.get(), out, about);
    } else {
      await(new Fetch(source, url, about, backoff, out), about);
    }
  }

  /** Content that is already here. */
  public static GeneratedImage.Content local(byte[] bytes) {
    return new Kept(bytes);
  }

  /** Fetches a whole image at once. Never throws. */
  public Loading load(String url, ErrorDetails about, Backoff backoff) {
    InMemory out = new InMemory();
    Loading loading = new Loading();
    Optional<DataUri> inline = DataUri.of(url);
    if (inline.isPresent()) {
      try {
        decode(inline.get(), out, about);
        loading.end(out);
      } catch (IOException | RuntimeException | Error e) {
        loading.bytes.completeExceptionally(e);
      }
      return loading;
    }
    Fetch fetch = new Fetch(source, url, about, backoff, out);
    loading.stop = fetch::stop;
    Futures.whenDone(
        fetch.done(),
        (nothing, failure) -> {
          if (failure == null) {
            loading.end(out);
          } else {
            loading.bytes.completeExceptionally(failure);
          }
        });
    fetch.start();
    return loading;
  }

  /** An image on its way into memory. */
  public static final class Loading {
    private final CompletableFuture<byte[]> bytes = new CompletableFuture<>();
    private Runnable stop = () -> {};

    /** The bytes, or a {@link dev.pictor.error.PictorException}. */
    public CompletableFuture<byte[]> bytes() {
      return bytes;
    }

    /** It has come, if there is memory for the last copy of it: nobody else would end this. */
    private void end(InMemory out) {
      byte[] file;
      try {
        file = out.toByteArray();
      } catch (RuntimeException | Error e) {
        bytes.completeExceptionally(e);
        return;
      }
      bytes.complete(file);
    }

    /** Ends the transfer. */
    public void stop() {
      stop.run();
    }
  }

  private void decode(DataUri inline, OutputStream out, ErrorDetails about) throws IOException {
    try {
      long length = inline.length();
      if (length > source.maxBytes) {
        throw new IllegalArgumentException(
            "it is longer than the limit of " + source.maxBytes + " bytes");
      }
      if (length == 0) {
        throw new IllegalArgumentException("it is empty");
      }
      if (out instanceof InMemory) {
        ((InMemory) out).reserveAll(length);
      }
      inline.writeTo(out);
    } catch (IllegalArgumentException e) {
      throw new DownloadException(
          "The finished image came as a data URI that cannot be read: " + e.getMessage(),
          about.toBuilder().cause(e).build());
    }
  }

  private static void await(Fetch fetch, ErrorDetails about) throws IOException {
    fetch.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          fetch.done().get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
          fetch.stop(); // and wait until nothing is written to the caller's stream any more
        } catch (ExecutionException e) {
          Throwable cause = e.getCause();
          if (interrupted) {
            throw JobCanceledException.endedHere(
                "The thread was interrupted while it fetched a finished image; the image is still"
                    + " at the provider",
                about.toBuilder().cause(Optional.ofNullable(cause)).build());
          }
          if (cause instanceof SinkException) {
            throw ((SinkException) cause).rethrow();
          }
          if (cause instanceof RuntimeException) {
            throw (RuntimeException) cause;
          }
          throw new DownloadException(
              "The finished image could not be fetched: " + cause,
              about.toBuilder().cause(Optional.ofNullable(cause)).build());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
