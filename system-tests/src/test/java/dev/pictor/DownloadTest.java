package dev.pictor;

import static dev.pictor.Wire.Step.FILE;
import static dev.pictor.Wire.Step.RESULT;
import static dev.pictor.Wire.Step.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.DownloadException;
import dev.pictor.error.PictorException;
import dev.pictor.internal.http.CallQueue;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import dev.pictor.model.OutputFormat;
import dev.pictor.testing.TestPicture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.SocketPolicy;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a finished image to its bytes. */
@Tag("wide")
@Timeout(60)
class DownloadTest {
  private static final byte[] LARGE = Wire.bytes(300_000);

  private final Wire wire = new Wire();
  private final TestTime time = new TestTime();
  private ImageClient client;

  @TempDir Path folder;

  @BeforeEach
  void open() {
    client = wire.client(time);
  }

  @AfterEach
  void stop() {
    client.close();
    wire.close();
    time.close();
  }

  private GeneratedImage image() {
    return client.generate(Wire.request()).image();
  }

  private static MockResponse brokenInTheMiddle() {
    return Wire.file(LARGE).setSocketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY);
  }

  private static MockResponse shorterThanItSays() {
    return Wire.file(Arrays.copyOf(LARGE, 100_000))
        .setHeader("Content-Length", LARGE.length)
        .setSocketPolicy(SocketPolicy.DISCONNECT_AT_END);
  }

  private static MockResponse chunksThatEndEarly() {
    return new MockResponse()
        .setHeader("Content-Type", "image/png")
        .setChunkedBody(new okio.Buffer().write(LARGE), 10_000)
        .setSocketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY);
  }

  private void assertNoPartIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  // ---- broken connections

  @Test
  void aRedirectThatCannotBeAskedForEndsIt() {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .eventListenerFactory(
                call -> {
                  if (call.request().url().encodedPath().equals("/files/elsewhere")) {
                    throw TestTime.noThread();
                  }
                  return EventListener.NONE;
                })
            .build();
    wire.then(
        FILE,
        new MockResponse()
            .setResponseCode(302)
            .setHeader("Location", wire.url("/files/elsewhere")));
    try (ImageClient watched = wire.builder(time).httpClient(http).build()) {
      endsWithoutAThread(watched.generate(Wire.request()).image());
    }
  }

  @Test
  void anotherTryThatCannotBeWaitedForEndsIt() {
    wire.then(FILE, Wire.html(500));
    GeneratedImage image = image();
    time.refuseWaits();
    endsWithoutAThread(image);
  }

  private static void endsWithoutAThread(GeneratedImage image) {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    new Thread(() -> thrown.complete(catchThrowable(image::bytes))).start();
    assertThat(Until.done(thrown))
        .isExactlyInstanceOf(DownloadException.class)
        .hasMessageContaining("unable to create native thread");
  }

  static List<MockResponse[]> breaks() {
    return Arrays.asList(
        new MockResponse[] {brokenInTheMiddle()},
        new MockResponse[] {shorterThanItSays()},
        new MockResponse[] {chunksThatEndEarly()},
        new MockResponse[] {Wire.file(new byte[0])},
        new MockResponse[] {Wire.broken(SocketPolicy.DISCONNECT_AFTER_REQUEST)},
        new MockResponse[] {Wire.html(500)},
        new MockResponse[] {Wire.html(503)},
        new MockResponse[] {Wire.json(429, "{}")});
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void whatBreaksIsFetchedAgainAndNoByteComesTwice(MockResponse fault) throws IOException {
    wire.always(FILE, request -> Wire.file(LARGE));
    GeneratedImage image = image();

    wire.then(FILE, fault.clone(), fault.clone());
    assertThat(image.bytes()).isEqualTo(LARGE);

    wire.then(FILE, fault.clone(), fault.clone());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    image.writeTo(out);
    assertThat(out.toByteArray()).isEqualTo(LARGE);

    wire.then(FILE, fault.clone(), fault.clone());
    Path file = folder.resolve("image.png");
    assertThat(image.saveTo(file).byteCount()).isEqualTo(LARGE.length);
    assertThat(Files.readAllBytes(file)).isEqualTo(LARGE);

    assertThat(wire.count(FILE)).isGreaterThanOrEqualTo(9);
    assertThat(wire.count(SUBMIT)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void whatStaysBrokenIsGivenUp(MockResponse fault) throws IOException {
    wire.always(FILE, request -> fault.clone());
    GeneratedImage image = image();
    DownloadException failure =
        Failures.exactly(DownloadException.class, () -> image.saveTo(folder.resolve("image.png")));
    assertThat(failure.isRetryable()).isTrue();
    assertThat(failure.handle()).hasValue(image.handle());
    assertThat(failure.getMessage()).contains(image.url().get());
    assertThat(wire.count(FILE)).isBetween(4, 5);
    assertNoPartIsLeft();
  }

  @Test
  void aFileThatIsShorterTheSecondTimeIsNotMadeUpOfTwo() {
    wire.then(FILE, brokenInTheMiddle(), Wire.file(Wire.PNG));
    GeneratedImage image = image();
    DownloadException failure = Failures.exactly(DownloadException.class, image::bytes);
    assertThat(failure.getMessage()).contains("shorter");
  }

  // ---- final answers

  @ParameterizedTest
  @CsvSource({"403", "404", "410", "400", "401", "204", "206", "304"})
  void aRefusalIsFinal(int status) throws IOException {
    wire.always(FILE, request -> new MockResponse().setResponseCode(status));
    GeneratedImage image = image();
    for (int i = 0; i < 2; i++) {
      DownloadException failure = Failures.exactly(DownloadException.class, image::bytes);
      assertThat(failure.isRetryable()).isFalse();
      assertThat(failure.getMessage()).contains("status " + status);
    }
    Failures.exactly(DownloadException.class, () -> image.saveTo(folder.resolve("image.png")));
    assertThat(wire.count(FILE)).isEqualTo(3);
    assertNoPartIsLeft();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/html", "TEXT/HTML; charset=utf-8", "application/json", "text/plain"})
  void whatIsNoImageIsNotDelivered(String type) throws IOException {
    wire.always(FILE, request -> Wire.html(200).setHeader("Content-Type", type));
    GeneratedImage image = image();
    Failures.exactly(DownloadException.class, () -> image.saveTo(folder.resolve("image.png")));
    assertThat(wire.count(FILE)).isEqualTo(1);
    assertNoPartIsLeft();
  }

  /** It is paid for, whatever its server says of it. */
  @ParameterizedTest
  @CsvSource({
    "Content-Type, text/plain",
    "Content-Type, text/html; charset=utf-8",
    "Content-Type, application/json",
    "Content-Type, multipart/form-data",
    "Content-Encoding, aws-chunked",
    "Content-Encoding, gzip",
    "Transfer-Encoding, gzip"
  })
  void whatHasTheSignatureOfAnImageIsDeliveredWhateverItIsCalled(String header, String value)
      throws IOException {
    wire.always(FILE, request -> Wire.file(LARGE).setHeader(header, value));
    GeneratedImage image = image();
    assertThat(image.bytes()).isEqualTo(LARGE);
    assertThat(image.saveTo(folder.resolve("image.png")).format()).hasValue(OutputFormat.PNG);
    assertThat(client.generate(bytes()).image().bytes()).isEqualTo(LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0089PNG\r\n\u001a\n",
        "\u00ff\u00d8\u00ff\u00e0",
        "GIF89a",
        "RIFF....WEBPVP8 ",
        "\0\0\0\u0014ftypavif\0\0\0\0avif"
      })
  void anySignatureWillDo(String start) {
    byte[] file = start.getBytes(StandardCharsets.ISO_8859_1);
    wire.always(FILE, request -> Wire.file(file).setHeader("Content-Type", "text/plain"));
    assertThat(image().bytes()).isEqualTo(file);
  }

  /** The last one has the signature of an AVIF behind the start of an object. */
  @ParameterizedTest
  @ValueSource(strings = {"", "x", "gone", "BM", "<svg xmlns='x'/>", "{\"a\"ftypavif"})
  void aTextWithoutOneIsNotDelivered(String text) {
    byte[] file = text.getBytes(StandardCharsets.ISO_8859_1);
    wire.always(FILE, request -> Wire.file(file).setHeader("Content-Type", "text/plain"));
    DownloadException failure = Failures.exactly(DownloadException.class, image()::bytes);
    assertThat(failure.getMessage()).contains("it is no image but");
    assertThat(wire.count(FILE)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://127.0.0.1/x.png",
        "file:///etc/passwd",
        "jar:file:///x.jar!/x",
        "//127.0.0.1/x.png",
        "x.png",
        "http://",
        "http://[::1/x",
        "data:image/png,abc",
        "data:image/png;base64,!!!",
        "javascript:alert(1)"
      })
  void aUrlThatLeadsNowhereIsRefused(String url) {
    wire.then(RESULT, Wire.result(url));
    GeneratedImage image = image();
    assertThat(image.url()).hasValue(url);
    Failures.exactly(DownloadException.class, image::bytes);
    assertThat(wire.count(FILE)).isZero();
  }

  @Test
  void aDataUriNeedsNoNetwork() {
    wire.then(
        RESULT, Wire.result("data:image/png;base64," + Base64.getEncoder().encodeToString(LARGE)));
    GeneratedImage image = image();
    int before = wire.count();
    assertThat(image.bytes()).isEqualTo(LARGE);
    assertThat(wire.count()).isEqualTo(before);
  }

  /** As Python's base64.encodebytes writes it, and as URLs have it. */
  @ParameterizedTest
  @ValueSource(strings = {"\\n", "%0A"})
  void aDataUriMayBeInLinesAndHaveEscapes(String end) {
    String lines = Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(LARGE) + "\n";
    wire.then(
        RESULT,
        Wire.result("data:image/png;base64," + lines.replace("\n", end).replace("+", "%2B")));
    GeneratedImage image = image();
    assertThat(image.bytes()).isEqualTo(LARGE);
    assertThat(image.saveTo(folder.resolve("image.png")).byteCount()).isEqualTo(LARGE.length);
  }

  // ---- redirects

  private MockResponse redirect(String to) {
    return new MockResponse().setResponseCode(302).setHeader("Location", to);
  }

  @Test
  void aFewRedirectsAreFollowed() {
    wire.then(
        FILE,
        redirect(wire.url("/files/b.png")),
        redirect("/files/c.png"),
        redirect("d.png"),
        redirect(wire.url("/files/e.png")),
        redirect(wire.url("/files/f.png")));
    assertThat(image().bytes()).isEqualTo(Wire.PNG);
    assertThat(wire.received(FILE))
        .extracting(request -> String.valueOf(request.getPath()))
        .containsExactly(
            "/files/job-1.png",
            "/files/b.png",
            "/files/c.png",
            "/files/d.png",
            "/files/e.png",
            "/files/f.png");
  }

  @Test
  void aLoopIsRefused() {
    wire.always(FILE, request -> redirect(wire.url("/files/again.png")));
    GeneratedImage image = image();
    DownloadException failure = Failures.exactly(DownloadException.class, image::bytes);
    assertThat(failure.getMessage()).contains("redirects");
    assertThat(wire.count(FILE)).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/x", "data:image/png;base64,AAAA"})
  void aRedirectToAnotherSchemeIsRefused(String target) {
    wire.always(FILE, request -> redirect(target));
    Failures.exactly(DownloadException.class, image()::bytes);
    assertThat(wire.count(FILE)).isEqualTo(1);
  }

  @Test
  void aRedirectFromHttpsToHttpIsRefused() throws IOException {
    HeldCertificate certificate =
        new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    HandshakeCertificates server =
        new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    HandshakeCertificates trust =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(certificate.certificate())
            .build();
    OkHttpClient http =
        new OkHttpClient.Builder()
            .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
            .build();
    try (MockWebServer secure = new MockWebServer();
        ImageClient trusting = wire.builder(time).httpClient(http).build()) {
      secure.useHttps(server.sslSocketFactory(), false);
      secure.start(InetAddress.getLoopbackAddress(), 0);
      String url = secure.url("/files/a.png").toString();
      assertThat(url).startsWith("https:");
      wire.then(RESULT, request -> Wire.result(url));
      secure.enqueue(Wire.file(Wire.PNG));
      secure.enqueue(redirect(wire.url("/files/b.png")));
      GeneratedImage image = trusting.generate(Wire.request()).image();
      assertThat(image.bytes()).isEqualTo(Wire.PNG);
      DownloadException failure = Failures.exactly(DownloadException.class, image::bytes);
      assertThat(failure.getMessage()).contains("not secure");
      assertThat(secure.getRequestCount()).isEqualTo(2);
      assertThat(wire.count(FILE)).isZero();
    }
  }

  // ---- streams that fail

  /** A stream that takes some bytes and then fails. */
  private static final class Failing extends OutputStream {
    private final Throwable failure;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    final AtomicInteger failures = new AtomicInteger();

    Failing(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public void write(int b) throws IOException {
      if (taken.size() >= 50_000) {
        failures.incrementAndGet();
        if (failure instanceof IOException) {
          throw (IOException) failure;
        }
        if (failure instanceof RuntimeException) {
          throw (RuntimeException) failure;
        }
        throw (Error) failure;
      }
      taken.write(b);
    }
  }

  @Test
  void aStreamThatFailsIsNotAFailureOfTheDownload() {
    wire.always(FILE, request -> Wire.file(LARGE));
    GeneratedImage image = image();
    Failing full = new Failing(new IOException("the disk is full"));
    assertThatThrownBy(() -> image.writeTo(full))
        .isExactlyInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("the disk is full");
    assertThat(full.failures).hasValue(1);
    assertThat(wire.count(FILE)).isEqualTo(1);
    assertThat(image.bytes()).isEqualTo(LARGE);
  }

  static List<Throwable> bugs() {
    return Arrays.asList(new IllegalStateException("closed"), new StackOverflowError("deep"));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void aStreamWithABugIsWrittenOnce(Throwable bug) {
    wire.always(FILE, request -> Wire.file(LARGE));
    GeneratedImage image = image();
    Failing broken = new Failing(bug);
    assertThat(catchThrowable(() -> image.writeTo(broken))).isSameAs(bug);
    assertThat(broken.failures).hasValue(1);
    assertThat(wire.count(FILE)).isEqualTo(1);
  }

  @Test
  void aFileThatCannotBeWrittenLeavesNothing() throws IOException {
    GeneratedImage image = image();
    Path notAFolder = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> image.saveTo(notAFolder.resolve("image.png")))
        .isExactlyInstanceOf(UncheckedIOException.class);
    Path occupied = Files.createDirectories(folder.resolve("image.png").resolve("inside"));
    assertThatThrownBy(() -> image.saveTo(occupied.getParent()))
        .isExactlyInstanceOf(UncheckedIOException.class);
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files)
          .containsExactlyInAnyOrder(folder, notAFolder, occupied.getParent(), occupied);
    }
  }

  @Test
  void aFailedDownloadLeavesTheOldFileAlone() throws IOException {
    Path file = folder.resolve("image.png");
    Files.write(file, new byte[] {1, 2, 3});
    wire.always(FILE, request -> brokenInTheMiddle());
    Failures.exactly(DownloadException.class, () -> image().saveTo(file));
    assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  // ---- at once

  private static ImageRequest bytes() {
    return Wire.request().toBuilder().responseFormat(ResponseFormat.BYTES).build();
  }

  @Test
  void bytesAreThereWithTheirFactsAndNeedTheServerNoMore() {
    byte[] picture = TestPicture.builder().size(64, 48).format(OutputFormat.PNG).build().encode();
    wire.always(FILE, request -> Wire.file(picture));
    GeneratedImage image = client.generate(bytes()).image();
    assertThat(wire.count(FILE)).isEqualTo(1);
    client.close();
    wire.close();
    assertThat(image.bytes()).isEqualTo(picture);
    assertThat(image.facts().get().format()).hasValue(OutputFormat.PNG);
    assertThat(image.facts().get().byteCount()).isEqualTo(picture.length);
  }

  @Test
  void bytesThatComeInPiecesAreWhole() {
    wire.always(FILE, request -> Wire.file(LARGE));
    wire.then(FILE, brokenInTheMiddle(), shorterThanItSays());
    assertThat(client.generate(bytes()).image().bytes()).isEqualTo(LARGE);
    assertThat(wire.count(FILE)).isEqualTo(3);
  }

  @Test
  void oneImageOfSeveralThatCannotBeFetchedLeavesTheOthers() {
    wire.then(
        RESULT,
        Wire.result(
            wire.url("/files/a.png"), wire.url("/files/gone.png"), wire.url("/files/c.png")));
    wire.always(
        FILE,
        request ->
            String.valueOf(request.getPath()).contains("gone")
                ? new MockResponse().setResponseCode(404)
                : Wire.file(LARGE));
    ImageResult result = client.generate(bytes());
    assertThat(result.images()).hasSize(2);
    assertThat(result.images()).allSatisfy(image -> assertThat(image.bytes()).isEqualTo(LARGE));
    assertThat(result.outcomes()).hasSize(3);
    ImageOutcome lost = result.outcomes().get(1);
    assertThat(lost.kind()).isEqualTo(ImageOutcome.Kind.UNKNOWN);
    assertThat(lost.failure().get()).isExactlyInstanceOf(DownloadException.class);
    Failures.assertNoKey(lost.failure().get());
    assertThat(lost.image().get().url()).hasValue(wire.url("/files/gone.png"));
    assertThat(lost.handle()).isPresent();
    assertThat(wire.count(SUBMIT)).isEqualTo(1);
  }

  @Test
  void anImageThatCannotBeFetchedAtAllIsNamedWithItsUrlAndHandle() {
    wire.always(FILE, request -> Wire.html(500));
    PictorException failure =
        Failures.exactly(DownloadException.class, () -> client.generate(bytes()));
    assertThat(failure.getMessage()).contains(wire.url("/files/job-1.png"));
    assertThat(failure.handle().get().id()).isEqualTo("job-1");
    assertThat(wire.count(SUBMIT)).isEqualTo(1);
  }

  @Test
  void theDeadlineEndsADownloadAndKeepsTheImagesThatAreHere() {
    wire.then(RESULT, Wire.result(wire.url("/files/a.png"), wire.url("/files/slow.png")));
    wire.always(
        FILE,
        request ->
            String.valueOf(request.getPath()).contains("slow")
                ? wire.after(new CountDownLatch(1), any -> Wire.file(LARGE)).to(request)
                : Wire.file(LARGE));
    CompletableFuture<ImageResult> future = client.generateAsync(bytes());
    Until.holds("both are fetched", () -> wire.count(FILE) == 2);
    // The first one is here when its thread asks for no more.
    Until.holds(
        "one call is left",
        () ->
            Thread.getAllStackTraces().values().stream()
                    .flatMap(Arrays::stream)
                    .filter(frame -> frame.getClassName().startsWith(CallQueue.class.getName()))
                    .filter(frame -> frame.getMethodName().equals("exchange"))
                    .count()
                == 1);
    time.advance(Duration.ofMinutes(10));
    ImageResult result = Until.done(future);
    assertThat(result.images()).hasSize(1);
    assertThat(result.outcomes().get(1).failure().get())
        .isExactlyInstanceOf(DeadlineExceededException.class);
    assertThat(result.outcomes().get(1).image().get().url()).hasValue(wire.url("/files/slow.png"));
  }

  @Test
  void bytesOfNoKnownFormatAreDeliveredAllTheSame() {
    for (byte[] any :
        Arrays.asList(
            new byte[] {1},
            Arrays.copyOf(Wire.PNG, 9),
            new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff},
            "RIFF\uffff\uffffWEBPVP8 ".getBytes(StandardCharsets.ISO_8859_1),
            new byte[70_000])) {
      wire.then(FILE, Wire.file(any));
      GeneratedImage image = client.generate(bytes()).image();
      assertThat(image.bytes()).isEqualTo(any);
      assertThat(image.facts().get().byteCount()).isEqualTo(any.length);
    }
  }
}
