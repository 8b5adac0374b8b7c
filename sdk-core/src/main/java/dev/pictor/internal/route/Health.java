package dev.pictor.internal.route;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.RateLimitException;
import dev.pictor.error.ServiceException;
import dev.pictor.error.TransportException;
import dev.pictor.internal.http.LastUsed;
import dev.pictor.internal.http.Time;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * How each endpoint of each provider has done of late, in this client: a circuit breaker, and the
 * time that a job takes. Thread-safe.
 *
 * <p>One outage is enough to look elsewhere first. It may have left a submission whose outcome is
 * unknown, and each further one sent there may be another.
 */
public final class Health {
  /** For how long an endpoint is asked last after its first failure. */
  static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
  private static final int FAILED_JOBS = 3;
  private static final double NEWEST = 0.3;

  /** Endpoints may be named by users of a service, and as many as these like. */
  static final int MOST = 1024;

  private final Time time;
  private final Map<String, State> states = new LastUsed<>(MOST);

  public Health(Time time) {
    this.time = time;
  }

  static final class State {
    int failedJobs;
    int outages;
    int pauses;
    long pausedUntil;
    boolean isPaused;
    boolean isQueueTooLong;
    Optional<Double> nanos = Optional.empty();
  }

  /** Whether an endpoint would be asked before others now. */
  boolean isSound(String endpoint) {
    State state = state(endpoint);
    synchronized (state) {
      return !state.isPaused || isOver(state);
    }
  }

  /** As {@link #isSound}; of an endpoint whose pause is over, one caller is told so: the trial. */
  boolean admits(String endpoint) {
    State state = state(endpoint);
    synchronized (state) {
      if (!state.isPaused) {
        return true;
      }
      if (!isOver(state)) {
        return false;
      }
      // Whatever becomes of the trial, and if nothing is ever heard of it, the next one comes.
      state.pausedUntil = time.nanos() + pause(state.pauses++);
      return true;
    }
  }

  /** Of an endpoint that is sound now: whether it has failed, and not recovered, since. */
  BooleanSupplier hasFailedSince(String endpoint) {
    State state = state(endpoint);
    int before;
    synchronized (state) {
      before = state.outages;
    }
    return () -> {
      synchronized (state) {
        return state.isPaused && state.outages != before;
      }
    };
  }

  /** How long its jobs take, where it is known. */
  Optional<Double> nanos(String endpoint) {
    State state = state(endpoint);
    synchronized (state) {
      return state.nanos;
    }
  }

  /** It has accepted a submission. */
  void accepted(String endpoint) {
    State state = state(endpoint);
    synchronized (state) {
      if (!state.isQueueTooLong) {
        close(state);
      }
    }
  }

  /**
   * It has made what was asked.
   *
   * @param isNews whether it was asked after its last failure
   */
  void succeeded(String endpoint, Duration took, boolean isNews) {
    State state = state(endpoint);
    synchronized (state) {
      if (isNews) {
        close(state);
      }
      state.failedJobs = 0;
      double nanos = took.toNanos();
      double old = state.nanos.orElse(nanos);
      state.nanos = Optional.of(old + NEWEST * (nanos - old));
    }
  }

  /** It has failed. What is the fault of a request, a key or an account says nothing about it. */
  void failed(String endpoint, RuntimeException why) {
    State state = state(endpoint);
    synchronized (state) {
      boolean isOutage =
          why instanceof TransportException
              || why instanceof ServiceException
              || why instanceof RateLimitException
              || why instanceof MalformedReplyException
              || why instanceof OutcomeUnknownException;
      boolean isQueue = why instanceof DeadlineExceededException;
      boolean isJob = Recovery.isRetryable(why);
      if (isOutage || isQueue || (isJob && ++state.failedJobs >= FAILED_JOBS)) {
        if (!state.isPaused || isOver(state)) { // those that were under way count as one
          state.pausedUntil = time.nanos() + pause(state.pauses++);
        }
        state.isPaused = true;
        state.outages++;
        state.isQueueTooLong = isQueue;
        state.failedJobs = 0;
      }
    }
  }

  private static void close(State state) {
    state.isPaused = false;
    state.isQueueTooLong = false;
    state.pauses = 0;
  }

  private boolean isOver(State state) {
    return time.nanos() - state.pausedUntil >= 0;
  }

  private static long pause(int before) {
    long doubled = FIRST_PAUSE.toNanos() << Math.min(before, 10);
    return Math.min(doubled, LONGEST_PAUSE.toNanos());
  }

  private State state(String endpoint) {
    synchronized (states) {
      return states.computeIfAbsent(endpoint, name -> new State());
    }
  }
}
