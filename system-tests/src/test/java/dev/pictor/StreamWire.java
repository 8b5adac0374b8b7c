package dev.pictor;

import dev.pictor.fal.Fal;
import dev.pictor.model.ImageRequest;
import dev.pictor.spi.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A queue of fal on plain sockets, whose status streams a test writes byte by byte. Everything else
 * goes well unless a test says otherwise.
 */
final class StreamWire implements AutoCloseable {
  /** What is sent to whoever opens a status stream. */
  interface Stream {
    void to(RawServer.Connection connection) throws IOException;
  }

  static final String QUEUED = "{\"status\": \"IN_QUEUE\", \"queue_position\": 0}";
  static final String RUNNING = "{\"status\": \"IN_PROGRESS\", \"logs\": []}";
  static final String COMPLETED = "{\"status\": \"COMPLETED\", \"logs\": []}";

  private static final String OUTPUT =
      "{\"images\":[{\"url\":\"https://v3.fal.media/files/x.png\"}],\"seed\":7}";

  private final RawServer server;
  private final AtomicInteger submissions = new AtomicInteger();
  private final AtomicInteger polls = new AtomicInteger();
  private final AtomicInteger results = new AtomicInteger();
  private final AtomicInteger cancellations = new AtomicInteger();
  private final List<String> heads = new ArrayList<>();
  private final Deque<Stream> streams = new ArrayDeque<>();
  private final Deque<String> statuses = new ArrayDeque<>();
  private final Deque<String> outputs = new ArrayDeque<>();
  private Stream lastStream = connection -> answer(connection, 405, "text/plain", "");
  private int streamsOpened;

  StreamWire() {
    try {
      server = new RawServer(this::serve);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(RawServer.Connection connection) throws IOException {
    while (true) {
      String head = connection.head();
      connection.wholeBody();
      synchronized (this) {
        heads.add(head);
      }
      String line = head.substring(0, head.indexOf('\r'));
      if (line.startsWith("POST")) {
        String id = "job-" + submissions.incrementAndGet();
        json(connection, 200, "{\"status\":\"IN_QUEUE\",\"request_id\":\"" + id + "\"}");
      } else if (line.startsWith("PUT")) {
        cancellations.incrementAndGet();
        json(connection, 202, "{\"status\":\"CANCELLATION_REQUESTED\"}");
      } else if (line.contains("/status/stream")) {
        nextStream().to(connection);
      } else if (line.contains("/status")) {
        polls.incrementAndGet();
        String status = next(statuses, COMPLETED);
        json(connection, status.contains("COMPLETED") ? 200 : 202, status);
      } else {
        results.incrementAndGet();
        String output = next(outputs, OUTPUT);
        json(connection, output.startsWith("{\"detail") ? 400 : 200, output);
      }
    }
  }

  private synchronized Stream nextStream() {
    streamsOpened++;
    Stream next = streams.poll();
    return next == null ? lastStream : next;
  }

  private synchronized String next(Deque<String> scripted, String otherwise) {
    String next = scripted.poll();
    return next == null ? otherwise : next;
  }

  static void json(RawServer.Connection connection, int status, String body) throws IOException {
    answer(connection, status, "application/json", body);
  }

  static void answer(RawServer.Connection connection, int status, String type, String body)
      throws IOException {
    connection.write(
        "HTTP/1.1 "
            + status
            + " x\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  /** The head of a stream, whose pieces follow. */
  static void open(RawServer.Connection connection) throws IOException {
    connection.write(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n");
  }

  /** One piece of a stream. */
  static void piece(RawServer.Connection connection, String text) throws IOException {
    connection.write(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
  }

  static void event(RawServer.Connection connection, String data) throws IOException {
    piece(connection, "data: " + data + "\n\n");
  }

  /** The end of a stream; the connection stays. */
  static void end(RawServer.Connection connection) throws IOException {
    connection.write("0\r\n\r\n");
  }

  /** Keeps the connection open without a word until the client closes it. */
  static void untilTheClientCloses(RawServer.Connection connection, CountDownLatch closed)
      throws IOException {
    try {
      connection.body(1);
    } finally {
      closed.countDown();
    }
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A stream that tells these and ends. */
  static Stream telling(String... events) {
    return connection -> {
      open(connection);
      for (String one : events) {
        event(connection, one);
      }
      end(connection);
    };
  }

  /** The next streams are so, one each; those after them as the last one. */
  synchronized StreamWire streams(Stream... next) {
    for (Stream stream : next) {
      streams.add(stream);
    }
    lastStream = next[next.length - 1];
    return this;
  }

  /** The next polls are answered so, those after them with the end. */
  synchronized StreamWire statuses(String... next) {
    for (String status : next) {
      statuses.add(status);
    }
    return this;
  }

  /** The next results are so, those after them an image. */
  synchronized StreamWire outputs(String... next) {
    for (String output : next) {
      outputs.add(output);
    }
    return this;
  }

  int submissions() {
    return submissions.get();
  }

  int polls() {
    return polls.get();
  }

  int results() {
    return results.get();
  }

  int cancellations() {
    return cancellations.get();
  }

  synchronized int opened() {
    return streamsOpened;
  }

  synchronized List<String> heads() {
    return new ArrayList<>(heads);
  }

  Provider fal() {
    return Fal.builder().key(Wire.KEY).queueUrl(server.url()).build();
  }

  /** A client of the time that passes. */
  ImageClient.Builder builder() {
    return ImageClient.builder().provider(fal());
  }

  ImageClient.Builder builder(TestTime time) {
    return builder().time(time);
  }

  ImageClient client(TestTime time) {
    return builder(time).build();
  }

  static ImageRequest request() {
    return Wire.request();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
