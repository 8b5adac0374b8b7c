package dev.pictor.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** One request that meets a fault. Made for one thread. */
final class Scene {
  private final EmulatedService service;
  private final RecordedCall call;
  private final Supplier<Reply> effect;
  private Optional<Reply> real = Optional.empty();

  Scene(EmulatedService service, RecordedCall call, Supplier<Reply> effect) {
    this.service = service;
    this.call = call;
    this.effect = effect;
  }

  RecordedCall call() {
    return call;
  }

  /** The answer without the fault. The first call lets the request have its effect. */
  Reply real() {
    if (!real.isPresent()) {
      real = Optional.of(effect.get());
    }
    return real.get();
  }

  Reply rateLimited(Duration retryAfter) {
    return service.rateLimited(call, retryAfter);
  }

  /** Waits on the emulator's clock; false if the emulator is closed before. */
  boolean hold(Duration time) {
    return service.pauseUntil(service.clock().instant().plus(time));
  }
}
