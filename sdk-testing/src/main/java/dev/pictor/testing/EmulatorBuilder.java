package dev.pictor.testing;

import java.util.Optional;
import java.util.function.Function;

/**
 * What an emulator can be told before it starts. The defaults suit a program without a key: real
 * time, and every key or none is welcome.
 *
 * <pre>{@code
 * FalEmulator fal = FalEmulator.builder().key("id:secret").clock(EmulatorClock.manual()).start();
 * }</pre>
 *
 * @param <B> the builder itself
 * @param <S> the emulator it starts
 */
public abstract class EmulatorBuilder<B extends EmulatorBuilder<B, S>, S extends EmulatedService> {
  private EmulatorClock clock = EmulatorClock.system();
  private long randomSeed = 20260101;
  private Optional<String> key = Optional.empty();
  private Function<TestPicture, byte[]> pictures = TestPicture::encode;

  EmulatorBuilder() {}

  /** Sets the time that the emulator lives in. */
  public final B clock(EmulatorClock clock) {
    this.clock = clock;
    return self();
  }

  /**
   * Sets what all chance comes from: ids, and the seeds of jobs that name none. The same requests
   * in the same order get the same ids and pictures.
   */
  public final B randomSeed(long seed) {
    this.randomSeed = seed;
    return self();
  }

  /** Refuses every request of the API that does not bring this key. */
  public final B key(String key) {
    this.key = Optional.of(key);
    return self();
  }

  /**
   * Sets how pictures become files, in place of {@link TestPicture#encode()}: for tests of so many
   * jobs that the drawing takes most of their time.
   */
  public final B pictures(Function<TestPicture, byte[]> encoder) {
    this.pictures = encoder;
    return self();
  }

  /** Starts the emulator. */
  public abstract S start();

  abstract B self();

  final EmulatorClock clock() {
    return clock;
  }

  final long randomSeed() {
    return randomSeed;
  }

  final Function<TestPicture, byte[]> pictures() {
    return pictures;
  }

  final Optional<String> key() {
    return key;
  }
}
