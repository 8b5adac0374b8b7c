package dev.pictor;

import dev.pictor.fal.Fal;
import dev.pictor.replicate.Replicate;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.Provider;
import dev.pictor.testing.EmulatedService;
import dev.pictor.testing.EmulatorClock;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.FalQuirk;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ManualClock;
import dev.pictor.testing.ReplicateEmulator;
import java.util.List;

/** An emulated service, the provider that speaks to it, and the manual clock it lives in. */
final class Service implements AutoCloseable {
  /** The services that every behaviour is proved on. */
  enum Kind {
    FAL,
    REPLICATE;

    Service start() {
      return this == FAL ? fal() : replicate();
    }

    /** The service with pictures that cost nothing, for very many jobs. */
    Service startForMany() {
      return this == FAL
          ? fal(FalEmulator.builder().pictures(SmallPicture::of))
          : replicate(ReplicateEmulator.builder().pictures(SmallPicture::of));
    }

    /** Its tables, without a service. */
    List<ModelSpec> models() {
      return this == FAL ? Fal.create("").models() : Replicate.create("").models();
    }

    /** How model ids begin that name the provider. */
    String prefix() {
      return this == FAL ? "fal/" : "replicate/";
    }
  }

  /** Jobs are seen to run once, and are done at the second look. */
  static final JobScript QUICK = JobScript.succeeds().queuedPolls(0).runningPolls(1);

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

  /** fal, whose jobs are {@link #QUICK}. */
  static Service fal(FalQuirk... quirks) {
    return fal(FalEmulator.builder().with(quirks));
  }

  /** The same, set up in another way. */
  static Service fal(FalEmulator.Builder builder) {
    ManualClock clock = EmulatorClock.manual();
    FalEmulator fal = builder.key(FAL_KEY).clock(clock).start();
    fal.everyJob(QUICK);
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

  /** Replicate, whose jobs are {@link #QUICK}. */
  static Service replicate() {
    return replicate(ReplicateEmulator.builder());
  }

  /** The same, set up in another way. */
  static Service replicate(ReplicateEmulator.Builder builder) {
    ManualClock clock = EmulatorClock.manual();
    ReplicateEmulator replicate = builder.key(REPLICATE_TOKEN).clock(clock).start();
    replicate.everyJob(QUICK);
    return new Service(
        replicate,
        clock,
        Replicate.builder().token(REPLICATE_TOKEN).baseUrl(replicate.apiUrl()).build());
  }

  /** What only the emulator of Replicate can do. */
  ReplicateEmulator replicateEmulator() {
    return (ReplicateEmulator) emulator;
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

  /** A client that asks after its jobs again and again, whatever else there is. */
  ImageClient polling(TestTime time) {
    return ImageClient.builder()
        .provider(provider)
        .time(time)
        .watching(RequestOptions.Watching.POLLING)
        .build();
  }

  @Override
  public void close() {
    emulator.close();
  }
}
