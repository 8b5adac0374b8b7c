package dev.pictor.benchmarks.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Cuts what arrives on one connection into requests. */
final class RequestReader {
  private byte[] bytes = new byte[2048];
  private int length;

  void add(byte[] more, int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
    System.arraycopy(more, 0, bytes, length, count);
    length += count;
  }

  /** The next request, once all of it is there. */
  Optional<Request> next() throws IOException {
    int end = endOfHead();
    if (end < 0) {
      return Optional.empty();
    }
    String head = new String(bytes, 0, end, ISO_8859_1);
    int start = end + 4;
    Optional<String> coding = Request.header(head, "transfer-encoding");
    if (coding.filter(name -> name.toLowerCase(Locale.ROOT).equals("chunked")).isPresent()) {
      return chunked(head, start);
    }
    int count = Request.header(head, "content-length").map(Integer::parseInt).orElse(0);
    if (length < start + count) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOfRange(bytes, start, start + count);
    dropUpTo(start + count);
    return Optional.of(new Request(head, body));
  }

  private Optional<Request> chunked(String head, int start) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int at = start;
    while (true) {
      int line = endOfLine(at);
      if (line < 0) {
        return Optional.empty();
      }
      int count = Integer.parseInt(new String(bytes, at, line - at, ISO_8859_1).trim(), 16);
      at = line + 2;
      if (length < at + count + 2) {
        return Optional.empty();
      }
      body.write(bytes, at, count);
      at += count + 2;
      if (count == 0) {
        dropUpTo(at);
        return Optional.of(new Request(head, body.toByteArray()));
      }
    }
  }

  private void dropUpTo(int start) {
    System.arraycopy(bytes, start, bytes, 0, length - start);
    length -= start;
  }

  private int endOfHead() {
    for (int i = 3; i < length; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        return i - 3;
      }
    }
    return -1;
  }

  private int endOfLine(int from) {
    for (int i = from + 1; i < length; i++) {
      if (bytes[i] == '\n') {
        return i - 1;
      }
    }
    return -1;
  }
}
