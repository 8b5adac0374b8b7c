package dev.pictor.internal.job;

import dev.pictor.internal.http.Exchange;
import dev.pictor.internal.http.Time;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobList;
import dev.pictor.spi.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The list of one provider's jobs, a page at a time, and how many pages are asked for at once:
 * where one takes longer than the limit of calls lets the next one wait, the next one does not wait
 * for it. Thread-safe.
 */
final class Pages {
  /** Who asked for a page. Is told once, and no code of others runs under a lock meanwhile. */
  interface Reader {
    void read(JobList page);

    /** It was refused, or broke. */
    void failed(Throwable why);

    /** There is no list, or it says nothing. */
    void missing();
  }

  /** What the pages that are under way at once may be together, in bytes, as the last one was. */
  private static final long MOST_BYTES = 8 << 20;

  /** What part of the new the mean is moved by. */
  private static final double LATEST = 0.25;

  private final Engine engine;
  private final Provider provider;
  private final CallBudget budget;
  private final Polled polled;
  private final int most;
  private final Harvest harvest = new Harvest();
  private final PageEnds ends = new PageEnds();
  private double nanosOfOne;
  private long bytesOfOne = 1;

  Pages(Engine engine, Provider provider, CallBudget budget, Polled polled) {
    this.engine = engine;
    this.provider = provider;
    this.budget = budget;
    this.polled = polled;
    this.most = Math.max(1, engine.room().leastPollsAtOnce() / 2);
  }

  /**
   * A round of pages begins.
   *
   * @param span how far apart its jobs were created
   */
  synchronized void roundBegins(Duration span) {
    harvest.roundBegins(span);
  }

  /** A page has told the end of a job that was waited for. */
  synchronized void endIsTold() {
    harvest.endIsTold();
  }

  /** How many may be asked for at once, from 1. */
  int mostAtOnce() {
    return most;
  }

  /** How many are worth asking for at once, from 1. */
  synchronized int atOnce() {
    long now = engine.time().nanos();
    long gap = budget.gap(now, harvest.pace(now), harvest.rest(now));
    long useful = gap > 0 ? (long) Math.ceil(nanosOfOne / gap) : most;
    return (int) Math.max(1, Math.min(Math.min(useful, most), MOST_BYTES / bytesOfOne));
  }

  /** Takes a page's turn, which has come after this wait: sooner where some have just ended. */
  synchronized Duration turn() {
    long now = engine.time().nanos();
    harvest.pageIsAskedFor();
    return budget.takePage(now, harvest.pace(now), harvest.rest(now));
  }

  /** Where a page ends that begins with what was created then, as far as that is known. */
  synchronized Optional<Instant> endBefore(Instant created) {
    return ends.before(created);
  }

  /** Asks for the page that begins there, now. */
  void ask(Instant from, Reader reader) {
    Optional<Exchange> underWay = Optional.empty();
    try {
      Optional<HttpCall> page =
          Engine.guarded(provider, Optional.empty(), () -> provider.list(from));
      if (!page.isPresent()) {
        reader.missing();
        return;
      }
      long begun = engine.time().nanos();
      Exchange sent = engine.send(provider, page.get(), Optional.empty());
      underWay = Optional.of(sent);
      AtomicBoolean isOver = new AtomicBoolean(); // by its answer, or by its silence
      Time.Alarm limit =
          engine
              .time()
              .after(
                  ListHealth.PATIENCE,
                  () -> {
                    if (isOver.compareAndSet(false, true)) {
                      sent.abort();
                      reader.missing();
                    }
                  });
      sent.whenDone(
          (reply, failure) -> {
            limit.cancel();
            if (isOver.compareAndSet(false, true)) {
              answered(from, begun, reply, reader);
            }
          });
    } catch (RuntimeException | Error e) { // no key any more, for example: each will be told so
      underWay.ifPresent(Exchange::abort); // for want of an alarm
      reader.missing();
    }
  }

  private void answered(Instant from, long begun, @Nullable HttpReply reply, Reader reader) {
    JobList page;
    try {
      page = read(begun, reply);
    } catch (RuntimeException | Error e) {
      reader.failed(e);
      return;
    }
    page.since().ifPresent(since -> saw(from, since));
    reader.read(page);
  }

  private JobList read(long begun, @Nullable HttpReply reply) {
    if (reply == null) {
      throw new IllegalStateException("there is no reply");
    }
    if (!reply.isSuccessful()) {
      throw Engine.error(provider, reply);
    }
    took(engine.time().nanos() - begun, reply.body().length());
    return Engine.read(reply, page -> provider.readList(polled.handles(), page));
  }

  private synchronized void saw(Instant from, Instant since) {
    ends.saw(from, since);
  }

  private synchronized void took(long nanos, long bytes) {
    nanosOfOne += LATEST * (Math.min(nanos, TimeUnit.SECONDS.toNanos(30)) - nanosOfOne);
    bytesOfOne = Math.max(1, bytes);
  }
}
