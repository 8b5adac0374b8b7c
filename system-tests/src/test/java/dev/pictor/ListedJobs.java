package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.testing.JobScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Many jobs of one service, each made at a moment of its own and told by its seed. */
final class ListedJobs {
  /** So short that a page whose thread is held up is not taken for one that never comes. */
  static final Duration STEP = Duration.ofMillis(20);

  static final Duration BETWEEN = Duration.ofMillis(2);

  /** Time is moved faster here than a busy machine answers. */
  static final RequestOptions PATIENT =
      RequestOptions.builder().deadline(Duration.ofDays(7)).build();

  private final Service service;
  private final TestTime time;

  ListedJobs(Service service, TestTime time) {
    this.service = service;
    this.time = time;
  }

  /** Jobs whose seeds count from 0. */
  List<CompletableFuture<ImageResult>> begin(ImageClient client, int jobs, Duration run) {
    service.emulator().everyJob(JobScript.succeeds().queuedFor(Duration.ZERO).runningFor(run));
    List<CompletableFuture<ImageResult>> all = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      all.add(begin(client, i));
    }
    return all;
  }

  /** One more. */
  CompletableFuture<ImageResult> begin(ImageClient client, int seed) {
    int before = service.emulator().paidJobs();
    CompletableFuture<ImageResult> one =
        client.generateAsync(
            ImageRequest.builder().model("flux1.1-pro").prompt("boat " + seed).seed(seed).build(),
            PATIENT);
    Until.holds("it is submitted", () -> service.emulator().paidJobs() > before);
    service.clock().advance(BETWEEN); // else the service would make all within a millisecond
    return one;
  }

  /** Moves the time until all have ended. */
  void drive(List<CompletableFuture<ImageResult>> all) {
    drive(all, STEP);
  }

  /** As the other, where nothing depends on whether a page is taken for one that never comes. */
  void drive(List<CompletableFuture<ImageResult>> all, Duration step) {
    Until.holds(
        "all have ended",
        () -> {
          time.advance(step);
          service.clock().advance(step);
          return all.stream().allMatch(CompletableFuture::isDone);
        });
  }

  static void assertEachHasItsOwnImage(List<CompletableFuture<ImageResult>> all) {
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).join().image().seed().get().intValue()).isEqualTo(i);
    }
  }
}
