package dev.pictor;

import static dev.pictor.Wire.Step.CANCEL;
import static dev.pictor.Wire.Step.FILE;
import static dev.pictor.Wire.Step.RESULT;
import static dev.pictor.Wire.Step.STATUS;
import static dev.pictor.Wire.Step.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.DownloadException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.fal.Fal;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.replicate.Replicate;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.Provider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The key goes to its provider and to nobody else. */
@Timeout(60)
class KeyTest {
  private final Wire wire = new Wire();
  private final Wire foreign = new Wire();
  private final TestTime time = new TestTime();

  @AfterEach
  void stop() {
    wire.close();
    foreign.close();
    time.close();
  }

  private static void assertNoKey(List<RecordedRequest> requests) {
    requests.forEach(request -> Failures.assertNoKey(Wire.text(request)));
  }

  private void assertKeyOnEveryCall() {
    assertThat(wire.received())
        .filteredOn(request -> !String.valueOf(request.getPath()).startsWith("/files/"))
        .isNotEmpty()
        .allSatisfy(
            request ->
                assertThat(request.getHeaders().values("Authorization"))
                    .containsExactly("Key " + Wire.KEY));
  }

  @Test
  void itIsOnEveryCallToTheProviderAndOnNoDownload() {
    wire.then(STATUS, Wire.running());
    wire.then(RESULT, request -> Wire.result(foreign.url("/files/other.png")));
    try (ImageClient client = wire.client(time)) {
      ImageResult result = client.generate(Wire.request());
      assertThat(result.image().bytes()).isEqualTo(Wire.PNG);
      Failures.assertNoKey(result + " " + client + " " + result.rawReplies() + result.image());
    }
    assertKeyOnEveryCall();
    assertThat(foreign.count(FILE)).isEqualTo(1);
    assertNoKey(foreign.received());
  }

  @Test
  void itIsNotOnADownloadFromTheProvidersOwnHost() {
    try (ImageClient client = wire.client(time)) {
      client.generate(Wire.request()).image().bytes();
      assertThat(wire.count(FILE)).isEqualTo(1);
      assertNoKey(wire.received(FILE));
    }
  }

  @Test
  void itIsNotSentToTheTargetOfARedirect() {
    MockResponse elsewhere =
        new MockResponse().setResponseCode(307).setHeader("Location", foreign.url("/x"));
    wire.then(STATUS, elsewhere);
    wire.then(FILE, elsewhere.clone().setHeader("Location", foreign.url("/files/x.png")));
    try (ImageClient client = wire.client(time)) {
      assertThat(client.generate(Wire.request()).image().bytes()).isEqualTo(Wire.PNG);
      wire.always(RESULT, request -> elsewhere);
      assertThat(Failures.of(() -> client.generate(Wire.request())).handle()).isPresent();
    }
    assertThat(foreign.count()).isEqualTo(1);
    assertThat(foreign.count(FILE)).isEqualTo(1);
    assertNoKey(foreign.received());
  }

  @Test
  void aCancellationDoesNotFollowARedirectEither() {
    time.holdShortWaits();
    wire.always(
        CANCEL,
        request -> new MockResponse().setResponseCode(308).setHeader("Location", foreign.url("/")));
    try (ImageClient client = wire.client(time)) {
      ImageJob job = client.submit(Wire.request());
      job.cancel();
      Until.holds("it was told", () -> wire.count(CANCEL) == 1);
      Until.holds("it ended or waits", () -> job.result().isDone() || time.pending() > 0);
      time.advance(java.time.Duration.ofSeconds(10));
      Failures.of(job.result());
    }
    assertThat(foreign.count()).isZero();
  }

  private MockResponse hijacked() {
    String job = foreign.url("/fal-ai/flux-pro/requests/job-1");
    return Wire.json(
        200,
        "{\"status\":\"IN_QUEUE\",\"request_id\":\"job-1\",\"response_url\":\""
            + job
            + "\",\"status_url\":\""
            + job
            + "/status\",\"cancel_url\":\""
            + job
            + "/cancel\"}");
  }

  @Test
  void urlsOfAnotherHostInTheAnswerAreNotUsed() {
    wire.then(SUBMIT, hijacked());
    try (ImageClient client = wire.client(time)) {
      ImageResult result = client.generate(Wire.request());
      assertThat(result.handles().get(0).toString()).doesNotContain("response_url");
    }
    assertThat(wire.count(STATUS)).isEqualTo(1);
    assertThat(wire.count(RESULT)).isEqualTo(1);
    assertThat(foreign.count()).isZero();
  }

