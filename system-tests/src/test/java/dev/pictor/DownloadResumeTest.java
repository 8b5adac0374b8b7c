package dev.pictor;

import static dev.pictor.Wire.Step.RESULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.DownloadException;
import dev.pictor.model.GeneratedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A broken connection: the rest is fetched where it can be had, and two files are never mixed. */
@Tag("wide")
@Timeout(60)
class DownloadResumeTest {
  private static final byte[] FILE = Wire.bytes(400_000);
  private static final byte[] OTHER = other();
  private static final String TAG = "\"v1\"";
  private static final String LATER = "Thu, 01 Jan 2026 00:00:30 GMT";

  private final Wire wire = new Wire();
  private final TestTime time = new TestTime();
  private final ImageClient client = wire.client(time);

  @TempDir Path folder;

  @AfterEach
  void stop() {
    client.close();
    wire.close();
    time.close();
  }

  /** As long, and the same at its start only. */
  private static byte[] other() {
    byte[] other = FILE.clone();
    Arrays.fill(other, 1_000, other.length, (byte) 7);
    return other;
  }

  private GeneratedImage image(FileServer server) {
    wire.then(RESULT, Wire.result(server.url()));
    return client.generate(Wire.request()).image();
  }

  /** The whole file from its start, up to a byte of it. */
  private static void whole(FileServer.Reply reply, byte[] file, int to, String... headers)
      throws IOException {
    reply.head("HTTP/1.1 200 OK", lines("Content-Length: " + file.length, headers));
    reply.body(file, 0, to);
  }

  private static void rest(FileServer.Reply reply, byte[] file, int from, int to, String... headers)
      throws IOException {
    reply.head(
        "HTTP/1.1 206 Partial Content",
        "Content-Range: bytes " + from + "-" + (file.length - 1) + "/" + file.length,
        lines("Content-Length: " + (file.length - from), headers));
    reply.body(file, from, to);
  }

