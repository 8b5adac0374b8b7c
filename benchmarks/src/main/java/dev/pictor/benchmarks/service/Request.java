package dev.pictor.benchmarks.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/** One request as it arrived. */
final class Request {
  private final String head;
  private final byte[] body;
  private final String method;
  private final String target;

  /**
   * @param head request line and headers, up to the empty line
   */
  Request(String head, byte[] body) {
    this.head = head;
    this.body = body;
    int space = head.indexOf(' ');
    method = head.substring(0, space);
    target = head.substring(space + 1, head.indexOf(' ', space + 1));
  }

  String method() {
    return method;
  }

  /** Path and query: those behind a proxy of fal, if it is meant for one. */
  String target() {
    Optional<String> proxied = header("x-fal-target-url");
    return proxied.isPresent() ? pathOf(proxied.get()) : target;
  }

  private static String pathOf(String url) {
    return url.substring(url.indexOf('/', url.indexOf("://") + 3));
  }

  String body() {
    return new String(body, UTF_8);
  }

  Optional<String> header(String name) {
    return header(head, name);
  }

  /** The value of a header, found without making anything of the other ones. */
  static Optional<String> header(String head, String name) {
    int line = head.indexOf('\n') + 1;
    while (line > 0 && line < head.length()) {
      if (head.regionMatches(true, line, name, 0, name.length())
          && head.charAt(line + name.length()) == ':') {
        int end = head.indexOf('\r', line);
        return Optional.of(
            head.substring(line + name.length() + 1, end < 0 ? head.length() : end).trim());
      }
      line = head.indexOf('\n', line) + 1;
    }
    return Optional.empty();
  }

  /** All of it, for comparing what two clients send. */
  @Override
  public String toString() {
    return head.replace("\r\n", "\n") + "\n\n" + body();
  }
}
