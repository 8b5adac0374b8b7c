package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.ImageResult;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What the tests of streams share: a queue of fal whose streams they write, and a clock. */
@Timeout(60)
abstract class StreamTests {
  final StreamWire wire = new StreamWire();
  final TestTime time = new TestTime();

  @AfterEach
  void stop() {
    wire.close();
    time.close();
  }

  final void assertOneImage(ImageResult result) {
    assertThat(result.images()).hasSize(1);
    assertThat(wire.submissions()).isEqualTo(1);
    assertInTime();
  }

  /** The clock stands still, but what was waited for counts. */
  final void assertInTime() {
    assertThat(time.passed()).isLessThan(RequestOptions.defaults().deadline());
  }

  final void assertOnePaidJob() {
    try (ImageClient client = wire.client(time)) {
      assertOneImage(client.generate(StreamWire.request()));
    }
  }

  final void awaitResult(int number) {
    Until.holds("question " + number, () -> wire.results() == number && time.pending() == 2);
  }

  final void untilAStreamIsWaitedFor(int opened) {
    Until.holds("the stream", () -> wire.opened() == opened);
    Until.holds("the deadline and the stream are watched", () -> time.pending() == 2);
  }

  static String[] early(int times) {
    String[] early = new String[times];
    Arrays.fill(early, "{\"detail\":\"Request is still in progress\"}");
    return early;
  }

  static String withLogs(String status, String... lines) {
    return "{\"status\": \""
        + status
        + "\", \"logs\": ["
        + Arrays.stream(lines)
            .map(line -> "{\"message\": \"" + line + "\"}")
            .collect(Collectors.joining(", "))
        + "]}";
  }
}
