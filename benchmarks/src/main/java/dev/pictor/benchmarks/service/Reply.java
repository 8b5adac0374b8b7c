package dev.pictor.benchmarks.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** Replies as bytes, with the headers that the real services send. */
final class Reply {
  private static final String HEADERS =
      "\r\ndate: Thu, 01 Jan 2026 09:30:00 GMT\r\nconnection: keep-alive\r\n"
          + "ratelimit-remaining: 2999\r\nratelimit-reset: 1\r\n"
          + "strict-transport-security: max-age=15552000\r\ncf-cache-status: DYNAMIC\r\n"
          + "vary: Accept-Encoding\r\nserver: cloudflare\r\ncf-ray: 9b1f7d3a7c10019e-FRA\r\n"
          + "alt-svc: h3=\":443\"; ma=86400\r\n";
  private static final String STREAM =
      "HTTP/1.1 200 OK"
          + HEADERS
          + "content-type: text/event-stream; charset=utf-8\r\n"
          + "cache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n";
  private static final String END = "0\r\n\r\n";

  private Reply() {}

  /**
   * A whole reply.
   *
   * @param status code and reason
   */
  static byte[] json(String status, String body) {
    return json(status, "", body);
  }

  /**
   * A whole reply.
   *
   * @param headers further ones, each with its end of line
   */
  static byte[] json(String status, String headers, String body) {
    return ascii(
        "HTTP/1.1 "
            + status
            + HEADERS
            + headers
            + "content-type: application/json; charset=utf-8\r\ncontent-length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  static byte[] notFound() {
    return json("404 Not Found", "{\"status\":\"NOT_FOUND\"}");
  }

  /** The first piece of a stream of events. */
  static byte[] firstEvent(String data) {
    return ascii(STREAM + chunk("data: " + data + "\n\n"));
  }

  static byte[] event(String data) {
    return ascii(chunk("data: " + data + "\n\n"));
  }

  static byte[] ping() {
    return ascii(chunk(": ping\n\n"));
  }

  /** Ends a stream, together with what comes before. */
  static byte[] last(byte[] piece) {
    byte[] all = Arrays.copyOf(piece, piece.length + END.length());
    System.arraycopy(ascii(END), 0, all, piece.length, END.length());
    return all;
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
