package dev.pictor.fal;

import static dev.pictor.fal.Fixtures.JOB;
import static dev.pictor.fal.Fixtures.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.PictorException;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall.Purpose;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.ProviderOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes a server sends: an object or a Pictor exception, nothing else. */
@Tag("wide")
class FuzzTest {
  private static final int ROUNDS = 3_000;
  private static final List<Purpose> PURPOSES = Arrays.asList(Purpose.values());
  private static final List<Integer> STATUSES =
      Arrays.asList(
          100, 200, 202, 204, 301, 304, 400, 401, 402, 403, 404, 405, 408, 409, 410, 418, 422, 425,
          429, 499, 500, 502, 503, 504, 599, 0, -1, 1000);
  private static final String[] PIECES = {
    "null",
    "{}",
    "[]",
    "\"\"",
    "-1",
    "1e999999999",
    "true",
    "{",
    "[",
    "\"",
    ",",
    ":",
    "\\",
    "\\ud800",
    "detail",
    "error_type",
    "request_id",
    "status",
    "images",
    "\u0000",
    "<title>",
    "Authorization: Key "
  };

  private final Fal fal = Fal.create(KEY);
  private final PlannedCall call = Fixtures.call("fal-ai/flux-pro/v1.1").build();

  @ParameterizedTest
  @ValueSource(longs = {1, 20260901, 424242})
  void nothingElseComesOut(long seed) {
    Random random = new Random(seed);
    List<String> names = Fixtures.replies();
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Purpose purpose = PURPOSES.get(random.nextInt(PURPOSES.size()));
      HttpReply original = Fixtures.reply(purpose, names.get(random.nextInt(names.size())));
      HttpReply.Builder mutated =
          HttpReply.builder()
              .provider("fal")
              .purpose(purpose)
              .job(original.job())
              .status(
                  random.nextBoolean()
                      ? original.status()
                      : STATUSES.get(random.nextInt(STATUSES.size())))
              .body(HttpBody.of(mutate(original.body().bytes(), random)));
      original.headers().forEach((name, values) -> mutated.addHeader(name, header(values, random)));
      HttpReply reply = mutated.build();

      PictorException error = fal.readError(reply);
      assertThat(error.getMessage()).isNotBlank().doesNotContain(KEY);
      read += succeeds(() -> fal.readSubmission(call, reply).handle().toString());
      read += succeeds(() -> fal.readPoll(JOB, reply).toString());
      read += succeeds(() -> output(reply));
    }
    // Otherwise the mutations break everything, and nothing is tested.
    assertThat(read).isGreaterThan(ROUNDS / 10);
  }

  private String output(HttpReply reply) {
    ProviderOutput output = fal.readResult(JOB, reply);
    assertThat(output.images())
        .isNotEmpty()
        .allSatisfy(image -> assertThat(image.url()).isNotBlank());
    return output.toString();
  }

  private static int succeeds(Supplier<String> reading) {
    try {
      assertThat(reading.get()).isNotBlank();
      return 1;
    } catch (PictorException expected) {
      assertThat(expected.getMessage()).isNotBlank();
      return 0;
    }
  }

  private static String header(List<String> values, Random random) {
    String value = values.get(0);
    return random.nextInt(4) > 0
        ? value
        : value.substring(0, random.nextInt(value.length() + 1))
            + PIECES[random.nextInt(PIECES.length)];
  }

  private static byte[] mutate(byte[] body, Random random) {
    byte[] bytes = body;
    for (int times = random.nextInt(4); times > 0; times--) {
      int at = random.nextInt(bytes.length + 1);
      int end = at + random.nextInt(Math.min(40, bytes.length - at) + 1);
      byte[] piece;
      switch (random.nextInt(4)) {
        case 0: // cut out
          piece = new byte[0];
          break;
        case 1: // noise
          piece = new byte[end - at];
          random.nextBytes(piece);
          break;
        case 2: // another token
          piece = PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
          break;
        default: // end early
          piece = new byte[0];
          end = bytes.length;
      }
      byte[] next = new byte[at + piece.length + bytes.length - end];
      System.arraycopy(bytes, 0, next, 0, at);
      System.arraycopy(piece, 0, next, at, piece.length);
      System.arraycopy(bytes, end, next, at + piece.length, bytes.length - end);
      bytes = next;
    }
    return bytes;
  }
}
