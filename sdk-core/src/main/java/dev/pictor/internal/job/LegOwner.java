package dev.pictor.internal.job;

/** Whose images a {@link LegRun} makes. */
interface LegOwner {
  /** Each call has become a job or has failed. Told once, before the end. */
  void submitted(LegRun run);

  /** All have ended: there are {@link LegRun#results}. Told once. */
  void ended(LegRun run);
}
