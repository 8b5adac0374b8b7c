package dev.pictor.internal.job;

import dev.pictor.model.PlannedCall;
import java.math.BigInteger;
import java.util.Optional;

/** The images of one planned call, which go from provider to provider together. */
public final class Slot {
  private final PlannedCall call;

  public Slot(PlannedCall call) {
    this.call = call;
  }

  /** The call that was planned for them first. */
  public PlannedCall call() {
    return call;
  }

  /** The first of them, counted from 0 over the request. */
  public int firstImage() {
    return call.firstImage();
  }

  /** How many. */
  public int imageCount() {
    return call.imageCount();
  }

  /** The seed of the first one. */
  public Optional<BigInteger> seed() {
    return call.seed();
  }
}
