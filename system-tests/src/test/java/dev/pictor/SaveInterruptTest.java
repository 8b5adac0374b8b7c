package dev.pictor;

import static dev.pictor.Wire.Step.RESULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.JobCanceledException;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import dev.pictor.testing.TestPicture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** In the thread that saves, by a codec that knows of no interrupt. */
  @Test
  void anInterruptEndsAConversion() throws Exception {
    CountDownLatch decoding = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicBoolean hasWritten = new AtomicBoolean();
    ImageConverter slow =
        new ImageConverter() {
          @Override
          public Set<OutputFormat> reads() {
            return Collections.singleton(OutputFormat.PNG);
          }

          @Override
          public Set<OutputFormat> writes() {
            return Collections.singleton(OutputFormat.GIF);
          }

          @Override
          public ImageConverter.Picture read(byte[] file, OutputFormat format) {
            decoding.countDown();
            Until.holds("it is interrupted", () -> interrupted.getCount() == 0);
            return ImageConverter.Picture.of(1, 1, new int[1]);
          }

          @Override
          public byte[] write(ImageConverter.Picture picture, OutputFormat format, int quality) {
            hasWritten.set(true);
            return TestPicture.builder().size(1, 1).format(OutputFormat.GIF).build().encode();
          }
        };
    Path file = Files.write(folder.resolve("image.gif"), new byte[] {4, 7, 1, 1});
    try (Wire wire = new Wire();
        TestTime time = new TestTime();
        ImageClient client = wire.builder(time).converter(slow).build()) {
      byte[] png = TestPicture.builder().size(8, 8).build().encode();
      wire.always(Wire.Step.FILE, request -> Wire.file(png));
      GeneratedImage image =
          client
              .generate(Wire.request().toBuilder().outputFormat(OutputFormat.GIF).build())
              .image();
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread saver = started(() -> thrown.complete(Failures.of(() -> image.saveTo(file))));
      Until.open(decoding);
      saver.interrupt();
      interrupted.countDown();
      assertThat(Until.done(thrown)).isExactlyInstanceOf(JobCanceledException.class);
      assertThat(((JobCanceledException) thrown.get()).handle()).hasValue(image.handle());
      assertThat(hasWritten).isFalse();
      assertThat(Files.readAllBytes(file)).containsExactly(4, 7, 1, 1);
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).containsExactly(file);
      }
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
