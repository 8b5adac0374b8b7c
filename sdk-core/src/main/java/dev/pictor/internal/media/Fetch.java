package dev.pictor.internal.media;

import dev.pictor.error.DownloadException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Backoff;
import dev.pictor.internal.http.Downloader;
import dev.pictor.internal.http.Downloader.Target;
import dev.pictor.internal.http.Downloader.Transfer;
import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.RefusedException;
import dev.pictor.internal.http.Time;
import dev.pictor.spi.HttpReply.RetryAfterHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One image on its way from its URL into a stream: few redirects, a few tries, a limit of size.
 *
 * <p>After a broken connection the rest is asked for, or all of it and what the stream already has
 * is skipped, so a stream that cannot be rewound still gets every byte once.
 */
final class Fetch {
  static final int MAX_REDIRECTS = 5;

  private final Source source;
  private final String url;
  private final ErrorDetails about;
  private final Backoff backoff;
  private final OutputStream out;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  private final Arrival arrival = new Arrival();
  private Optional<Thread> writer = Optional.empty();
  private int tries;
  private boolean stopped;
  private Optional<Transfer> transfer = Optional.empty();
  private Optional<Time.Alarm> alarm = Optional.empty();

  Fetch(Source source, String url, ErrorDetails about, Backoff backoff, OutputStream out) {
    this.source = source;
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
    get(Target.of(url), MAX_REDIRECTS);
  }

  /** Ends the fetch; {@link #done()} completes once nothing is written any more. */
  void stop() {
    Optional<Transfer> running;
    boolean isWriting;
    synchronized (this) {
      stopped = true;
      isWriting = writer.isPresent();
      writer.ifPresent(Thread::interrupt); // a stream that is full blocks for ever
      alarm.ifPresent(Time.Alarm::cancel);
      running = transfer;
    }
    running.ifPresent(Transfer::abort);
    if (!isWriting) { // nor will anything, however long the transfer waits for its turn
      done.completeExceptionally(canceled());
    }
  }

  private void get(Target whole, int redirectsLeft) {
    Target target = whole.only(arrival.rest(whole.url()));
    Transfer started;
    synchronized (this) {
      if (stopped) {
        done.completeExceptionally(canceled());
        return;
      }
      try {
        started =
            source.downloader.get(
                target, source.rules, (head, body) -> read(head, body, target, redirectsLeft));
      } catch (RuntimeException | Error e) { // a bad URL, a closed client, no memory for it
        done.completeExceptionally(failed("it cannot be asked for: " + e.getMessage(), e, false));
        return;
      }
      transfer = Optional.of(started);
    }
    Futures.whenDone(
        started.done(),
        (nothing, failure) -> {
          try {
            ended(failure);
          } catch (RuntimeException | Error e) { // no memory for it: nobody else would end this
            done.completeExceptionally(e);
          }
        });
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
    } else if (cause instanceof RefusedException || cause instanceof Arrival.ChangedException) {
      done.completeExceptionally(failed(String.valueOf(cause.getMessage()), cause, false));
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

  private void again(Optional<Duration> hint) {
    try {
      synchronized (this) {
        alarm = Optional.of(source.time.after(backoff.wait(tries, hint, source.time), this::start));
      }
    } catch (RuntimeException | Error e) { // no memory for it: nobody else would end this
      done.completeExceptionally(failed("it cannot be tried again: " + e.getMessage(), e, true));
    }
  }

  private void read(Downloader.Head head, InputStream body, Target target, int redirectsLeft)
      throws IOException {
    int status = head.status();
    if (status >= 300 && status < 400 && head.header("Location").isPresent()) {
      throw redirect(head, target, redirectsLeft);
    }
    if (status == 416 && target.isRest()) {
      throw arrival.noRest("the server has no rest of it after " + arrival.count() + " bytes");
    }
    if (status != 200 && !(status == 206 && target.isRest())) {
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
    if (head.length() > source.maxBytes - (status == 206 ? arrival.count() : 0)) {
      throw tooLong();
    }
    if (status == 206) {
      arrival.beginRest(head);
    } else {
      arrival.beginWhole(head, target.url());
      if (out instanceof InMemory) {
        ((InMemory) out).expect(head.length());
      }
    }
    copy(body, status == 206);
  }

  private Redirect redirect(Downloader.Head head, Target from, int redirectsLeft) {
    if (!head.redirect().isPresent()) {
      throw failed(
          "it redirects to what is no http or https URL: " + head.header("Location").orElse(""),
          null,
          false);
    }
    if (redirectsLeft == 0) {
      throw failed("more than " + MAX_REDIRECTS + " redirects", null, false);
    }
    return new Redirect(from.redirectedTo(head.redirect().get()), redirectsLeft - 1);
  }

  private void copy(InputStream body, boolean isRest) throws IOException {
    Pieces pieces = new Pieces(body);
    byte[] bytes = pieces.bytes();
    int size = pieces.next(Wording.LOOKED_AT);
    if (!isRest) {
      Optional<String> page = Wording.ofStart(bytes, Math.max(0, size), arrival.doubt());
      if (page.isPresent()) {
        throw failed(page.get(), null, false);
      }
    }
    for (; size >= 0; size = pieces.next(1)) {
      int known = arrival.known(bytes, size);
      if (arrival.count() + size - known > source.maxBytes) {
        throw tooLong();
      }
      if (size > known) {
        write(bytes, known, size - known);
        arrival.took(bytes, known, size - known);
      }
    }
    arrival.end();
    if (arrival.count() == 0) {
      throw failed("it came empty", null, true);
    }
  }

  private DownloadException tooLong() {
    return failed(
        "it is longer than the limit of "
            + source.maxBytes
            + " bytes, which ImageClient.builder().maxImageBytes(...) sets",
        null,
        false);
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
    return JobCanceledException.endedHere(
        "The download was stopped; the finished image is still at " + url, about);
  }

  /** Not a failure: the way out of a reader towards the next URL. */
  private static final class Redirect extends IOException {
    private static final long serialVersionUID = 1L;
    final Target target;
    final int redirectsLeft;

    Redirect(Target target, int redirectsLeft) {
      this.target = target;
      this.redirectsLeft = redirectsLeft;
    }
  }
}
