package dev.pictor.internal.media;

import dev.pictor.internal.http.Downloader;
import dev.pictor.model.GeneratedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Tells a page from an image: servers write their errors with status 200, too. */
final class Wording {
  /** How much of a file it looks at. */
  static final int LOOKED_AT = 512;

  private static final String NO_IMAGE = "it is no image but ";

  private Wording() {}

  /** Why a head speaks against an image; empty if it does not. Its bytes may prove it wrong. */
  static Optional<String> of(Downloader.Head head) {
    String type = word(head, "Content-Type");
    boolean isText =
        type.startsWith("text/")
            || type.startsWith("multipart/")
            || type.contains("json")
            || type.contains("xhtml");
    if (isText) {
      return Optional.of(NO_IMAGE + type);
    }
    String encoding = word(head, "Content-Encoding");
    String transfer = word(head, "Transfer-Encoding");
    boolean isAsItIs =
        (encoding.isEmpty() || encoding.equals("identity"))
            && (transfer.isEmpty() || transfer.equals("identity") || transfer.equals("chunked"));
    return isAsItIs
        ? Optional.empty()
        : Optional.of(
            "it came encoded (" + encoding + transfer + ") though it was asked for as it is");
  }

  private static String word(Downloader.Head head, String header) {
    return head.header(header).orElse("").trim().toLowerCase(Locale.ROOT);
  }

  /**
   * Why a file is no image; empty if it may be one, as SVG may be. A signature says more than a
   * head: what is paid for is not lost to a server that calls it a text. What is compressed has
   * none.
   *
   * @param ofHead what {@link #of} says
   */
  static Optional<String> ofStart(byte[] bytes, int size, Optional<String> ofHead) {
    if (ofHead.isPresent() && !hasSignature(bytes, size)) {
      return ofHead;
    }
    String start =
        new String(bytes, 0, Math.min(size, LOOKED_AT), StandardCharsets.ISO_8859_1)
            .replace("\u00ef\u00bb\u00bf", "")
            .trim()
            .toLowerCase(Locale.ROOT);
    if (start.startsWith("<!doctype html")
        || start.startsWith("<html")
        || start.startsWith("<head")
        || start.startsWith("<body")) {
      return Optional.of(NO_IMAGE + "an HTML page");
    }
    if (start.startsWith("<?xml") && start.contains("<error")) {
      return Optional.of(NO_IMAGE + "an error written in XML");
    }
    if (start.matches("(?s)(?:\\{\\s*[\"}]|\\[\\s*[\\[{\"\\]]).*")) {
      return Optional.of(NO_IMAGE + "a JSON text");
    }
    return Optional.empty();
  }

  private static boolean hasSignature(byte[] bytes, int size) {
    byte[] start = Arrays.copyOf(bytes, Math.min(size, LOOKED_AT));
    return GeneratedImage.Facts.of(start).format().isPresent();
  }
}
