package dev.pictor.internal.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PiecesTest {
  /** Gives out at most so many bytes at a time. */
  private static final class Slow extends InputStream {
    private final InputStream in;
    private final int most;
    int reads;

    Slow(byte[] bytes, int most) {
      this.in = new ByteArrayInputStream(bytes);
      this.most = most;
    }

    @Override
    public int read() {
      throw new AssertionError("byte by byte");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      reads++;
      return in.read(into, offset, Math.min(length, most));
    }
  }

  private static final class Breaking extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("broken");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return read();
    }
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 511, 8191, 8192, 16_384, 65_536, 100_000})
  void everyByteComesOnceAndInOrder(int most) throws IOException {
    byte[] file = noise(200_001);
    Pieces pieces = new Pieces(new Slow(file, most));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int size = pieces.next(512); size >= 0; size = pieces.next(1)) {
      assertThat(size).isBetween(1, Pieces.SIZE);
      out.write(pieces.bytes(), 0, size);
    }
    assertThat(out.toByteArray()).isEqualTo(file);
    assertThat(pieces.next(1)).isEqualTo(-1);
  }

  @Test
  void whatComesFastComesInLargePieces() throws IOException {
    Slow body = new Slow(noise(Pieces.SIZE), 8192);
    assertThat(new Pieces(body).next(1)).isEqualTo(Pieces.SIZE);
    assertThat(body.reads).isEqualTo(8);
  }

  @Test
  void whatComesSlowlyIsNotWaitedFor() throws IOException {
    Slow body = new Slow(noise(1_000), 100);
    Pieces pieces = new Pieces(body);
    assertThat(pieces.next(1)).isEqualTo(100);
    assertThat(body.reads).isEqualTo(1);
    assertThat(pieces.next(150)).describedAs("enough to tell what it is").isEqualTo(200);
  }

  @Test
  void whatCameBeforeABreakIsGivenOutFirst() throws IOException {
    Pieces pieces =
        new Pieces(new SequenceInputStream(new ByteArrayInputStream(noise(8_192)), new Breaking()));
    assertThat(pieces.next(1)).isEqualTo(8_192);
    assertThat(Arrays.copyOf(pieces.bytes(), 8_192)).isEqualTo(noise(8_192));
    assertThatThrownBy(() -> pieces.next(1)).hasMessage("broken");
  }

  /** Too little to tell a page from an image is no start of one. */
  @Test
  void lessThanWasAskedForIsNotGivenOutBeforeABreak() {
    Pieces pieces =
        new Pieces(new SequenceInputStream(new ByteArrayInputStream(noise(511)), new Breaking()));
    assertThatThrownBy(() -> pieces.next(512)).hasMessage("broken");
  }
}
