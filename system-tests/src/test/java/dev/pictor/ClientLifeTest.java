package dev.pictor;

import static dev.pictor.Wire.Step.CANCEL;
import static dev.pictor.Wire.Step.FILE;
import static dev.pictor.Wire.Step.STATUS;
import static dev.pictor.Wire.Step.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pictor.error.JobCanceledException;
import dev.pictor.error.PictorException;
import dev.pictor.fal.Fal;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageResult;
import dev.pictor.spi.Provider;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads, interrupts and the end of a client. */
@Tag("wide")
@Timeout(60)
class ClientLifeTest {
  private static final int MOST_THREADS = 20;

  private final Wire wire = new Wire();
  private final TestTime time = new TestTime();

  @AfterEach
  void stop() {
    wire.close();
    time.close();
  }

  // ---- threads

  /** The live threads of clients; one that makes a call has the name of its URL meanwhile. */
  private static Set<Thread> threads() {
    return all().stream()
        .filter(thread -> thread.getName().matches("(pictor-|OkHttp http).*"))
        .collect(Collectors.toSet());
  }

  private static Set<Thread> all() {
    Thread[] threads = new Thread[10_000];
    int count = Thread.enumerate(threads);
    return new HashSet<>(Arrays.asList(threads).subList(0, count));
  }

