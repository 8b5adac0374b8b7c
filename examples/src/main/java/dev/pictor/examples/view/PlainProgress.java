package dev.pictor.examples.view;

import dev.pictor.examples.run.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Progress where there is no terminal: one line for each change, and for each line of a provider's
 * log, so that a file or a build log tells the story.
 */
public final class PlainProgress implements Progress {
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

  private final PrintWriter out;
  private final LongSupplier nanos;

  /**
   * Progress on this writer.
   *
   * @param nanos the time, as by {@link System#nanoTime()}
   */
  public PlainProgress(PrintWriter out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
  }

  @Override
  public Row row(String name) {
    return new PlainRow(name);
  }

  @Override
  public void close() {
    out.flush();
  }

  private final class PlainRow implements Row {
    private final String name;
    private final long start = nanos.getAsLong();
    private String shown = "";
    private Duration shownAt = Duration.ZERO;
    private boolean ended;

    PlainRow(String name) {
      this.name = name;
    }

    @Override
    public synchronized void show(String state) {
      Duration now = elapsed();
      if (ended) {
        return;
      }
      if (!state.equals(shown) || now.minus(shownAt).compareTo(SIGN_OF_LIFE) >= 0) {
        shown = state;
        shownAt = now;
        print(now, state);
      }
    }

    @Override
    public void log(String line) {
      print(elapsed(), "| " + line);
    }

    @Override
    public synchronized void end(String outcome) {
      show(outcome);
      ended = true;
    }

    private Duration elapsed() {
      return Duration.ofNanos(nanos.getAsLong() - start);
    }

    private void print(Duration now, String text) {
      out.println(
          String.format(Locale.ROOT, "%-13s %10s  %s", name, Seconds.of(now), OneLine.of(text)));
      out.flush();
    }
  }
}
