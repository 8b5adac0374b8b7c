package dev.pictor.internal.job;

import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.Time;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.Provider;
import dev.pictor.spi.Submission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what became of a submission whose reply was lost: looks through the provider's list of
 * jobs, several times within some ten seconds, because a list may lag behind. It reads only, and
 * pays nothing.
 */
final class Settling {
  /** Before each look: after 1, 3, 6.5 and 10 s, and twice more if the last one failed. */
  private static final long[] WAITS_MILLIS = {1000, 2000, 3500, 3500, 3500, 3500};

  /** The looks that make ten seconds. */
  private static final int ENOUGH = 4;

  /** For all of it, however slowly the provider answers. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  private final Engine engine;
  private final Provider provider;
  private final PlannedCall call;
  private final Submitting submission;
  private final Window window;
  private final CompletableFuture<Settlement> outcome = new CompletableFuture<>();

  private int looks;
  private boolean isLooking;
  private boolean isLast;
  private boolean isOver;
  private Runnable current = () -> {};
  private Optional<Time.Alarm> limit = Optional.empty();

  /**
   * @param window in which the submission can have become a job
   */
  Settling(
      Engine engine, Provider provider, PlannedCall call, Submitting submission, Window window) {
    this.engine = engine;
    this.provider = provider;
    this.call = call;
    this.submission = submission;
    this.window = window;
  }

  /** Whether the provider can be asked at all. */
  static boolean isPossible(Engine engine, Provider provider, PlannedCall call) {
    try {
      return Engine.guarded(
              provider, Optional.empty(), () -> provider.lookup(call, engine.time().now()))
          .isPresent();
    } catch (PictorException e) {
      return false;
    }
  }

  /** What was found. Never fails; silent once stopped. */
  CompletableFuture<Settlement> outcome() {
    return outcome;
  }

  void start() {
    try {
      synchronized (this) {
        limit = Optional.of(engine.time().after(LIMIT, this::isLate));
      }
    } catch (RuntimeException | Error e) { // no memory for it, and nobody else would end this
      end(Settlement.open("its list of jobs could not be read", Optional.of(e)));
      return;
    }
    lookAfter(Optional.empty());
  }

  private void isLate() {
    end(Settlement.open("its list of jobs could not be read within " + LIMIT, Optional.empty()));
  }

  /** Leaves time for one look only: the one that is under way, or one that begins now. */
  void hurry() {
    synchronized (this) {
      isLast = true;
      if (isOver || isLooking || !limit.isPresent()) {
        return;
      }
      current.run();
    }
    look();
  }

  /** Ends it without an outcome. */
  void stop() {
    Runnable end;
    synchronized (this) {
      isOver = true;
      limit.ifPresent(Time.Alarm::cancel);
      end = current;
    }
    end.run();
  }

  private void lookAfter(Optional<Duration> hint) {
    synchronized (this) {
      isLooking = false;
      if (isOver) {
        return;
      }
      if (!isLast) {
        Duration own = Duration.ofMillis(WAITS_MILLIS[looks]);
        Duration wait = hint.filter(longer -> longer.compareTo(own) > 0).orElse(own);
        current = engine.time().after(wait, this::look)::cancel;
        return;
      }
    }
    look();
  }

  private void look() {
    Look look;
    synchronized (this) {
      if (isOver || isLooking) {
        return;
      }
      isLooking = true;
      looks++;
      look = new Look(engine, provider, call, window);
      current = look::stop;
    }
    Futures.whenDone(look.end(), this::looked);
    look.start();
  }

  private void looked(@Nullable Look seen, @Nullable Throwable failure) {
    Optional<Settlement> found;
    synchronized (this) {
      if (isOver) {
        return;
      }
      found = seen == null ? failed(failure) : judge(seen);
    }
    if (found.isPresent()) {
      end(found.get());
    } else {
      lookAfter(hint(failure));
    }
  }

  private static Optional<Duration> hint(@Nullable Throwable failure) {
    return failure instanceof PictorException
        ? ((PictorException) failure).details().retryAfter()
        : Optional.empty();
  }

  private Optional<Settlement> failed(@Nullable Throwable why) {
    return isLast || looks == WAITS_MILLIS.length
        ? Optional.of(
            Settlement.open(
                "its list of jobs could not be read", Optional.<Throwable>ofNullable(why)))
        : Optional.empty();
  }

  private Optional<Settlement> judge(Look seen) {
    Optional<Submission> mine = engine.claims().claim(submission, seen.matches());
    if (mine.isPresent()) {
      return Optional.of(Settlement.found(mine.get()));
    }
    return isLast || looks >= ENOUGH ? Optional.of(conclude(seen)) : Optional.empty();
  }

  /** What the last look says, if nothing was found that is surely the job. */
  private Settlement conclude(Look seen) {
    List<Submission> candidates = engine.claims().free(seen.matches());
    candidates.addAll(engine.claims().free(seen.doubtful()));
    if (!candidates.isEmpty()) {
      return unclear(
          "its list of jobs does not tell which of these it is, if any: "
              + Settlement.ids(candidates));
    }
    if (seen.isCut()) {
      return unclear("its list of jobs could not be followed to its end");
    }
    if (!window.isSure()) {
      return unclear("its list of jobs does not tell the time there, so it may hide the job");
    }
    return looks < ENOUGH
        ? unclear("its list of jobs does not have it yet")
        : Settlement.absent("its list of jobs does not have it");
  }

  private static Settlement unclear(String finding) {
    return Settlement.open(finding, Optional.empty());
  }

  private void end(Settlement found) {
    Runnable rest;
    synchronized (this) {
      if (isOver) {
        return;
      }
      isOver = true;
      limit.ifPresent(Time.Alarm::cancel);
      rest = current;
    }
    rest.run();
    outcome.complete(found);
  }
}
