package dev.pictor.internal.job;

import dev.pictor.internal.http.Exchange;
import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.Time;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobList;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Asks one provider after the jobs that are due: one by one, or many by one page of its list, where
 * it has one and several are due at once. Keeps below the provider's limit of calls.
 *
 * <p>Thread-safe. No code of others runs under its lock.
 */
final class RollCall {
  /** Fewer are asked after one by one. */
  private static final int MANY = 5;

  /** How long those that are due wait for others. */
  private static final Duration GATHERING = Duration.ofMillis(50);

  /** Two jobs are hardly made within the same millisecond, and a service may cut finer digits. */
  private static final Duration SLACK = Duration.ofMillis(1);

  /** More than that in a second is no use to anybody, and too much for a small machine. */
  private static final double MOST = 8_000;

  /** In seconds, the wait that is stretched. */
  private static final double PERIOD = 0.5;

  private static final Comparator<Job> NEWEST_FIRST =
      Comparator.comparing(RollCall::created).reversed();

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
  private final CallBudget budget;
  private final double mostPerSecond;
  private final double mostSinglePerSecond;
  private final OneByOne singles;
  private final Polled polled = new Polled();
  private final Set<Job> due = new LinkedHashSet<>();
  private boolean isAtWork;
  private final ListHealth list;
  private final Harvest harvest = new Harvest();

  RollCall(Engine engine, Provider provider) {
    this.engine = engine;
    this.provider = provider;
    Optional<Integer> limit = limit();
    this.list = new ListHealth(engine.time());
    this.budget = new CallBudget(limit);
    this.mostSinglePerSecond =
        limit.map(calls -> Math.min(MOST, calls * CallBudget.STEADY / 60)).orElse(MOST);
    this.mostPerSecond = hasList() ? MOST : mostSinglePerSecond;
    this.singles = new OneByOne(engine.time(), budget, engine.pollsAtOnce());
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
  double stretch() {
    double most = list.isPaused() ? mostSinglePerSecond : mostPerSecond;
    return Math.max(1 + singles.lateness() / PERIOD, polled.size() / PERIOD / most);
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
    }
  }

