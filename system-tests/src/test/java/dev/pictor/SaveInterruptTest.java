package dev.pictor;

import static dev.pictor.Wire.Step.RESULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.JobCanceledException;
import dev.pictor.model.GeneratedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is interrupted while an image is saved leaves nothing behind. */
@Timeout(60)
class SaveInterruptTest {
  private static final byte[] FILE = Wire.bytes(400_000);

  @TempDir Path folder;

  /** Interrupted when so many bytes of the file have come. */
  @ParameterizedTest
  @ValueSource(ints = {0, 100_000, 399_999})
  void anInterruptLeavesNeitherHalfAFileNorATemporaryOne(int bytes) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch underWay = new CountDownLatch(1);
    Path file = Files.write(folder.resolve("image.png"), new byte[] {4, 7, 1, 1});
    try (Wire wire = new Wire();
        TestTime time = new TestTime();
        FileServer server =
            new FileServer(
                (request, reply) -> {
                  reply.head(
                      "HTTP/1.1 200 OK", "Content-Type: image/png", "Content-Length: 400000");
                  reply.body(FILE, 0, bytes);
                  underWay.countDown();
                  Until.open(end);
                });
        ImageClient client = wire.client(time)) {
      wire.then(RESULT, Wire.result(server.url()));
      GeneratedImage image = client.generate(Wire.request()).image();
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      Thread saver =
          new Thread(
              () -> {
                thrown.complete(Failures.of(() -> image.saveTo(file)));
                flag.complete(Thread.currentThread().isInterrupted());
              });
      saver.start();
      Until.open(underWay);
      saver.interrupt();
      assertThat(Until.done(thrown)).isExactlyInstanceOf(JobCanceledException.class);
      assertThat(Until.done(flag)).isTrue();
      assertThat(Files.readAllBytes(file)).containsExactly(4, 7, 1, 1);
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).containsExactly(file);
      }
      assertThat(server.requests()).hasSize(1);
    } finally {
      end.countDown();
    }
  }

  /** As many as there is room for at one host are read by somebody slow. */
  @Test
  void anInterruptEndsTheWaitForATurn() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Path file = folder.resolve("image.png");
    List<Thread> held = new ArrayList<>();
    try (Wire wire = new Wire();
        TestTime time = new TestTime();
        ImageClient client = wire.client(time)) {
      GeneratedImage image = client.generate(Wire.request()).image();
      wire.always(Wire.Step.FILE, wire.after(end, request -> Wire.file(Wire.PNG)));
      for (int i = 0; i < 4; i++) {
        held.add(started(image::bytes));
      }
      Until.holds("no room is left", () -> wire.count(Wire.Step.FILE) == 4);
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread saver = started(() -> thrown.complete(Failures.of(() -> image.saveTo(file))));
      Until.holds("it waits", () -> saver.getState() == Thread.State.WAITING);
      saver.interrupt();
      assertThat(Until.done(thrown)).isExactlyInstanceOf(JobCanceledException.class);
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).isEmpty();
      }
      end.countDown();
      held.forEach(Until::ended);
      assertThat(wire.count(Wire.Step.FILE)).isEqualTo(4);
    } finally {
      end.countDown();
    }
  }

  private static Thread started(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    return thread;
  }

  @Test
  void theNextOneIsSavedByTheSameThread() throws Exception {
    Path file = folder.resolve("image.png");
    try (Wire wire = new Wire();
        TestTime time = new TestTime();
        ImageClient client = wire.client(time)) {
      GeneratedImage image = client.generate(Wire.request()).image();
      Thread.currentThread().interrupt();
      Failures.exactly(JobCanceledException.class, () -> image.saveTo(file));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(file).doesNotExist();
      image.saveTo(file);
      assertThat(Files.readAllBytes(file)).isEqualTo(Wire.PNG);
    }
  }
}
