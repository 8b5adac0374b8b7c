package dev.pictor;

import dev.pictor.fal.Fal;
import dev.pictor.replicate.Replicate;
import dev.pictor.spi.Provider;
import dev.pictor.testing.EmulatedService;
import dev.pictor.testing.EmulatorClock;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.ManualClock;
import dev.pictor.testing.ReplicateEmulator;

/** An emulated service, the provider that speaks to it, and the manual clock it lives in. */
final class Service implements AutoCloseable {
  /** The services that every behaviour is proved on. */
  enum Kind {
    FAL,
    REPLICATE;

    Service start() {
      ManualClock clock = EmulatorClock.manual();
      if (this == FAL) {
        FalEmulator fal = FalEmulator.builder().key(FAL_KEY).clock(clock).start();
        return new Service(
            fal,
            clock,
            Fal.builder()
                .key(FAL_KEY)
                .queueUrl(fal.queueUrl())
                .runUrl(fal.runUrl())
                .restUrl(fal.restUrl())
                .build());
      }
      ReplicateEmulator replicate =
          ReplicateEmulator.builder().key(REPLICATE_TOKEN).clock(clock).start();
      return new Service(
          replicate,
          clock,
          Replicate.builder().token(REPLICATE_TOKEN).baseUrl(replicate.apiUrl()).build());
    }
  }

  static final String FAL_KEY = "5a1b7a10-0000-4000-8000-000000000001:0123456789abcdef";
  static final String REPLICATE_TOKEN = "r8_0123456789abcdef";

  private final EmulatedService emulator;
  private final ManualClock clock;
  private final Provider provider;

  private Service(EmulatedService emulator, ManualClock clock, Provider provider) {
    this.emulator = emulator;
    this.clock = clock;
    this.provider = provider;
  }

  EmulatedService emulator() {
    return emulator;
  }

  ManualClock clock() {
    return clock;
  }

  Provider provider() {
    return provider;
  }

  ImageClient client(TestTime time) {
    return ImageClient.builder().provider(provider).time(time).build();
  }

  @Override
  public void close() {
    emulator.close();
  }
}
