package dev.pictor.internal.media;

import dev.pictor.error.DownloadException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Backoff;
import dev.pictor.internal.http.Downloader;
import dev.pictor.internal.http.Downloader.Transfer;
import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.Time;
import dev.pictor.spi.RetryAfterHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One image on its way from its URL into a stream: few redirects, a few tries, a limit of size.
 *
 * <p>After a broken connection the file is asked for again and what the stream already has is
 * skipped, so a stream that cannot be rewound still gets every byte once.
 */
final class Fetch {
  static final long MAX_BYTES = 256L << 20;
  static final int MAX_REDIRECTS = 5;

  private final Downloader downloader;
  private final Time time;
  private final String url;
  private final ErrorDetails about;
  private final Backoff backoff;
  private final OutputStream out;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  private long written;
  private Optional<Thread> writer = Optional.empty();
  private int tries;
  private boolean stopped;
  private Optional<Transfer> transfer = Optional.empty();
  private Optional<Time.Alarm> alarm = Optional.empty();

  Fetch(
      Downloader downloader,
      Time time,
      String url,
      ErrorDetails about,
      Backoff backoff,
      OutputStream out) {
    this.downloader = downloader;
    this.time = time;
    this.url = url;
    this.about = about;
    this.backoff = backoff;
    this.out = out;
  }

  /**
   * Completes when the stream has every byte; fails with a {@link PictorException}, or with a
   * {@link SinkException} if the stream cannot be written. The stream is not touched afterwards.
   */
  CompletableFuture<Void> done() {
    return done;
  }

  void start() {
    tries++;
    get(url, MAX_REDIRECTS);
  }

  /** Ends the fetch; {@link #done()} completes once nothing is written any more. */
  void stop() {
    Optional<Transfer> running;
    synchronized (this) {
      stopped = true;
      writer.ifPresent(Thread::interrupt); // a stream that is full blocks for ever
      alarm.ifPresent(Time.Alarm::cancel);
      running = transfer;
    }
    running.ifPresent(Transfer::abort);
    if (!running.isPresent()) {
      done.completeExceptionally(canceled());
    }
  }

  private void get(String target, int redirectsLeft) {
    Transfer started;
    synchronized (this) {
      if (stopped) {
        done.completeExceptionally(canceled());
        return;
      }
      try {
        started = downloader.get(target, (head, body) -> read(head, body, target, redirectsLeft));
      } catch (IllegalArgumentException | IllegalStateException e) {
        done.completeExceptionally(failed("it cannot be asked for: " + e.getMessage(), e, false));
        return;
      }
      transfer = Optional.of(started);
    }
    Futures.whenDone(started.done(), (nothing, failure) -> ended(failure));
  }

  private void ended(@Nullable Throwable cause) {
    synchronized (this) {
      transfer = Optional.empty();
      if (stopped) {
        done.completeExceptionally(canceled());
        return;
      }
    }
    if (cause == null) {
      done.complete(null);
      return;
    }
    if (cause instanceof Redirect) {
      get(((Redirect) cause).target, ((Redirect) cause).redirectsLeft);
    } else if (isFinal(cause)) {
      done.completeExceptionally(cause);
    } else if (backoff.allowsAfter(tries)) {
      again(hint(cause));
    } else {
      done.completeExceptionally(
          cause instanceof PictorException
              ? cause
              : failed("it broke " + tries + " times: " + cause.getMessage(), cause, true));
    }
  }

  /** Only what broke on the way from the server may go better the next time. */
  private static boolean isFinal(Throwable cause) {
    return cause instanceof PictorException
        ? !((PictorException) cause).isRetryable()
        : cause instanceof SinkException || !(cause instanceof IOException);
  }

  private static Optional<Duration> hint(Throwable cause) {
    return cause instanceof PictorException
        ? ((PictorException) cause).details().retryAfter()
        : Optional.empty();
  }

  private synchronized void again(Optional<Duration> hint) {
    alarm = Optional.of(time.after(backoff.wait(tries, hint, time), this::start));
  }

