package dev.pictor.internal.job;

import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.internal.http.Time;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.JobHandle;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The images of one call on their way from provider to provider: run at one, handed on to the next
 * when it fails, and, where the caller wants that, asked for at two at once when the first is slow.
 */
final class Relay implements JobRun.Owner, LegOwner {
  /** Whose images they are. */
  interface Owner {
    /** They have become jobs, or have failed. Told once, before the end. */
    void submitted();

    /** All have ended; there are {@link #results}. Told once. */
    void ended();
  }

  private final RunContext context;
  private final Provider provider;
  private final Optional<Leg> leg;
  private final RunTask task;
  private final List<Attempt> tried;
  private final JobRun run;
  private final Owner owner;

  private Optional<Stop> stop = Optional.empty();
  private Optional<Time.Alarm> hedging = Optional.empty();
  private Optional<RunResult> own = Optional.empty();
  private Optional<LegRun> rival = Optional.empty();
  private Optional<List<RunResult>> rivalResults = Optional.empty();
  private Optional<LegRun> next = Optional.empty();
  private boolean isSubmitted;
  private boolean isOver;
  private List<RunResult> results = Collections.emptyList();
  private volatile boolean wasHeldBack;
  private volatile boolean wasLost;

  /**
   * @param leg empty for a job that is picked up, which no other provider can go on with
   * @param tried the providers that have failed before
   */
  Relay(
      RunContext context,
      Provider provider,
      Optional<Leg> leg,
      RunTask task,
      List<Attempt> tried,
      Owner owner) {
    this.context = context;
    this.provider = provider;
    this.leg = leg;
    this.task = task;
    this.tried = tried;
    this.owner = owner;
    this.run =
        new JobRun(
            context.engine,
            provider,
            task,
            context.limits,
            context.uploads,
            this,
            new Report(context.reports, provider.name(), task.endpoint(), tried.size() + 1, task));
  }

  /** The ends, once they have ended. */
  synchronized List<RunResult> results() {
    return results;
  }

  /** The jobs that these images are expected from. */
  List<JobHandle> handles() {
    Optional<LegRun> last;
    synchronized (this) {
      last = next;
    }
    if (last.isPresent()) {
      return last.get().handles();
    }
    Optional<JobHandle> handle = run.handle();
    return handle.isPresent() ? Collections.singletonList(handle.get()) : Collections.emptyList();
  }

  /** Who was asked for these images so far, and may have been paid for them. */
  List<Attempt> paid() {
    Optional<LegRun> last;
    synchronized (this) {
      last = next;
    }
    List<Attempt> paid = new ArrayList<>(1);
    if (run.handle().isPresent() || run.doubt().isPresent()) {
      paid.add(itself());
    }
    last.ifPresent(leg -> paid.addAll(leg.paid()));
    return paid;
  }

  /** Its own run, of which more may be known later. */
  private Attempt itself() {
    return Attempt.running(provider.name(), task.endpoint(), run, this::own);
  }

  /** What may have been paid for these images, at any provider, and has no handle. */
  List<OutcomeUnknownException> doubts() {
    List<LegRun> others = new ArrayList<>(2);
    synchronized (this) {
      rival.ifPresent(others::add);
      next.ifPresent(others::add);
    }
    List<OutcomeUnknownException> doubts = new ArrayList<>(1);
    run.doubt().ifPresent(doubts::add);
    others.forEach(other -> doubts.addAll(other.doubts()));
    return doubts;
  }

  void start() {
    awaitHedging();
    run.start(context.deadlineIn());
  }

  @Override
  public void accepted() {
    if (leg.isPresent() && context.route.isPresent()) {
      context.route.get().accepted(leg.get());
    }
    submitted();
  }

  private void submitted() {
    synchronized (this) {
      if (isSubmitted) {
        return;
      }
      isSubmitted = true;
    }
    owner.submitted();
  }

  @Override
  public void submitted(LegRun other) {
    submitted();
  }

