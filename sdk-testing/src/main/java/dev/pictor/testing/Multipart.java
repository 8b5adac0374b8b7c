package dev.pictor.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.MultipartReader;
import okio.Buffer;
import okio.Okio;
import okio.Source;

/** The parts of a multipart form. */
final class Multipart {
  private static final Pattern PARAMETER = Pattern.compile("(name|filename)=\"([^\"]*)\"");

  private final List<Part> parts = new ArrayList<>();

  private Multipart() {}

  /** Reads the form; empty if the request does not hold one. */
  static Optional<Multipart> read(RecordedCall call) {
    Optional<String> boundary =
        call.header("content-type")
            .map(MediaType::parse)
            .filter(type -> type.type().equals("multipart"))
            .map(type -> type.parameter("boundary"));
    if (!boundary.isPresent()) {
      return Optional.empty();
    }
    Multipart form = new Multipart();
    // Read a little at a time: the reader looks for the boundary in all that is there, each time.
    Source body = new Buffer().write(call.body());
    try (MultipartReader reader = new MultipartReader(Okio.buffer(body), boundary.get())) {
      MultipartReader.Part part = reader.nextPart();
      while (part != null) {
        form.parts.add(
            new Part(
                Optional.ofNullable(part.headers().get("content-disposition")).orElse(""),
                Optional.ofNullable(part.headers().get("content-type")),
                part.body().readByteArray()));
        part = reader.nextPart();
      }
      return Optional.of(form);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  Optional<Part> part(String name) {
    return parts.stream()
        .filter(part -> part.parameter("name").filter(name::equals).isPresent())
        .findFirst();
  }

  /** The text of the part with this name. */
  Optional<String> text(String name) {
    return part(name).map(part -> new String(part.bytes(), StandardCharsets.UTF_8));
  }

  /** One part of a form. */
  static final class Part {
    private final String disposition;
    private final Optional<String> contentType;
    private final byte[] bytes;

    Part(String disposition, Optional<String> contentType, byte[] bytes) {
      this.disposition = disposition;
      this.contentType = contentType;
      this.bytes = bytes;
    }

    Optional<String> parameter(String name) {
      Matcher found = PARAMETER.matcher(disposition);
      while (found.find()) {
        if (found.group(1).equals(name)) {
          return Optional.of(found.group(2));
        }
      }
      return Optional.empty();
    }

    Optional<String> contentType() {
      return contentType;
    }

    byte[] bytes() {
      return bytes;
    }
  }
}
