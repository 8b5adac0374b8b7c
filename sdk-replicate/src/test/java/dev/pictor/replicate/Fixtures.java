package dev.pictor.replicate;

import dev.pictor.model.JobHandle;
import dev.pictor.model.JsonValue;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall.Purpose;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Replies out of files, and the calls that they answer. */
final class Fixtures {
  static final String TOKEN = "r8_not-a-real-token-0123456789";
  static final String BASE = "https://api.replicate.com";

  /** The id in most files. */
  static final String ID = "q4w7h2n9c5rme0cp8x3t6vk1ya";

  /** An endpoint that a table describes. */
  static final String PRO = "black-forest-labs/flux-1.1-pro";

  static final String VERSION = "d3ffe288cee09e8bf64538a5249073ce9abb0736ed01590b645c02606da536ab";

  private Fixtures() {}

  /** Independent of the environment that the tests run in. */
  static Replicate replicate() {
    return Replicate.builder().token(TOKEN).baseUrl(BASE).build();
  }

  static byte[] bytes(String file) {
    try {
      return Files.readAllBytes(path(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String file) {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  static List<String> names(String folder) {
    try (Stream<Path> files = Files.list(path(folder))) {
      return files
          .map(file -> folder + "/" + file.getFileName())
          .sorted()
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path path(String file) {
    try {
      return Paths.get(Fixtures.class.getResource("/" + file).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(file, e);
    }
  }

  static HttpReply.Builder reply(Purpose purpose, int status) {
    return HttpReply.builder()
        .provider("replicate")
        .purpose(purpose)
        .status(status)
        .addHeader("CF-Ray", "8f3a-FRA")
        .job(purpose == Purpose.SUBMIT ? Optional.empty() : Optional.of(job(PRO, ID)))
        .body(HttpBody.of(new byte[0]));
  }

  static HttpReply reply(Purpose purpose, int status, String file) {
    return reply(purpose, status).body(HttpBody.of(bytes(file))).build();
  }

  static JobHandle job(String endpoint, String id) {
    return JobHandle.builder().provider("replicate").endpoint(endpoint).id(id).build();
  }

  /** A prediction as a poll shows it. */
  static JobSnapshot poll(String prediction) {
    return poll(prediction, PRO);
  }

  static JobSnapshot poll(String prediction, String endpoint) {
    String file = "predictions/" + prediction + ".json";
    String id = JsonValue.parse(bytes(file)).string("id").orElse(ID);
    return replicate().readPoll(job(endpoint, id), reply(Purpose.POLL, 200, file));
  }

  static PlannedCall.Builder call(String endpoint) {
    return PlannedCall.builder()
        .provider("replicate")
        .endpoint(endpoint)
        .input(JsonValue.parse("{\"prompt\":\"a lighthouse made of paper\"}"));
  }
}
