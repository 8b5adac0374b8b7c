package dev.pictor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A server of one file at a time, on plain sockets, so that a test says every byte of it. */
final class FileServer implements AutoCloseable {
  /** What is sent in answer to a request. */
  interface Answer {
    void to(Request request, Reply reply) throws IOException;
  }

  /** A request for the file. */
  static final class Request {
    /** Which one it is, from 1. */
    final int number;

    final String head;

    Request(int number, String head) {
      this.number = number;
      this.head = head;
    }

    Optional<String> header(String name) {
      for (String line : head.split("\r\n", -1)) {
        if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
          return Optional.of(line.substring(name.length() + 1).trim());
        }
      }
      return Optional.empty();
    }

    /** The first byte that is asked for. */
    int from() {
      return header("Range")
          .map(range -> Integer.parseInt(range.substring("bytes=".length(), range.length() - 1)))
          .orElse(0);
    }
  }

  /** The way back. */
  static final class Reply {
    private final RawServer.Connection connection;

    Reply(RawServer.Connection connection) {
      this.connection = connection;
    }

    Reply head(String... lines) throws IOException {
      connection.write(String.join("\r\n", lines) + "\r\n\r\n");
      return this;
    }

    Reply body(byte[] bytes, int from, int to) throws IOException {
      OutputStream out = connection.socket.getOutputStream();
      out.write(bytes, from, to - from);
      out.flush();
      return this;
    }

    Reply body(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      return body(bytes, 0, bytes.length);
    }

    /** Ends the connection without a word of goodbye. */
    void reset() throws IOException {
      connection.reset();
    }
  }

  private final List<Request> requests = new ArrayList<>();
  private final RawServer server;

  /** Each answer ends its connection. */
  FileServer(Answer answer) throws IOException {
    server =
        new RawServer(
            connection -> {
              String head = connection.head();
              Request request;
              synchronized (requests) {
                request = new Request(requests.size() + 1, head);
                requests.add(request);
              }
              answer.to(request, new Reply(connection));
            });
  }

  List<Request> requests() {
    synchronized (requests) {
      return new ArrayList<>(requests);
    }
  }

  String url() {
    return server.url() + "/files/a.png";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
