package dev.pictor;

import dev.pictor.fal.Fal;
import dev.pictor.model.ImageRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ServerSocketFactory;
import okhttp3.mockwebserver.Dispatcher;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okhttp3.mockwebserver.SocketPolicy;
import okio.Buffer;

/**
 * A queue of fal that makes one image at once, unless a test says otherwise for a step, and that
 * keeps what it received by step.
 */
final class Wire implements AutoCloseable {
  /** The part of the key that nobody else may see. */
  static final String SECRET = "traps-secret-4711";

  static final String KEY = "traps-id:" + SECRET;

  /** The secret of another provider. */
  static final String OTHER_SECRET = "r8_other-secret-0815";

  /** The shortest file with the signature of a PNG. */
  static final byte[] PNG =
      new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H'};

  // Kept: a logger that nobody holds forgets its level.
  private static final Logger LOGGER = Logger.getLogger(MockWebServer.class.getName());

  static {
    LOGGER.setLevel(Level.OFF);
  }

  /** What a request is for. */
  enum Step {
    SUBMIT,
    STATUS,
    RESULT,
    CANCEL,
    FILE
  }

  /** What the server does about a request; it may block. */
  interface Answer {
    MockResponse to(RecordedRequest request) throws InterruptedException;
  }

  private final MockWebServer server = new MockWebServer();
  private final Map<Step, Deque<Answer>> scripts = new EnumMap<>(Step.class);
  private final Map<Step, Answer> rules = new EnumMap<>(Step.class);
  private final Map<Step, List<RecordedRequest>> received = new EnumMap<>(Step.class);
  private final AtomicInteger jobs = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private volatile MockResponse atStart = new MockResponse();
  private final CountDownLatch closing = new CountDownLatch(1);

  Wire() {
    this(plain -> {});
  }

  /** A server that is set up in another way: with TLS, with HTTP/2. */
  Wire(Consumer<MockWebServer> setting) {
    setting.accept(server);
    for (Step step : Step.values()) {
      scripts.put(step, new ArrayDeque<>());
      received.put(step, new ArrayList<>());
    }
    always(Step.SUBMIT, request -> accepted("job-" + jobs.incrementAndGet()));
    always(Step.STATUS, request -> completed());
    always(Step.RESULT, request -> result(url("/files/" + jobOf(request) + ".png")));
    always(Step.CANCEL, request -> json(202, "{\"status\":\"CANCELLATION_REQUESTED\"}"));
    always(Step.FILE, request -> file(PNG));
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            return answer(request).to(request);
          }

