package dev.pictor.internal.media;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Tells a page from an image: servers write their errors with status 200, too. */
final class Wording {
  /** How much of a file it looks at. */
  static final int LOOKED_AT = 512;

  private Wording() {}

  /** What a content type promises instead of an image; empty if it may be one. */
  static Optional<String> ofType(String contentType) {
    String type = contentType.trim().toLowerCase(Locale.ROOT);
    boolean isText =
        type.startsWith("text/")
            || type.startsWith("multipart/")
            || type.contains("json")
            || type.contains("xhtml");
    return isText ? Optional.of(type) : Optional.empty();
  }

  /** What a file is that begins as no image does; empty if it may be one. SVG may be. */
  static Optional<String> ofStart(byte[] bytes, int size) {
    String start =
        new String(bytes, 0, Math.min(size, LOOKED_AT), StandardCharsets.ISO_8859_1)
            .replace("\u00ef\u00bb\u00bf", "")
            .trim()
            .toLowerCase(Locale.ROOT);
    if (start.startsWith("<!doctype html")
        || start.startsWith("<html")
        || start.startsWith("<head")
        || start.startsWith("<body")) {
      return Optional.of("an HTML page");
    }
    if (start.startsWith("<?xml") && start.contains("<error")) {
      return Optional.of("an error written in XML");
    }
    if (start.matches("(?s)(?:\\{\\s*[\"}]|\\[\\s*[\\[{\"\\]]).*")) {
      return Optional.of("a JSON text");
    }
    return Optional.empty();
  }
}
