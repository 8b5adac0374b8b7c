package dev.pictor.replicate;

import dev.pictor.model.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The images in an output, whose form each model chooses: a string, a list of strings, or an object
 * that holds some of these.
 */
final class OutputUrls {
  private static final String IMAGE =
      "(?is)data:image/.*|[^?#]*\\.(?:png|jpe?g|webp|gif|avif|bmp|tiff?)(?:[?#].*)?";

  private OutputUrls() {}

  /** Every string that is a file, in the order of the output. */
  static List<String> of(JsonValue output) {
    if (output.isNull()) { // as long as there is none
      return Collections.emptyList();
    }
    List<String> urls = new ArrayList<>(1);
    collect(output, urls);
    return Collections.unmodifiableList(urls);
  }

  private static void collect(JsonValue value, List<String> urls) {
    Optional<String> text = value.asString();
    if (text.isPresent() && isFile(text.get())) {
      urls.add(text.get());
    }
    for (JsonValue element : value.elements()) {
      collect(element, urls);
    }
    for (JsonValue member : value.members().values()) {
      collect(member, urls);
    }
  }

  private static boolean isFile(String text) {
    return isInline(text) || begins(text, "https://") || begins(text, "http://");
  }

  /** In whatever case, of ASCII letters only: a long s, which Java takes for an s, is none. */
  private static boolean begins(String text, String lowerCase) {
    if (text.length() < lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      char c = text.charAt(i);
      boolean isCapital = c >= 'A' && c <= 'Z';
      if ((isCapital ? c + ('a' - 'A') : c) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the URL is the image itself. */
  static boolean isInline(String url) {
    return begins(url, "data:");
  }

  /**
   * Whether the name of a file is that of an image, of whatever format: it may be wrong in that.
   */
  static boolean looksLikeAnImage(String url) {
    return url.matches(IMAGE);
  }

  /** The media type that a data URI names. The ending of a URL is no promise: it may be wrong. */
  static Optional<String> mediaType(String url) {
    int end = url.indexOf(',');
    if (!isInline(url) || end < 0) {
      return Optional.empty();
    }
    int parameters = url.indexOf(';');
    String type = url.substring(5, parameters < 0 ? end : Math.min(parameters, end));
    return type.indexOf('/') > 0 ? Optional.of(type) : Optional.empty();
  }
}
