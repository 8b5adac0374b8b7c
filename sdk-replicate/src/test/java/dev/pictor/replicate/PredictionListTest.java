package dev.pictor.replicate;

import static dev.pictor.replicate.Fixtures.PRO;
import static dev.pictor.replicate.Fixtures.TOKEN;
import static dev.pictor.replicate.Fixtures.VERSION;
import static dev.pictor.replicate.Fixtures.replicate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.MalformedReplyException;
import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.Submission;
import dev.pictor.spi.Submission.Lookup;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which predictions of the list are the one of a submission whose reply was lost. */
class PredictionListTest {
  private static final Instant SINCE = Instant.parse("2026-01-01T09:30:00Z");
  private static final String INPUT =
      "{\"prompt\":\"a boat\",\"seed\":1207,\"guidance\":3.50,\"tags\":[1,{\"a\":1,\"b\":2}]}";

  private static PlannedCall call(String endpoint, String input) {
    return PlannedCall.builder()
        .provider("replicate")
        .endpoint(endpoint)
        .input(JsonValue.parse(input))
        .build();
  }

  private static Lookup read(PlannedCall call, String body) {
    HttpReply reply =
        HttpReply.builder()
            .provider("replicate")
            .purpose(HttpCall.Purpose.LOOKUP)
            .status(200)
            .body(HttpBody.of(body.getBytes(StandardCharsets.UTF_8)))
            .build();
    return replicate().readLookup(call, SINCE, reply);
  }

  private static Lookup list(PlannedCall call, String... entries) {
    return read(call, "{\"next\":null,\"results\":[" + String.join(",", entries) + "]}");
  }

  private static String entry(String id, String what, String input) {
    return "{\"id\":\""
        + id
        + "\","
        + what
        + ",\"input\":"
        + input
        + ",\"status\":\"starting\",\"created_at\":\"2026-01-01T09:30:00.412Z\"}";
  }

  private static String pro(String id, String input) {
    return entry(id, "\"model\":\"" + PRO + "\",\"version\":\"hidden\"", input);
  }

  private static List<String> ids(List<Submission> jobs) {
    return jobs.stream().map(job -> job.handle().id()).collect(Collectors.toList());
  }

  @Test
  void asksForThePredictionsSinceTheSubmission() {
    HttpCall lookup = replicate().lookup(call(PRO, INPUT), SINCE).get();

    assertThat(lookup.method()).isEqualTo("GET");
    assertThat(lookup.purpose()).isEqualTo(HttpCall.Purpose.LOOKUP);
    assertThat(lookup.url())
        .isEqualTo(
            "https://api.replicate.com/v1/predictions?created_after=2026-01-01T09%3A30%3A00Z");
    assertThat(lookup.headers()).containsEntry("Cache-Control", "no-store");
    assertThat(lookup.toString()).doesNotContain(TOKEN);
  }

  @Test
  void theSameInputInAnotherOrderAndWritingIsAMatch() {
    Lookup lookup =
        list(
            call(PRO, INPUT),
            pro("other", "{\"prompt\":\"a boat\",\"seed\":1208}"),
            pro(
                "same",
                "{\"guidance\":3.5,\"prompt\":\"a boat\",\"seed\":1.207e3,"
                    + "\"tags\":[1.0,{\"b\":2,\"a\":1}]}"));

    assertThat(ids(lookup.matches())).containsExactly("same");
    assertThat(lookup.doubtful()).isEmpty();
    assertThat(lookup.next()).isEmpty();
    assertThat(lookup.matches().get(0).snapshot().get().state()).isEqualTo(JobState.QUEUED);
    assertThat(lookup.matches().get(0).handle().endpoint()).isEqualTo(PRO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"prompt\":\"a boat\",\"seed\":8}",
        "{\"prompt\":\"a boat\",\"seed\":\"7\"}",
        "{\"prompt\":\"A boat\",\"seed\":7}",
        "{\"prompt\":[\"a boat\"],\"seed\":7}",
        "{\"prompt\":null,\"seed\":7}"
      })
  void anotherInputIsNoMatch(String input) {
    Lookup lookup = list(call(PRO, "{\"prompt\":\"a boat\",\"seed\":7}"), pro("1", input));

    assertThat(lookup.matches()).isEmpty();
    assertThat(lookup.doubtful()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "17",
        "{\"prompt\":\"a boat\"}",
        "{\"prompt\":\"a boat\",\"seed\":7,\"steps\":28}",
      })
  void anInputThatIsNotShownWholeIsDoubtful(String input) {
    Lookup lookup = list(call(PRO, "{\"prompt\":\"a boat\",\"seed\":7}"), pro("1", input));

    assertThat(lookup.matches()).isEmpty();
    assertThat(ids(lookup.doubtful())).containsExactly("1");
  }

  @Test
  void aFileThatIsShownInAnotherFormIsDoubtful() {
    PlannedCall call =
        call(PRO, "{\"seed\":7,\"images\":[\"data:image/png;base64,AAAA\",\"https://a.b/c\"]}");
    String same = "\"data:image/png;base64,AAAA\"";
    String stored = "\"https://replicate.delivery/x\"";

    assertThat(ids(list(call, withImages("1", same, "\"https://a.b/c\"")).matches()))
        .containsExactly("1");
    assertThat(ids(list(call, withImages("2", stored, "\"https://a.b/c\"")).doubtful()))
        .containsExactly("2");
    assertThat(list(call, withImages("3", stored, "\"https://a.b/d\"")))
        .isEqualTo(Lookup.builder().build());
  }