  /** It is due: it is told of by the list, or asked to ask by itself. */
  void due(Job job) {
    Optional<Instant> created = job.createdAt();
    if (polled.size() < MANY || !created.isPresent()) {
      singles.ask(job);
      return;
    }
    if (list.isPaused()) {
      singles.ask(job);
      tryAgain(created);
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

  /** Somebody has one question that no list is to answer. */
  void alone(OneByOne.Asker asker) {
    singles.ask(asker);
  }

  /** Its question is no longer wanted. */
  void leave(OneByOne.Asker asker) {
    singles.leaves(asker);
  }

  /**
   * Asks for one page when its time has come, to see whether there is a list again.
   *
   * @param before where it begins
   */
  private void tryAgain(Optional<Instant> before) {
    synchronized (this) {
      if (isAtWork || !list.mayTryAgain()) {
        return;
      }
      isAtWork = true;
    }
    page(Collections.emptyList(), before);
  }

  private void gather(Duration wait) {
    if (after(wait, () -> Futures.run(this::call))) {
      return;
    }
    List<Job> now;
    synchronized (this) {
      now = new ArrayList<>(due);
      due.clear();
      isAtWork = false; // else nobody would ever gather again
    }
    now.forEach(singles::ask);
  }

  /** False: there is no memory for a wait, and nobody else would go on. */
  private boolean after(Duration wait, Runnable then) {
    try {
      engine.time().after(wait, then);
      return true;
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  /** Goes through all that are due by now. */
  private void call() {
    List<Job> now;
    synchronized (this) {
      now = new ArrayList<>(due);
      due.clear();
      harvest.roundBegins();
    }
    if (now.size() < MANY || list.isPaused()) {
      askOneByOne(now);
      return;
    }
    now.sort(NEWEST_FIRST);
    page(now, Optional.empty());
  }

  /** Goes on with those that have become due meanwhile. */
  private void next() {
    synchronized (this) {
      if (due.isEmpty()) {
        isAtWork = false;
        return;
      }
    }
    gather(GATHERING);
  }

  /**
   * Asks for the page that begins with the newest of these jobs.
   *
   * @param before where to begin instead, if that page was full of other jobs, or there are none
   */
  private void page(List<Job> rest, Optional<Instant> before) {
    Duration wait = budget.takePage(engine.time().nanos(), pace());
    if (wait.isZero()) {
      ask(rest, before);
    } else if (!after(wait, () -> ask(rest, before))) {
      askOneByOne(rest);
    }
  }

  /** Where some jobs have just ended, others do. */
  private synchronized CallBudget.Pace pace() {
    harvest.pageIsAskedFor();
    return harvest.pace();
  }

  private void ask(List<Job> rest, Optional<Instant> before) {
    Optional<Exchange> underWay = Optional.empty();
    try {
      Instant from =
          before.orElseGet(
              () -> rest.get(0).createdAt().map(time -> time.plus(SLACK)).orElse(Instant.MAX));
      Optional<HttpCall> page =
          Engine.guarded(provider, Optional.empty(), () -> provider.list(from));
      if (!page.isPresent()) {
        hasNoList(rest);
        return;
      }
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
                      hasNoList(rest);
                    }
                  });
      sent.whenDone(
          (reply, failure) -> {
            limit.cancel();
            if (isOver.compareAndSet(false, true)) {
              answered(rest, before, reply);
            }
          });
    } catch (RuntimeException | Error e) { // no key any more, for example: each will be told so
      underWay.ifPresent(Exchange::abort); // for want of an alarm
      hasNoList(rest);
    }
  }

  private void hasNoList(List<Job> rest) {
    list.isMissing();
    askOneByOne(rest);
  }

  private void askOneByOne(List<Job> rest) {
    rest.forEach(singles::ask);
    next();
  }

  private void answered(List<Job> rest, Optional<Instant> before, @Nullable HttpReply reply) {
    JobList page;
    try {
      page = read(reply);
    } catch (RuntimeException | Error e) {
      failed(rest, e);
      return;
    }
    list.worked();
    List<Job> further = new ArrayList<>();
    List<Job> missing = new ArrayList<>();
    for (Job job : rest) {
      if (!page.snapshots().containsKey(job.handle().id())) {
        boolean isOlder =
            page.since().filter(oldest -> created(job).compareTo(oldest) <= 0).isPresent();
        (isOlder ? further : missing).add(job);
      }
    }
    boolean isFullOfOthers = further.size() == rest.size();
    if (page.since().isPresent()) {
      joinThoseAhead(further, page.since().get());
    }
    // The next page is on its way while those of this one are told.
    if (further.size() < MANY || (isFullOfOthers && before.isPresent())) {
      further.forEach(singles::ask);
      next();
    } else {
      page(further, isFullOfOthers ? page.since() : Optional.empty());
    }
    tell(new HashSet<>(rest), page);
    missing.forEach(singles::ask);
  }

  /**
   * Takes on who has become due meanwhile and is still to be passed. Left for the next time, they
   * would be told half as often as the others wherever going through all takes longer than they
   * wait.
   */
  private void joinThoseAhead(List<Job> further, Instant oldest) {
    List<Job> ahead;
    synchronized (this) {
      ahead = new ArrayList<>(due);
    }
    ahead.removeIf(job -> created(job).compareTo(oldest) > 0);
    synchronized (this) {
      ahead.removeIf(job -> !due.remove(job));
    }
    if (further.addAll(ahead)) {
      further.sort(NEWEST_FIRST);
    }
  }

  private static Instant created(Job job) {
    return job.createdAt().orElse(Instant.EPOCH);
  }

  private JobList read(@Nullable HttpReply reply) {
    if (reply == null) {
      throw new IllegalStateException("there is no reply");
    }
    if (!reply.isSuccessful()) {
      throw Engine.error(provider, reply);
    }
    return Engine.read(reply, page -> provider.readList(polled.handles(), page));
  }

  /** Those that were not due are told of the end only: they keep their time otherwise. */
  private void tell(Set<Job> asked, JobList page) {
    page.snapshots()
        .forEach(
            (id, snapshot) -> {
              boolean isEnd = snapshot.state().isTerminal();
              List<Job> followers = polled.followersOf(id);
              if (isEnd && !followers.isEmpty()) {
                endIsTold();
              }
              for (Job job : followers) {
                if (isEnd || asked.contains(job)) {
                  Futures.run(() -> job.listed(snapshot));
                }
              }
            });
  }

  private synchronized void endIsTold() {
    harvest.endIsTold();
  }

  private void failed(List<Job> rest, Throwable why) {
    Optional<Duration> wait = list.failed(why);
    if (!wait.isPresent()) {
      askOneByOne(rest);
      return;
    }
    synchronized (this) {
      rest.stream().filter(polled::has).forEach(due::add);
    }
    gather(wait.get());
  }
}
