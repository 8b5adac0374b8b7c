package dev.pictor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.mockwebserver.Dispatcher;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;

/** A server that belongs to nobody we know, and writes down all that it is told. */
final class ForeignServer implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final List<String> received = new CopyOnWriteArrayList<>();

  ForeignServer() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            received.add(Wire.text(request));
            return Wire.json(200, "{\"status\":\"COMPLETED\",\"request_id\":\"foreign\"}");
          }
        });
    try {
      server.start(InetAddress.getLoopbackAddress(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** All requests so far, as they were sent. */
  List<String> received() {
    return received;
  }

  void forget() {
    received.clear();
  }

  @Override
  public void close() {
    try {
      server.shutdown();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
