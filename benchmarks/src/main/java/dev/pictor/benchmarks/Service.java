package dev.pictor.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Both services at one address, with as little work as there can be: canned replies over kept
 * connections. A job runs when it is asked after first, and is done the second time.
 */
final class Service {
  private static final int HEAD_LIMIT = 16 * 1024;

  private final ServerSocket listener;
  private final ServiceReplies replies;
  private final AtomicLong jobs = new AtomicLong();
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  private Service(ServerSocket listener, int imageBytes) {
    this.listener = listener;
    this.replies = new ServiceReplies("http://127.0.0.1:" + listener.getLocalPort(), imageBytes);
  }

  /**
   * Serves until its input ends.
   *
   * @param args how many bytes an image has
   */
  public static void main(String[] args) throws IOException {
    ServerSocket listener =
        new ServerSocket(0, 256, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    Service service = new Service(listener, Integer.parseInt(args[0]));
    daemon(service::accept);
    System.out.println(listener.getLocalPort());
    while (System.in.read() >= 0) {
      // Nothing is said; the end is what counts.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        daemon(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (Socket closing = socket) {
      InputStream in = new BufferedInputStream(closing.getInputStream());
      OutputStream out = closing.getOutputStream();
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        skip(in, length(head));
        out.write(reply(head.substring(0, head.indexOf(" HTTP/"))));
      }
    } catch (IOException e) {
      // The client has closed the connection.
    }
  }

  /** The head of a request; empty at the end of the connection. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream(512);
    int ends = 0;
    while (ends < 4) {
      int next = in.read();
      if (next < 0 || head.size() > HEAD_LIMIT) {
        return "";
      }
      head.write(next);
      ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : 0;
    }
    return new String(head.toByteArray(), ISO_8859_1);
  }

  private static int length(String head) {
    String name = "\r\ncontent-length: ";
    int at = head.toLowerCase(Locale.ROOT).indexOf(name);
    return at < 0
        ? 0
        : Integer.parseInt(head.substring(at + name.length(), head.indexOf('\r', at + 2)));
  }

  private static void skip(InputStream in, int length) throws IOException {
    for (int i = 0; i < length; i++) {
      if (in.read() < 0) {
        throw new EOFException();
      }
    }
  }

  /**
   * @param line method and path
   */
  private byte[] reply(String line) {
    if (line.startsWith("POST /v1/")) {
      return replies.replicateSubmitted(jobs.incrementAndGet());
    }
    if (line.startsWith("POST ")) {
      return replies.falSubmitted(jobs.incrementAndGet());
    }
    if (line.startsWith("GET /files/")) {
      return replies.image();
    }
    if (line.startsWith("GET /v1/predictions/")) {
      String id = line.substring("GET /v1/predictions/".length());
      return replies.prediction(id, isDone(id));
    }
    String id = line.substring(line.indexOf("/requests/") + "/requests/".length());
    int status = id.indexOf("/status");
    return status < 0
        ? replies.falResult(id)
        : replies.falStatus(id.substring(0, status), isDone(id));
  }

  private boolean isDone(String id) {
    return !running.add(id) && running.remove(id);
  }
}
