package dev.pictor.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JsonValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls, replies, bodies and origins. */
class HttpTest {
  private static HttpCall.Builder call() {
    return HttpCall.builder()
        .purpose(HttpCall.Purpose.SUBMIT)
        .method("POST")
        .url("https://queue.fal.run/fal-ai/flux");
  }

  private static HttpReply.Builder reply(String body) {
    return HttpReply.builder()
        .provider("fal")
        .purpose(HttpCall.Purpose.POLL)
        .status(200)
        .body(HttpBody.of(body.getBytes(UTF_8)));
  }

  @Test
  void aCallShowsTheNamesOfItsHeadersOnly() {
    HttpCall call =
        call().putHeaders("Authorization", "Key s3cret").json(JsonValue.of("private")).build();

    assertThat(call)
        .hasToString(
            "POST https://queue.fal.run/fal-ai/flux (headers: Authorization, Content-Type)");
  }

  @Test
  void aCallKeepsItsHeadersInOrderAndTheLastValueOfEach() {
    HttpCall.Builder builder = call().putHeaders("B", "1").putHeaders("a", "2");
    HttpCall call = builder.build();
    HttpCall more = builder.putHeaders("B", "3").putHeaders("A", "4").build();

    assertThat(call.headers()).containsExactly(entry("B", "1"), entry("a", "2"));
    assertThat(more.headers()).containsExactly(entry("B", "3"), entry("a", "2"), entry("A", "4"));
    assertThat(more.headers()).hasSize(3).containsKey("A").doesNotContainKeys("b", null);
    assertThat(more.headers().get("b")).isNull();
    assertThat(more.headers()).isEqualTo(new LinkedHashMap<>(more.headers()));
    assertThat(more.headers()).hasSameHashCodeAs(new LinkedHashMap<>(more.headers()));
  }