  @Test
  void manyJobsNeedFewThreadsAndAllOfThemAreDaemons() {
    Until.holds("no other client is left", () -> threads().isEmpty());
    Set<Thread> before = all();
    Set<Thread> seen = Collections.synchronizedSet(new HashSet<>());
    AtomicInteger most = new AtomicInteger();
    Map<String, AtomicInteger> polls = new ConcurrentHashMap<>();
    wire.always(
        STATUS,
        request -> {
          Set<Thread> now = threads();
          seen.addAll(now);
          most.accumulateAndGet(now.size(), Math::max);
          int asked =
              polls
                  .computeIfAbsent(request.getPath(), path -> new AtomicInteger())
                  .incrementAndGet();
          return asked == 3 ? Wire.completed() : Wire.running();
        });
    try (ImageClient client = wire.client(time)) {
      List<CompletableFuture<ImageResult>> results = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        results.add(client.generateAsync(Wire.request()));
      }
      for (CompletableFuture<ImageResult> result : results) {
        assertThat(Until.done(result).images()).hasSize(1);
      }
      assertThat(Until.done(results.get(0)).image().bytes()).isEqualTo(Wire.PNG);
      assertThat(wire.count(SUBMIT)).isEqualTo(200);
      assertThat(wire.received())
          .describedAs("first requests of connections")
          .filteredOn(request -> request.getSequenceNumber() == 0)
          .hasSizeLessThan(MOST_THREADS);
      assertThat(most.get()).isBetween(2, MOST_THREADS);
      assertThat(seen).allMatch(Thread::isDaemon);
      Until.holds(
          "every thread at rest has our name",
          () -> threads().stream().allMatch(thread -> thread.getName().startsWith("pictor-")));
      // OkHttp and Okio keep two threads of their own, for the whole program, and the server many.
      Set<Thread> others = new HashSet<>(all());
      others.removeAll(before);
      others.removeAll(threads());
      others.removeIf(
          thread ->
              thread.getName().matches("MockWebServer.*|OkHttp TaskRunner|Okio Watchdog|test-.*"));
      assertThat(others).isEmpty();
    }
    Until.holds("no thread is left", () -> threads().isEmpty());
  }

  @Test
  void moreThanFiveCallsToOneHostAtOnce() {
    CountDownLatch together = new CountDownLatch(8);
    wire.always(
        SUBMIT,
        request -> {
          together.countDown();
          Until.open(together);
          return Wire.accepted("any");
        });
    try (ImageClient client = wire.client(time)) {
      List<CompletableFuture<ImageResult>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        results.add(client.generateAsync(Wire.request()));
      }
      results.forEach(result -> assertThat(Until.done(result).images()).hasSize(1));
    }
  }

  @Test
  void slowDownloadsDoNotHoldJobsUp() {
    CountDownLatch slow = new CountDownLatch(1);
    wire.always(FILE, wire.after(slow, request -> Wire.file(Wire.PNG)));
    try (ImageClient client = wire.client(time)) {
      GeneratedImage image = client.generate(Wire.request()).image();
      List<CompletableFuture<byte[]>> downloads = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        downloads.add(async(image::bytes));
      }
      Until.holds("all downloads that can are under way", () -> wire.count(FILE) >= 4);
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
      slow.countDown();
      downloads.forEach(download -> assertThat(Until.done(download)).isEqualTo(Wire.PNG));
    }
  }

  private static <T> CompletableFuture<T> async(java.util.function.Supplier<T> call) {
    CompletableFuture<T> future = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                future.complete(call.get());
              } catch (Throwable e) {
                future.completeExceptionally(e);
              }
            },
            "test-caller");
    thread.setDaemon(true);
    thread.start();
    return future;
  }

  @Test
  void manyThreadsShareOneClient() {
    try (ImageClient client = wire.client(time)) {
      List<CompletableFuture<Integer>> callers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        callers.add(
            async(
                () -> {
                  int images = 0;
                  for (int j = 0; j < 10; j++) {
                    images += client.generate(Wire.request()).images().size();
                  }
                  return images;
                }));
      }
      callers.forEach(caller -> assertThat(Until.done(caller)).isEqualTo(10));
      assertThat(wire.count(SUBMIT)).isEqualTo(160);
      Set<String> ids =
          wire.received(Wire.Step.RESULT).stream()
              .map(request -> request.getPath())
              .collect(Collectors.toSet());
      assertThat(ids).hasSize(160);
    }
  }

  // ---- interrupts

  /** Runs a call on a thread, interrupts it once a condition holds, and gives what it threw. */
  private static Throwable interrupted(ThrowingCallable call, Runnable condition) {
    return interrupted(call, condition, () -> {});
  }

  private static Throwable interrupted(
      ThrowingCallable call, Runnable condition, Runnable afterwards) {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              thrown.set(catchThrowable(call));
              flag.set(Thread.currentThread().isInterrupted());
            },
            "test-caller");
    caller.setDaemon(true);
    caller.start();
    condition.run();
    caller.interrupt();
    afterwards.run();
    Until.ended(caller);
    assertThat(flag).describedAs("the flag was restored").isTrue();
    assertThat(thrown.get()).isExactlyInstanceOf(JobCanceledException.class);
    Failures.assertNoKey(thrown.get());
    return thrown.get();
  }

  private void assertCanceledOnce() {
    assertThat(wire.count(SUBMIT)).isEqualTo(1);
    assertThat(wire.count(CANCEL)).isEqualTo(1);
    assertThat(wire.received(CANCEL).get(0).getPath()).endsWith("/cancel");
  }

  @Test
  void anInterruptOfGenerateEndsTheRemoteJob() {
    time.holdShortWaits();
    try (ImageClient client = wire.client(time)) {
      Throwable thrown =
          interrupted(
              () -> client.generate(Wire.request()),
              () -> Until.holds("it waits for its poll", () -> time.pending() == 2));
      assertThat(((PictorException) thrown).handle().get().id()).isEqualTo("job-1");
      assertCanceledOnce();
    }
  }

  @Test
  void anInterruptOfGenerateDuringAPollEndsTheRemoteJob() {
    wire.always(STATUS, wire.after(new CountDownLatch(1), request -> Wire.completed()));
    try (ImageClient client = wire.client(time)) {
      interrupted(
          () -> client.generate(Wire.request()),
          () -> Until.holds("it is polled", () -> wire.count(STATUS) == 1));
      assertCanceledOnce();
    }
  }

  @Test
  void anInterruptOfAwaitEndsTheRemoteJob() {
    time.holdShortWaits();
    try (ImageClient client = wire.client(time)) {
      ImageJob job = client.submit(Wire.request());
      CountDownLatch begun = new CountDownLatch(1);
      interrupted(
          () -> {
            begun.countDown();
            job.await();
          },
          () -> Until.open(begun));
      assertCanceledOnce();
    }
  }

  @Test
  void anInterruptOfSubmitEndsTheRemoteJobOnceItIsKnown() {
    CountDownLatch answer = new CountDownLatch(1);
    wire.then(SUBMIT, wire.after(answer, request -> Wire.accepted("late")));
    try (ImageClient client = wire.client(time)) {
      interrupted(
          () -> client.submit(Wire.request()),
          () -> Until.holds("it is under way", () -> wire.count(SUBMIT) == 1),
          () -> { // not before the interrupt has arrived, or the call may be over first
            Until.holds("a late reply is waited for", () -> time.pending() == 2);
            answer.countDown();
          });
      Until.holds("the remote job was told", () -> wire.count(CANCEL) == 1);
    }
  }

  @Test
  void aThreadThatIsInterruptedBeforePaysNothing() {
    try (ImageClient client = wire.client(time)) {
      for (ThrowingCallable call :
          Arrays.<ThrowingCallable>asList(
              () -> client.generate(Wire.request()), () -> client.submit(Wire.request()))) {
        interrupted(
            () -> {
              Thread.currentThread().interrupt();
              call.call();
            },
            () -> {});
      }
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
      assertThat(wire.count(SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void anInterruptEndsADownload() {
    wire.always(FILE, wire.after(new CountDownLatch(1), request -> Wire.file(Wire.PNG)));
    try (ImageClient client = wire.client(time)) {
      GeneratedImage image = client.generate(Wire.request()).image();
      Throwable thrown =
          interrupted(
              image::bytes, () -> Until.holds("it is fetched", () -> wire.count(FILE) == 1));
      assertThat(((PictorException) thrown).handle()).hasValue(image.handle());
      assertThat(wire.count(CANCEL)).isZero();
    }
  }

  @Test
  void anInterruptEndsADownloadIntoAStreamThatIsFull() throws IOException {
    wire.always(FILE, request -> Wire.file(Wire.bytes(1 << 20)));
    try (ImageClient client = wire.client(time);
        PipedInputStream nobodyReads = new PipedInputStream(64);
        PipedOutputStream full = new PipedOutputStream(nobodyReads)) {
      GeneratedImage image = client.generate(Wire.request()).image();
      interrupted(
          () -> image.writeTo(full),
          () ->
              Until.holds(
                  "the stream is full",
                  () -> {
                    try {
                      return nobodyReads.available() == 64;
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  }));
      // The thread that wrote is as good as before.
      wire.always(FILE, request -> Wire.file(Wire.PNG));
      for (int i = 0; i < 10; i++) {
        assertThat(image.bytes()).isEqualTo(Wire.PNG);
      }
    }
  }

  // ---- the end

  private static void assertClosed(PictorException failure) {
    assertThat(failure.getMessage()).contains("closed");
  }

  @Test
  void aClosedClientRefusesCalls() {
    for (boolean used : new boolean[] {false, true}) {
      ImageClient client = ImageClient.builder().provider(wire.fal()).build();
      String handle = "pictor1:fal:fal-ai%2Fflux-pro%2Fv1.1:job-9";
      if (used) {
        client.generate(Wire.request()).image().bytes();
      }
      int before = wire.count();
      client.close();
      client.close();
      assertClosed(Failures.of(() -> client.generate(Wire.request())));
      assertClosed(Failures.of(client.generateAsync(Wire.request())));
      assertClosed(Failures.of(() -> client.submit(Wire.request())));
      assertClosed(
          Failures.of(() -> client.resume(dev.pictor.model.JobHandle.parse(handle)).await()));
      assertThat(wire.count()).isEqualTo(before);
      Until.holds("no thread is left", () -> threads().isEmpty());
    }
  }

  @Test
  void anImageOfAClosedClientCannotBeFetched() {
    for (boolean used : new boolean[] {false, true}) {
      ImageClient client = ImageClient.builder().provider(wire.fal()).build();
      GeneratedImage image = client.generate(Wire.request()).image();
      if (used) {
        image.bytes();
      }
      client.close();
      assertClosed(Failures.of(image::bytes));
    }
  }

  @Test
  void closingEndsWhatWaitsWithItsHandleAndLeavesTheJob() {
    time.holdShortWaits();
    ImageClient client = wire.client(time);
    ImageJob job = client.submit(Wire.request());
    CompletableFuture<ImageResult> waiting = async(job::await);
    client.close();
    PictorException failure = Failures.of(waiting);
    assertThat(failure).isExactlyInstanceOf(JobCanceledException.class);
    assertThat(failure.handle()).hasValue(job.handle());
    assertThat(Failures.of(job.result())).isSameAs(failure);
    assertThat(wire.count(CANCEL)).isZero();
    assertThat(time.pending()).isZero();
    Until.holds("no thread is left", () -> threads().isEmpty());
  }

  @Test
  void closingEndsADownload() {
    for (int i = 0; i < 3; i++) {
      wire.always(FILE, wire.after(new CountDownLatch(1), request -> Wire.file(Wire.PNG)));
      ImageClient client = ImageClient.builder().provider(wire.fal()).build();
      GeneratedImage image = client.generate(Wire.request()).image();
      int before = wire.count(FILE);
      CompletableFuture<byte[]> download = async(image::bytes);
      Until.holds("it is fetched", () -> wire.count(FILE) == before + 1);
      client.close();
      assertClosed(Failures.of(download));
    }
    Until.holds("no thread is left", () -> threads().isEmpty());
  }

  @Test
  void closingEndsADownloadThatWaitsForItsNextTry() {
    wire.always(FILE, request -> Wire.html(503));
    ImageClient client = ImageClient.builder().provider(wire.fal()).build();
    GeneratedImage image = client.generate(Wire.request()).image();
    CompletableFuture<byte[]> download = async(image::bytes);
    Until.holds("it failed once", () -> wire.count(FILE) == 1);
    client.close();
    Failures.of(download);
    Until.holds("no thread is left", () -> threads().isEmpty());
  }

  @Test
  void callsThatMeetTheClosingEndToo() {
    for (int round = 0; round < 20; round++) {
      ImageClient client = ImageClient.builder().provider(wire.fal()).build();
      List<CompletableFuture<ImageResult>> results =
          Collections.synchronizedList(new ArrayList<>());
      List<CompletableFuture<Object>> callers = new ArrayList<>();
      CountDownLatch busy = new CountDownLatch(4);
      for (int i = 0; i < 4; i++) {
        callers.add(
            async(
                () -> {
                  for (int j = 0; j < 20; j++) {
                    results.add(client.generateAsync(Wire.request()));
                    busy.countDown();
                  }
                  return "done";
                }));
      }
      Until.open(busy);
      client.close();
      callers.forEach(Until::done);
      for (CompletableFuture<ImageResult> result : results) {
        Until.holds("every future has ended", result::isDone);
      }
    }
    Until.holds("no thread is left", () -> threads().isEmpty());
  }

  @Test
  void aBlockingCallNeedsNoThreadForCallbacks() {
    Until.holds("no other client is left", () -> threads().isEmpty());
    try (ImageClient client = wire.client(time)) {
      client.generate(Wire.request());
      assertThat(threads())
          .extracting(Thread::getName)
          .isNotEmpty()
          .noneMatch(name -> name.startsWith("pictor-callback"));
    }
  }

  /** Who asks for the key is about to send; the client is there by then, without having been. */
  @Test
  void theHttpClientIsMadeBesideThePlan() {
    CountDownLatch begun = new CountDownLatch(1);
    OkHttpClient http =
        new OkHttpClient() {
          @Override
          public Builder newBuilder() {
            begun.countDown();
            return super.newBuilder();
          }
        };
    Provider fal =
        Fal.builder()
            .key(
                () -> {
                  Until.open(begun);
                  return Wire.KEY;
                })
            .queueUrl(wire.url("/"))
            .build();
    try (ImageClient client =
        ImageClient.builder().provider(fal).httpClient(http).time(time).build()) {
      assertThat(begun.getCount()).as("not before the first request").isEqualTo(1);
      assertThat(client.generate(Wire.request()).images()).hasSize(1);
    }
  }

  @Test
  void theUsersClientIsUsedAndLeftAsItWas() throws IOException {
    AtomicInteger intercepted = new AtomicInteger();
    ConnectionPool pool = new ConnectionPool();
    OkHttpClient http =
        new OkHttpClient.Builder()
            .connectionPool(pool)
            .addInterceptor(
                chain -> {
                  intercepted.incrementAndGet();
                  return chain.proceed(chain.request());
                })
            .build();
    int most = http.dispatcher().getMaxRequestsPerHost();
    try (ImageClient client = wire.builder(time).httpClient(http).build()) {
      client.generate(Wire.request()).image().bytes();
      assertThat(intercepted).hasValue(4);
      assertThat(http.interceptors()).hasSize(1);
      assertThat(pool.connectionCount()).isPositive();
    }
    assertThat(pool.connectionCount()).describedAs("its connections stay").isPositive();
    assertThat(http.dispatcher().getMaxRequestsPerHost()).isEqualTo(most);
    assertThat(http.dispatcher().executorService().isShutdown()).isFalse();
    Request request = new Request.Builder().url(wire.url("/files/mine.png")).build();
    try (Response response = http.newCall(request).execute()) {
      assertThat(response.body().bytes()).isEqualTo(Wire.PNG);
    }
    CompletableFuture<Integer> later = new CompletableFuture<>();
    http.newCall(request)
        .enqueue(
            new okhttp3.Callback() {
              @Override
              public void onFailure(okhttp3.Call call, IOException e) {
                later.completeExceptionally(e);
              }

              @Override
              public void onResponse(okhttp3.Call call, Response response) {
                response.close();
                later.complete(response.code());
              }
            });
    assertThat(Until.done(later)).isEqualTo(200);
    assertThat(intercepted).hasValue(6);
    http.dispatcher().executorService().shutdown();
  }

  @Test
  void closingLeavesTheRunningCallsOfTheUserAlone() {
    CountDownLatch slow = new CountDownLatch(1);
    wire.then(FILE, wire.after(slow, request -> Wire.file(Wire.PNG)));
    OkHttpClient http = new OkHttpClient();
    Function<String, byte[]> get =
        url -> {
          try (Response response = http.newCall(new Request.Builder().url(url).build()).execute()) {
            return response.body().bytes();
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        };
    CompletableFuture<byte[]> mine;
    try (ImageClient client = wire.builder(time).httpClient(http).build()) {
      client.generate(Wire.request());
      mine = async(() -> get.apply(wire.url("/files/mine.png")));
      Until.holds("it is under way", () -> wire.count(FILE) == 1);
    }
    slow.countDown();
    assertThat(Until.done(mine)).isEqualTo(Wire.PNG);
  }
}
