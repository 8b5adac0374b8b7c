package dev.pictor.testing;

import java.io.IOException;
import java.time.Instant;

/** The client's end of a reply that is written bit by bit. */
interface LiveOutput {
  /** Sends this text at once. */
  void send(String text) throws IOException;

  /**
   * Waits until {@code moment} on the emulator's clock.
   *
   * @return false if the client has hung up or the emulator is being closed: there is nobody left
   *     to write for
   */
  boolean waitUntil(Instant moment) throws IOException, InterruptedException;
}
