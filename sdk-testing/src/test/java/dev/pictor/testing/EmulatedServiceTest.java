package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmulatedServiceTest {
  private static final String BODY = "{\"prompt\":\"a fox\"}";

  private final ManualClock clock = EmulatorClock.manual();
  private final EchoEmulator service = EchoEmulator.builder().clock(clock).start();
  private final Http http = new Http();

  @AfterEach
  void close() {
    http.close();
    service.close();
  }

  private Answer submit() {
    return http.post(service.url() + "/model?mode=a%20b", BODY, "Authorization", "Key k");
  }

  private String state(String id) {
    return http.get(service.url() + "/" + id).string("state");
  }

  @Test
  @DisplayName("requirement 34: a job waits and runs before it is done")
  void theDefaultJobWalksOnTheClock() {
    String id = submit().string("id");
    assertThat(state(id)).isEqualTo("QUEUED");
    clock.advance(Duration.ofMillis(399));
    assertThat(state(id)).isEqualTo("QUEUED");
    clock.advance(Duration.ofMillis(1));
    assertThat(state(id)).isEqualTo("RUNNING");
    clock.advance(Duration.ofMillis(1200));
    assertThat(state(id)).isEqualTo("COMPLETED");
    assertThat(service.job(id).polls()).isEqualTo(4);
  }

  @Test
  void timeThatNobodyWatchedCountsAsIfSomebodyHad() {
    String id = submit().string("id");
    clock.advance(Duration.ofHours(1));
    assertThat(state(id)).isEqualTo("COMPLETED");
  }

  @Test
  void aCountedJobWalksByLooksAlone() {
    service.nextJob(JobScript.succeeds().queuedPolls(2).runningPolls(1));
    String id = submit().string("id");
    assertThat(http.get(service.url() + "/" + id).text())
        .isEqualTo("{\"id\":\"job0\",\"state\":\"QUEUED\",\"left\":1}");
    assertThat(http.get(service.url() + "/" + id).text())
        .isEqualTo("{\"id\":\"job0\",\"state\":\"QUEUED\",\"left\":0}");
    assertThat(state(id)).isEqualTo("RUNNING");
    assertThat(state(id)).isEqualTo("COMPLETED");
    assertThat(state(id)).isEqualTo("COMPLETED");
  }

  @Test
  void oneStretchCanBeCountedAndTheOtherTimed() {
    service.nextJob(JobScript.succeeds().queuedPolls(1).runningFor(Duration.ofSeconds(5)));
    String id = submit().string("id");
    assertThat(state(id)).isEqualTo("QUEUED");
    assertThat(state(id)).isEqualTo("RUNNING");
    clock.advance(Duration.ofSeconds(5));
    assertThat(state(id)).isEqualTo("COMPLETED");
  }

  @Test
  void jobsEndAsScripted() {
    service.everyJob(JobScript.succeedsAtOnce());
    service.jobsWith(
        input -> input.string("prompt").orElse("").contains("fox"),
        JobScript.failsWith(EchoEmulator.Broken.BROKEN).queuedPolls(0).runningPolls(0));
    service.nextJob(JobScript.neverEnds());
    service.nextJob(JobScript.neverStarts());
    assertThat(state(submit().string("id"))).isEqualTo("RUNNING");
    assertThat(state(submit().string("id"))).isEqualTo("QUEUED");
    assertThat(state(submit().string("id"))).isEqualTo("FAILED");
    String other = http.post(service.url() + "/m", "{}").string("id");
    assertThat(state(other)).isEqualTo("COMPLETED");
    clock.advance(Duration.ofDays(9));
    assertThat(service.jobs())
        .extracting(EmulatedJob::state)
        .containsExactly(JobState.RUNNING, JobState.QUEUED, JobState.FAILED, JobState.COMPLETED);
  }

  @Test
  void aFailureOfAnotherServiceIsRefused() {
    JobFailure foreign = new JobFailure() {};
    assertThatThrownBy(() -> service.nextJob(JobScript.failsWith(foreign)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLedgerKeepsWhatCameIn() {
    submit();
    http.get(service.filesUrl() + "/job0.png");
    RecordedCall call = service.requests().get(0);
    assertThat(call.index()).isZero();
    assertThat(call.method()).isEqualTo("POST");
    assertThat(call.path()).isEqualTo("/model");
    assertThat(call.segments()).containsExactly("model");
    assertThat(call.query("mode")).contains("a b");
    assertThat(call.queryNames()).containsExactly("mode");
    assertThat(call.header("AUTHORIZATION")).contains("Key k");
    assertThat(call.carriesAuthorization()).isTrue();
    assertThat(call.json().member("prompt")).contains(JsonValue.of("a fox"));
    assertThat(call.toString()).contains("SUBMIT").doesNotContain("Key k");
    assertThat(service.requests(Step.DOWNLOAD))
        .singleElement()
        .satisfies(download -> assertThat(download.reachedFilesHost()).isTrue())
        .matches(download -> !download.carriesAuthorization());
    assertThat(service.filesUrl()).isNotEqualTo(service.url());
    service.forgetRequests();
    assertThat(service.requests()).isEmpty();
    assertThat(service.paidJobs()).isEqualTo(1);
  }

  @Test
  void aFaultInPlaceOfTheAnswerStoresNoJob() {
    service.fail(Step.SUBMIT, Fault.html(502));
    Answer answer = submit();
    assertThat(answer.status).isEqualTo(502);
    assertThat(answer.header("content-type")).isEqualTo("text/html");
    assertThat(answer.text()).contains("<h1>502 Bad Gateway</h1>");
    assertThat(service.paidJobs()).isZero();
    assertThat(submit().status).isEqualTo(200);
  }

  @Test
  void aFaultAfterTheEffectStoresTheJob() {
    service.fail(Step.SUBMIT, Fault.html(502).afterEffect());
    assertThat(submit().status).isEqualTo(502);
    service.fail(Step.SUBMIT, Fault.disconnect().afterEffect());
    assertThatThrownBy(this::submit).isInstanceOf(UncheckedIOException.class);
    assertThat(service.paidJobs()).isEqualTo(2);
    assertThat(service.count(Step.SUBMIT)).isEqualTo(2);
  }

  @Test
  void aConnectionCanBeCutAtEachPlace() {
    service.fail(Step.SUBMIT, Fault.disconnect());
    assertThatThrownBy(this::submit).isInstanceOf(UncheckedIOException.class);
    assertThat(service.paidJobs()).isZero();

    service.fail(Step.SUBMIT, Fault.disconnectDuringReply());
    assertThatThrownBy(this::submit).isInstanceOf(UncheckedIOException.class);
    assertThat(service.paidJobs()).isEqualTo(1);

    http.client().connectionPool().evictAll();
    service.dropConnections(1);
    assertThatThrownBy(this::submit).isInstanceOf(UncheckedIOException.class);
    assertThat(service.count(Step.SUBMIT)).isEqualTo(2);
    assertThat(submit().status).isEqualTo(200);
  }

  @Test
  void rulesCountSpareAndChoose() {
    FaultRule rule =
        service
            .fail(Step.STATUS, Fault.empty(503))
            .when(call -> call.path().equals("/job1"))
            .after(1)
            .times(2);
    submit();
    submit();
    assertThat(http.get(service.url() + "/job0").status).isEqualTo(200);
    assertThat(http.get(service.url() + "/job1").status).isEqualTo(200);
    assertThat(http.get(service.url() + "/job1").status).isEqualTo(503);
    assertThat(http.get(service.url() + "/job0").status).isEqualTo(200);
    assertThat(http.get(service.url() + "/job1").status).isEqualTo(503);
    assertThat(http.get(service.url() + "/job1").status).isEqualTo(200);
    assertThat(rule.hits()).isEqualTo(2);
    service.fail(Step.STATUS, Fault.empty(500)).always();
    assertThat(http.get(service.url() + "/job1").status).isEqualTo(500);
    service.clearFaults();
    assertThat(http.get(service.url() + "/job1").status).isEqualTo(200);
  }

  @Test
  void repliesCanBeSpoiled() {
    submit();
    String url = service.url() + "/job0";
    service.fail(Step.STATUS, Fault.malformedJson());
    assertThatThrownBy(() -> http.get(url).json()).isInstanceOf(IllegalArgumentException.class);
    service.fail(Step.STATUS, Fault.truncatedBody());
    assertThatThrownBy(() -> http.get(url).json()).isInstanceOf(IllegalArgumentException.class);
    service.fail(Step.STATUS, Fault.wrongTypes());
    assertThat(http.get(url).text()).isEqualTo("{\"id\":17,\"state\":17,\"left\":\"many\"}");
    service.fail(Step.STATUS, Fault.oversized(100_000));
    Answer big = http.get(url);
    assertThat(big.body).hasSize(100_000);
    assertThat(big.json().member("pad")).isPresent();
    service.fail(Step.STATUS, Fault.redirect(307, "http://example.invalid/x"));
    Answer elsewhere = http.get(url);
    assertThat(elsewhere.status).isEqualTo(307);
    assertThat(elsewhere.header("Location")).isEqualTo("http://example.invalid/x");
    service.fail(Step.STATUS, Fault.rateLimited(Duration.ofSeconds(3)));
    assertThat(http.get(url).text()).isEqualTo("{\"retry_after\":3}");
    service.fail(Step.STATUS, Fault.contentType("image/gif"));
    assertThat(http.get(url).header("content-type")).isEqualTo("image/gif");
    service.fail(Step.STATUS, Fault.answer(call -> Reply.json(418, call.path()).header("a", "b")));
    Answer own = http.get(url);
    assertThat(own.status).isEqualTo(418);
    assertThat(own.text()).isEqualTo("/job0");
    assertThat(own.header("a")).isEqualTo("b");
    service.fail(
        Step.STATUS,
        Fault.rewriteJson(json -> json.member("state").orElseThrow(AssertionError::new)));
    assertThat(http.get(url).text()).isEqualTo("\"QUEUED\"");
    service.fail(Step.STATUS, Fault.withMember("state", JsonValue.of("WARMING_UP")));
    assertThat(http.get(url).string("state")).isEqualTo("WARMING_UP");
    service.fail(Step.STATUS, Fault.withoutMember("left"));
    assertThat(http.get(url).json().members().keySet()).containsExactly("id", "state");
    service.fail(Step.DOWNLOAD, Fault.withoutMember("left"));
    assertThat(http.get(service.filesUrl() + "/job0.png").header("content-type"))
        .isEqualTo("image/png");
  }

  @Test
  void aReplyThatCannotBeMadeSaysWhy() {
    service.fail(
        Step.SUBMIT,
        Fault.answer(
            call -> {
              throw new IllegalStateException("my mistake");
            }));
    Answer answer = submit();
    assertThat(answer.status).isEqualTo(500);
    assertThat(answer.text()).contains("my mistake");
  }

  @Test
  void aPictureThatCannotBeDrawnSaysWhy() {
    Reply undrawable =
        Reply.lazy(
            200,
            () -> {
              throw new IllegalStateException("cannot write webp");
            });
    service.fail(Step.DOWNLOAD, Fault.reply(undrawable));
    List<String> log = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            log.add(line.getMessage() + " " + line.getThrown());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(EmulatedService.class.getName());
    logger.addHandler(handler);
    Answer answer;
    try {
      answer = http.get(service.filesUrl() + "/job0.png");
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(answer.status).isEqualTo(500);
    assertThat(answer.text()).contains("cannot write webp");
    // A client that fetches an image reads no more of it than the status.
    assertThat(log)
        .anyMatch(line -> line.contains("GET /job0.png") && line.contains("cannot write webp"));
  }

  @Test
  void aStalledClientIsLetGoWhenItGivesUp() {
    submit();
    OkHttpClient impatient =
        http.client().newBuilder().readTimeout(50, TimeUnit.MILLISECONDS).build();
    Request request = new Request.Builder().url(service.url() + "/job0").build();
    for (Fault fault : new Fault[] {Fault.stall(), Fault.quiet(), Fault.late(Duration.ofDays(1))}) {
      service.fail(Step.STATUS, fault);
      assertThatThrownBy(() -> impatient.newCall(request).execute().body().bytes())
          .isInstanceOf(InterruptedIOException.class);
    }
    assertThat(state("job0")).isEqualTo("QUEUED");
  }

  @Test
  void aSlowReplyIsWhole() {
    submit();
    byte[] whole = http.get(service.filesUrl() + "/job0.png").body;
    service.fail(Step.DOWNLOAD, Fault.slow(whole.length / 3 + 1, Duration.ofMillis(1)));
    assertThat(http.get(service.filesUrl() + "/job0.png").body).isEqualTo(whole);
  }

  @Test
  void aStreamIsWrittenWhileTheJobGoesOn() throws Exception {
    submit();
    Request request = new Request.Builder().url(service.url() + "/job0/stream").build();
    try (okhttp3.Response response = http.client().newCall(request).execute()) {
      okio.BufferedSource source = response.body().source();
      assertThat(source.readUtf8Line()).isEqualTo("data: QUEUED");
      assertThat(source.readUtf8Line()).isEmpty();
      clock.advance(Duration.ofMillis(400));
      assertThat(source.readUtf8Line()).isEqualTo("data: RUNNING");
      clock.advance(Duration.ofMillis(1200));
      assertThat(source.readUtf8()).isEqualTo("\ndata: COMPLETED\n\n");
    }
  }

  @Test
  void headIsAGetWithoutABody() {
    submit();
    Answer get = http.get(service.filesUrl() + "/job0.png");
    Answer head = http.send("HEAD", service.filesUrl() + "/job0.png", null);
    assertThat(head.body).isEmpty();
    assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(get.body.length));
    assertThat(head.header("Content-Type")).isEqualTo("image/png");
  }

  @Test
  void aClosedServiceRefusesConnectionsAndStillTells() {
    submit();
    service.close();
    http.client().connectionPool().evictAll();
    assertThatThrownBy(this::submit).hasRootCauseInstanceOf(ConnectException.class);
    assertThat(service.count(Step.SUBMIT)).isEqualTo(1);
    service.close();
  }
}
