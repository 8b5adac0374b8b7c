package dev.pictor;

import static dev.pictor.Wire.Step.RESULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.DownloadException;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest.ResponseFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requirement 32, and what a server may send in an image's place: each ends in a named error, with
 * no file, no open connection and no server thread that still sends.
 */
@Timeout(60)
class HostileServerTest {
  private static final int LIMIT = 1 << 20;
  private static final byte[] FILE = Wire.bytes(300_000);
  private static final byte[] BEFORE = {4, 7, 1, 1};
  private static final String OK = "HTTP/1.1 200 OK";
  private static final String TYPE = "Content-Type: image/png";

  /** What a server does, and the word that names it. */
  enum Server {
    ENDLESS_CHUNKS(
        "longer than the limit of 1048576 bytes",
        (request, reply) -> {
          reply.head(OK, TYPE, "Transfer-Encoding: chunked");
          while (true) {
            reply.body("493E0\r\n").body(FILE, 0, FILE.length).body("\r\n");
          }
        }),
    ENDLESS_UNTIL_IT_IS_LEFT(
        "longer than the limit of 1048576 bytes",
        (request, reply) -> {
          reply.head(OK, TYPE, "Connection: close");
          while (true) {
            reply.body(FILE, 0, FILE.length);
          }
        }),
    ENDLESS_HEADERS(
        "times: unexpected end of stream",
        (request, reply) -> {
          reply.body(OK + "\r\n");
          while (true) {
            reply.body("X-More: and more\r\n");
          }
        }),
    ENDLESS_HINTS(
        "the reply is no HTTP",
        (request, reply) -> {
          for (int i = 0; i < 1_000; i++) {
            reply.head("HTTP/1.1 100 Continue");
          }
        }),
    SHORTER_THAN_IT_SAYS(
        "times: unexpected end of stream",
        (request, reply) -> reply.head(OK, TYPE, "Content-Length: 300000").body(FILE, 0, 99_000)),
    LONGER_THAN_ALLOWED_IT_SAYS(
        "longer than the limit of 1048576 bytes",
        (request, reply) -> reply.head(OK, TYPE, "Content-Length: 99999999999999").body("x")),
    NEGATIVE_LENGTH(
        "Content-Length is -5",
        (request, reply) -> reply.head(OK, TYPE, "Content-Length: -5").body(FILE, 0, FILE.length)),
    TWO_LENGTHS(
        "more than one Content-Length: 300000, 99000",
        (request, reply) ->
            reply
                .head(OK, TYPE, "Content-Length: 300000", "Content-Length: 99000")
                .body(FILE, 0, FILE.length)),
    EMPTY("it came empty", (request, reply) -> reply.head(OK, TYPE, "Content-Length: 0")),
    NO_CHUNK(
        "character but was 0x77",
        (request, reply) -> reply.head(OK, TYPE, "Transfer-Encoding: chunked").body("what?\r\n")),
    NEGATIVE_CHUNK(
        "character but was 0x2d",
        (request, reply) -> reply.head(OK, TYPE, "Transfer-Encoding: chunked").body("-5\r\n")),
    NO_HTTP("Unexpected status line: SSH-2.0-x", (request, reply) -> reply.body("SSH-2.0-x\r\n")),
    A_PAGE(
        "no image but text/html",
        (request, reply) -> reply.head(OK, "Content-Type: text/html").body("<html>")),
    A_PAGE_THAT_IS_CALLED_AN_IMAGE(
        "no image but an HTML page",
        (request, reply) -> reply.head(OK, TYPE).body("<!doctype html><script>")),
    GZIP(
        "encoded (gzip)",
        (request, reply) ->
            reply.head(OK, TYPE, "Content-Encoding: gzip").body("\u001f\u008b\b and so on")),
    BROTLI(
        "encoded (br)",
        (request, reply) -> reply.head(OK, TYPE, "Content-Encoding: br").body("\u001b and so on")),
    REDIRECT_TO_A_FILE("no http or https URL: file:///etc/passwd", redirect("file:///etc/passwd")),
    REDIRECT_TO_FTP("no http or https URL: ftp://a.test/x", redirect("ftp://a.test/x")),
    REDIRECT_TO_A_PRIVATE_ADDRESS("the address 10.0.0.1 is", redirect("http://10.0.0.1/x.png")),
    REDIRECT_TO_THE_CLOUD_S_OWN_SERVICE(
        "the address 169.254.169.254 is", redirect("http://169.254.169.254/latest/meta-data")),
    REDIRECTS_WITHOUT_END("more than 5 redirects", redirect("/files/a.png")),
    A_PART_THAT_NOBODY_ASKED_FOR(
        "status 206",
        (request, reply) ->
            reply
                .head("HTTP/1.1 206 Partial Content", TYPE, "Content-Range: bytes 0-8999/300000")
                .body(FILE, 0, 9_000)),
    ANOTHER_FILE_AFTER_A_BREAK(
        "changed while it was fetched",
        (request, reply) -> {
          reply.head(OK, TYPE, "Content-Length: 300000", "ETag: \"" + request.number + '"');
          if (request.number % 2 == 1) {
            reply.body(FILE, 0, 99_000);
          } else {
            reply.body(FILE, 9, FILE.length).body("123456789");
          }
        }),
    GONE("status 410; it may have expired", (request, reply) -> reply.head("HTTP/1.1 410 Gone"));

    final String word;

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without a state
    final FileServer.Answer answer;

    Server(String word, FileServer.Answer answer) {
      this.word = word;
      this.answer = answer;
    }
  }

  private static FileServer.Answer redirect(String target) {
    return (request, reply) -> reply.head("HTTP/1.1 302 Found", "Location: " + target);
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void endsInANamedErrorAndLeavesNothing(Server kind) throws IOException {
    ConnectionPool connections = new ConnectionPool(5, 1, TimeUnit.MINUTES);
    AtomicInteger sending = new AtomicInteger();
    Path file = Files.write(folder.resolve("image.png"), BEFORE);
    try (Leaks leaks = new Leaks();
        Wire wire = new Wire();
        TestTime time = new TestTime();
        FileServer server =
            new FileServer(
                (request, reply) -> {
                  sending.incrementAndGet();
                  try {
                    kind.answer.to(request, reply);
                  } finally {
                    sending.decrementAndGet();
                  }
                });
        ImageClient client =
            wire.builder(time)
                .httpClient(new OkHttpClient.Builder().connectionPool(connections).build())
                .maxImageBytes(LIMIT)
                .build()) {
      wire.always(RESULT, request -> Wire.result(server.url()));
      GeneratedImage image = client.generate(Wire.request()).image();
      DownloadException saving =
          Failures.exactly(DownloadException.class, () -> image.saveTo(file));
      DownloadException atOnce =
          Failures.exactly(
              DownloadException.class,
              () ->
                  client.generate(
                      Wire.request().toBuilder().responseFormat(ResponseFormat.BYTES).build()));
      for (DownloadException failure : new DownloadException[] {saving, atOnce}) {
        assertThat(failure.getMessage()).contains("could not be fetched", server.url(), kind.word);
        Failures.assertNoKey(failure);
      }
      assertThat(Files.readAllBytes(file)).isEqualTo(BEFORE);
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).containsExactly(file);
      }
      Until.holds(
          "no connection is in use",
          () -> connections.idleConnectionCount() == connections.connectionCount());
      Until.holds("nobody sends any more", () -> sending.get() == 0);
      assertThat(leaks.said()).isEmpty();
    }
  }
}
