package dev.pictor.internal.job;

import dev.pictor.error.RateLimitException;
import dev.pictor.spi.JobList;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Goes once through the jobs of a provider that are due, the newest first, by pages of its list:
 * one after the other, or several at once where one takes so long that it is worth it.
 *
 * <p>Thread-safe. No code of others runs under its lock.
 */
final class Round {
  /** Of a page, in jobs, where it cannot be read. */
  private static final int USUAL_LENGTH = 100;

  private final RollCall all;
  private final Pages pages;
  private final ListHealth health;
  private final Agenda agenda;
  private int underWay;
  private boolean isOneWaiting;
  private boolean isStopped;
  private boolean isOver;
  private Optional<Duration> retryIn = Optional.empty();

  private Round(RollCall all, Pages pages, ListHealth health, Agenda agenda) {
    this.all = all;
    this.pages = pages;
    this.health = health;
    this.agenda = agenda;
  }

  /** Begins with these jobs, and tells {@link RollCall#roundIsOver} in the end. */
  static void begin(List<RollCall.Job> newestFirst, RollCall all, Pages pages, ListHealth health) {
    new Round(all, pages, health, Agenda.of(newestFirst, all, pages)).goOn();
  }

  /** Asks for one page that nobody waits for, and tells in the end as the other. */
  static void begin(Instant from, RollCall all, Pages pages, ListHealth health) {
    new Round(all, pages, health, Agenda.of(from, all, pages)).goOn();
  }

  /** Asks for as many pages as are worth it now. */
  private void goOn() {
    for (Optional<Agenda.Page> next = next(); next.isPresent(); next = next()) {
      Agenda.Page page = next.get();
      Duration wait = pages.turn();
      if (wait.isZero()) {
        ask(page);
      } else if (mayAskAfter(wait, page)) {
        return;
      } else {
        waitsNoMore();
        stopWith(page);
      }
    }
    letOthersAsk();
    if (isOverNow()) {
      all.roundIsOver(retryIn());
    }
  }

  private boolean mayAskAfter(Duration wait, Agenda.Page page) {
    return all.after(
        wait,
        () -> {
          ask(page);
          goOn();
        });
  }

  private synchronized Optional<Agenda.Page> next() {
    if (isStopped || isOneWaiting || underWay >= pages.atOnce()) {
      return Optional.empty();
    }
    Optional<Agenda.Page> next = agenda.next();
    if (next.isPresent()) {
      isOneWaiting = true;
      underWay++;
    }
    return next;
  }

  private void ask(Agenda.Page page) {
    if (waitsNoMore()) {
      stopWith(page);
      return;
    }
    pages.ask(
        page.from,
        new Pages.Reader() {
          @Override
          public void read(JobList list) {
            health.worked();
            isRead(page, list);
          }

          @Override
          public void failed(Throwable why) {
            hasFailed(page, why);
          }

          @Override
          public void missing() {
            health.isMissing();
            stopWith(page);
          }
        });
  }

  /** Returns whether it is too late: no page is asked for after a failure. */
  private synchronized boolean waitsNoMore() {
    isOneWaiting = false;
    return isStopped;
  }

  private void isRead(Agenda.Page page, JobList list) {
    Set<RollCall.Job> asked = new HashSet<>(page.jobs);
    List<RollCall.Job> alone;
    synchronized (this) {
      underWay--;
      alone = agenda.read(page, list, asked);
      if (!isStopped) {
        agenda.joinThoseAhead();
      }
    }
    goOn(); // the next page is on its way while those of this one are told
    all.tell(asked, list);
    alone.forEach(all::alone);
  }

  /**
   * What befalls one page may befall all that are under way: it counts once. But whose page breaks
   * twice does not wait for it any longer, as others that can be read may come before it each time.
   * Where there were too many calls, one for each job would be many more.
   */
  private void hasFailed(Agenda.Page page, Throwable why) {
    Set<RollCall.Job> alone = Collections.emptySet();
    synchronized (this) {
      if (!isStopped) {
        retryIn = health.failed(why);
      }
      if (!(why instanceof RateLimitException)) {
        int known = Math.min(USUAL_LENGTH, page.jobs.size());
        alone = all.onABrokenPage(page.jobs.subList(0, known));
        page.jobs.removeAll(alone);
      }
    }
    stopWith(page);
    alone.forEach(all::alone);
  }

  private void stopWith(Agenda.Page page) {
    synchronized (this) {
      underWay--;
      isStopped = true;
      agenda.giveBack(page);
    }
    goOn();
  }

  /** Who is not asked after by a page: the last few, or all after a failure. */
  private void letOthersAsk() {
    List<RollCall.Job> alone;
    synchronized (this) {
      alone = isStopped ? agenda.takeAll() : agenda.takeFew();
      if (retryIn.isPresent()) { // under the lock: else the round could end before they are due
        all.areDueAgain(alone);
        alone = Collections.emptyList();
      }
    }
    alone.forEach(all::alone);
    all.seeToThem();
  }

  /** After a failure nobody waits for the pages that are under way: what they say is told, too. */
  private synchronized boolean isOverNow() {
    boolean isLast = !isOver && agenda.isEmpty() && (isStopped || underWay == 0);
    isOver |= isLast;
    return isLast;
  }

  private synchronized Optional<Duration> retryIn() {
    return retryIn;
  }
}