  @Test
  void aCancelUrlOfAnotherHostIsNotUsed() {
    time.holdShortWaits();
    wire.then(SUBMIT, hijacked());
    try (ImageClient client = wire.client(time)) {
      ImageJob job = client.submit(Wire.request());
      job.cancel();
      assertThat(job.await().images()).hasSize(1); // it had completed
    }
    assertThat(wire.count(CANCEL)).isEqualTo(1);
    assertThat(foreign.count()).isZero();
  }

  @Test
  void aHandleThatWasTamperedWithLeadsNowhereElse() {
    JobHandle tampered =
        JobHandle.builder()
            .provider("fal")
            .endpoint("fal-ai/flux-pro/v1.1")
            .id("job-1")
            .putExtras("status_url", foreign.url("/status"))
            .putExtras("response_url", foreign.url("/requests/job-1"))
            .putExtras("cancel_url", foreign.url("/cancel"))
            .build();
    try (ImageClient client = wire.client(time)) {
      assertThat(client.resume(JobHandle.parse(tampered.toString())).await().images()).hasSize(1);
    }
    assertThat(wire.count(STATUS)).isEqualTo(1);
    assertThat(foreign.count()).isZero();
  }

  /** A provider whose calls go to a place that it does not trust itself. */
  @Test
  void theEngineAsksTheProviderWhomItTrusts() {
    Provider sound = wire.fal();
    Provider reckless =
        (Provider)
            Proxy.newProxyInstance(
                Provider.class.getClassLoader(),
                new Class<?>[] {Provider.class},
                (proxy, called, arguments) -> {
                  try {
                    Object answer = called.invoke(sound, arguments);
                    return called.getName().equals("poll")
                        ? ((HttpCall) answer)
                            .toBuilder().url(foreign.url("/requests/job-1/status")).build()
                        : answer;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    try (ImageClient client = ImageClient.builder().provider(reckless).time(time).build()) {
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
    }
    assertThat(foreign.count(STATUS)).isEqualTo(1);
    assertNoKey(foreign.received());
  }

  @Test
  void twoProvidersNeverSeeEachOthersKey() {
    foreign.always(
        SUBMIT,
        request ->
            Wire.json(
                201,
                "{\"id\":\"p1\",\"status\":\"succeeded\",\"output\":\""
                    + foreign.url("/files/p1.png")
                    + "\"}"));
    try (ImageClient client =
        ImageClient.builder()
            .provider(wire.fal())
            .provider(
                Replicate.builder().token(Wire.OTHER_SECRET).baseUrl(foreign.url("/")).build())
            .time(time)
            .build()) {
      for (int i = 0; i < 3; i++) {
        client.generate(Wire.request()).image().bytes();
        client
            .generate(
                ImageRequest.builder().model("replicate/flux1.1-pro").prompt("a boat").build())
            .image()
            .bytes();
      }
      wire.then(SUBMIT, Wire.json(401, "{}"));
      Failures.of(() -> client.generate(Wire.request()));
    }
    assertThat(foreign.count(SUBMIT)).isEqualTo(3);
    assertThat(foreign.received(SUBMIT))
        .allSatisfy(
            request ->
                assertThat(request.getHeader("Authorization"))
                    .isEqualTo("Bearer " + Wire.OTHER_SECRET));
    foreign
        .received()
        .forEach(request -> assertThat(Wire.text(request)).doesNotContain(Wire.SECRET));
    wire.received()
        .forEach(request -> assertThat(Wire.text(request)).doesNotContain(Wire.OTHER_SECRET));
    assertNoKey(foreign.received(FILE));
    assertNoKey(wire.received(FILE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\u0000", " ", "\u00e4", "\u0131", "\t"})
  void aKeyThatNoHeaderCanCarryIsRefusedWithoutShowingIt(String stray) {
    Fal fal = Fal.builder().key("traps-id:" + stray + Wire.SECRET).queueUrl(wire.url("/")).build();
    try (ImageClient client = ImageClient.builder().provider(fal).time(time).build()) {
      Failures.exactly(ConfigurationException.class, () -> client.generate(Wire.request()));
    }
    assertThat(wire.count()).isZero();
  }

  @Test
  void whitespaceAroundAKeyIsNoPartOfIt() {
    Fal fal = Fal.builder().key("\n " + Wire.KEY + " \r\n").queueUrl(wire.url("/")).build();
    try (ImageClient client = ImageClient.builder().provider(fal).time(time).build()) {
      client.generate(Wire.request());
    }
    assertKeyOnEveryCall();
  }

  /** A provider module that puts its key into a header as it is. */
  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "X-Api-Key"})
  void aHeaderThatIsNotValidIsRefusedWithoutShowingIt(String name) {
    Provider sound = wire.fal();
    Provider careless =
        (Provider)
            Proxy.newProxyInstance(
                Provider.class.getClassLoader(),
                new Class<?>[] {Provider.class},
                (proxy, called, arguments) -> {
                  try {
                    return called.getName().equals("authorize")
                        ? ((HttpCall) arguments[0])
                            .toBuilder().putHeaders(name, Wire.KEY + "\n").build()
                        : called.invoke(sound, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    try (ImageClient client = ImageClient.builder().provider(careless).time(time).build()) {
      PictorException failure =
          Failures.exactly(ConfigurationException.class, () -> client.generate(Wire.request()));
      assertThat(failure.getMessage()).contains(name);
    }
    assertThat(wire.count()).isZero();
  }

  @Test
  void withoutAKeyNothingIsSent() {
    Fal fal = Fal.builder().key(" ").queueUrl(wire.url("/")).build();
    try (ImageClient client = ImageClient.builder().provider(fal).time(time).build()) {
      Failures.exactly(ConfigurationException.class, () -> client.generate(Wire.request()));
    }
    assertThat(wire.count()).isZero();
  }

  @Test
  void aKeyThatGoesAwayWhileAJobRunsDoesNotTakeTheHandleAlong() {
    AtomicReference<String> key = new AtomicReference<>(Wire.KEY);
    Fal fal = Fal.builder().key(key::get).queueUrl(wire.url("/")).build();
    wire.then(
        SUBMIT,
        request -> {
          key.set("");
          return Wire.accepted("job-1");
        });
    try (ImageClient client = ImageClient.builder().provider(fal).time(time).build()) {
      PictorException failure =
          Failures.exactly(ConfigurationException.class, () -> client.generate(Wire.request()));
      assertThat(failure.handle().get().id()).isEqualTo("job-1");
    }
    assertThat(wire.count()).isEqualTo(1);
  }

  /** Where a server that repeats the key puts it. */
  enum Echo {
    JSON,
    HTML,
    HEADER,
    WHOLE_HEADER
  }

  private static MockResponse echo(Echo echo, int status, RecordedRequest request) {
    String sent = String.valueOf(request.getHeader("Authorization"));
    switch (echo) {
      case JSON:
        return Wire.json(status, "{\"detail\":\"no such user: " + Wire.KEY + "\"}");
      case HTML:
        return Wire.html(status).setBody("<html><pre>Authorization: " + sent + "</pre></html>");
      case HEADER:
        return Wire.json(status, "{}").setHeader("x-fal-request-id", "for " + Wire.KEY);
      default:
        return Wire.json(status, "{\"detail\":[{\"msg\":\"" + sent + "\",\"type\":\"x\"}]}");
    }
  }

  @ParameterizedTest
  @EnumSource(Echo.class)
  void aServerThatRepeatsTheKeyIsNotQuoted(Echo echo) {
    for (int status : new int[] {200, 401, 403, 422, 429, 500}) {
      try (ImageClient client = wire.client(time)) { // its own: a 429 makes those after it wait
        wire.then(SUBMIT, request -> echo(echo, status, request).setHeader("Retry-After", "99"));
        PictorException failure = Failures.of(() -> client.generate(Wire.request()));
        assertThat(failure.toString() + failure.details().body() + failure.details().requestId())
            .contains("(key removed)");
      }
    }
    try (ImageClient client = wire.client(time)) {
      for (int status : new int[] {401, 403, 422}) {
        wire.then(STATUS, request -> echo(echo, status, request));
        Failures.of(() -> client.generate(Wire.request()));
        wire.then(RESULT, request -> echo(echo, status, request));
        Failures.of(() -> client.generate(Wire.request()));
      }
    }
  }

  @Test
  void aBrokenConnectionSaysNothingOfTheKey() {
    try (ImageClient client = wire.client(time)) {
      wire.then(SUBMIT, Wire.broken(okhttp3.mockwebserver.SocketPolicy.DISCONNECT_AFTER_REQUEST));
      Failures.exactly(OutcomeUnknownException.class, () -> client.generate(Wire.request()));
      wire.then(FILE, new MockResponse().setResponseCode(404));
      Failures.exactly(
          DownloadException.class, () -> client.generate(Wire.request()).image().bytes());
    }
  }

  @Test
  void noTextOfOursHasIt() {
    time.holdShortWaits();
    Fal fal = wire.fal();
    try (ImageClient client = wire.client(time)) {
      ImageJob job = client.submit(Wire.request());
      for (Object any :
          Arrays.asList(
              fal,
              client,
              job,
              job.handle(),
              client.plan(Wire.request()),
              fal.authorize(fal.poll(job.handle())),
              Replicate.create(Wire.OTHER_SECRET))) {
        Failures.assertNoKey(any.toString());
      }
    }
  }
}