  private static String lines(String first, String... more) {
    return more.length == 0
        ? "Content-Type: image/png\r\n" + first
        : "Content-Type: image/png\r\n" + first + "\r\n" + String.join("\r\n", more);
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, false", "true, true", "false, true"})
  void brokenAtEveryQuarterEveryByteComesOnce(boolean ranges, boolean reset) throws IOException {
    int quarter = FILE.length / 4;
    try (FileServer server =
        new FileServer(
            (request, reply) -> {
              int to = Math.min(FILE.length, quarter * request.number);
              if (ranges && request.from() > 0) {
                assertThat(request.header("If-Range")).hasValue(TAG);
                rest(reply, FILE, request.from(), Math.max(to, request.from()), "ETag: " + TAG);
              } else {
                whole(reply, FILE, to, "Accept-Ranges: bytes", "ETag: " + TAG);
              }
              if (reset && to < FILE.length) {
                reply.reset();
              }
            })) {
      Path file = folder.resolve("image.png");
      image(server).saveTo(file);
      assertThat(Files.readAllBytes(file)).isEqualTo(FILE);
      assertThat(server.requests()).hasSize(4);
      if (!reset) { // what is under way when a connection is reset may be lost
        assertThat(server.requests())
            .extracting(FileServer.Request::from)
            .containsExactly(0, quarter, 2 * quarter, 3 * quarter);
      }
      assertThat(server.requests())
          .allSatisfy(
              request -> assertThat(request.header("Accept-Encoding")).hasValue("identity"));
    }
  }

  /** Without a proof that the file is the same, its rest is not asked for. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-None: 1",
        "ETag: W/\"v1\"",
        "ETag: v1",
        "ETag: \"v1\"\r\nAccept-Ranges: none",
        "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT",
        "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT",
        "Last-Modified: yesterday\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT"
      })
  void whatCannotBeProvedToBeTheSameIsFetchedWhole(String headers) throws IOException {
    try (FileServer server =
        new FileServer(
            (request, reply) ->
                whole(reply, FILE, request.number == 1 ? 100_000 : FILE.length, headers))) {
      assertThat(image(server).bytes()).isEqualTo(FILE);
      assertThat(server.requests()).hasSize(2);
      assertThat(server.requests())
          .allSatisfy(
              request -> {
                assertThat(request.header("Range")).isEmpty();
                assertThat(request.header("If-Range")).isEmpty();
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-None: 1", "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT"})
  void aTimeOfChangeServesAsWell(String ofTheRest) throws IOException {
    String changed = "Thu, 01 Jan 2026 00:00:00 GMT";
    try (FileServer server =
        new FileServer(
            (request, reply) -> {
              if (request.number == 1) {
                whole(
                    reply,
                    FILE,
                    100_000,
                    "Last-Modified: " + changed,
                    "Date: Thu, 01 Jan 2026 00:00:09 GMT");
              } else {
                rest(reply, FILE, request.from(), FILE.length, ofTheRest);
              }
            })) {
      assertThat(image(server).bytes()).isEqualTo(FILE);
      assertThat(server.requests()).hasSize(2);
      assertThat(server.requests().get(1).header("If-Range")).hasValue(changed);
      assertThat(server.requests().get(1).from()).isEqualTo(100_000);
    }
  }

  /** However the server answers the question for the rest, when the file has become another. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aFileThatChangedBetweenTwoTriesIsNotMadeUpOfBoth(boolean sameTag) throws IOException {
    String second = sameTag ? TAG : "\"v2\"";
    try (FileServer server =
        new FileServer(
            (request, reply) -> {
              if (request.number == 1) {
                whole(reply, FILE, 100_000, "ETag: " + TAG);
              } else {
                whole(reply, OTHER, OTHER.length, "ETag: " + second);
              }
            })) {
      DownloadException failure =
          Failures.exactly(
              DownloadException.class, () -> image(server).saveTo(folder.resolve("image.png")));
      assertThat(failure.getMessage()).contains("changed while it was fetched");
      assertThat(server.requests()).hasSize(2);
      assertNothingIsLeft();
    }
  }

  /** What a server calls a file, and what it calls the next one at the same place. */
  static Stream<Arguments> names() {
    String first = "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\nDate: " + LATER;
    String second = "Last-Modified: Thu, 01 Jan 2026 00:00:09 GMT\r\nDate: " + LATER;
    String tag = "ETag: " + TAG + "\r\n";
    return Stream.of(
        Arguments.of(tag + first, "ETag: \"v2\""),
        Arguments.of(tag + first, "ETag: \"v2\"\r\n" + first),
        Arguments.of(first, second),
        Arguments.of(tag + first, second),
        Arguments.of(tag + first, tag + second));
  }

  /** It knows no If-Range. */
  @ParameterizedTest
  @MethodSource("names")
  void aPartOfAFileThatChangedIsNotTaken(String first, String second) throws IOException {
    try (FileServer server =
        new FileServer(
            (request, reply) -> {
              if (request.number == 1) {
                whole(reply, FILE, 100_000, first);
              } else if (request.from() > 0) {
                rest(reply, OTHER, request.from(), OTHER.length, second);
              } else {
                whole(reply, OTHER, OTHER.length, second);
              }
            })) {
      DownloadException failure =
          Failures.exactly(DownloadException.class, () -> image(server).bytes());
      assertThat(failure.getMessage()).contains("changed while it was fetched");
      assertThat(server.requests()).hasSize(3);
    }
  }

  /** The name of the second file must not be used to ask for the rest of the first. */
  @Test
  void aChangeThatIsSeenInTheMiddleOfATryOnly() throws IOException {
    try (FileServer server =
        new FileServer(
            (request, reply) -> {
              if (request.number == 1) {
                whole(reply, FILE, 100_000, "ETag: " + TAG);
              } else if (request.number == 2) {
                whole(reply, OTHER, 50_000, "ETag: \"v2\"");
              } else if (request.from() > 0) {
                rest(reply, OTHER, request.from(), OTHER.length, "ETag: \"v2\"");
              } else {
                whole(reply, OTHER, OTHER.length, "ETag: \"v2\"");
              }
            })) {
      DownloadException failure =
          Failures.exactly(DownloadException.class, () -> image(server).bytes());
      assertThat(failure.getMessage()).contains("changed while it was fetched");
      assertThat(server.requests()).hasSize(3);
    }
  }

  /** Answers to the question for the bytes from 100,000 of 400,000. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 206 P\r\nContent-Range: bytes 0-399999/400000",
        "HTTP/1.1 206 P\r\nContent-Range: bytes 99999-399999/400000",
        "HTTP/1.1 206 P\r\nContent-Range: bytes 100001-399999/400000",
        "HTTP/1.1 206 P\r\nContent-Range: bytes 100000-399999/500000",
        "HTTP/1.1 206 P\r\nContent-Range: bytes 100000-199999/400000",
        "HTTP/1.1 206 P\r\nContent-Range: bytes 100000-399998/399999",
        "HTTP/1.1 206 P\r\nContent-Range: bytes 100000-99999/400000",
        "HTTP/1.1 206 P\r\nContent-Range: bytes 100000-399999/400000\r\nContent-Length: 5",
        "HTTP/1.1 206 P\r\nContent-Range: bytes 100000-99999999999999999999/*",
        "HTTP/1.1 206 P\r\nContent-Range: bytes */400000",
        "HTTP/1.1 206 P\r\nContent-Range: pages 1-2/3",
        "HTTP/1.1 206 P",
        "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */400000",
        "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */100000"
      })
  void aPartThatWasNotAskedForIsNotTaken(String head) throws IOException {
    try (FileServer server =
        new FileServer(
            (request, reply) -> {
              if (request.number == 1) {
                whole(reply, FILE, 100_000, "ETag: " + TAG);
              } else if (request.from() > 0) {
                assertThat(request.from()).isEqualTo(100_000);
                reply.head(head, "Content-Type: image/png").body(new byte[300_000], 0, 300_000);
              } else {
                whole(reply, FILE, FILE.length, "ETag: " + TAG);
              }
            })) {
      assertThat(image(server).bytes()).isEqualTo(FILE);
      assertThat(server.requests()).hasSize(3);
    }
  }

  /** What has proved to be an image once is not looked at again in the middle. */
  @ParameterizedTest
  @CsvSource({"text/plain, 2", "text/html, 3"})
  void aRestUnderTheSameWrongNameIsTakenAndOneUnderAnotherIsNot(String second, int requests)
      throws IOException {
    try (FileServer server =
        new FileServer(
            (request, reply) -> {
              if (request.from() > 0) {
                reply.head(
                    "HTTP/1.1 206 Partial Content",
                    "Content-Type: " + second,
                    "Content-Range: bytes 100000-399999/400000",
                    "Content-Length: 300000");
                reply.body(FILE, 100_000, FILE.length);
              } else {
                reply.head(
                    "HTTP/1.1 200 OK",
                    "Content-Type: text/plain",
                    "Content-Length: 400000",
                    "ETag: " + TAG);
                reply.body(FILE, 0, request.number == 1 ? 100_000 : FILE.length);
              }
            })) {
      assertThat(image(server).bytes()).isEqualTo(FILE);
      assertThat(server.requests()).hasSize(requests);
    }
  }

  /** It may be a rest, or a part in the middle: where no length was told, nobody can say. */
  @Test
  void aPartOfWhoKnowsHowMuchIsNotTakenForTheRest() throws IOException {
    try (FileServer server =
        new FileServer(
            (request, reply) -> {
              if (request.number == 1) {
                reply.head(
                    "HTTP/1.1 200 OK",
                    "Content-Type: image/png",
                    "Transfer-Encoding: chunked",
                    "ETag: " + TAG);
                reply.body(Integer.toHexString(FILE.length) + "\r\n").body(FILE, 0, 100_000);
              } else if (request.from() > 0) {
                reply.head(
                    "HTTP/1.1 206 P",
                    "Content-Type: image/png",
                    "Content-Range: bytes 100000-199999/*",
                    "Content-Length: 100000");
                reply.body(FILE, 100_000, 200_000);
              } else {
                whole(reply, FILE, FILE.length, "ETag: " + TAG);
              }
            })) {
      assertThat(image(server).bytes()).isEqualTo(FILE);
      assertThat(server.requests())
          .extracting(FileServer.Request::from)
          .containsExactly(0, 100_000, 0);
    }
  }

  static Stream<Arguments> ends() {
    byte[] riff = Wire.bytes(400_000);
    System.arraycopy(
        new byte[] {'R', 'I', 'F', 'F', 120, 26, 6, 0, 'W', 'E', 'B', 'P'}, 0, riff, 0, 12);
    byte[] boxes = Wire.bytes(400_000);
    // The lengths of the boxes stand before their names: 16, 12, and the rest.
    byte[] heads =
        "\0\0\0\20ftypavif\0\0\0\0\0\0\0\14meta\0\0\0\0\0\6\32dmdat"
            .getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(heads, 0, boxes, 0, heads.length);
    return Stream.of(
        Arguments.of("avif", boxes),
        Arguments.of(
            "png",
            ending(
                new int[] {0x89, 'P', 'N', 'G'},
                new int[] {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82})),
        Arguments.of("jpeg", ending(new int[] {0xff, 0xd8, 0xff}, new int[] {0xff, 0xd9, 0, 0})),
        Arguments.of("gif", ending(new int[] {'G', 'I', 'F', '8'}, new int[] {0, ';'})),
        Arguments.of("webp", riff));
  }

  private static byte[] ending(int[] first, int[] last) {
    byte[] file = new byte[400_000];
    Arrays.fill(file, (byte) 7);
    for (int i = 0; i < first.length; i++) {
      file[i] = (byte) first[i];
    }
    for (int i = 0; i < last.length; i++) {
      file[file.length - last.length + i] = (byte) last[i];
    }
    return file;
  }

  /**
   * The connection ends with the file, or before.
   *
   * @param sent how many bytes each try gets; the last figure is that of all that follow
   */
  private static FileServer withoutLength(byte[] file, int... sent) throws IOException {
    return new FileServer(
        (request, reply) ->
            reply
                .head("HTTP/1.1 200 OK", "Connection: close")
                .body(file, 0, sent[Math.min(request.number, sent.length) - 1]));
  }

  /** Where the end of the connection is that of the file, the file itself has to say it. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("ends")
  void aFileWithoutALengthThatEndsInTheMiddleIsFetchedAgain(String format, byte[] file)
      throws IOException {
    try (FileServer server = withoutLength(file, file.length / 2, file.length)) {
      assertThat(image(server).bytes()).isEqualTo(file);
      assertThat(server.requests()).hasSize(2);
    }
  }

  /** OkHttp reads up to the end of the connection whatever coding is named but chunked. */
  @ParameterizedTest
  @ValueSource(strings = {"identity", "Identity", "chunked\r\nTransfer-Encoding: identity", ""})
  void neitherDoesACodingThatIsNotChunkedTellTheEnd(String coding) throws IOException {
    byte[] file = ending(new int[] {0xff, 0xd8, 0xff}, new int[] {0xff, 0xd9});
    try (FileServer server =
        new FileServer(
            (request, reply) ->
                reply
                    .head("HTTP/1.1 200 OK", "Transfer-Encoding: " + coding)
                    .body(file, 0, request.number == 1 ? file.length / 2 : file.length))) {
      assertThat(image(server).bytes()).isEqualTo(file);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ends")
  void oneThatBreaksEarlierTheNextTimeIsNoOtherFile(String format, byte[] file) throws IOException {
    try (FileServer server =
        withoutLength(file, file.length * 3 / 4, file.length / 2, file.length)) {
      assertThat(image(server).bytes()).isEqualTo(file);
      assertThat(server.requests()).hasSize(3);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ends")
  void aFileWithoutALengthThatIsWholeIsFetchedOnce(String format, byte[] file) throws IOException {
    try (FileServer server = withoutLength(file, file.length)) {
      assertThat(image(server).bytes()).isEqualTo(file);
      assertThat(server.requests()).hasSize(1);
    }
  }

  /** It was paid for, whatever it is. */
  @Test
  void whatEndsAtTheSameByteTwiceIsDelivered() throws IOException {
    try (FileServer server = withoutLength(FILE, 300_000)) {
      assertThat(image(server).bytes()).isEqualTo(Arrays.copyOf(FILE, 300_000));
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void aRestThatIsLongerThanItSaysIsNotDelivered() throws IOException {
    try (FileServer server =
        new FileServer(
            (request, reply) -> {
              if (request.from() == 0) {
                whole(reply, FILE, 100_000, "ETag: " + TAG);
              } else { // ends with the connection: no length
                reply.head(
                    "HTTP/1.1 206 P",
                    "Content-Type: image/png",
                    "Content-Range: bytes 100000-399999/400000");
                reply.body(new byte[900_000], 0, 900_000);
              }
            })) {
      DownloadException failure =
          Failures.exactly(
              DownloadException.class, () -> image(server).saveTo(folder.resolve("image.png")));
      assertThat(failure.getMessage()).contains("longer than the server said");
      assertNothingIsLeft();
    }
  }

  @Test
  void aRestThatIsShorterThanItSaysIsFetchedFurther() throws IOException {
    try (FileServer server =
        new FileServer(
            (request, reply) -> {
              if (request.from() == 0) {
                whole(reply, FILE, 100_000, "ETag: " + TAG);
              } else {
                int to = Math.min(FILE.length, request.from() + 150_000);
                reply.head(
                    "HTTP/1.1 206 P",
                    "Content-Type: image/png",
                    "Content-Range: bytes " + request.from() + "-399999/400000");
                reply.body(FILE, request.from(), to);
              }
            })) {
      assertThat(image(server).bytes()).isEqualTo(FILE);
      assertThat(server.requests())
          .extracting(FileServer.Request::from)
          .containsExactly(0, 100_000, 250_000);
    }
  }

  /** A signature in the query may change; another file may have the same tag. */
  @ParameterizedTest
  @CsvSource({"/files/b.png?signature=2, 100000", "/files/c.png?signature=1, 0"})
  void theRestIsAskedForWhereTheStartCameFromOnly(String secondTarget, int from)
      throws IOException {
    try (FileServer server =
        new FileServer(
            (request, reply) -> {
              if (request.head.startsWith("GET /files/a.png")) {
                assertThat(request.header("Range")).isEmpty();
                reply.head(
                    "HTTP/1.1 302 Found",
                    "Content-Length: 0",
                    "Location: "
                        + (request.number == 1 ? "/files/b.png?signature=1" : secondTarget));
              } else if (request.number == 2) {
                whole(reply, FILE, 100_000, "ETag: " + TAG);
              } else if (request.from() > 0) {
                rest(reply, FILE, request.from(), FILE.length, "ETag: " + TAG);
              } else {
                whole(reply, FILE, FILE.length, "ETag: " + TAG);
              }
            })) {
      assertThat(image(server).bytes()).isEqualTo(FILE);
      assertThat(server.requests())
          .extracting(FileServer.Request::from)
          .containsExactly(0, 0, 0, from);
    }
  }
}
