package dev.pictor.internal.http;

import java.time.Duration;

/** How long one HTTP call may take. All finite. */
public final class Timeouts {
  /** For the name, the connection and the handshake. */
  static final Duration CONNECT = Duration.ofSeconds(10);

  /** Without a byte in one direction. */
  static final Duration SILENCE = Duration.ofSeconds(75);

  /**
   * The same, for a question after a job: its reply is small and soon made, and it can be asked
   * again. Only by its silence is a connection found that has died without a word.
   */
  static final Duration QUESTION = Duration.ofSeconds(30);

  /**
   * After a silence: so long OkHttp waits to see whether a connection of HTTP/2 still answers, and
   * gives it to others meanwhile, which are silent as well.
   */
  public static final Duration LOOK_AT_A_CONNECTION = Duration.ofMillis(1100);

  /** For a call from its start to the last byte of the reply. */
  public static final Duration CALL = Duration.ofSeconds(90);

  /** For a download from its start to its last byte. */
  static final Duration DOWNLOAD = Duration.ofMinutes(5);

  /** Slower than a telephone line of old is no upload any more. */
  private static final long UPLOAD_BYTES_PER_SECOND = 50_000;

  private Timeouts() {}

  /** For a call that brings a file along, from its start to the last byte of the reply. */
  static Duration upload(long bytes) {
    return CALL.plusSeconds(bytes / UPLOAD_BYTES_PER_SECOND);
  }
}
