package dev.pictor.examples.view;

import dev.pictor.examples.run.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Progress on a terminal: one line for each job, repainted in place, and above them the lines of
 * the providers' logs.
 */
public final class LiveProgress implements Progress {
  private static final long REPAINT_MILLIS = 100;
  private static final String SPINNER = "|/-\\";
  private static final String ESC = "\u001b[";
  private static final String ERASE_BELOW = ESC + "J";
  // A line that wraps would be two lines to repaint: the terminal cuts it instead.
  private static final String WRAP_OFF = ESC + "?7l";
  private static final String WRAP_ON = ESC + "?7h";
  private static final String DIM = ESC + "2m";
  private static final String BOLD = ESC + "1m";
  private static final String PLAIN = ESC + "0m";

  private final PrintWriter out;
  private final LongSupplier nanos;
  private final ScheduledExecutorService timer;
  private final List<LiveRow> rows = new ArrayList<>();
  private final List<String> above = new ArrayList<>();
  private int painted;
  private int frame;
  private boolean closed;

  /**
   * Progress on this writer, which must lead to a terminal.
   *
   * @param nanos the time, as by {@link System#nanoTime()}
   */
  public LiveProgress(PrintWriter out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    ScheduledFuture<?> unused =
        timer.scheduleWithFixedDelay(this::paint, 0, REPAINT_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized Row row(String name) {
    LiveRow row = new LiveRow(name);
    rows.add(row);
    return row;
  }

  @Override
  public synchronized void close() {
    timer.shutdown();
    paint();
    closed = true;
  }

  private synchronized void paint() {
    if (closed) {
      return;
    }
    StringBuilder screen = new StringBuilder();
    if (painted > 0) {
      screen.append(ESC).append(painted).append('A');
    }
    screen.append('\r').append(ERASE_BELOW);
    above.forEach(line -> screen.append(line).append('\n'));
    above.clear();
    char spinner = SPINNER.charAt(frame++ % SPINNER.length());
    screen.append(WRAP_OFF);
    rows.forEach(row -> screen.append(row.line(spinner)).append('\n'));
    screen.append(WRAP_ON);
    painted = rows.size();
    out.print(screen);
    out.flush();
  }

  private final class LiveRow implements Row {
    private final String name;
    private final long start = nanos.getAsLong();
    private Duration ended = Duration.ZERO;
    private boolean running = true;
    private String state = "";

    LiveRow(String name) {
      this.name = name;
    }

    @Override
    public void show(String newState) {
      synchronized (LiveProgress.this) {
        state = running ? OneLine.of(newState) : state;
      }
    }

    @Override
    public void log(String line) {
      synchronized (LiveProgress.this) {
        above.add(DIM + "  " + text(elapsed(), "| " + OneLine.of(line)) + PLAIN);
      }
    }

    @Override
    public void end(String outcome) {
      synchronized (LiveProgress.this) {
        if (running) {
          state = OneLine.of(outcome);
          ended = elapsed();
          running = false;
        }
      }
    }

    private Duration elapsed() {
      return Duration.ofNanos(nanos.getAsLong() - start);
    }

    String line(char spinner) {
      return running
          ? spinner + " " + text(elapsed(), state)
          : "  " + BOLD + text(ended, state) + PLAIN;
    }

    private String text(Duration time, String what) {
      return String.format(Locale.ROOT, "%-13s %10s  %s", name, Seconds.of(time), what);
    }
  }
}
