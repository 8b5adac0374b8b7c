package dev.pictor.internal.job;

/**
 * Of how many jobs the pages of a list have told the end lately: in this round through all jobs and
 * in the one before. What is saved of the calls is spent where they bring much: the first and the
 * last of many jobs that were submitted together end one by one, the others all at once. Not
 * thread-safe.
 */
final class Harvest {
  private int ends;
  private int pages;
  private int endsBefore;
  private int pagesBefore;

  void roundBegins() {
    endsBefore = ends;
    pagesBefore = pages;
    ends = 0;
    pages = 0;
  }

  void pageIsAskedFor() {
    pages++;
  }

  void endIsTold() {
    ends++;
  }

  CallBudget.Pace pace() {
    int all = ends + endsBefore;
    if (all == 0) {
      return CallBudget.Pace.IDLE;
    }
    return 2 * all >= pages + pagesBefore ? CallBudget.Pace.BUSY : CallBudget.Pace.SPARSE;
  }
}
