package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many jobs at once need no more threads than few. */
@Tag("wide")
class ScaleTest {
  private static final int JOBS = 1_000;

  /**
   * Sixteen calls are under way at most; each of the two queues may keep as many threads for the
   * seconds in which they have nothing to do, as a thread goes on with the calls of either. A few
   * more are for callbacks and for OkHttp.
   */
  private static final int FEWER_THAN = 2 * 16 + 8;

  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  /** The threads of the SDK and of what it is built on; not those of the test and the emulator. */
  static Set<String> clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(
            name ->
                name.startsWith("pictor-")
                    || name.startsWith("OkHttp")
                    || name.startsWith("Okio")
                    || name.equals("test-time"))
        .filter(name -> !name.contains("emulator"))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource
  void aThousandJobsAtOnce(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      service.emulator().everyJob(JobScript.succeeds().queuedPolls(1).runningPolls(1));
      List<CompletableFuture<ImageResult>> results = new ArrayList<>();
      for (int i = 0; i < JOBS; i++) {
        results.add(
            client.generateAsync(
                ImageRequest.builder().model("flux1.1-pro").prompt("boat " + i).seed(i).build()));
      }
      Set<String> most = clientThreads();
      for (int i = 0; i < JOBS; i++) {
        ImageResult result = results.get(i).join();
        assertThat(result.image().seed().get().intValue()).isEqualTo(i);
        if (i % 50 == 0) {
          Set<String> now = clientThreads();
          most = now.size() > most.size() ? now : most;
        }
      }
      assertThat(most).hasSizeLessThan(FEWER_THAN);
      assertThat(service.emulator().paidJobs()).isEqualTo(JOBS);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(JOBS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoClientsLeaveNoThreadBehind(Service.Kind kind) {
    try (Service service = kind.start()) {
      service.emulator().everyJob(JobScript.succeeds().queuedPolls(0).runningPolls(1));
      try (ImageClient one = ImageClient.builder().provider(service.provider()).build();
          ImageClient two = ImageClient.builder().provider(service.provider()).build()) {
        ImageRequest request = ImageRequest.builder().model("flux1.1-pro").prompt("a boat").build();
        CompletableFuture<ImageResult> first = one.generateAsync(request);
        CompletableFuture<ImageResult> second = two.generateAsync(request);
        assertThat(first.join().image().bytes()).isNotEmpty();
        assertThat(second.join().image().bytes()).isNotEmpty();
      }
      Until.holds(
          "every thread of both clients has ended",
          () -> clientThreads().stream().noneMatch(name -> name.startsWith("pictor-")));
    }
  }
}