  @Override
  public void ended(LegRun other) {
    if (rival().filter(slower -> slower == other).isPresent()) {
      rivalEnded(other.results());
    } else {
      end(other.results(), Optional.empty());
    }
  }

  void stop(Stop why) {
    List<LegRun> others = new ArrayList<>();
    synchronized (this) {
      stop = Optional.of(stop.orElse(why));
      rival.ifPresent(others::add);
      next.ifPresent(others::add);
      hedging.ifPresent(Time.Alarm::cancel);
    }
    run.stop(why);
    others.forEach(other -> other.stop(why));
  }

  // --- the end of the run

  @Override
  public void ended(RunResult result) {
    synchronized (this) {
      if (own.isPresent()) {
        return;
      }
      own = Optional.of(result);
      if (hedging.isPresent()) {
        hedging.get().cancel();
      }
      if (isOver) {
        return; // a late image: its event was told, and its handle stands in the result
      }
    }
    if (!result.hasImage() && isRivalRunning()) {
      observe(result);
      return;
    }
    try {
      observe(result);
      if (result.hasImage() || rivalHasEnded() || !goOn(result)) {
        end(Collections.singletonList(told(result)), rival());
      }
    } catch (RuntimeException | Error e) { // of a provider module that is asked to go on
      result.failure().ifPresent(why -> why.addSuppressed(e));
      end(Collections.singletonList(result), rival());
    }
  }

  /** Whether its provider has failed since it was chosen, and there is another one to be asked. */
  @Override
  public boolean holdsBack() {
    boolean holds = leg.isPresent() && leg.get().isStale() && mayGoOn();
    wasHeldBack = holds;
    return holds;
  }

  @Override
  public boolean mayGoOn() {
    return leg.isPresent()
        && context
            .route
            .filter(route -> route.next(slot(), names(tried, provider)).isPresent())
            .isPresent();
  }

  @Override
  public void lost(RuntimeException why) {
    wasLost = true;
    leg.ifPresent(sent -> context.route.ifPresent(route -> route.failed(sent, why)));
  }

  private void observe(RunResult result) {
    if (wasHeldBack || !leg.isPresent() || !context.route.isPresent()) {
      return;
    }
    Route route = context.route.get();
    if (result.hasImage()) {
      route.succeeded(leg.get(), run.elapsed());
    } else if (result.fate() != Fate.STOPPED && !wasLost) { // then it was told when that happened
      result.failure().ifPresent(why -> route.failed(leg.get(), why));
    }
  }

  /** Hands the images on, if that is safe and there is a provider left. */
  private boolean goOn(RunResult result) {
    Optional<RuntimeException> why = result.failure();
    boolean isModerated = result.output().isPresent() && isFiltered(result);
    if (!leg.isPresent()
        || !context.route.isPresent()
        || !why.isPresent()
        || result.fate() == Fate.STOPPED
        || (result.output().isPresent() && !isModerated)
        || !context.route.get().goesOnAfter(why.get(), result.fate() == Fate.MAY_BE_ALIVE)) {
      return false;
    }
    List<Attempt> all = attempts(result);
    Optional<Leg> following = context.route.get().next(slot(), names(all));
    if (!following.isPresent()) {
      return false;
    }
    LegRun run = LegRun.next(context, following.get(), task.wish(), all, this);
    synchronized (this) {
      if (stop.isPresent()) {
        return false;
      }
      next = Optional.of(run);
    }
    new Report(
            context.reports,
            following.get().provider().name(),
            following.get().plan().endpoint(),
            all.size() + 1,
            task)
        .failOver(why.get());
    run.start();
    return true;
  }

  private static boolean isFiltered(RunResult result) {
    return result.outcomes().stream()
        .allMatch(outcome -> outcome.kind() == ImageOutcome.Kind.FILTERED);
  }

  private Slot slot() {
    PlannedCall call = task.call().get();
    return new Slot(call);
  }

  private List<Attempt> attempts(RunResult result) {
    List<Attempt> all = new ArrayList<>(tried);
    all.add(attempt(result));
    return all;
  }

  private Attempt attempt(RunResult result) {
    return Attempt.ended(task.endpoint(), result);
  }

