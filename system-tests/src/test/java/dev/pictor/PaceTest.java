package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.Provider;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.RecordedCall;
import dev.pictor.testing.ReplicateLimits;
import dev.pictor.testing.ReplicateRules;
import dev.pictor.testing.RetryHint;
import dev.pictor.testing.Step;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many images of an account that may make few at a time: all of them, without a storm. */
@Timeout(60)
class PaceTest {
  private static final int IMAGES = 12;
  private static final Duration APART = Duration.ofSeconds(10);
  private static final RequestOptions PATIENT =
      RequestOptions.builder().deadline(Duration.ofHours(2)).build();

  private final TestTime time = new TestTime();
  private final Service service = Service.replicate();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  @BeforeEach
  void makeThemAtOnce() {
    service.emulator().everyJob(JobScript.succeedsAtOnce());
    // Time flies here.
    service.replicateEmulator().rules(ReplicateRules.standard().retention(Duration.ofDays(7)));
  }

  @AfterEach
  void stop() {
    service.close();
    time.close();
  }

  /** A client that lets the test know how many submissions are on their way. */
  private ImageClient client() {
    Provider sound = service.provider();
    Provider counting =
        (Provider)
            Proxy.newProxyInstance(
                Provider.class.getClassLoader(),
                new Class<?>[] {Provider.class},
                (proxy, called, arguments) -> {
                  if (called.getName().equals("submit")) {
                    underWay.incrementAndGet();
                  }
                  if (called.getName().equals("readError")
                      && ((HttpReply) arguments[0]).purpose() == HttpCall.Purpose.SUBMIT) {
                    refused.incrementAndGet();
                    underWay.decrementAndGet();
                  }
                  if (called.getName().equals("readSubmission")) {
                    underWay.decrementAndGet();
                  }
                  try {
                    return called.invoke(sound, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return ImageClient.builder().provider(counting).time(time).build();
  }

  private static ImageRequest request() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").seed(7).build();
  }

  private static List<CompletableFuture<ImageResult>> separate(ImageClient client) {
    List<CompletableFuture<ImageResult>> results = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      results.add(client.generateAsync(request().toBuilder().seed(i).build(), PATIENT));
    }
    return results;
  }

  /** Makes an image, by which the client learns that the next one must wait ten seconds. */
  private void learn(ImageClient client) {
    assertThat(client.generate(request()).images()).hasSize(1);
  }

  /** Moves both clocks, and none of them while a submission is between them. */
  private void pass(Duration step) {
    Until.holds("nothing is under way", () -> underWay.get() == 0);
    service.clock().advance(step);
    time.advance(step);
  }

  private void until(List<CompletableFuture<ImageResult>> results) {
    Until.holds(
        "all done",
        () -> {
          pass(Duration.ofMillis(500));
          return results.stream().allMatch(CompletableFuture::isDone);
        });
  }

  private void assertAllMade(int images, List<CompletableFuture<ImageResult>> results) {
    assertThat(results.stream().mapToInt(result -> result.join().images().size()).sum())
        .isEqualTo(images);
    assertThat(service.emulator().paidJobs()).isEqualTo(images);
    assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(images + refused.get());
  }

  /** The distances between the last so many submissions. */
  private List<Duration> distances(int last) {
    List<RecordedCall> calls = service.emulator().requests(Step.SUBMIT);
    List<Duration> distances = new ArrayList<>();
    for (int i = calls.size() - last + 1; i < calls.size(); i++) {
      distances.add(Duration.between(calls.get(i - 1).receivedAt(), calls.get(i).receivedAt()));
    }
    return distances;
  }

  @Test
  void aRequestOfManyImagesGetsThemAll() {
    service.replicateEmulator().limits(ReplicateLimits.lowCredit());
    try (ImageClient client = client()) {
      List<CompletableFuture<ImageResult>> results = new ArrayList<>();
      results.add(client.generateAsync(request().toBuilder().n(10).build(), PATIENT));
      until(results);
      assertAllMade(10, results);
      assertThat(refused.get()).isLessThanOrEqualTo(3); // four leave before anything is known
      assertThat(distances(9)).allMatch(distance -> distance.compareTo(APART) >= 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyRequestsAtOnceGetTheirImagesWhereverTheHintIs(RetryHint hint) {
    service.replicateEmulator().limits(ReplicateLimits.lowCredit().hint(hint));
    time.holdShortWaits(); // those of its own
    try (ImageClient client = client()) {
      List<CompletableFuture<ImageResult>> results = separate(client);
      until(results);
      assertAllMade(IMAGES, results);
      int blind = hint == RetryHint.NONE ? 5 : 0;
      assertThat(refused.get()).isLessThanOrEqualTo(IMAGES - 1 + blind);
      assertThat(distances(IMAGES - 2)).allMatch(distance -> distance.compareTo(APART) >= 0);
    }
  }

  @Test
  void refusalsThatCountAreWaitedOut() {
    service
        .replicateEmulator()
        .limits(ReplicateLimits.lowCredit().refused(ReplicateLimits.Refused.COUNTED));
    try (ImageClient client = client()) {
      List<CompletableFuture<ImageResult>> results = separate(client);
      until(results);
      assertAllMade(IMAGES, results);
      assertThat(refused.get()).isLessThanOrEqualTo(IMAGES - 1);
    }
  }

  @Test
  void aLimitThatIsLiftedIsForgotten() {
    service.replicateEmulator().limits(ReplicateLimits.lowCredit());
    try (ImageClient client = client()) {
      List<CompletableFuture<ImageResult>> results = separate(client);
      Until.holds(
          "three are made",
          () -> {
            pass(Duration.ofMillis(500));
            return service.emulator().paidJobs() == 3;
          });
      service.replicateEmulator().limits(ReplicateLimits.published());
      pass(Duration.ofSeconds(10));
      until(results); // the first one in tells that there is room
      assertAllMade(IMAGES, results);
      assertThat(refused.get()).isLessThanOrEqualTo(IMAGES - 1);
    }
  }

  @Test
  void whoIsCanceledWhileItWaitsIsNeverSent() {
    service.replicateEmulator().limits(ReplicateLimits.lowCredit());
    try (ImageClient client = client()) {
      learn(client);
      List<CompletableFuture<ImageResult>> results = separate(client);
      results.subList(0, 11).forEach(result -> result.cancel(true));
      assertThat(results.subList(0, 11)).allMatch(CompletableFuture::isCancelled);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      pass(APART); // whose turn it was gives way
      assertThat(Until.done(results.get(11)).images()).hasSize(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(2);
      assertThat(service.emulator().count(Step.CANCEL)).isZero();
      Until.holds("nothing is left to wait for", () -> time.pending() == 0);
    }
  }

  @Test
  void theDeadlineCountsWhileItWaits() {
    service.replicateEmulator().limits(ReplicateLimits.lowCredit());
    RequestOptions options = RequestOptions.builder().deadline(Duration.ofSeconds(9)).build();
    try (ImageClient client = client()) {
      learn(client);
      List<CompletableFuture<ImageResult>> results = new ArrayList<>();
      for (int i = 0; i < IMAGES; i++) {
        results.add(client.generateAsync(request(), options));
      }
      pass(Duration.ofSeconds(9));
      for (CompletableFuture<ImageResult> result : results) {
        PictorException failure = Failures.of(result);
        assertThat(failure)
            .isExactlyInstanceOf(DeadlineExceededException.class)
            .hasMessageContaining("PT9S")
            .hasMessageContaining("before it was sent");
        assertThat(failure.handle()).isEmpty();
      }
      pass(APART);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void closingEndsThoseThatWait() {
    service.replicateEmulator().limits(ReplicateLimits.lowCredit());
    List<CompletableFuture<ImageResult>> results;
    try (ImageClient client = client()) {
      learn(client);
      results = separate(client);
    }
    for (CompletableFuture<ImageResult> result : results) {
      assertThat(Failures.of(result)).isExactlyInstanceOf(JobCanceledException.class);
    }
    pass(APART);
    assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    assertThat(time.pending()).isZero();
  }

  @Test
  void oneProviderDoesNotWaitForAnother() {
    service.replicateEmulator().limits(ReplicateLimits.lowCredit());
    try (Service other = Service.fal();
        ImageClient client =
            ImageClient.builder()
                .provider(service.provider())
                .provider(other.provider())
                .time(time)
                .build()) {
      learn(client);
      CompletableFuture<ImageResult> waits = client.generateAsync(request());
      assertThat(client.generate(request().toBuilder().model("fal/flux1.1-pro").build()).images())
          .hasSize(1);
      assertThat(waits).isNotDone();
      waits.cancel(true);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }
}
