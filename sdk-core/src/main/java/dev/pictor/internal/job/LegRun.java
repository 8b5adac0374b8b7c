package dev.pictor.internal.job;

import dev.pictor.internal.http.Futures;
import dev.pictor.model.JobHandle;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.Provider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The calls for some images at one provider, side by side. Which provider it is, is found out when
 * they begin: by then one that was healthy may be so no more.
 */
final class LegRun {
  private final Supplier<List<Relay>> choice;
  private final CompletableFuture<Void> submitted = new CompletableFuture<>();
  private final CompletableFuture<List<RunResult>> finished = new CompletableFuture<>();
  private Optional<List<Relay>> relays = Optional.empty();

  private LegRun(Supplier<List<Relay>> choice) {
    this.choice = choice;
  }

  /** Some images, at the provider that the route begins with. */
  static LegRun first(RunContext context, Route route, Slot slot, RunTask.Wish wish) {
    return new LegRun(() -> relays(context, route.first(slot), wish, Collections.emptyList()));
  }

  /** Some images, at a further provider. */
  static LegRun next(RunContext context, Leg leg, RunTask.Wish wish, List<Attempt> tried) {
    return new LegRun(() -> relays(context, leg, wish, tried));
  }

  /** A job that is picked up. */
  static LegRun resumed(RunContext context, Provider provider, RunTask task) {
    return new LegRun(
        () ->
            Collections.singletonList(
                new Relay(context, provider, Optional.empty(), task, Collections.emptyList())));
  }

  private static List<Relay> relays(
      RunContext context, Leg leg, RunTask.Wish wish, List<Attempt> tried) {
    List<Relay> relays = new ArrayList<>(leg.calls().size());
    for (PlannedCall call : leg.calls()) {
      RunTask task = RunTask.submit(context.limited(call), leg.plan(), wish);
      relays.add(new Relay(context, leg.provider(), Optional.of(leg), task, tried));
    }
    return relays;
  }

  /** Completes when each call has become a job or has failed. Never fails. */
  CompletableFuture<Void> submitted() {
    return submitted;
  }

  /** The end. Never fails. */
  CompletableFuture<List<RunResult>> finished() {
    return finished;
  }

  void start() {
    relays().forEach(Relay::start);
  }

  void stop(Stop why) {
    relays().forEach(relay -> relay.stop(why));
  }

  /** The jobs so far, in the order of their images. */
  List<JobHandle> handles() {
    Optional<List<Relay>> begun;
    synchronized (this) {
      begun = relays;
    }
    List<JobHandle> handles = new ArrayList<>();
    begun.ifPresent(all -> all.forEach(relay -> handles.addAll(relay.handles())));
    return handles;
  }

  private List<Relay> relays() {
    List<Relay> made;
    synchronized (this) {
      if (relays.isPresent()) {
        return relays.get();
      }
      made = choice.get();
      relays = Optional.of(made);
    }
    Futures.whenDone(
        Futures.all(made, Relay::submitted), (nothing, failure) -> submitted.complete(null));
    Futures.whenDone(
        Futures.all(made, Relay::finished),
        (nothing, failure) -> {
          List<RunResult> all = new ArrayList<>();
          made.forEach(relay -> all.addAll(relay.finished().join()));
          finished.complete(all);
        });
    return made;
  }
}
