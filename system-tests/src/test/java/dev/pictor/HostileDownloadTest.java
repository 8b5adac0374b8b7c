package dev.pictor;

import static dev.pictor.Wire.Step.FILE;
import static dev.pictor.Wire.Step.RESULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.DownloadException;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageEvent.Kind;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import dev.pictor.model.OutputFormat;
import dev.pictor.testing.TestPicture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that mean no good: each ends in a named error or in the exact bytes. */
@Tag("wide")
@Timeout(60)
class HostileDownloadTest {
  private static final int LIMIT = 1 << 20;
  private static final byte[] LARGE = Wire.bytes(300_000);

  private final Wire wire = new Wire();
  private final TestTime time = new TestTime();
  private final ConnectionPool connections = new ConnectionPool(5, 1, TimeUnit.MINUTES);
  private final ImageClient client =
      wire.builder(time)
          .httpClient(new OkHttpClient.Builder().connectionPool(connections).build())
          .maxImageBytes(LIMIT)
          .build();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    Until.holds(
        "no connection is in use",
        () -> connections.idleConnectionCount() == connections.connectionCount());
    client.close();
    wire.close();
    time.close();
  }

  private GeneratedImage image() {
    return client.generate(Wire.request()).image();
  }

  private GeneratedImage imageAt(String url) {
    wire.then(RESULT, Wire.result(url));
    return image();
  }

  private GeneratedImage atOnce() {
    return client
        .generate(Wire.request().toBuilder().responseFormat(ResponseFormat.BYTES).build())
        .image();
  }

  /** However it is asked for, it is refused at the first try, and nothing is left of it. */
  private void assertRefused(String word) throws IOException {
    GeneratedImage image = image();
    Path file = Files.write(folder.resolve("image.png"), new byte[] {4, 7, 1, 1});
    List<DownloadException> failures =
        Arrays.asList(
            Failures.exactly(DownloadException.class, image::bytes),
            Failures.exactly(DownloadException.class, () -> image.saveTo(file)),
            Failures.exactly(DownloadException.class, this::atOnce));
    assertThat(failures)
        .allSatisfy(
            failure -> {
              assertThat(failure.getMessage()).contains("could not be fetched", word);
              assertThat(failure.isRetryable()).isFalse();
            });
    assertThat(Files.readAllBytes(file)).containsExactly(4, 7, 1, 1);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(wire.count(FILE)).isEqualTo(3);
  }

  private void assertDelivered(byte[] content) throws IOException {
    wire.always(FILE, request -> Wire.file(content));
    GeneratedImage image = image();
    assertThat(image.bytes()).isEqualTo(content);
    Path file = folder.resolve("image.png");
    assertThat(image.saveTo(file).byteCount()).isEqualTo(content.length);
    assertThat(Files.readAllBytes(file)).isEqualTo(content);
    assertThat(atOnce().bytes()).isEqualTo(content);
  }

  // ---- length

  @ParameterizedTest
  @ValueSource(strings = {"Transfer-Encoding: chunked", "Connection: close"})
  void aBodyWithoutAnEndIsLeftAtTheLimit(String framing) throws IOException {
    AtomicLong sent = new AtomicLong();
    byte[] block = Wire.bytes(10_000);
    try (FileServer server =
        new FileServer(
            (request, reply) -> {
              reply.head("HTTP/1.1 200 OK", "Content-Type: image/png", framing);
              while (true) {
                if (framing.contains("chunked")) {
                  reply.body("2710\r\n").body(block, 0, block.length).body("\r\n");
                } else {
                  reply.body(block, 0, block.length);
                }
                sent.addAndGet(block.length);
              }
            })) {
      Counting out = new Counting();
      GeneratedImage image = imageAt(server.url());
      DownloadException failure =
          Failures.exactly(DownloadException.class, () -> image.writeTo(out));
      assertThat(failure.getMessage()).contains("longer than the limit of " + LIMIT);
      assertThat(out.count).isLessThanOrEqualTo(LIMIT);
      assertThat(server.requests()).hasSize(1);
      long atTheEnd = sent.get();
      assertThat(atTheEnd).describedAs("buffers of sockets included").isLessThan(32L << 20);
    }
  }

  private static final class Counting extends OutputStream {
    long count;

    @Override
    public void write(int b) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      count += length;
    }
  }

  @Test
  void aFileOfExactlyTheLimitIsDelivered() throws IOException {
    assertDelivered(Wire.bytes(LIMIT));
  }

  @Test
  void aFileThatIsLongerByAByteIsNot() throws IOException {
    byte[] file = Wire.bytes(LIMIT + 1);
    wire.always(FILE, request -> Wire.file(file));
    assertRefused("longer than the limit");
  }

  @Test
  void aLengthBeyondTheLimitIsRefusedBeforeAByteIsRead() throws IOException {
    try (FileServer server =
        new FileServer(
            (request, reply) ->
                reply
                    .head(
                        "HTTP/1.1 200 OK",
                        "Content-Type: image/png",
                        "Content-Length: 99999999999999")
                    .body("x"))) {
      GeneratedImage image = imageAt(server.url());
      DownloadException failure = Failures.exactly(DownloadException.class, image::bytes);
      assertThat(failure.getMessage()).contains("longer than the limit");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void anImageInAUrlIsBoundAsWell() {
    wire.then(RESULT, Wire.result(dataUri(LIMIT)), Wire.result(dataUri(LIMIT + 1)));
    assertThat(image().bytes()).hasSize(LIMIT);
    DownloadException failure = Failures.exactly(DownloadException.class, image()::bytes);
    assertThat(failure.getMessage()).contains("limit");
  }

  private static String dataUri(int length) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(new byte[length]);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, (1L << 30) + 1, Long.MAX_VALUE})
  void aLimitThatIsNoneIsRefused(long limit) {
    assertThatThrownBy(() -> ImageClient.builder().maxImageBytes(limit))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxImageBytes is " + limit);
  }

  /** What is behind the announced length is not the file's, nor that of the next one. */
  @Test
  void whatIsBeyondTheSaidLengthIsNotDelivered() throws IOException {
    try (FileServer server =
        new FileServer(
            (request, reply) ->
                reply
                    .head("HTTP/1.1 200 OK", "Content-Type: image/png", "Content-Length: 100000")
                    .body(LARGE, 0, LARGE.length))) {
      GeneratedImage image = imageAt(server.url());
      byte[] said = Arrays.copyOf(LARGE, 100_000);
      assertThat(image.bytes()).isEqualTo(said);
      assertThat(image.bytes()).isEqualTo(said);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "many", "10, 20", "99999999999999999999999"})
  void aLengthThatIsNoneIsNotBelieved(String length) throws IOException {
    try (FileServer server =
        new FileServer(
            (request, reply) ->
                reply
                    .head("HTTP/1.1 200 OK", "Content-Type: image/png", "Content-Length: " + length)
                    .body(Wire.PNG, 0, Wire.PNG.length))) {
      assertThat(imageAt(server.url()).bytes()).isEqualTo(Wire.PNG);
    }
  }

  /** OkHttp would throw in the middle of its reading. */
  @Test
  void aNegativeLengthIsNamed() throws IOException {
    try (FileServer server =
            new FileServer(
                (request, reply) ->
                    reply
                        .head("HTTP/1.1 200 OK", "Content-Type: image/png", "Content-Length: -5")
                        .body(Wire.PNG, 0, Wire.PNG.length));
        ImageClient own = wire.client(time)) {
      wire.then(RESULT, Wire.result(server.url()));
      GeneratedImage image = own.generate(Wire.request()).image();
      DownloadException failure = Failures.exactly(DownloadException.class, image::bytes);
      assertThat(failure.getMessage()).contains("Content-Length is -5");
      assertThat(server.requests()).hasSize(1);
    }
  }

  // ---- type

  @ParameterizedTest
  @CsvSource({
    "text/html, an HTML page",
    "image/png, an HTML page",
    "'', an HTML page",
    "application/octet-stream, an HTML page"
  })
  void aPageIsNoImageWhateverItIsCalled(String type, String word) throws IOException {
    for (String page :
        Arrays.asList(
            "<!DOCTYPE html><html><body>Access denied</body></html>",
            "\ufeff\r\n  <HTML><head>\n<title>Sign in</title>")) {
      wire.always(
          FILE,
          request ->
              type.isEmpty()
                  ? new MockResponse().setBody(page)
                  : new MockResponse().setHeader("Content-Type", type).setBody(page));
      DownloadException failure = Failures.exactly(DownloadException.class, image()::bytes);
      assertThat(failure.getMessage()).contains(type.startsWith("text") ? type : word);
    }
    assertThat(wire.count(FILE)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"detail\":\"gone\"}|a JSON text",
        "\n [ {\"error\": 1} ]|a JSON text",
        "{}|a JSON text",
        "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>|an error written in XML"
      })
  void anErrorIsNoImageWhateverItIsCalled(String text, String word) throws IOException {
    wire.always(FILE, request -> Wire.file(text.getBytes(StandardCharsets.UTF_8)));
    assertRefused(word);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "{",
        "[x",
        "<",
        " ",
        "PNG"
      })
  void whatMayBeAnImageIsDelivered(String text) throws IOException {
    assertDelivered(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPageIsFoundOutAlsoIfItComesByteByByte() throws IOException {
    try (FileServer server =
        new FileServer(
            (request, reply) -> {
              reply.head(
                  "HTTP/1.1 200 OK", "Content-Type: image/png", "Transfer-Encoding: chunked");
              for (char next : "<!doctype html>".toCharArray()) {
                reply.body("1\r\n" + next + "\r\n");
              }
              reply.body("0\r\n\r\n");
            })) {
      Counting out = new Counting();
      GeneratedImage image = imageAt(server.url());
      Failures.exactly(DownloadException.class, () -> image.writeTo(out));
      assertThat(out.count).isZero();
    }
  }

  // ---- bombs

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip", "br", "deflate", "zstd", "gzip, gzip"})
  void aCompressedFileIsNeitherUnpackedNorDelivered(String encoding) throws IOException {
    byte[] bomb = gzip(new byte[4 * LIMIT]);
    wire.always(FILE, request -> Wire.file(bomb).setHeader("Content-Encoding", encoding));
    assertRefused("encoded (" + encoding.toLowerCase(Locale.ROOT));
    assertThat(wire.received(FILE))
        .allSatisfy(
            request ->
                assertThat(request.getHeaders().values("Accept-Encoding"))
                    .containsExactly("identity"));
  }

  @Test
  void aTransferThatIsCompressedIsNotDelivered() throws IOException {
    byte[] zipped = gzip(LARGE);
    wire.always(
        FILE, request -> Wire.file(zipped).setHeader("Transfer-Encoding", "gzip, identity"));
    assertRefused("encoded");
  }

  @Test
  void identityIsNoEncoding() throws IOException {
    wire.always(FILE, request -> Wire.file(LARGE).setHeader("Content-Encoding", "identity"));
    assertThat(image().bytes()).isEqualTo(LARGE);
  }

  /** A PNG by its header alone, of 60,000 x 60,000 pixels: 14 GB, decoded. */
  private static byte[] giant(int side) {
    ByteBuffer png = ByteBuffer.allocate(2_000);
    png.putLong(0x89504e470d0a1a0aL).putInt(13).put("IHDR".getBytes(StandardCharsets.US_ASCII));
    png.putInt(side).putInt(side).put(new byte[] {8, 6, 0, 0, 0});
    return png.array();
  }

  @Test
  void aHeaderThatLiesIsReadAndNotBelieved() throws IOException {
    byte[] giant = giant(60_000);
    assertDelivered(giant);
    GeneratedImage.Facts facts = atOnce().facts().get();
    assertThat(facts.format()).hasValue(OutputFormat.PNG);
    assertThat(facts.size()).describedAs("no endpoint makes that").isEmpty();
    assertThat(facts.byteCount()).isEqualTo(giant.length);
    assertThat(GeneratedImage.Facts.of(giant(14_142)).size().get().pixels())
        .isEqualTo(14_142L * 14_142L);
  }

  @ParameterizedTest
  @CsvSource({"GIF", "JPEG", "PNG"})
  void aFileOfTwoKindsIsTheOneOfItsSignatureAndKeptAsItIs(OutputFormatName name)
      throws IOException {
    byte[] picture =
        TestPicture.builder().size(64, 48).format(OutputFormat.of(name.word())).build().encode();
    byte[] script = "<script>alert(1)</script>PK\u0003\u0004".getBytes(StandardCharsets.ISO_8859_1);
    byte[] both = Arrays.copyOf(picture, picture.length + script.length);
    System.arraycopy(script, 0, both, picture.length, script.length);
    assertDelivered(both);
    assertThat(atOnce().facts().get().format()).hasValue(OutputFormat.of(name.word()));
    assertThat(atOnce().facts().get().size().get().width()).isEqualTo(64);
  }

  /** A script to a browser that guesses; by its bytes an image, and delivered under that name. */
  @Test
  void aScriptWithTheSignatureOfAnImageIsTheImageOfItsSignature() throws IOException {
    byte[] both = "GIF89a/*\u0001\u0000*/=1;alert(1)//".getBytes(StandardCharsets.ISO_8859_1);
    assertDelivered(both);
    assertThat(atOnce().facts().get().format()).hasValue(OutputFormat.GIF);
    assertThat(atOnce().facts().get().format().get().mediaType()).isEqualTo("image/gif");
    assertThat(atOnce().facts().get().byteCount()).isEqualTo(both.length);
  }

  /** As long as a deadline lets it: no tool of a server to hold a caller for hours. */
  @Test
  void aFileThatComesByteByByteEndsAtTheDeadline() throws IOException {
    AtomicLong sent = new AtomicLong();
    AtomicLong events = new AtomicLong();
    try (FileServer server =
            new FileServer(
                (request, reply) -> {
                  reply.head(
                      "HTTP/1.1 200 OK", "Content-Type: image/png", "Content-Length: 1000000");
                  while (true) {
                    reply.body("x");
                    sent.incrementAndGet();
                    LockSupport.parkNanos(100_000);
                  }
                });
        ImageClient own =
            wire.builder(time)
                .listener(event -> events.addAndGet(event.kind() == Kind.DOWNLOADED ? 1 : 0))
                .build()) {
      wire.then(RESULT, Wire.result(wire.url("/files/a.png"), server.url()));
      CompletableFuture<ImageResult> future =
          own.generateAsync(
              Wire.request().toBuilder().responseFormat(ResponseFormat.BYTES).build());
      Until.holds("some of it is here", () -> sent.get() > 1_000 && events.get() == 1);
      time.advance(Duration.ofMinutes(10));
      ImageResult result = Until.done(future);
      assertThat(result.image().bytes()).isEqualTo(Wire.PNG);
      ImageOutcome outcome = result.outcomes().get(1);
      assertThat(outcome.failure().get()).isExactlyInstanceOf(DeadlineExceededException.class);
      assertThat(outcome.image().get().url()).hasValue(server.url());
      assertThat(server.requests()).hasSize(1);
    }
  }

  enum OutputFormatName {
    GIF,
    JPEG,
    PNG;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  // ---- redirects

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "jar:http://127.0.0.1/x.jar!/x",
        "http://",
        "https://[::1/",
      })
  void aRedirectToWhatIsNotHttpIsNamed(String target) throws IOException {
    wire.always(
        FILE, request -> new MockResponse().setResponseCode(302).setHeader("Location", target));
    assertRefused("redirects to what is no http or https URL");
  }

  @Test
  void aRedirectIntoItselfEnds() throws IOException {
    wire.always(
        FILE,
        request ->
            new MockResponse()
                .setResponseCode(301)
                .setHeader("Location", String.valueOf(request.getPath())));
    DownloadException failure = Failures.exactly(DownloadException.class, image()::bytes);
    assertThat(failure.getMessage()).contains("more than 5 redirects");
    assertThat(wire.count(FILE)).isEqualTo(6);
  }
}
