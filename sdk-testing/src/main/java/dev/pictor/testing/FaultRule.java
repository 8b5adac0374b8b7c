package dev.pictor.testing;

import java.util.function.Predicate;

/**
 * When a fault happens: unless told otherwise, to the next request of its step, once.
 *
 * <pre>{@code
 * fal.fail(Step.STATUS, Fault.html(502)).after(1).times(3);
 * fal.fail(Step.DOWNLOAD, Fault.empty(404)).when(call -> call.path().endsWith(".png")).always();
 * }</pre>
 */
public final class FaultRule {
  private final Step step;
  private final Fault fault;
  private int skip;
  private int left = 1;
  private int hits;
  private Predicate<RecordedCall> condition = call -> true;

  FaultRule(Step step, Fault fault) {
    this.step = step;
    this.fault = fault;
  }

  /** Lets it happen to this many requests. */
  public synchronized FaultRule times(int count) {
    left = count;
    return this;
  }

  /** Lets it happen to every request from now on. */
  public FaultRule always() {
    return times(Integer.MAX_VALUE);
  }

  /** Spares the first {@code count} requests. */
  public synchronized FaultRule after(int count) {
    skip = count;
    return this;
  }

  /** Lets it happen only to requests like these; others do not count. */
  public synchronized FaultRule when(Predicate<RecordedCall> like) {
    condition = like;
    return this;
  }

  /** How often it has happened. */
  public synchronized int hits() {
    return hits;
  }

  Fault fault() {
    return fault;
  }

  /** Whether it happens to this request; if so, it is counted. */
  synchronized boolean strikes(RecordedCall call) {
    if (call.step() != step || left == 0 || !condition.test(call)) {
      return false;
    }
    if (skip > 0) {
      skip--;
      return false;
    }
    if (left != Integer.MAX_VALUE) {
      left--;
    }
    hits++;
    return true;
  }
}
