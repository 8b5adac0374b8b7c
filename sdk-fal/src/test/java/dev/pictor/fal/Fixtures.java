package dev.pictor.fal;

import dev.pictor.model.JobHandle;
import dev.pictor.model.JsonValue;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpBody;
import dev.pictor.spi.HttpCall.Purpose;
import dev.pictor.spi.HttpReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Replies as files: a status line, headers, an empty line, the body. */
final class Fixtures {
  static final String KEY = "8e1b2c3d-0000-4000-8000-abcdefabcdef:0123456789abcdef0123456789abcdef";
  static final String ID = "019e1951-c778-7120-9c82-16efcf40ec82";
  static final JobHandle JOB = job("fal-ai/flux-pro/v1.1", ID);

  private static final Path ROOT = Paths.get("src/test/resources/dev/pictor/fal");

  private Fixtures() {}

  static JobHandle job(String endpoint, String id) {
    return JobHandle.builder().provider("fal").endpoint(endpoint).id(id).build();
  }

  static PlannedCall.Builder call(String endpoint) {
    return PlannedCall.builder()
        .provider("fal")
        .endpoint(endpoint)
        .input(JsonValue.parse("{\"prompt\":\"dög\",\"seed\":17454220438242315174}"));
  }

  static HttpReply reply(Purpose purpose, String name) {
    return reply(purpose, bytes(name + ".http"));
  }

  static HttpReply reply(Purpose purpose, byte[] file) {
    // Latin-1 keeps every byte where it is.
    String text = new String(file, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\n\n");
    List<String> head = Arrays.asList(text.substring(0, end).split("\n"));
    HttpReply.Builder reply =
        HttpReply.builder()
            .provider("fal")
            .purpose(purpose)
            .job(purpose == Purpose.SUBMIT ? Optional.empty() : Optional.of(JOB))
            .status(Integer.parseInt(head.get(0).substring("HTTP ".length())))
            .body(HttpBody.of(Arrays.copyOfRange(file, end + 2, file.length)));
    for (String header : head.subList(1, head.size())) {
      int colon = header.indexOf(':');
      reply.addHeader(header.substring(0, colon), header.substring(colon + 1).trim());
    }
    return reply.build();
  }

  static JsonValue json(String name) {
    return JsonValue.parse(bytes(name + ".json"));
  }

  private static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all replies, in the same order everywhere. */
  static List<String> replies() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.endsWith(".http"))
          .map(name -> name.substring(0, name.length() - ".http".length()))
          .sorted()
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