  private void read(Downloader.Head head, InputStream body, String target, int redirectsLeft)
      throws IOException {
    int status = head.status();
    if (status >= 300 && status < 400 && head.redirect().isPresent()) {
      throw redirect(target, head.redirect().get(), redirectsLeft);
    }
    if (status != 200) {
      boolean mayHelp = status >= 500 || status == 429 || status == 408 || status == 425;
      String why =
          status == 403 || status == 404 || status == 410
              ? "; it may have expired: providers keep images for minutes to days"
              : "";
      throw failed(
          "the server answered with status " + status + why,
          Optional.empty(),
          mayHelp,
          head.header("Retry-After")
              .flatMap(value -> RetryAfterHeader.read(value, head.header("Date"))));
    }
    String type = head.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (type.startsWith("text/") || type.contains("json")) {
      throw failed("it is no image but " + type, null, false);
    }
    if (out instanceof InMemory) {
      ((InMemory) out).expect(head.length());
    }
    copy(body);
  }

  private Redirect redirect(String from, String to, int redirectsLeft) {
    if (redirectsLeft == 0) {
      throw failed("more than " + MAX_REDIRECTS + " redirects", null, false);
    }
    if (from.startsWith("https:") && !to.startsWith("https:")) {
      throw failed("it redirects from https to " + to + ", which is not secure", null, false);
    }
    return new Redirect(to, redirectsLeft - 1);
  }

  private void copy(InputStream body) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    long position = 0;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      int skip = (int) Math.min(read, Math.max(0, written - position));
      position += read;
      if (position > MAX_BYTES) {
        throw failed("it is longer than " + (MAX_BYTES >> 20) + " MiB", null, false);
      }
      if (read > skip) {
        write(buffer, skip, read - skip);
      }
      written = Math.max(written, position);
    }
    if (position < written) {
      throw failed("it came shorter when it was asked for again", null, false);
    }
    if (position == 0) {
      throw failed("it came empty", null, true);
    }
  }

  private void write(byte[] buffer, int from, int length) throws IOException {
    synchronized (this) {
      if (stopped) {
        throw new IOException("stopped");
      }
      writer = Optional.of(Thread.currentThread());
    }
    try {
      out.write(buffer, from, length);
    } catch (IOException | RuntimeException | Error e) {
      throw new SinkException(e);
    } finally {
      synchronized (this) {
        writer = Optional.empty();
        Thread.interrupted(); // that was for the stream, and this thread has other transfers to do
      }
    }
  }

  private DownloadException failed(String why, @Nullable Throwable cause, boolean mayHelp) {
    return failed(why, Optional.ofNullable(cause), mayHelp, Optional.empty());
  }

  private DownloadException failed(
      String why, Optional<Throwable> cause, boolean mayHelp, Optional<Duration> retryAfter) {
    return new DownloadException(
        "The finished image at " + url + " could not be fetched: " + why,
        about.toBuilder()
            .cause(cause)
            .retryAfter(retryAfter)
            .retry(mayHelp ? ErrorDetails.Retry.MAY_HELP : ErrorDetails.Retry.USELESS)
            .build());
  }

  private PictorException canceled() {
    return new JobCanceledException(
        "The download was stopped; the finished image is still at " + url, about);
  }

  /** The stream that the bytes go to failed, not the download. */
  static final class SinkException extends IOException {
    private static final long serialVersionUID = 1L;

    SinkException(Throwable reason) {
      super(reason);
    }

    /** What the stream threw, thrown again. */
    IOException rethrow() {
      Throwable reason = getCause();
      if (reason instanceof RuntimeException) {
        throw (RuntimeException) reason;
      }
      if (reason instanceof Error) {
        throw (Error) reason;
      }
      return reason instanceof IOException ? (IOException) reason : this;
    }
  }

  /** Not a failure: the way out of a reader towards the next URL. */
  private static final class Redirect extends IOException {
    private static final long serialVersionUID = 1L;
    final String target;
    final int redirectsLeft;

    Redirect(String target, int redirectsLeft) {
      this.target = target;
      this.redirectsLeft = redirectsLeft;
    }
  }
}
