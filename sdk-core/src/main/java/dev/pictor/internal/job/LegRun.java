package dev.pictor.internal.job;

import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.model.JobHandle;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.Provider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The calls for some images at one provider, side by side. Which provider it is, is found out when
 * they begin: by then one that was healthy may be so no more.
 */
final class LegRun implements Relay.Owner {
  private final Function<LegRun, List<Relay>> choice;
  private final LegOwner owner;
  private Optional<List<Relay>> relays = Optional.empty();
  private int submitting;
  private int running;

  private LegRun(Function<LegRun, List<Relay>> choice, LegOwner owner) {
    this.choice = choice;
    this.owner = owner;
  }

  /** Some images, at the provider that the route begins with. */
  static LegRun first(
      RunContext context, Route route, Slot slot, RunTask.Wish wish, LegOwner owner) {
    return new LegRun(
        run -> run.relays(context, route.first(slot), wish, Collections.emptyList()), owner);
  }

  /** Some images, at a further provider. */
  static LegRun next(
      RunContext context, Leg leg, RunTask.Wish wish, List<Attempt> tried, LegOwner owner) {
    return new LegRun(run -> run.relays(context, leg, wish, tried), owner);
  }

  /** A job that is picked up. */
  static LegRun resumed(RunContext context, Provider provider, RunTask task, LegOwner owner) {
    return new LegRun(
        run ->
            Collections.singletonList(
                new Relay(context, provider, Optional.empty(), task, Collections.emptyList(), run)),
        owner);
  }

  private List<Relay> relays(RunContext context, Leg leg, RunTask.Wish wish, List<Attempt> tried) {
    List<Relay> made = new ArrayList<>(leg.calls().size());
    for (PlannedCall call : leg.calls()) {
      RunTask task = RunTask.submit(context.limited(call), leg.plan(), wish);
      made.add(new Relay(context, leg.provider(), Optional.of(leg), task, tried, this));
    }
    return made;
  }

  void start() {
    for (Relay relay : relays()) {
      relay.start();
    }
  }

  void stop(Stop why) {
    for (Relay relay : relays()) {
      relay.stop(why);
    }
  }

  /** The jobs so far, in the order of their images. */
  List<JobHandle> handles() {
    List<JobHandle> handles = new ArrayList<>();
    for (Relay relay : begun()) {
      handles.addAll(relay.handles());
    }
    return handles;
  }

  /** Who was asked for these images so far, and may have been paid for them. */
  List<Attempt> paid() {
    List<Attempt> paid = new ArrayList<>(1);
    for (Relay relay : begun()) {
      paid.addAll(relay.paid());
    }
    return paid;
  }

  /** What may have been paid, as far as anybody knows by now, and has no handle. */
  List<OutcomeUnknownException> doubts() {
    List<OutcomeUnknownException> doubts = new ArrayList<>(1);
    for (Relay relay : begun()) {
      doubts.addAll(relay.doubts());
    }
    return doubts;
  }

  /** The ends, in the order of their images; once all have ended. */
  List<RunResult> results() {
    List<RunResult> results = new ArrayList<>(1);
    for (Relay relay : begun()) {
      results.addAll(relay.results());
    }
    return results;
  }

  private synchronized List<Relay> begun() {
    return relays.isPresent() ? relays.get() : Collections.emptyList();
  }

  private synchronized List<Relay> relays() {
    if (!relays.isPresent()) {
      List<Relay> made = choice.apply(this);
      submitting = made.size();
      running = made.size();
      relays = Optional.of(made);
    }
    return relays.get();
  }

  @Override
  public void submitted() {
    boolean isLast;
    synchronized (this) {
      isLast = --submitting == 0;
    }
    if (isLast) {
      owner.submitted(this);
    }
  }

  @Override
  public void ended() {
    boolean isLast;
    synchronized (this) {
      isLast = --running == 0;
    }
    if (isLast) {
      owner.ended(this);
    }
  }
}
