package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.DownloadException;
import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Time;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JsonValue;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.Reply;
import dev.pictor.testing.Step;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requirement 20: bytes are fetched as soon as they are there, at once, and inside the deadline.
 */
@Timeout(60)
class BytesInTimeTest {
  /** The common threads are too few on a small machine. */
  private static final Executor HELD = task -> new Thread(task, "test-held").start();

  private final TestTime time = new TestTime();
  private final AtomicInteger here = new AtomicInteger();

  private ImageClient client(Service service) {
    return ImageClient.builder()
        .provider(service.provider())
        .time(time)
        .listener(event -> count(event, ImageEvent.Kind.DOWNLOADED, here))
        .build();
  }

  @AfterEach
  void stopTime() {
    time.close();
  }

  private static ImageRequest boats(int count) {
    return ImageRequest.builder()
        .model("flux1.1-pro")
        .prompt("a paper boat")
        .seed(7)
        .n(count)
        .responseFormat(ResponseFormat.BYTES)
        .build();
  }

  private static boolean isFirst(JsonValue input) {
    return input.member("seed").filter(JsonValue.of(7)::equals).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void whatOneJobHasMadeIsFetchedWhileTheOthersStillRun(Service.Kind kind) {
    int ofFirst = kind == Service.Kind.FAL ? 4 : 1; // as many as a call makes there
    try (Service service = kind.start();
        ImageClient client = client(service)) {
      service.emulator().jobsWith(input -> !isFirst(input), JobScript.neverEnds());
      CompletableFuture<ImageResult> future = client.generateAsync(boats(5));
      Until.holds("the first ones are here", () -> here.get() == ofFirst);
      assertThat(future).isNotDone();
      // Their URLs may end from now on.
      service.emulator().fail(Step.DOWNLOAD, Fault.empty(404)).always();
      time.advance(Duration.ofMinutes(10));
      ImageResult result = Until.done(future);
      assertThat(result.images())
          .hasSize(ofFirst)
          .allSatisfy(image -> Picture.decode(image.bytes()));
      assertThat(result.outcomes().get(4).failure().get())
          .isExactlyInstanceOf(DeadlineExceededException.class);
      assertThat(service.emulator().count(Step.DOWNLOAD)).isEqualTo(ofFirst);
    }
  }

  @ParameterizedTest
  @EnumSource
  void severalAreFetchedAtOnceAndNotAll(Service.Kind kind) {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch four = new CountDownLatch(4);
    byte[] file = Wire.bytes(100_000);
    try (Service service = kind.startForMany();
        ImageClient client = client(service)) {
      service
          .emulator()
          .fail(
              Step.DOWNLOAD,
              Fault.answer(
                  call -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    four.countDown();
                    Until.open(four); // which never opens if they come one by one
                    now.decrementAndGet();
                    return Reply.bytes(200, "image/png", file);
                  }))
          .always();
      ImageResult result = Until.done(client.generateAsync(boats(10)));
      assertThat(result.images())
          .hasSize(10)
          .allSatisfy(image -> assertThat(image.bytes()).isEqualTo(file));
      assertThat(most).hasValue(4);
      assertThat(service.emulator().count(Step.DOWNLOAD)).isEqualTo(10);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theDeadlineEndsASlowDownloadAndTheUrlIsKept(Service.Kind kind) {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger downloads = new AtomicInteger();
    try (Service service = kind.startForMany();
        ImageClient client = client(service)) {
      service
          .emulator()
          .fail(
              Step.DOWNLOAD,
              Fault.answer(
                  call -> {
                    if (downloads.incrementAndGet() == 2) {
                      Until.open(end);
                    }
                    return Reply.bytes(200, "image/png", Wire.PNG);
                  }))
          .always();
      CompletableFuture<ImageResult> future = client.generateAsync(boats(2));
      Until.holds("one is here, one is on its way", () -> here.get() == 1 && downloads.get() == 2);
      time.advance(Duration.ofMinutes(10));
      ImageResult result = Until.done(future);
      assertThat(result.images()).hasSize(1);
      ImageOutcome late =
          result.outcomes().stream()
              .filter(outcome -> outcome.failure().isPresent())
              .findFirst()
              .get();
      assertThat(late.failure().get()).isExactlyInstanceOf(DeadlineExceededException.class);
      GeneratedImage image = late.image().get();
      assertThat(image.url().get()).startsWith(service.emulator().filesUrl());
      end.countDown();
      assertThat(image.bytes()).isEqualTo(Wire.PNG);
    } finally {
      end.countDown();
    }
  }

  /** As many as there is room for at one host are read by somebody slow. */
  @Test
  void theDeadlineEndsADownloadThatWaitsForItsTurn() {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger completed = new AtomicInteger();
    try (Wire wire = new Wire();
        ImageClient client =
            wire.builder(time)
                .listener(event -> count(event, ImageEvent.Kind.COMPLETED, completed))
                .build()) {
      GeneratedImage slow = client.generate(Wire.request()).image();
      wire.always(Wire.Step.FILE, wire.after(end, request -> Wire.file(Wire.PNG)));
      List<CompletableFuture<byte[]>> held =
          Stream.generate(() -> CompletableFuture.supplyAsync(slow::bytes, HELD))
              .limit(4)
              .collect(Collectors.toList());
      Until.holds("no room is left", () -> wire.count(Wire.Step.FILE) == 4);
      CompletableFuture<ImageResult> future =
          client.generateAsync(
              Wire.request().toBuilder().responseFormat(ResponseFormat.BYTES).build());
      Until.holds("the image is made", () -> completed.get() == 2);
      Until.holds(
          "the deadline ends it",
          () -> {
            time.advance(Duration.ofMinutes(1));
            return future.isDone();
          });
      PictorException late = Failures.of(future);
      assertThat(late).isExactlyInstanceOf(DeadlineExceededException.class);
      assertThat(wire.count(Wire.Step.FILE)).isEqualTo(4);
      end.countDown();
      held.forEach(bytes -> assertThat(Until.done(bytes)).isEqualTo(Wire.PNG));
      ImageResult resumed = client.resume(late.details().handle().get()).await();
      assertThat(resumed.image().bytes()).isEqualTo(Wire.PNG);
    } finally {
      end.countDown();
    }
  }

  /** The clock stands for any code of the engine that runs when an image has come. */
  @Test
  void whatFailsBehindTheLastByteOfAnImageLeavesItAtItsUrl() {
    FailingTime failing = new FailingTime(time);
    try (Wire wire = new Wire();
        ImageClient client = wire.builder(time).time(failing).build()) {
      wire.then(
          Wire.Step.FILE,
          request -> {
            failing.isNear.set(true);
            return Wire.file(Wire.PNG);
          });
      PictorException failure =
          Failures.of(
              client.generateAsync(
                  Wire.request().toBuilder().responseFormat(ResponseFormat.BYTES).build()));
      assertThat(failure)
          .isExactlyInstanceOf(DownloadException.class)
          .hasMessageContaining("no memory");
      ImageResult resumed = client.resume(failure.handle().get()).await();
      assertThat(resumed.image().bytes()).isEqualTo(Wire.PNG);
    }
  }

  /** Nobody can say why, and it is said all the same. */
  @Test
  void aDownloadThatBreaksWithoutWordsEndsTheRequest() {
    Interceptor broken =
        chain -> {
          if (chain.request().url().encodedPath().startsWith("/files/")) {
            throw new Wordless();
          }
          return chain.proceed(chain.request());
        };
    OkHttpClient http = new OkHttpClient.Builder().addInterceptor(broken).build();
    try (Wire wire = new Wire();
        ImageClient client = wire.builder(time).httpClient(http).build()) {
      PictorException failure =
          Failures.of(
              client.generateAsync(
                  Wire.request().toBuilder().responseFormat(ResponseFormat.BYTES).build()));
      assertThat(failure).isExactlyInstanceOf(DownloadException.class);
      assertThat(failure.handle()).isPresent();
    }
  }

  private static final class Wordless extends IOException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("another bug");
    }

    @Override
    public String toString() {
      return "wordless"; // futures put it into words on their own account
    }
  }

  /** Fails the next of the engine's threads that asks for it. */
  private static final class FailingTime implements Time {
    final AtomicBoolean isNear = new AtomicBoolean();
    private final Time time;

    FailingTime(Time time) {
      this.time = time;
    }

    @Override
    public long nanos() {
      if (Thread.currentThread().getName().startsWith("pictor-")
          && isNear.compareAndSet(true, false)) {
        throw new Error("no memory"); // OutOfMemoryError ends a test run
      }
      return time.nanos();
    }

    @Override
    public Instant now() {
      return time.now();
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
      return time.after(delay, task);
    }

    @Override
    public double chance() {
      return time.chance();
    }
  }

  private static void count(ImageEvent event, ImageEvent.Kind kind, AtomicInteger events) {
    events.addAndGet(event.kind() == kind ? 1 : 0);
  }
}