  private static Set<String> names(List<Attempt> attempts) {
    return attempts.stream().map(Attempt::provider).collect(Collectors.toSet());
  }

  private static Set<String> names(List<Attempt> attempts, Provider last) {
    Set<String> names = names(attempts);
    names.add(last.name());
    return names;
  }

  // --- two at once

  private void awaitHedging() {
    Optional<Duration> after =
        context.route.isPresent() ? context.route.get().hedgeAfter() : Optional.empty();
    if (after.isPresent() && leg.isPresent() && tried.isEmpty()) {
      try {
        Time.Alarm alarm = context.engine.time().after(after.get(), this::hedge);
        synchronized (this) {
          hedging = Optional.of(alarm);
        }
      } catch (RuntimeException | Error e) {
        // No memory for it: its provider is asked alone.
      }
    }
  }

  private void hedge() {
    Route route = context.route.get();
    Optional<Leg> second = route.hedge(slot(), Collections.singleton(provider.name()));
    if (!second.isPresent()) {
      return;
    }
    LegRun other =
        LegRun.next(context, second.get(), task.wish(), Collections.singletonList(itself()), this);
    synchronized (this) {
      if (stop.isPresent() || own.isPresent() || isOver) {
        return;
      }
      rival = Optional.of(other);
    }
    other.start();
  }

  private void rivalEnded(List<RunResult> results) {
    boolean hasImage = results.stream().anyMatch(RunResult::hasImage);
    boolean isNothing = results.stream().allMatch(RunResult::isNothing);
    List<RunResult> told = results; // they list the attempt before them
    synchronized (this) {
      rivalResults = Optional.of(results);
      if (isOver || (!hasImage && !own.isPresent())) {
        return;
      }
      if (isNothing && own.filter(Relay::mayBeLookedFor).isPresent()) {
        told = Collections.singletonList(own.get());
      }
    }
    end(told, Optional.empty());
    if (hasImage) {
      run.stop(Stop.superseded());
    }
  }

  /** Whoever stopped it, or the one beside it, looks for the job that there may be. */
  private static boolean mayBeLookedFor(RunResult own) {
    return own.fate() == Fate.STOPPED || own.fate() == Fate.MAY_BE_ALIVE;
  }

  private synchronized Optional<RunResult> own() {
    return own;
  }

  private synchronized boolean isRivalRunning() {
    return rival.isPresent() && !rivalResults.isPresent();
  }

  private synchronized boolean rivalHasEnded() {
    return rivalResults.isPresent();
  }

  private synchronized Optional<LegRun> rival() {
    return rival;
  }

  // --- the end

  /** The result, with the attempts before it: as its failure, or beside its images. */
  private RunResult told(RunResult result) {
    Optional<LegRun> other = rival();
    if (tried.isEmpty() && !other.isPresent()) {
      return result;
    }
    List<Attempt> before = new ArrayList<>(tried);
    if (other.isPresent()) {
      beside(other.get(), before);
    }
    if (before.isEmpty()) {
      return result;
    }
    return result.with(AttemptsFailed.told(result, before, attempt(result)), before);
  }

  /** What was tried at the same time, each as far as it is known. */
  private void beside(LegRun other, List<Attempt> before) {
    Optional<List<RunResult>> ended;
    synchronized (this) {
      ended = rivalResults;
    }
    if (!ended.isPresent()) {
      before.addAll(other.paid());
      return;
    }
    for (RunResult rival : ended.get()) {
      for (Attempt attempt : rival.others()) {
        if (!attempt.provider().equals(provider.name()) && !before.contains(attempt)) {
          before.add(attempt);
        }
      }
      before.add(Attempt.ended(rival.endpoint(), rival));
    }
  }

  private void end(List<RunResult> ends, Optional<LegRun> loser) {
    synchronized (this) {
      if (isOver) {
        return;
      }
      isOver = true;
      results = ends;
    }
    submitted();
    owner.ended();
    if (loser.isPresent()) {
      loser.get().stop(Stop.superseded());
    }
  }
}
