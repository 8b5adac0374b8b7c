package dev.pictor.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InMemoryTest {
  private static final int LENGTH = 100_000;

  /** What the server says of the length may be right, too short, too long, nonsense, or missing. */
  @ParameterizedTest
  @ValueSource(longs = {LENGTH, LENGTH - 1, LENGTH + 1, 1, 0, -1, Long.MAX_VALUE})
  void keepsEveryByteWhateverLengthWasToldBefore(long told) {
    Random chance = new Random(told);
    InMemory memory = new InMemory();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    memory.expect(told);
    while (written.size() < LENGTH) {
      byte[] chunk = new byte[1 + chance.nextInt(Math.min(16_384, LENGTH - written.size()))];
      chance.nextBytes(chunk);
      int from = chance.nextInt(chunk.length);
      memory.write(chunk, from, chunk.length - from);
      written.write(chunk, from, chunk.length - from);
      memory.expect(chance.nextInt(2 * LENGTH)); // of a second try
    }
    memory.write(0x1ff);
    written.write(0x1ff);
    assertThat(memory.toByteArray()).isEqualTo(written.toByteArray());
  }
}
