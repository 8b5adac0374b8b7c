package dev.pictor.internal.job;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Which provider makes some images of a request, and which one next. Thread-safe. */
public interface Route {
  /** The provider to begin with. There always is one. */
  Leg first(Slot images);

  /**
   * The provider to go on with when others have failed.
   *
   * @param tried the names of those
   */
  Optional<Leg> next(Slot images, Set<String> tried);

  /** Whether a failure of this kind is to be answered by another provider. */
  boolean goesOnAfter(RuntimeException failure, boolean mayBeAlive);

  /** After how long without an image a second provider is asked as well; mostly never. */
  Optional<Duration> hedgeAfter();

  /** The second provider that is asked as well; empty where it would cost more than is allowed. */
  Optional<Leg> hedge(Slot images, Set<String> tried);

  /** A provider has accepted a submission. */
  void accepted(Leg leg);

  /** A provider has made what was asked, in this time. */
  void succeeded(Leg leg, Duration took);

  /** A provider has failed. */
  void failed(Leg leg, RuntimeException why);
}