  private static String withImages(String id, String one, String other) {
    return pro(id, "{\"images\":[" + one + "," + other + "],\"seed\":7}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a/b                | 'model':'a/b','version':'hidden'        | SAME",
        "a/b                | 'model':'A/B','version':'dp-123'        | SAME",
        "a/b                | 'model':'a/c'                           | OTHER",
        "a/b                | 'model':'replicate-internal/b-fast'     | UNCLEAR",
        "a/b                | 'version':'hidden'                      | UNCLEAR",
        "a/b                | 'model':'a/b','deployment':'a/b'        | OTHER",
        "a/b:VERSION        | 'model':'a/b','version':'VERSION'       | SAME",
        "a/b:VERSION        | 'model':'a/b','version':'OTHER'         | OTHER",
        "a/b:VERSION        | 'model':'a/c','version':'VERSION'       | OTHER",
        "a/b:VERSION        | 'model':'a/b','version':'hidden'        | UNCLEAR",
        "VERSION            | 'model':'a/b','version':'VERSION'       | SAME",
        "VERSION            | 'model':'a/b','version':'OTHER'         | OTHER",
        "VERSION            | 'model':'a/b'                           | UNCLEAR",
        "deployments/a/b    | 'model':'c/d','deployment':'a/b'        | SAME",
        "deployments/a/b    | 'model':'c/d','deployment':'a/c'        | OTHER",
        "deployments/a/b    | 'model':'a/b'                           | UNCLEAR"
      })
  void theEndpointIsKnownByModelVersionOrDeployment(String endpoint, String shown, String is) {
    Lookup lookup =
        list(
            call(versioned(endpoint), "{\"prompt\":\"a\"}"),
            entry("1", versioned(shown.replace('\'', '"')), "{\"prompt\":\"a\"}"));

    assertThat(lookup.matches()).hasSize(is.equals("SAME") ? 1 : 0);
    assertThat(lookup.doubtful()).hasSize(is.equals("UNCLEAR") ? 1 : 0);
  }

  private static String versioned(String text) {
    return text.replace("VERSION", VERSION)
        .replace("OTHER", new StringBuilder(VERSION).reverse().toString());
  }

  @Test
  void whatIsOlderIsNeitherTakenNorGoneBeyond() {
    String old = pro("old", INPUT).replace("09:30:00.412Z", "09:29:59.999999Z");
    Lookup lookup =
        read(
            call(PRO, INPUT),
            "{\"next\":\"https://api.replicate.com/v1/predictions?cursor=x\",\"results\":["
                + pro("new", INPUT)
                + ","
                + old
                + "]}");

    assertThat(ids(lookup.matches())).containsExactly("new");
    assertThat(lookup.next()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "17", "\"yesterday\"", "\"\""})
  void aTimeThatCannotBeReadHidesNothing(String time) {
    String entry = pro("1", INPUT).replace("\"2026-01-01T09:30:00.412Z\"", time);

    assertThat(ids(list(call(PRO, INPUT), entry).matches())).containsExactly("1");
  }

  @Test
  void theNextPageIsAskedForWordByWord() {
    String next = "https://api.replicate.com/v1/predictions?cursor=cD0x%3D%3D&created_after=x";
    Lookup lookup = read(call(PRO, INPUT), "{\"next\":\"" + next + "\",\"results\":[]}");

    assertThat(lookup.next().get().url()).isEqualTo(next);
    assertThat(lookup.next().get().method()).isEqualTo("GET");
    assertThat(lookup.next().get().purpose()).isEqualTo(HttpCall.Purpose.LOOKUP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "<html>",
        "{\"results\":null}",
        "{\"results\":{}}",
        "{\"results\":\"a list\"}",
        "{\"results\":[17]}",
        "{\"results\":[{}]}",
        "{\"results\":[{\"id\":17}]}",
        "{\"results\":[],\"next\":17}"
      })
  void whatIsNoListIsMalformed(String body) {
    assertThatThrownBy(() -> read(call(PRO, INPUT), body))
        .isInstanceOf(MalformedReplyException.class);
  }

  @Test
  void aPredictionWhoseStateIsStrangeIsAMatchAllTheSame() {
    String strange = pro("1", INPUT).replace("\"starting\"", "{\"a\":1}");

    assertThat(ids(list(call(PRO, INPUT), strange).matches())).containsExactly("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"succeeded", "failed", "canceled", "aborted"})
  void aPredictionThatEndedWithoutAnImageIsToBeAskedItself(String status) {
    String ended = pro("1", INPUT).replace("starting", status);
    Lookup lookup = list(call(PRO, INPUT), ended);

    assertThat(ids(lookup.matches())).containsExactly("1");
    assertThat(lookup.matches().get(0).snapshot()).isEmpty();
  }

  @Test
  void aPredictionWithItsImageNeedsNoPoll() {
    String done =
        pro("1", INPUT)
            .replace("\"starting\"", "\"succeeded\",\"output\":\"https://replicate.delivery/a/b\"");

    assertThat(list(call(PRO, INPUT), done).matches().get(0).snapshot().get().state())
        .isEqualTo(JobState.COMPLETED);
  }
}
