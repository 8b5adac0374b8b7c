package dev.pictor;

import static dev.pictor.StreamWire.COMPLETED;
import static dev.pictor.StreamWire.QUEUED;
import static dev.pictor.StreamWire.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobState;
import dev.pictor.model.JobUpdate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream that lives and says nothing of the job for long, and the questions beside it. */
@Timeout(60)
class QuietStreamTest extends StreamTests {
  private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
  private final StreamReading reading = new StreamReading();
  private long told;

  /** A client of which is known what it has read. */
  private ImageClient.Builder listener() {
    return wire.builder(time).httpClient(reading.builder().build());
  }

  /** Sends what the test says, as long as somebody listens. */
  private void streamAsTold() {
    wire.streams(
        connection -> {
          StreamWire.open(connection);
          while (true) {
            StreamWire.piece(connection, next());
          }
        });
  }

  private String next() {
    try {
      return pieces.take();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void event(String data) {
    tell("data: " + data + "\n\n");
  }

  /** It is read before this returns, so that the clock can be moved on. */
  private void ping() {
    long all = tell(": ping\n");
    Until.holds("the ping is read", () -> reading.done() == all);
  }

  private synchronized long tell(String piece) {
    pieces.add(piece);
    told += piece.length();
    return told;
  }

  /** Up to the moment at which nothing but pings has come for a minute. */
  private void aQuietMinute() {
    for (int i = 0; i < 5; i++) {
      time.advance(Duration.ofSeconds(10));
      ping();
    }
    int before = wire.polls();
    time.advance(Duration.ofMillis(9_999));
    assertThat(wire.polls()).isEqualTo(before);
    time.advance(Duration.ofMillis(1));
  }

  @Test
  void signsOfLifeKeepItOpen() {
    streamAsTold();
    wire.statuses(RUNNING); // after a minute without news the job is asked after
    try (ImageClient client = listener().build()) {
      ImageJob job = client.submit(StreamWire.request());
      List<JobState> states = new CopyOnWriteArrayList<>();
      job.onUpdate(update -> states.add(update.state()));
      event(RUNNING);
      Until.holds("the first event", () -> states.contains(JobState.RUNNING));
      for (int i = 0; i < 6; i++) {
        time.advance(Duration.ofSeconds(15));
        ping();
      }
      event(COMPLETED);
      assertOneImage(job.await());
    }
    assertThat(wire.polls()).isLessThanOrEqualTo(1);
    assertThat(wire.opened()).isEqualTo(1);
  }

  /** Nobody knows whether a stream tells anything of a job that is queued. */
  @Test
  void aStreamThatTellsNothingIsListenedToWhileTheJobIsQueued() {
    streamAsTold();
    wire.statuses(QUEUED, QUEUED);
    time.holdShortWaits();
    try (ImageClient client = listener().build()) {
      CompletableFuture<ImageResult> result = client.generateAsync(StreamWire.request());
      untilAStreamIsWaitedFor(1);
      time.advance(Duration.ofMillis(2_500));
      Until.holds("it is asked after", () -> wire.polls() == 1);
      time.advance(Duration.ofMillis(2_499));
      ping();
      assertThat(wire.polls()).isEqualTo(1);
      time.advance(Duration.ofMillis(1));
      Until.holds("it is asked after again", () -> wire.polls() == 2);
      event(RUNNING);
      event(COMPLETED);
      assertOneImage(Until.done(result));
      CompletableFuture<ImageResult> next = client.generateAsync(StreamWire.request());
      Until.holds("the next one is listened to", () -> wire.opened() == 2);
      assertThat(wire.polls()).isEqualTo(2);
      next.cancel(true);
    }
  }

  @Test
  void anEndThatAStreamHasLostIsAskedForAfterAMinute() {
    streamAsTold();
    List<JobState> states = new CopyOnWriteArrayList<>();
    try (ImageClient client = listener().build()) {
      ImageJob job = client.submit(StreamWire.request());
      job.onUpdate(update -> states.add(update.state()));
      event(RUNNING);
      Until.holds("it runs", () -> states.contains(JobState.RUNNING));
      aQuietMinute();
      assertOneImage(Until.done(job.result()));
      Until.holds("its end is told", () -> states.contains(JobState.COMPLETED));
      assertThat(states).containsOnlyOnce(JobState.COMPLETED);
    }
    assertThat(wire.polls()).isEqualTo(1);
    assertThat(wire.results()).isEqualTo(1);
    assertThat(wire.opened()).isEqualTo(1);
  }

  @Test
  void aQuietStreamIsListenedToWhateverTheQuestionsBesideItBring() {
    streamAsTold();
    wire.statuses(withLogs("IN_PROGRESS", "a", "b"), "<html>", QUEUED);
    List<JobUpdate> updates = new CopyOnWriteArrayList<>();
    List<ImageEvent> failures = new CopyOnWriteArrayList<>();
    try (ImageClient client =
        listener()
            .listener(
                event -> {
                  event.update().ifPresent(updates::add);
                  event.failure().ifPresent(failure -> failures.add(event));
                })
            .build()) {
      CompletableFuture<ImageResult> result = client.generateAsync(StreamWire.request());
      event(withLogs("IN_PROGRESS", "a"));
      Until.holds("it runs", () -> updates.size() == 2);
      aQuietMinute();
      Until.holds("the question brings a line", () -> updates.size() == 3);
      ping();
      aQuietMinute();
      Until.holds("the question fails", () -> failures.size() == 1);
      ping();
      aQuietMinute();
      Until.holds("the state before is told late", () -> wire.polls() == 3);
      event(withLogs("IN_PROGRESS", "b", "c"));
      event(withLogs("COMPLETED", "d"));
      assertOneImage(Until.done(result));
      Until.holds("all is told", () -> updates.size() == 5);
    }
    assertThat(updates)
        .extracting(update -> update.state() + " " + update.newLogLines())
        .containsExactly("QUEUED []", "RUNNING [a]", "RUNNING [b]", "RUNNING [c]", "COMPLETED [d]");
    assertThat(failures).extracting(ImageEvent::kind).containsExactly(ImageEvent.Kind.RETRY);
    assertThat(wire.polls()).isEqualTo(3);
    assertThat(wire.opened()).isEqualTo(1);
  }

  @Test
  void aQuestionBesideAStreamEndsWithIt() {
    streamAsTold();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Interceptor unanswered =
        chain -> {
          if (chain.request().url().encodedPath().endsWith("/status")) {
            asked.countDown();
            Until.holds("it is ended", () -> chain.call().isCanceled());
            ended.countDown();
          }
          return chain.proceed(chain.request());
        };
    try (ImageClient client =
        wire.builder(time)
            .httpClient(reading.builder().addInterceptor(unanswered).build())
            .build()) {
      ImageJob job = client.submit(StreamWire.request());
      List<JobState> states = new CopyOnWriteArrayList<>();
      job.onUpdate(update -> states.add(update.state()));
      event(RUNNING);
      Until.holds("it runs", () -> states.contains(JobState.RUNNING));
      aQuietMinute();
      Until.open(asked);
      event(COMPLETED);
      assertOneImage(Until.done(job.result()));
      Until.open(ended);
    }
  }

  /** The job is not to be taken for ended because its stream said so. */
  @Test
  void aQuestionThatIsLaterThanTheEndHidesNothingOfTheResult() {
    streamAsTold();
    wire.outputs(early(1000));
    time.holdShortWaits();
    AtomicInteger questions = new AtomicInteger();
    Interceptor firstIsUnanswered =
        chain -> {
          if (isStatus(chain.call()) && questions.incrementAndGet() == 1) {
            Until.holds("the next one is put", () -> chain.call().isCanceled());
          }
          return chain.proceed(chain.request());
        };
    EventListener endsWhileTheNextIsPut =
        new EventListener() {
          @Override
          public void canceled(Call call) {
            if (isStatus(call) && questions.get() == 1) {
              event(COMPLETED);
              awaitResult(1);
            }
          }
        };
    try (ImageClient client =
        wire.builder(time)
            .httpClient(
                reading
                    .builder()
                    .addInterceptor(firstIsUnanswered)
                    .eventListener(endsWhileTheNextIsPut)
                    .build())
            .build()) {
      ImageJob job = client.submit(StreamWire.request());
      List<JobState> states = new CopyOnWriteArrayList<>();
      job.onUpdate(update -> states.add(update.state()));
      event(RUNNING);
      Until.holds("it runs", () -> states.contains(JobState.RUNNING));
      aQuietMinute();
      Until.holds("it is asked after", () -> questions.get() == 1);
      ping();
      aQuietMinute();
      assertThat(wire.results()).isEqualTo(1);
      job.result().cancel(true);
      Until.holds("it is told to end", () -> wire.cancellations() == 1);
    }
  }

  private static boolean isStatus(Call call) {
    return call.request().url().encodedPath().endsWith("/status");
  }
}
