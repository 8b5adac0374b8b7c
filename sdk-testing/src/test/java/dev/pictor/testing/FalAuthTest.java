package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FalAuthTest {
  private final FalEmulator fal = FalEmulator.builder().key("id:secret").start();
  private final Http http = new Http();

  @AfterEach
  void close() {
    http.close();
    fal.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Key id:wrong|No user found for Key ID and Secret|invalid key credentials",
        "Basic id:secret|No user found for Key ID and Secret|invalid key credentials",
        "Bearer id:secret|bearer: unable to decode issuer|bearer: unable to decode issuer",
        "Key id|Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'."
            + "|Invalid Key Authorization header format. Expected '<key_id>:<key_secret>'.",
      })
  void wrongKeysAreRefused(String header, String onPost, String onGet) {
    Answer submitted = http.post(submitUrl(), "{}", "Authorization", "Key id:secret");
    assertThat(submitted.status).isEqualTo(200);

    Answer post = http.post(submitUrl(), "{}", "Authorization", header);
    assertThat(post.status).isEqualTo(401);
    assertThat(post.string("detail")).isEqualTo(onPost);
    Answer run = http.post(fal.runUrl() + "/fal-ai/flux/dev", "{}", "Authorization", header);
    assertThat(run.string("detail")).isEqualTo(onPost);

    Answer get = http.get(submitted.string("status_url"), "Authorization", header);
    assertThat(get.status).isEqualTo(401);
    assertThat(get.string("detail")).isEqualTo(onGet);
    Answer put = http.put(submitted.string("cancel_url"), "Authorization", header);
    assertThat(put.string("detail")).isEqualTo(onGet);
    assertThat(fal.paidJobs()).isEqualTo(1);
  }

  @Test
  void noKeyIsRefusedToo() {
    Answer post = http.post(submitUrl(), "{}");
    assertThat(post.status).isEqualTo(401);
    assertThat(post.string("detail")).isEqualTo("Cannot access application \"fal-ai/flux\".");
    String unknown = fal.queueUrl() + "/fal-ai/flux/requests/x/status";
    assertThat(http.get(unknown).status).isEqualTo(404);
  }

  @Test
  void aLockedAccountGetsNothing() {
    try (FalEmulator locked = FalEmulator.builder().with(FalQuirk.ACCOUNT_LOCKED).start()) {
      Answer answer = http.post(locked.queueUrl() + "/fal-ai/flux/dev", "{}");
      assertThat(answer.status).isEqualTo(403);
      assertThat(answer.string("detail"))
          .isEqualTo(
              "User is locked. Reason: Exhausted balance. Top up your balance at"
                  + " fal.ai/dashboard/billing.");
      assertThat(answer.header("x-fal-request-id")).isEmpty();
      assertThat(locked.paidJobs()).isZero();
    }
  }

  private String submitUrl() {
    return fal.queueUrl() + "/fal-ai/flux/dev";
  }
}
