package dev.pictor;

import dev.pictor.internal.http.SystemTime;
import dev.pictor.internal.http.Time;
import dev.pictor.spi.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.OkHttpClient;

/**
 * A client whose time passes a thousand times as fast, so that what is measured is work: what waits
 * half a second waits half a millisecond, and an account that may be asked fifty times a second may
 * be asked fifty thousand times. Deadlines stay as they are.
 */
public final class QuickClient implements AutoCloseable {
  private static final int TIMES = 1000;

  /** Beyond any wait between two calls, also of a client that finds itself late: a deadline. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final SystemTime real = new SystemTime();
  private final ImageClient client;

  /**
   * @param http the user's own HTTP client, if there is to be one
   */
  public QuickClient(Provider provider, Optional<OkHttpClient> http) {
    ImageClient.Builder builder =
        ImageClient.builder()
            .provider(provider)
            .time(new Quick(real))
            .watching(RequestOptions.Watching.POLLING);
    http.ifPresent(builder::httpClient);
    client = builder.build();
  }

  /** The client. */
  public ImageClient client() {
    return client;
  }

  /** What becomes of a wait. */
  public static Duration shortened(Duration wait) {
    return Duration.ofNanos(wait.toNanos() / TIMES);
  }

  @Override
  public void close() {
    client.close();
    real.close();
  }

  private static final class Quick implements Time {
    private final Time real;
    private final long start;

    Quick(Time real) {
      this.real = real;
      this.start = real.nanos();
    }

    @Override
    public long nanos() {
      return start + (real.nanos() - start) * TIMES;
    }

    @Override
    public Instant now() {
      return real.now();
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
      return real.after(delay.compareTo(LONGEST_WAIT) > 0 ? delay : shortened(delay), task);
    }

    /** The middle: no jitter. */
    @Override
    public double chance() {
      return 0.5;
    }
  }
}
