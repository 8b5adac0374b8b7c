package dev.pictor.examples.run;

/** Where a person can see how jobs are doing. Implementations are thread-safe. */
public interface Progress extends AutoCloseable {
  /** Starts to show one more job. */
  Row row(String name);

  /** Shows the last state of every job; nothing is shown after it. */
  @Override
  void close();

  /** What is shown of one job. */
  interface Row {
    /** Replaces what the job is doing. */
    void show(String state);

    /** Adds one line that the provider wrote. */
    void log(String line);

    /** Shows how the job ended; whatever is told after that is late, and not shown. */
    void end(String outcome);
  }
}
