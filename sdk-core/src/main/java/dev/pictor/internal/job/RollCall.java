package dev.pictor.internal.job;

import dev.pictor.internal.http.Futures;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.JobList;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks one provider after the jobs that are due: one by one, or many by one page of its list, where
 * it has one and several are due at once. Keeps below the provider's limit of calls.
 *
 * <p>Thread-safe. No code of others runs under its lock.
 */
final class RollCall {
  /** How long those that are due wait for others. */
  private static final Duration GATHERING = Duration.ofMillis(50);

  /** More than that in a second is no use to anybody, and too much for a small machine. */
  private static final double MOST = 8_000;

  private static final int MOST_ON_BROKEN = 1_000;

  /** In seconds, the wait that is stretched. */
  private static final double PERIOD = 0.5;

  static final Comparator<Job> NEWEST_FIRST = Comparator.comparing(RollCall::created).reversed();

  /** A job that is polled. */
  interface Job extends OneByOne.Asker {
    JobHandle handle();

    /** When it was created, by the clock of the provider, as soon as that is known. */
    Optional<Instant> createdAt();

    /** The list says this of it. */
    void listed(JobSnapshot snapshot);
  }

  private final Engine engine;
  private final Provider provider;
  private final double mostPerSecond;
  private final double mostSinglePerSecond;
  private final OneByOne singles;
  private final Polled polled = new Polled();
  private final Set<Job> due = new LinkedHashSet<>();
  private boolean isAtWork;
  private final ListHealth list;
  private final Pages pages;

  /** Who stood on pages that broke, and have not been read since. */
  private final Set<Job> onBroken = new HashSet<>();

  RollCall(Engine engine, Provider provider) {
    this.engine = engine;
    this.provider = provider;
    Optional<Integer> limit = limit();
    this.list = new ListHealth(engine.time());
    CallBudget budget = new CallBudget(limit);
    this.pages = new Pages(engine, provider, budget, polled);
    this.mostSinglePerSecond =
        limit.map(calls -> Math.min(MOST, calls * CallBudget.STEADY / 60)).orElse(MOST);
    boolean hasList = hasList();
    this.mostPerSecond = hasList ? MOST : mostSinglePerSecond;
    int forPages = hasList ? pages.mostAtOnce() - 1 : 0;
    this.singles =
        new OneByOne(
            engine.time(), budget, () -> engine.room().pollsAtOnce() - forPages, this::tooLate);
  }

  private void tooLate() {
    if (engine.room().hasMorePollsWithoutLongCalls()) {
      engine.streams().oneGivesWay(provider, engine.time().nanos());
    }
  }

  private Optional<Integer> limit() {
    try {
      return provider.callsPerMinute().filter(calls -> calls > 0);
    } catch (RuntimeException | Error e) { // of a provider module: none is known, and jobs run
      return Optional.empty();
    }
  }

  private boolean hasList() {
    try {
      return provider.list(engine.time().now()).isPresent();
    } catch (RuntimeException | Error e) { // of a provider module; it is asked again, guarded
      return false;
    }
  }

  /** By what the waits between two questions are longer, because so many jobs are polled. */
  Stretch stretch() {
    double most = list.isPaused() ? mostSinglePerSecond : mostPerSecond;
    return new Stretch(1 + singles.lateness() / PERIOD, polled.size() / PERIOD / most);
  }

  /** Whether those that are polled could do with a connection less. */
  boolean hasToSpare() {
    return singles.hasToSpare();
  }

  /** From now on it is polled, and may be told of before it is due. */
  void add(Job job) {
    polled.add(job);
  }

  /** It is polled no more. */
  void remove(Job job) {
    polled.remove(job);
    singles.leaves(job);
    synchronized (this) {
      due.remove(job);
      onBroken.remove(job);
    }
  }

  /** It is due: it is told of by the list, or asked to ask by itself. */
  void due(Job job) {
    Optional<Instant> created = job.createdAt();
    if (polled.size() < Agenda.MANY || !created.isPresent()) {
      singles.ask(job);
      return;
    }
    if (list.isPaused()) {
      singles.ask(job);
      tryAgain(created.get());
      return;
    }
    synchronized (this) {
      due.add(job);
      if (isAtWork) {
        return;
      }
      isAtWork = true;
    }
    gather(GATHERING);
  }

  /** A question was refused, or broke. */
  void failed() {
    singles.failed();
  }