          @Override
          public MockResponse peek() {
            streams.incrementAndGet();
            return atStart;
          }
        });
    server.setServerSocketFactory(new Prompt(closed));
    try {
      server.start(InetAddress.getLoopbackAddress(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Without it each answer waits some 40 ms for an acknowledgement that the other side delays. It
   * also knows which connections the server has closed, which it does a moment after an answer.
   */
  private static final class Prompt extends ServerSocketFactory {
    private final AtomicInteger closed;

    Prompt(AtomicInteger closed) {
      this.closed = closed;
    }

    @Override
    public ServerSocket createServerSocket() throws IOException {
      return new ServerSocket() {
        @Override
        public Socket accept() throws IOException {
          Socket socket = new Counted();
          implAccept(socket);
          socket.setTcpNoDelay(true);
          return socket;
        }
      };
    }

    private final class Counted extends Socket {
      private boolean isCounted;

      @Override
      public synchronized void close() throws IOException {
        super.close();
        if (!isCounted) {
          isCounted = true;
          closed.incrementAndGet();
        }
      }
    }

    @Override
    public ServerSocket createServerSocket(int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
      throw new UnsupportedOperationException();
    }
  }

  private synchronized Answer answer(RecordedRequest request) {
    Step step = step(request);
    received.get(step).add(request);
    Answer scripted = scripts.get(step).poll();
    return scripted == null ? rules.get(step) : scripted;
  }

  private static Step step(RecordedRequest request) {
    String path = String.valueOf(request.getPath());
    if ("POST".equals(request.getMethod())) {
      return Step.SUBMIT;
    }
    if ("PUT".equals(request.getMethod())) {
      return Step.CANCEL;
    }
    return path.startsWith("/files/")
        ? Step.FILE
        : path.contains("/status") ? Step.STATUS : Step.RESULT;
  }

  private static String jobOf(RecordedRequest request) {
    String path = String.valueOf(request.getPath());
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The next requests of a step are answered so, one each. */
  Wire then(Step step, MockResponse... answers) {
    for (MockResponse answer : answers) {
      then(step, request -> answer);
    }
    return this;
  }

  /** The next request of a step is answered so. */
  synchronized Wire then(Step step, Answer answer) {
    scripts.get(step).add(answer);
    return this;
  }

  /** Every request of a step that nothing else was said of is answered so. */
  synchronized Wire always(Step step, Answer answer) {
    rules.put(step, answer);
    return this;
  }

  /** How many connections the server has closed, for whatever reason. */
  int closed() {
    return closed.get();
  }

  /** How many requests of a step the server has received. */
  synchronized int count(Step step) {
    return received.get(step).size();
  }

  /** What the server has received of a step. */
  synchronized List<RecordedRequest> received(Step step) {
    return new ArrayList<>(received.get(step));
  }

  /** All that the server has received. */
  synchronized List<RecordedRequest> received() {
    List<RecordedRequest> all = new ArrayList<>();
    received.values().forEach(all::addAll);
    return all;
  }

  /** How many requests the server has received. */
  int count() {
    return received().size();
  }

  /** What becomes of the streams of HTTP/2 that are opened from now on, unread. */
  void atStart(MockResponse fate) {
    atStart = fate;
    streams.set(0);
  }

  /** How many streams were opened since. */
  int streams() {
    return streams.get();
  }

  String url(String path) {
    return server.url(path).toString();
  }

  MockWebServer server() {
    return server;
  }

  /** A client that has the key for this server, on a time that does not pass. */
  ImageClient client(TestTime time) {
    return builder(time).build();
  }

  ImageClient.Builder builder(TestTime time) {
    return ImageClient.builder()
        .provider(fal())
        .time(time)
        .watching(RequestOptions.Watching.POLLING);
  }

  Fal fal() {
    return Fal.builder().key(KEY).queueUrl(url("/")).build();
  }

  /** An answer that comes when the latch is opened, or the server closed. */
  Answer after(CountDownLatch latch, Answer answer) {
    return request -> {
      while (latch.getCount() > 0 && closing.getCount() > 0) {
        latch.await(5, java.util.concurrent.TimeUnit.MILLISECONDS);
      }
      return answer.to(request);
    };
  }

  static ImageRequest request() {
    return ImageRequest.builder().model("fal/flux1.1-pro").prompt("a paper boat").build();
  }

  static MockResponse accepted(String id) {
    return json(
        200, "{\"status\":\"IN_QUEUE\",\"request_id\":\"" + id + "\",\"queue_position\":0}");
  }

  static MockResponse queued() {
    return json(202, "{\"status\":\"IN_QUEUE\",\"queue_position\":3}");
  }

  static MockResponse running() {
    return json(202, "{\"status\":\"IN_PROGRESS\",\"logs\":[]}");
  }

  static MockResponse completed() {
    return json(200, "{\"status\":\"COMPLETED\",\"logs\":[]}");
  }

  /** The output of a job: images at these URLs. */
  static MockResponse result(String... urls) {
    StringBuilder images = new StringBuilder();
    Arrays.asList(urls)
        .forEach(
            url ->
                images
                    .append(images.length() == 0 ? "" : ",")
                    .append("{\"url\":\"")
                    .append(url)
                    .append("\",\"width\":64,\"height\":48}"));
    return json(200, "{\"images\":[" + images + "],\"seed\":7}");
  }

  static MockResponse file(byte[] content) {
    return new MockResponse()
        .setHeader("Content-Type", "image/png")
        .setBody(new Buffer().write(content));
  }

  static MockResponse json(int status, String body) {
    return new MockResponse()
        .setResponseCode(status)
        .setHeader("Content-Type", "application/json")
        .setBody(body);
  }

  static MockResponse html(int status) {
    return new MockResponse()
        .setResponseCode(status)
        .setHeader("Content-Type", "text/html")
        .setBody("<html><head><title>Sorry</title></head><body>busy</body></html>");
  }

  static MockResponse broken(SocketPolicy policy) {
    return json(200, "{\"status\":\"IN_QUEUE\",\"request_id\":\"unread\"}").setSocketPolicy(policy);
  }

  /** An answer that could be read, but for its length of at least so many bytes. */
  static MockResponse huge(long length) {
    Buffer body = new Buffer();
    body.writeUtf8("{\"status\":\"IN_QUEUE\",\"request_id\":\"huge\",\"more\":\"");
    byte[] block = new byte[64 * 1024];
    Arrays.fill(block, (byte) 'x');
    while (body.size() < length) {
      body.write(block);
    }
    body.writeUtf8("\"}");
    return new MockResponse().setHeader("Content-Type", "application/json").setBody(body);
  }

  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    System.arraycopy(PNG, 0, bytes, 0, Math.min(length, PNG.length));
    for (int i = PNG.length; i < length; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }

  /** A request as it was sent. The text of the headers themselves would hide the one with a key. */
  static String text(RecordedRequest request) {
    StringBuilder text = new StringBuilder(String.valueOf(request.getRequestLine()));
    for (int i = 0; i < request.getHeaders().size(); i++) {
      text.append('\n').append(request.getHeaders().name(i)).append(": ");
      text.append(request.getHeaders().value(i));
    }
    return text.append("\n\n").append(request.getBody().clone().readUtf8()).toString();
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      server.shutdown();
    } catch (IOException busy) {
      // A handler that still blocks; the test has ended, and so does it.
    }
  }
}
