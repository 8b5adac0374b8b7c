package dev.pictor.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Server-sent events, however the bytes come. */
class EventStreamTest {
  private static final long LIMIT = 10_000;

  /** Gives its bytes in pieces, and then fails, ends, or fails the test that waits for more. */
  private static final class Pieces implements Source {
    private final byte[] bytes;
    private final int[] ends;
    private final IOException failure;
    private int piece;
    private int at;

    Pieces(String text, IOException failure, int... ends) {
      this.bytes = text.getBytes(StandardCharsets.UTF_8);
      this.failure = failure;
      this.ends = ends;
    }

    @Override
    public long read(Buffer sink, long most) throws IOException {
      if (at == bytes.length) {
        if (failure != null) {
          throw failure;
        }
        return -1;
      }
      int end = piece < ends.length ? ends[piece++] : bytes.length;
      int length = (int) Math.min(most, end - at);
      sink.write(bytes, at, length);
      at += length;
      return length;
    }

    @Override
    public Timeout timeout() {
      return Timeout.NONE;
    }

    @Override
    public void close() {}
  }

  private static class Heard implements EventStream.Listener {
    final List<String> events = new ArrayList<>();
    int signs;
    int most = Integer.MAX_VALUE;

    @Override
    public void alive() {
      signs++;
    }

    @Override
    public boolean event(byte[] data) {
      events.add(new String(data, StandardCharsets.UTF_8));
      return events.size() < most;
    }
  }

  private static List<String> read(String text, int... ends) throws IOException {
    Heard heard = new Heard();
    new EventStream(Okio.buffer(new Pieces(text, null, ends)), LIMIT, heard).read();
    return heard.events;
  }

  static List<List<String>> texts() {
    return Arrays.asList(
        row("data: {\"a\": 1}\n\n", "{\"a\": 1}"),
        row("data:{\"a\": 1}\r\n\r\n", "{\"a\": 1}"),
        row("data: {\"a\": 1}\r\r", "{\"a\": 1}"),
        row("data: {\"a\": 1}\ndata: {\"b\": 2}\n", "{\"a\": 1}", "{\"b\": 2}"),
        row("data: {\"a\":\ndata: 1}\n\n", "{\"a\":\n1}"),
        row("data: {\"a\": \"}\\\"{\"}\n\n", "{\"a\": \"}\\\"{\"}"),
        row(": ping\n\ndata: {}\n\n: ping\n\n", "{}"),
        row("event: x\nid: 7\nretry: 9\ndata: {}\n\n", "{}"),
        row("data: [DONE]\n\ndata: {}\n\n", "[DONE]", "{}"),
        row("data: {\"ä\": \"€🙂\"}\n\n", "{\"ä\": \"€🙂\"}"),
        row("database: 7\n\ndata: {}\n\n", "{}"),
        row("data\ndata: {}\n\n", "{}"),
        row("data: {\"a\": 1"),
        row("\n\n\n"),
        row(""));
  }

  /** A stream, and its events. */
  private static List<String> row(String... texts) {
    return Arrays.asList(texts);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void isTheSameWhereverTheBytesAreSplit(List<String> row) throws IOException {
    String text = row.get(0);
    List<String> expected = row.subList(1, row.size());
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    assertThat(read(text)).isEqualTo(expected);
    for (int i = 1; i < length; i++) {
      assertThat(read(text, i)).as("split at %s", i).isEqualTo(expected);
    }
    int[] each = new int[length];
    Arrays.setAll(each, i -> i + 1);
    assertThat(read(text, each)).as("byte by byte").isEqualTo(expected);
  }

  /** The rest of the line's end must not be waited for, nor the empty line. */
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void tellsAnEventAsSoonAsItsLineEnds(String end) {
    IOException silence = new IOException("nothing more comes");
    Heard heard = new Heard();
    EventStream stream =
        new EventStream(Okio.buffer(new Pieces("data: {\"a\": 1}" + end, silence)), LIMIT, heard);
    assertThatThrownBy(stream::read).isSameAs(silence);
    assertThat(heard.events).containsExactly("{\"a\": 1}");
  }

  /** A call may be made meanwhile, of very many streams. */
  @ParameterizedTest
  @ValueSource(strings = {"\n\n", "\r\r", "\r\n\r\n"})
  void holdsNoMemoryWhileAnEventIsTold(String end) throws IOException {
    BufferedSource source = Okio.buffer(new Pieces("data: {}" + end, null));
    List<Long> held = new ArrayList<>();
    Heard heard =
        new Heard() {
          @Override
          public boolean event(byte[] data) {
            held.add(source.getBuffer().size());
            return super.event(data);
          }
        };
    new EventStream(source, LIMIT, heard).read();
    assertThat(held).containsExactly(0L);
  }

  @Test
  void stopsWhenNothingMoreIsWanted() throws IOException {
    Heard heard = new Heard();
    heard.most = 1;
    new EventStream(Okio.buffer(new Pieces("data: {}\n\ndata: {\"b\": 2}\n\n", null)), LIMIT, heard)
        .read();
    assertThat(heard.events).containsExactly("{}");
  }

  @Test
  void everyLineIsASignOfLife() throws IOException {
    Heard heard = new Heard();
    new EventStream(Okio.buffer(new Pieces(": ping\n\n: ping\n\n", null)), LIMIT, heard).read();
    assertThat(heard.signs).isEqualTo(4);
    assertThat(heard.events).isEmpty();
  }

  @Test
  void refusesAnEventWithoutAnEnd() {
    String endless = String.join("", Collections.nCopies(3, "data: " + text(4_000) + "\n"));
    assertThatThrownBy(() -> read(endless)).hasMessageContaining("longer than 10000 bytes");
    assertThatThrownBy(() -> read(":" + text(11_000))).hasMessageContaining("longer than");
  }

  @Test
  void refusesAnEventOfVeryManyLines() {
    String lines = String.join("", Collections.nCopies(101, "data: {\n"));
    assertThatThrownBy(() -> read(lines)).hasMessageContaining("more than 100 lines");
  }

  private static String text(int length) {
    return String.join("", Collections.nCopies(length, "x"));
  }

  /** Whatever comes, it ends, and tells nothing that did not come. */
  @Test
  void survivesAnyBytes() throws IOException {
    String alphabet = "data: {}\"\\\n\r:x€";
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      int length = text.toString().getBytes(StandardCharsets.UTF_8).length;
      int[] each = new int[length];
      Arrays.setAll(each, i -> i + 1);
      assertThat(read(text.toString(), each)).as("seed %s", seed).isEqualTo(read(text.toString()));
    }
  }
}
