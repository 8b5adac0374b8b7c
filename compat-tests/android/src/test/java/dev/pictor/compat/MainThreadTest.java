package dev.pictor.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.ImageClient;
import dev.pictor.ImageJob;
import dev.pictor.RequestOptions;
import dev.pictor.fal.Fal;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.Step;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What may be called in Android's main thread. The thread of the test stands for it: it may neither
 * use the network, for which Android ends an app, nor wait for it, for which the user does.
 */
@Timeout(60)
class MainThreadTest {
  private static final ImageRequest REQUEST =
      ImageRequest.builder().model("flux1.1-pro").prompt("a boat").size(64, 64).build();

  private final FalEmulator fal = FalEmulator.start();
  private final GuardedNetwork network = new GuardedNetwork();

  @TempDir Path folder;

  @BeforeEach
  void answerAtOnce() {
    fal.everyJob(JobScript.succeedsAtOnce());
  }

  @AfterEach
  void stop() {
    assertThat(network.users()).doesNotContain(Thread.currentThread());
    assertThat(network.users()).allMatch(Thread::isDaemon);
    fal.close();
  }

  private ImageClient client() {
    // By name, so that it is looked up.
    String url = fal.queueUrl().replace("127.0.0.1", "localhost");
    return ImageClient.builder()
        .provider(Fal.builder().key("id:secret").queueUrl(url).build())
        .httpClient(network.client())
        .build();
  }

  /** Lets the server be silent at one step, until the latch is open. */
  private CountDownLatch silent(Step step) {
    CountDownLatch latch = new CountDownLatch(1);
    fal.failBy(
        call -> {
          if (call.step() == step) {
            await(latch);
          }
          return Optional.empty();
        });
    return latch;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ImageResult done(CompletableFuture<ImageResult> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  @Test
  void generateAsyncWaitsForNothing() throws Exception {
    CountDownLatch answers = silent(Step.SUBMIT);
    try (ImageClient images = client()) {
      CompletableFuture<ImageResult> result = images.generateAsync(REQUEST);
      assertThat(result).isNotDone();
      answers.countDown();
      assertThat(done(result).images()).hasSize(1);
    }
    assertThat(network.users()).isNotEmpty();
  }

  @Test
  void resumingAndWatchingWaitForNothing() throws Exception {
    try (ImageClient images = client()) {
      JobHandle handle = done(images.generateAsync(REQUEST)).handles().get(0);
      CountDownLatch answers = silent(Step.STATUS);
      ImageJob one = images.resume(handle).onUpdate(update -> {});
      ImageJob other = images.resume(Collections.singletonList(handle), RequestOptions.defaults());
      assertThat(one.result()).isNotDone();
      assertThat(other.result()).isNotDone();
      assertThat(one.handle()).isEqualTo(handle);
      answers.countDown();
      assertThat(done(one.result()).images()).hasSize(1);
      assertThat(done(other.result()).images()).hasSize(1);
    }
  }

  @Test
  void cancellingWaitsForNothing() {
    fal.everyJob(JobScript.neverEnds());
    try (ImageClient images = client()) {
      ImageJob job = images.submit(REQUEST);
      CountDownLatch answers = silent(Step.CANCEL);
      CompletableFuture<ImageResult> future = images.generateAsync(REQUEST);
      job.cancel();
      future.cancel(true);
      assertThat(job.result()).isNotDone();
      assertThat(future).isCancelled();
      answers.countDown();
    }
  }

  @Test
  void planningNeedsNoNetwork() {
    try (ImageClient images = client()) {
      assertThat(images.plan(REQUEST).candidates()).hasSize(1);
      assertThat(images.models()).isNotEmpty();
    }
    assertThat(network.users()).isEmpty();
  }

  /** They hold the caller up, and are not for the main thread, but leave the network to others. */
  @Test
  void whatBlocksUsesTheNetworkInOtherThreadsToo() throws Exception {
    try (ImageClient images = client()) {
      ImageResult result = images.generate(REQUEST);
      assertThat(images.submit(REQUEST).await().images()).hasSize(1);
      assertThat(result.image().bytes()).isNotEmpty();
      result.image().writeTo(new ByteArrayOutputStream());
      result.image().saveTo(folder.resolve("boat"));
    }
  }
}
