package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.JobState;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What tests need that run very many jobs under all kinds of faults. */
@Timeout(60)
class ManyJobsTest {
  private final EchoEmulator service =
      EchoEmulator.builder()
          .pictures(picture -> picture.toString().getBytes(StandardCharsets.UTF_8))
          .start();
  private final Http http = new Http();

  @AfterEach
  void close() {
    http.close();
    service.close();
  }

  private Answer submit() {
    return http.post(service.url() + "/model", "{\"prompt\":\"a fox\"}");
  }

  @Test
  void aResetIsSeenAsOne() {
    service.fail(Step.SUBMIT, Fault.reset());
    assertThatThrownBy(this::submit)
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(SocketException.class);
    assertThat(service.paidJobs()).isZero();
    service.fail(Step.SUBMIT, Fault.resetDuringReply());
    assertThatThrownBy(this::submit).isInstanceOf(UncheckedIOException.class);
    assertThat(service.paidJobs()).isEqualTo(1);
    assertThat(submit().status).isEqualTo(200);
  }

  @Test
  void aRepeatedReplyWaitsForTheNextRequest() {
    service.fail(Step.SUBMIT, Fault.repeatedReply());
    assertThat(submit().string("id")).isEqualTo("job0");
    assertThat(submit().string("id")).isEqualTo("job0"); // of the first, whatever came of this one
  }

  @Test
  void aFunctionMayChooseTheFaultOfEachRequest() {
    service.failBy(
        call -> call.path().equals("/job1") ? Optional.of(Fault.html(502)) : Optional.empty());
    submit();
    submit();
    assertThat(http.get(service.url() + "/job0").status).isEqualTo(200);
    assertThat(http.get(service.url() + "/job1").status).isEqualTo(502);
    service.fail(Step.STATUS, Fault.html(503));
    assertThat(http.get(service.url() + "/job1").status).isEqualTo(503);
    service.clearFaults();
    assertThat(http.get(service.url() + "/job1").status).isEqualTo(200);
  }

  @Test
  void everythingCanBeForgotten() {
    service.everyJob(JobScript.succeedsAtOnce());
    submit();
    assertThat(http.get(service.filesUrl() + "/job0.png").status).isEqualTo(200);
    service.forgetAll();
    assertThat(service.requests()).isEmpty();
    assertThat(service.paidJobs()).isZero();
    assertThat(http.get(service.url() + "/job0").status).isEqualTo(404);
    assertThat(http.get(service.filesUrl() + "/job0.png").status).isEqualTo(404);
    submit();
    assertThat(service.jobs()).extracting(EmulatedJob::state).containsExactly(JobState.COMPLETED);
  }

  @Test
  void picturesCanBeMadeInAnotherWay() {
    submit();
    assertThat(http.get(service.filesUrl() + "/job0.png").text())
        .isEqualTo("64x48 png of \"a fox\", seed 0, ");
  }
}
