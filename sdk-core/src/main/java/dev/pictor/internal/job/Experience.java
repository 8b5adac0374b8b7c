package dev.pictor.internal.job;

/** What the jobs of one endpoint have taught so far. Thread-safe. */
final class Experience {
  private final Tempo tempo = new Tempo();
  private final StreamHealth streams = new StreamHealth();
  private final HoldHealth holds = new HoldHealth();
  private final StreamEnds streamEnds = new StreamEnds();

  /** How long they take. */
  Tempo tempo() {
    return tempo;
  }

  /** Whether they can be listened to. */
  StreamHealth streams() {
    return streams;
  }

  /** Whether the replies to their submissions can be held back. */
  HoldHealth holds() {
    return holds;
  }

  /** Whether a stream is over with the job that it is about. */
  StreamEnds streamEnds() {
    return streamEnds;
  }
}
