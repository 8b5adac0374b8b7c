package dev.pictor.replicate;

import static dev.pictor.replicate.Fixtures.PRO;
import static dev.pictor.replicate.Fixtures.replicate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.MalformedReplyException;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobList;
import dev.pictor.spi.JobSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many predictions by one page of the list, and one by a reply that is held back. */
class JobsPageTest {
  private static Map<String, JobHandle> jobs(String... ids) {
    Map<String, JobHandle> jobs = new HashMap<>();
    for (String id : ids) {
      jobs.put(id, JobHandle.builder().provider("replicate").endpoint(PRO).id(id).build());
    }
    return jobs;
  }

  private static JobList read(String body, String... ids) {
    HttpReply reply =
        HttpReply.builder()
            .provider("replicate")
            .purpose(HttpCall.Purpose.LIST)
            .status(200)
            .body(HttpBody.of(body.getBytes(StandardCharsets.UTF_8)))
            .build();
    return replicate().readList(jobs(ids), reply);
  }

  private static String entry(String id, String status, String output, String createdAt) {
    return "{\"id\":\""
        + id
        + "\",\"status\":\""
        + status
        + "\",\"output\":"
        + output
        + ",\"created_at\":\""
        + createdAt
        + "\",\"metrics\":{\"predict_time\":3.275616566,\"total_time\":4.5}}";
  }

  private static final String URL = "\"https://replicate.delivery/xezq/a/tmp.webp\"";

  @Test
  void asksForWhatWasCreatedBefore() {
    HttpCall call = replicate().list(Instant.parse("2026-01-01T09:30:00.413Z")).get();
    assertThat(call.purpose()).isEqualTo(HttpCall.Purpose.LIST);
    assertThat(call.method()).isEqualTo("GET");
    assertThat(call.url())
        .isEqualTo(
            "https://api.replicate.com/v1/predictions?created_before=2026-01-01T09%3A30%3A00.413Z");
  }

  @Test
  void tellsThoseThatAreWaitedFor() {
    JobList page =
        read(
            "{\"next\":\"https://api.replicate.com/v1/predictions?cursor=x\",\"results\":["
                + entry("a", "processing", "null", "2026-01-01T09:30:03Z")
                + ","
                + entry("b", "succeeded", URL, "2026-01-01T09:30:02Z")
                + ","
                + entry("c", "succeeded", URL, "2026-01-01T09:30:01.25Z")
                + "]}",
            "a",
            "b");
    assertThat(page.snapshots()).containsOnlyKeys("a", "b");
    assertThat(page.snapshots().get("a").state()).isEqualTo(JobState.RUNNING);
    JobSnapshot done = page.snapshots().get("b");
    assertThat(done.state()).isEqualTo(JobState.COMPLETED);
    assertThat(done.output().get().images()).hasSize(1);
    assertThat(done.runTime()).contains(Duration.ofNanos(3_275_616_566L));
    assertThat(done.totalTime()).contains(Duration.ofMillis(4_500));
    assertThat(done.createdAt()).contains(Instant.parse("2026-01-01T09:30:02Z"));
    assertThat(page.since()).contains(Instant.parse("2026-01-01T09:30:01.25Z"));
  }

  /** The list may leave out why it failed, or what it made. */
  @ParameterizedTest
  @CsvSource(
      value = {
        "failed; null",
        "canceled; null",
        "aborted; null",
        "succeeded; null",
        "failed; [" + URL + "]"
      },
      delimiter = ';')
  void whatEndedWithoutAllImagesIsToBeAskedItself(String status, String output) {
    JobList page =
        read(
            "{\"next\":null,\"results\":["
                + entry("a", status, output, "2026-01-01T09:30:03Z")
                + "]}",
            "a");
    assertThat(page.snapshots()).isEmpty();
    assertThat(page.since()).isEmpty();
  }

  @Test
  void strangeEntriesHideNoOther() {
    JobList page =
        read(
            "{\"results\":[null,7,{},{\"id\":7},{\"id\":\"x\",\"created_at\":\"soon\"},"
                + entry("a", "processing", "null", "never")
                + "]}",
            "a");
    assertThat(page.snapshots()).containsOnlyKeys("a");
    assertThat(page.snapshots().get("a").createdAt()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<html>", "[]", "null", "{}", "{\"results\":{}}", "{\"results\":null}"})
  void whatIsNoListIsMalformed(String body) {
    assertThatThrownBy(() -> read(body, "a")).isInstanceOf(MalformedReplyException.class);
  }

  private static PlannedCall.Builder call() {
    return PlannedCall.builder()
        .provider("replicate")
        .endpoint(PRO)
        .input(JsonValue.parse("{\"prompt\":\"a boat\"}"));
  }

  @ParameterizedTest
  @CsvSource({"PT1S, wait=1", "PT5S, wait=5", "PT4.2S, wait=5", "PT60S, wait=60"})
  void aReplyCanBeHeldBack(Duration hold, String prefer) {
    HttpCall call = replicate().submit(call().build(), hold);
    assertThat(call.headers()).containsEntry("Prefer", prefer);
    assertThat(call.hold()).isGreaterThanOrEqualTo(hold);
    assertThat(replicate().longestHold()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void aWaitOfTheCallerStaysAsItIs() {
    HttpCall call =
        replicate().submit(call().putHeaders("prefer", "wait=7").build(), Duration.ofSeconds(60));
    assertThat(call.hold()).isEqualTo(Duration.ofSeconds(7));
    assertThat(call.headers().values()).contains("wait=7").doesNotContain("wait=60");
  }
}