  /** Somebody has one question that no list is to answer. */
  void alone(OneByOne.Asker asker) {
    singles.ask(asker);
  }

  /** Its question is no longer wanted. */
  void leave(OneByOne.Asker asker) {
    singles.leaves(asker);
  }

  /** Asks for one page when its time has come, to see whether there is a list again. */
  private void tryAgain(Instant from) {
    synchronized (this) {
      if (isAtWork || !list.mayTryAgain()) {
        return;
      }
      isAtWork = true;
    }
    Round.begin(from, this, pages, list);
  }

  private void gather(Duration wait) {
    if (after(wait, () -> Futures.run(this::call))) {
      return;
    }
    List<Job> now;
    synchronized (this) {
      now = takeDue();
      isAtWork = false; // else nobody would ever gather again
    }
    now.forEach(singles::ask);
  }

  /** False: there is no memory for a wait, and nobody else would go on. */
  boolean after(Duration wait, Runnable then) {
    try {
      engine.time().after(wait, then);
      return true;
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  /** Begins a round for those that are due, if nobody else will: theirs was over before. */
  void seeToThem() {
    synchronized (this) {
      if (isAtWork || due.isEmpty()) {
        return;
      }
      isAtWork = true;
    }
    gather(GATHERING);
  }

  private synchronized List<Job> takeDue() {
    List<Job> now = new ArrayList<>(due);
    due.clear();
    return now;
  }

  /** Goes through all that are due by now. */
  private void call() {
    List<Job> now = takeDue();
    now.sort(NEWEST_FIRST);
    pages.roundBegins(span(now));
    if (now.size() < Agenda.MANY || list.isPaused()) {
      now.forEach(singles::ask);
      roundIsOver(Optional.empty());
    } else {
      Round.begin(now, this, pages, list);
    }
  }

  private static Duration span(List<Job> newestFirst) {
    return newestFirst.isEmpty()
        ? Duration.ZERO
        : Duration.between(
            created(newestFirst.get(newestFirst.size() - 1)), created(newestFirst.get(0)));
  }

  /**
   * Goes on with those that have become due meanwhile.
   *
   * @param retryIn when, if the list has just failed
   */
  void roundIsOver(Optional<Duration> retryIn) {
    synchronized (this) {
      if (due.isEmpty()) {
        isAtWork = false;
        return;
      }
    }
    gather(retryIn.orElse(GATHERING));
  }

  /** Takes those that are due by now and were created before. */
  List<Job> dueBefore(Instant end) {
    List<Job> some;
    synchronized (this) {
      some = new ArrayList<>(due);
    }
    some.removeIf(job -> !created(job).isBefore(end));
    synchronized (this) {
      some.removeIf(job -> !due.remove(job));
    }
    return some;
  }

  /** They could not be asked after, and are to be in the next round; {@link #seeToThem} follows. */
  synchronized void areDueAgain(List<Job> some) {
    some.stream().filter(polled::has).forEach(due::add);
  }

  /**
   * Their page broke.
   *
   * @return those whose page broke before, too, and was not read since
   */
  synchronized Set<Job> onABrokenPage(List<Job> some) {
    Set<Job> again = new HashSet<>(some);
    again.retainAll(onBroken);
    if (onBroken.size() < MOST_ON_BROKEN) {
      some.stream().filter(polled::has).forEach(onBroken::add);
    }
    return again;
  }

  private synchronized void areRead(JobList page) {
    if (!onBroken.isEmpty()) {
      onBroken.removeIf(job -> page.snapshots().containsKey(job.handle().id()));
    }
  }

  boolean isPolled(Job job) {
    return polled.has(job);
  }

  static Instant created(Job job) {
    return job.createdAt().orElse(Instant.EPOCH);
  }

  /** Those that were not due are told of the end only: they keep their time otherwise. */
  void tell(Set<Job> asked, JobList page) {
    areRead(page);
    page.snapshots()
        .forEach(
            (id, snapshot) -> {
              boolean isEnd = snapshot.state().isTerminal();
              List<Job> followers = polled.followersOf(id);
              if (isEnd && !followers.isEmpty()) {
                pages.endIsTold();
              }
              for (Job job : followers) {
                if (isEnd || asked.contains(job)) {
                  Futures.run(() -> job.listed(snapshot));
                }
              }
            });
  }
}