  @Test
  void nobodyChangesTheHeadersOfACall() {
    Map<String, String> headers = call().putHeaders("A", "1").build().headers();

    assertThatThrownBy(() -> headers.put("B", "2"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> headers.remove("A")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(headers::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> headers.entrySet().iterator().next().setValue("2"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> call().build().headers().entrySet().iterator().next())
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aCallTakesJson() {
    HttpCall call = call().json(JsonValue.parse("{\"prompt\":\"ä\"}")).build();

    assertThat(call.headers()).containsEntry("Content-Type", "application/json");
    assertThat(call.body().get().text()).isEqualTo("{\"prompt\":\"ä\"}");
    assertThat(call.hold()).isEqualTo(Duration.ZERO);
  }

  @Test
  void aReplyStaysAsItIsWhenItsBuilderGoesOn() {
    HttpReply.Builder builder = reply("").addHeader("A", "1").addHeader("a", "2");
    HttpReply reply = builder.build();
    HttpReply more = builder.addHeader("A", "3").addHeader("B", "4").build();
    HttpReply none = builder.headers(Collections.emptyMap()).build();

    assertThat(reply.headers()).containsExactly(entry("a", Arrays.asList("1", "2")));
    assertThat(more.headers())
        .containsExactly(
            entry("a", Arrays.asList("1", "2", "3")), entry("b", Collections.singletonList("4")));
    assertThat(none.headers()).isEmpty();
    assertThatThrownBy(() -> reply.headers().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aReplyShowsNeitherHeadersNorBody() {
    HttpReply reply =
        reply("private").addHeader("Set-Cookie", "s3cret").addHeader("Date", "today").build();

    assertThat(reply)
        .hasToString(
            "{provider=fal, purpose=POLL, status=200, headers=[set-cookie, date], body=7 bytes}");
  }

  /** In Turkish, the small letter of I is not i. */
  @ParameterizedTest
  @ValueSource(strings = {"x-fal-request-id", "X-Fal-Request-Id", "X-FAL-REQUEST-ID"})
  void aHeaderIsFoundWhateverItsCase(String name) {
    for (HttpReply reply :
        Arrays.asList(
            reply("").addHeader("X-FAL-REQUEST-ID", "a").build(),
            reply("").putHeaders("X-Fal-Request-Id", Arrays.asList("a", "b")).build(),
            reply("")
                .headers(Collections.singletonMap("X-FAL-REQUEST-ID", Arrays.asList("a")))
                .build())) {
      assertThat(reply.header(name)).contains("a");
      assertThat(reply.headers()).containsOnlyKeys("x-fal-request-id");
    }
    assertThat(reply("").build().header(name)).isEmpty();
  }

  @Test
  void aHeaderMayHaveSeveralValues() {
    HttpReply.Builder builder = reply("").addHeader("Link", "a").addHeader("LINK", "b");
    HttpReply reply = builder.build();
    builder.addHeader("link", "c");

    assertThat(reply.headers()).containsEntry("link", Arrays.asList("a", "b"));
    assertThat(reply.header("link")).contains("a");
    assertThatThrownBy(() -> reply.headers().get("link").clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @CsvSource({"199,false", "200,true", "202,true", "299,true", "300,false", "404,false"})
  void aReplyIsSuccessfulOrNot(int status, boolean isSuccessful) {
    assertThat(reply("").status(status).build().isSuccessful()).isEqualTo(isSuccessful);
  }

  @Test
  void aReplyIsReadAsJson() {
    assertThat(reply("{\"a\":1}").build().json()).isEqualTo(JsonValue.parse("{\"a\":1}"));
    assertThat(reply("{\"a\":1}").build().jsonIfAny()).contains(JsonValue.parse("{\"a\":1}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>502</html>", "{\"a\":", "{} x"})
  void aReplyThatIsNotJsonIsMalformed(String body) {
    JobHandle job = JobHandle.parse("pictor1:fal:flux:1");
    HttpReply reply = reply(body).job(job).build();

    assertThat(reply.jsonIfAny()).isEmpty();
    assertThatThrownBy(reply::json)
        .isInstanceOfSatisfying(
            MalformedReplyException.class,
            malformed -> {
              assertThat(malformed)
                  .hasMessageStartingWith("The reply is not JSON: Not ")
                  .hasMessageEndingWith("[provider fal, status 200, handle " + job + "]")
                  .hasCauseInstanceOf(IllegalArgumentException.class);
              assertThat(malformed.details().body()).contains(body);
            });
  }

  @Test
  void theDetailsOfAReplyAreBounded() {
    HttpReply reply = reply(new String(new char[100_000]).replace('\0', 'x')).build();

    assertThat(reply.malformed("wrong").details().body().get()).hasSize(ErrorDetails.MAX_BODY);
  }

  @Test
  void aBodyIsACopy() {
    byte[] bytes = {'a', 'b'};
    HttpBody body = HttpBody.of(bytes);
    bytes[0] = 'x';
    body.bytes()[1] = 'x';

    assertThat(body.text()).isEqualTo("ab");
    assertThat(body.length()).isEqualTo(2);
    assertThat(body).isEqualTo(HttpBody.of("ab".getBytes(UTF_8))).hasToString("2 bytes");
    assertThat(body).hasSameHashCodeAs(HttpBody.of("ab".getBytes(UTF_8)));
    assertThat(body).isNotEqualTo(HttpBody.of(bytes)).isNotEqualTo("ab");
  }

  @ParameterizedTest
  @CsvSource({
    "https://queue.fal.run/a/b?c#d, https://queue.fal.run:443",
    "HTTPS://QUEUE.FAL.RUN:443, https://queue.fal.run:443",
    "http://localhost:8080/x, http://localhost:8080",
    "http://localhost/x, http://localhost:80",
    "https://[::1]:7/x, https://[::1]:7",
    "http://My_Emulator:8080/x, http://my_emulator:8080",
    "https://a_b.C-d/x, https://a_b.c-d:443"
  })
  void anOriginIsSchemeHostAndPort(String url, String origin) {
    assertThat(Origin.of(url)).hasToString(origin).isEqualTo(Origin.of(origin));
    assertThat(Origin.of(url)).hasSameHashCodeAs(Origin.of(origin));
    assertThat(Origin.of(origin).includes(url)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://queue.fal.run/",
        "https://queue.fal.run:8443/",
        "https://queue.fal.run.evil.example/",
        "https://evil.example/queue.fal.run",
        "https://user@queue.fal.run/",
        "https://queue.fal.run@evil.example/",
        "https://queue.fal.run\\@evil.example/",
        "https://queue.fal.run@evil_example/",
        "https://queue.fal.run_/",
        "https://queue_fal.run/",
        "//queue.fal.run/",
        "queue.fal.run",
        ""
      })
  void anotherOriginIsNotIncluded(String url) {
    assertThat(Origin.of("https://queue.fal.run").includes(url)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "/path",
        "data:,x",
        "file:///etc/passwd",
        "https://",
        "https://a_b..c/",
        "https://a_b.c:/",
        "https://a_b.c:443:80/",
        "https://a_b.c:123456/",
        "https://a_b%2Ec/",
        "https://ä_b.c/",
        "https://[a_b]/",
        "ftp://a_b.c/",
        "https://a..c/",
        "https://1.2.3/",
        "https://me:s3cret@a_b.c/",
        "https://me:s3cret@queue.fal.run/"
      })
  void aTextThatHasNoOriginIsRefused(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Origin.of(url))
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("s3cret"));
  }
}
