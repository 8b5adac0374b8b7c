package dev.pictor.replicate;

import static dev.pictor.replicate.Fixtures.PRO;
import static dev.pictor.replicate.Fixtures.call;
import static dev.pictor.replicate.Fixtures.job;
import static dev.pictor.replicate.Fixtures.replicate;
import static dev.pictor.replicate.Fixtures.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.MalformedReplyException;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall.Purpose;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Submission.Lookup;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Replies with a few bytes changed: a server, a proxy or a cut line may send any of them. */
@Tag("wide")
class FuzzTest {
  private static final int ROUNDS = 6_000;
  private static final int[] STATUSES = {400, 401, 402, 403, 404, 409, 413, 422, 429, 500, 502};
  private static final String[] PIECES = {
    "null",
    "{}",
    "[]",
    "\"\"",
    "-1",
    "1e999999999",
    "1e-999999999",
    "\"\\u0000\"",
    "<title>",
    ",",
    "true",
    "{\"a\":[{\"b\":1}]}",
    "\u2028",
    "status",
    "\"failed\"",
    "\"succeeded\""
  };

  private final Random random = new Random(20_260_101);

  @Test
  void anErrorIsReadOutOfAnyBytes() {
    List<byte[]> files = files();
    for (int round = 0; round < ROUNDS; round++) {
      HttpReply reply = mutated(files).status(STATUSES[random.nextInt(STATUSES.length)]).build();

      assertThat(replicate().readError(reply)).hasMessageContaining("provider replicate");
    }
  }

  @Test
  void aPredictionIsReadOrMalformed() {
    List<byte[]> files = files();
    int read = 0;
    int malformed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      HttpReply reply = mutated(files).build();
      try {
        JobSnapshot snapshot = replicate().readPoll(job(PRO, Fixtures.ID), reply);
        assertThat(snapshot.failure().isPresent() || snapshot.output().isPresent())
            .isEqualTo(snapshot.state().isTerminal());
        read++;
      } catch (MalformedReplyException e) {
        malformed++;
      }
      try {
        assertThat(replicate().readSubmission(call(PRO).build(), reply).handle().provider())
            .isEqualTo("replicate");
      } catch (MalformedReplyException e) {
        malformed++;
      }
    }
    assertThat(read).isGreaterThan(ROUNDS / 20);
    assertThat(malformed).isGreaterThan(ROUNDS / 20);
  }

  @Test
  void aListIsReadOrMalformed() {
    List<byte[]> lists =
        Fixtures.names("predictions").stream()
            .map(Fixtures::text)
            .map(one -> "{\"next\":null,\"results\":[" + one + "," + one + "]}")
            .map(list -> list.getBytes(StandardCharsets.UTF_8))
            .collect(Collectors.toList());
    int read = 0;
    int malformed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      HttpReply reply = mutated(lists).build();
      try {
        Lookup lookup = replicate().readLookup(call(PRO).build(), Instant.EPOCH, reply);
        assertThat(lookup.matches().size() + lookup.doubtful().size()).isLessThanOrEqualTo(2);
        read++;
      } catch (MalformedReplyException e) {
        malformed++;
      }
    }
    assertThat(read).isGreaterThan(ROUNDS / 20);
    assertThat(malformed).isGreaterThan(ROUNDS / 20);
  }

  private static List<byte[]> files() {
    return Stream.of("errors", "predictions")
        .flatMap(folder -> Fixtures.names(folder).stream())
        .map(Fixtures::bytes)
        .collect(Collectors.toList());
  }

  private HttpReply.Builder mutated(List<byte[]> files) {
    byte[] bytes = files.get(random.nextInt(files.size()));
    for (int change = random.nextInt(4); change > 0; change--) {
      bytes = mutate(bytes);
    }
    return reply(random.nextBoolean() ? Purpose.SUBMIT : Purpose.POLL, 200)
        .body(HttpBody.of(bytes));
  }

  private byte[] mutate(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    switch (random.nextInt(4)) {
      case 0:
        return Arrays.copyOf(bytes, at);
      case 1:
        byte[] flipped = bytes.clone();
        if (at < flipped.length) {
          flipped[at] = (byte) random.nextInt(256);
        }
        return flipped;
      case 2:
        return replaceValue(bytes);
      default:
        byte[] piece = piece();
        byte[] longer = Arrays.copyOf(bytes, bytes.length + piece.length);
        System.arraycopy(bytes, at, longer, at + piece.length, bytes.length - at);
        System.arraycopy(piece, 0, longer, at, piece.length);
        return longer;
    }
  }

  /** Mostly still JSON: one member has another value. */
  private byte[] replaceValue(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    String[] parts = text.split("(?<=\":)(?=null|\"[^\"]*\"|[0-9])", -1);
    int part = random.nextInt(parts.length);
    parts[part] =
        parts[part].replaceFirst(
            "^(null|\"[^\"]*\"|[0-9.]+)",
            Matcher.quoteReplacement(new String(piece(), StandardCharsets.UTF_8)));
    return String.join("", parts).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] piece() {
    return PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
  }
}
