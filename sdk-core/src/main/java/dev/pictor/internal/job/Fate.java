package dev.pictor.internal.job;

/** What is left at the provider of a run that has ended, which decides what may be paid next. */
enum Fate {
  /** Nothing came of it: it was never sent, or it was refused. */
  NOTHING_CREATED,
  /** The job has ended there. */
  ENDED,
  /** A job may exist and may be billed. */
  MAY_BE_ALIVE,
  /** The caller, the deadline or the closing ended it: nothing else is to be tried. */
  STOPPED
}
