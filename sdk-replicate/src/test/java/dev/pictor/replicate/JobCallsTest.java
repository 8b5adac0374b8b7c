package dev.pictor.replicate;

import static dev.pictor.replicate.Fixtures.ID;
import static dev.pictor.replicate.Fixtures.PRO;
import static dev.pictor.replicate.Fixtures.TOKEN;
import static dev.pictor.replicate.Fixtures.call;
import static dev.pictor.replicate.Fixtures.job;
import static dev.pictor.replicate.Fixtures.replicate;
import static dev.pictor.replicate.Fixtures.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JobHandle;
import dev.pictor.spi.HttpCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobCallsTest {
  private static final String USUAL = "https://api.replicate.com/v1/predictions/" + ID;

  private static JobHandle submitted(Replicate replicate, String prediction) {
    return replicate
        .readSubmission(
            call(PRO).build(),
            reply(HttpCall.Purpose.SUBMIT, 201, "predictions/" + prediction + ".json"))
        .handle();
  }

  @Test
  void aPollMayNotBeAnsweredByACache() {
    HttpCall poll = replicate().poll(job(PRO, ID));

    assertThat(poll.method()).isEqualTo("GET");
    assertThat(poll.purpose()).isEqualTo(HttpCall.Purpose.POLL);
    assertThat(poll.url()).isEqualTo(USUAL);
    assertThat(poll.headers()).containsEntry("Cache-Control", "no-store");
  }

  @Test
  void aCancelIsAPostWithoutABody() {
    HttpCall cancel = replicate().cancel(job(PRO, ID)).get();

    assertThat(cancel.method()).isEqualTo("POST");
    assertThat(cancel.purpose()).isEqualTo(HttpCall.Purpose.CANCEL);
    assertThat(cancel.url()).isEqualTo(USUAL + "/cancel");
    assertThat(cancel.body()).isEmpty();
    assertThat(cancel.headers()).doesNotContainKey("Content-Type");
  }

  @Test
  void theOutputNeedsNoCallOfItsOwn() {
    assertThat(replicate().result(job(PRO, ID))).isEmpty();
  }

  @Test
  void aUsualHandleHoldsNoUrl() {
    JobHandle handle = submitted(replicate(), "async-2025");

    assertThat(handle.toString())
        .isEqualTo("pictor1:replicate:black-forest-labs%2Fflux-1.1-pro:" + ID)
        .doesNotContain(TOKEN);
  }

  @Test
  void urlsThatTheServiceChoosesItselfAreFollowedAlsoAfterAResume() {
    JobHandle handle = JobHandle.parse(submitted(replicate(), "unusual-urls").toString());

    assertThat(replicate().poll(handle).url()).isEqualTo(USUAL + "?cluster=b");
    assertThat(replicate().cancel(handle).get().url()).isEqualTo(USUAL + "/cancel?cluster=b");
  }

  @Test
  void urlsOfAnotherOriginAreNeverFollowed() {
    JobHandle handle = submitted(replicate(), "foreign-urls");

    assertThat(handle.extras()).isEmpty();
    assertThat(replicate().poll(handle).url()).isEqualTo(USUAL);
    assertThat(replicate().cancel(handle).get().url()).isEqualTo(USUAL + "/cancel");
  }

  @Test
  void behindAProxyTheUrlsOfTheServiceAreRebuilt() {
    Replicate proxied = Replicate.builder().token(TOKEN).baseUrl("https://proxy.example/r").build();
    JobHandle handle = submitted(proxied, "unusual-urls");

    assertThat(proxied.poll(handle).url())
        .isEqualTo("https://proxy.example/r/v1/predictions/" + ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/v1/predictions/" + ID,
        "http://api.replicate.com/v1/predictions/" + ID,
        "https://api.replicate.com@evil.example/v1/predictions/" + ID,
        "https://api.replicate.com\\@evil.example/v1/predictions/" + ID,
        "https://api.replicate.com/other/predictions/" + ID,
        "https://api.replicate.com/v1/account",
        "//evil.example/v1/predictions/" + ID,
        "nonsense"
      })
  void aForgedHandleLeadsNowhere(String url) {
    JobHandle forged =
        job(PRO, ID).toBuilder().putExtras("get", url).putExtras("cancel", url).build();

    assertThat(replicate().poll(forged).url()).isEqualTo(USUAL);
    assertThat(replicate().cancel(forged).get().url()).isEqualTo(USUAL + "/cancel");
  }

  @Test
  void anIdCannotLeaveItsPlaceInThePath() {
    HttpCall poll = replicate().poll(job(PRO, "../account?x=1#"));

    assertThat(poll.url())
        .isEqualTo("https://api.replicate.com/v1/predictions/..%2Faccount%3Fx%3D1%23");
  }
}
