package dev.pictor;

import dev.pictor.internal.http.SystemTime;
import dev.pictor.internal.http.Time;
import dev.pictor.spi.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A client whose deadlines are over when a test says so; all other waits are real. */
public final class HastyClient implements AutoCloseable {
  /** Beyond any wait between two calls. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final SystemTime real = new SystemTime();
  private final List<Runnable> deadlines = new ArrayList<>();
  private final ImageClient client;

  /** A client of this provider. */
  public HastyClient(Provider provider) {
    client = ImageClient.builder().provider(provider).time(new Hasty()).build();
  }

  /** The client. */
  public ImageClient client() {
    return client;
  }

  /** Lets every deadline be over that there is. */
  public void passDeadlines() {
    List<Runnable> over;
    synchronized (deadlines) {
      over = new ArrayList<>(deadlines);
      deadlines.clear();
    }
    over.forEach(Runnable::run);
  }

  @Override
  public void close() {
    client.close();
    real.close();
  }

  private final class Hasty implements Time {
    @Override
    public long nanos() {
      return real.nanos();
    }

    @Override
    public Instant now() {
      return real.now();
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
      if (delay.compareTo(LONGEST_WAIT) < 0) {
        return real.after(delay, task);
      }
      synchronized (deadlines) {
        deadlines.add(task);
      }
      return () -> {
        synchronized (deadlines) {
          deadlines.remove(task);
        }
      };
    }

    @Override
    public double chance() {
      return real.chance();
    }
  }
}
