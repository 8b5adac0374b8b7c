package dev.pictor.internal.job;

import dev.pictor.spi.JobList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which jobs are still to be asked after in a round, and on which page. Who stands on a page is
 * known once it is read; before that only where the pages of earlier rounds have told it. Not
 * thread-safe.
 */
final class Agenda {
  /** Fewer are asked after one by one. */
  static final int MANY = 5;

  /** Two jobs are hardly made within the same millisecond, and a service may cut finer digits. */
  private static final Duration SLACK = Duration.ofMillis(1);

  /** One page, and whom it is asked for because of. */
  static final class Page {
    final List<RollCall.Job> jobs;
    final Instant from;
    final boolean isBehindOthers;

    /**
     * @param isBehindOthers whether the page before was full of other jobs
     */
    Page(List<RollCall.Job> jobs, Instant from, boolean isBehindOthers) {
      this.jobs = jobs;
      this.from = from;
      this.isBehindOthers = isBehindOthers;
    }
  }

  private final RollCall all;
  private final Pages pages;

  /** Who stands on no page yet, the newest first. */
  private final List<RollCall.Job> ahead;

  /** What was to stand on a page that is read already, and does not. */
  private final Deque<Page> leftOver = new ArrayDeque<>();

  private Optional<Page> furthest = Optional.empty();
  private boolean isFurthestRead = true;

  /** Who was created before has no page yet; empty as long as that is not known. */
  private Optional<Instant> frontier = Optional.empty();

  private Agenda(RollCall all, Pages pages, List<RollCall.Job> newestFirst) {
    this.all = all;
    this.pages = pages;
    this.ahead = new ArrayList<>(newestFirst);
  }

  /** All these jobs. */
  static Agenda of(List<RollCall.Job> newestFirst, RollCall all, Pages pages) {
    return new Agenda(all, pages, newestFirst);
  }

  /** One page, for nobody. */
  static Agenda of(Instant from, RollCall all, Pages pages) {
    Agenda agenda = new Agenda(all, pages, Collections.emptyList());
    agenda.leftOver.add(new Page(Collections.emptyList(), from, false));
    return agenda;
  }

  /** The next page, as far as one is known and worth it. */
  Optional<Page> next() {
    Page left = leftOver.poll();
    if (left != null) {
      return Optional.of(left);
    }
    while (!ahead.isEmpty() && !all.isPolled(ahead.get(0))) {
      ahead.remove(0);
    }
    if (ahead.size() < MANY) {
      return Optional.empty();
    }
    List<RollCall.Job> jobs = ahead.subList(0, ofNextPage());
    Page page = new Page(new ArrayList<>(jobs), justAfter(jobs.get(0)), false);
    jobs.clear();
    furthest = Optional.of(page);
    isFurthestRead = false;
    return furthest;
  }

  /** How many of those ahead may stand on the next page: all, where nobody knows. */
  private int ofNextPage() {
    int count = 0;
    frontier = pages.atOnce() > 1 ? pages.endBefore(created(0)) : Optional.<Instant>empty();
    while (frontier.isPresent()) {
      while (count < ahead.size() && !created(count).isBefore(frontier.get())) {
        count++;
      }
      if (count >= MANY) {
        return count;
      }
      frontier = pages.endBefore(frontier.get());
    }
    return ahead.size();
  }

  private Instant created(int position) {
    return RollCall.created(ahead.get(position));
  }

  private static Instant justAfter(RollCall.Job job) {
    return job.createdAt().map(time -> time.plus(SLACK)).orElse(Instant.MAX);
  }

  /**
   * A page was read: what is not on it belongs elsewhere.
   *
   * @param asked those who are told of it, whatever it says; who stood on no page yet joins them
   * @return who is to be asked after one by one
   */
  List<RollCall.Job> read(Page page, JobList list, Set<RollCall.Job> asked) {
    List<RollCall.Job> alone = new ArrayList<>();
    List<RollCall.Job> further = new ArrayList<>();
    for (RollCall.Job job : page.jobs) {
      if (!isTold(job, list)) {
        (isFurther(job, list) ? further : alone).add(job);
      }
    }
    takeAlong(list, asked, alone);
    if (isFurthest(page)) {
      isFurthestRead = true;
      frontier = list.since().filter(end -> end.isBefore(page.from)); // a list that goes nowhere
    }
    if (!further.isEmpty()) {
      alone.addAll(place(further, page, list.since()));
    }
    return alone;
  }

  private boolean isFurthest(Page page) {
    return furthest.filter(page::equals).isPresent();
  }

  private static boolean isTold(RollCall.Job job, JobList list) {
    return list.snapshots().containsKey(job.handle().id());
  }

  private static boolean isFurther(RollCall.Job job, JobList list) {
    return list.since().filter(oldest -> RollCall.created(job).compareTo(oldest) <= 0).isPresent();
  }

  /** Who was to have a page of his own, and would stand on this one. */
  private void takeAlong(JobList list, Set<RollCall.Job> asked, List<RollCall.Job> alone) {
    int count = 0;
    while (count < ahead.size()) {
      RollCall.Job job = ahead.get(count);
      if (isTold(job, list)) {
        asked.add(job);
      } else if (isFurther(job, list)) {
        break;
      } else {
        alone.add(job);
      }
      count++;
    }
    ahead.subList(0, count).clear();
  }

  /** Where those belong that stand further on than their page; returns who is alone. */
  private List<RollCall.Job> place(List<RollCall.Job> further, Page page, Optional<Instant> end) {
    if (further.size() == page.jobs.size()) { // it was full of other jobs
      if (page.isBehindOthers) {
        frontier = Optional.empty();
        return further;
      }
      Page next = new Page(further, end.orElse(page.from), true);
      if (isFurthest(page)) {
        furthest = Optional.of(next);
        isFurthestRead = false;
      }
      leftOver.add(next);
    } else if (isFurthest(page)) {
      ahead.addAll(0, further);
    } else if (further.size() < MANY) {
      return further;
    } else {
      leftOver.add(new Page(further, justAfter(further.get(0)), false));
    }
    return Collections.emptyList();
  }

  /**
   * Takes on who has become due meanwhile and is still to be passed. Left for the next time, they
   * would be told half as often as the others wherever going through all takes longer than they
   * wait.
   */
  void joinThoseAhead() {
    if (frontier.isPresent() && ahead.addAll(all.dueBefore(frontier.get()))) {
      ahead.sort(RollCall.NEWEST_FIRST);
    }
  }

  /** They have no page any more. */
  void giveBack(Page page) {
    ahead.addAll(page.jobs);
  }

  boolean isEmpty() {
    return ahead.isEmpty() && leftOver.isEmpty();
  }

  /** Takes the last ones, for whom a page would not be worth it; nobody as long as it may be. */
  List<RollCall.Job> takeFew() {
    boolean areLast = isFurthestRead && leftOver.isEmpty() && ahead.size() < MANY;
    return areLast ? takeAll() : Collections.emptyList();
  }

  /** Takes all who are left. */
  List<RollCall.Job> takeAll() {
    List<RollCall.Job> left = new ArrayList<>(ahead);
    ahead.clear();
    leftOver.forEach(page -> left.addAll(page.jobs));
    leftOver.clear();
    return left;
  }
}
