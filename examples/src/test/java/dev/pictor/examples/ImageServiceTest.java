package dev.pictor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.ImageClient;
import dev.pictor.fal.Fal;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.Step;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the users of a copied service would see. */
class ImageServiceTest {
  private final FalEmulator fal = FalEmulator.start();
  private final ImageClient images =
      ImageClient.builder()
          .provider(Fal.builder().key("id:secret").queueUrl(fal.queueUrl()).build())
          .build();
  private final Set<String> created = ConcurrentHashMap.newKeySet();
  private final ImageService service = new ImageService(images, created);

  @AfterEach
  void close() {
    images.close();
    fal.close();
  }

  private static String end(ImageService service, String id) {
    String state = service.state(id);
    while (!state.matches("(ready|failed): .*")) {
      LockSupport.parkNanos(1_000_000);
      state = service.state(id);
    }
    return state;
  }

  @Test
  void nobodyIsAskedForAJobOfAStranger() {
    assertThat(service.state("my-image")).isEqualTo("unknown");
    assertThat(service.state("pictor1:fal:fal-ai%2Fflux:0a1b")).isEqualTo("unknown");
    assertThat(fal.requests()).isEmpty();
  }

  @Test
  void aFailureIsNotTheLastWordOfAJobThatIsWell() {
    fal.everyJob(JobScript.succeedsAtOnce());
    fal.fail(Step.RESULT, Fault.json(401, "{\"detail\":\"No user found\"}")).always();
    String id = service.create("a boat");
    assertThat(end(service, id))
        .startsWith(
            "failed: fal refused the key") // in the words of the exception, not as its class
        .contains("No user found");
    fal.clearFaults();
    assertThat(end(service, id)).startsWith("ready: http");
    assertThat(fal.paidJobs()).isEqualTo(1);
  }

  @Test
  void aNewProcessKnowsTheJobsOfTheOneBefore() {
    fal.everyJob(JobScript.succeedsAtOnce());
    String id = service.create("a boat");
    assertThat(end(new ImageService(images, created), id)).startsWith("ready: http");
    assertThat(fal.paidJobs()).isEqualTo(1);
  }
}
