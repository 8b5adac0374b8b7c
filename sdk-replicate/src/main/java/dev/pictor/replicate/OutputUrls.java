package dev.pictor.replicate;

import dev.pictor.model.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The images in an output, whose form each model chooses: a string, a list of strings, or an object
 * that holds some of these.
 */
final class OutputUrls {
  private OutputUrls() {}

  /** Every string that is a file, in the order of the output. */
  static List<String> of(JsonValue output) {
    List<String> urls = new ArrayList<>();
    collect(output, urls);
    return urls;
  }

  private static void collect(JsonValue value, List<String> urls) {
    value.asString().filter(OutputUrls::isFile).ifPresent(urls::add);
    value.elements().forEach(element -> collect(element, urls));
    value.members().values().forEach(member -> collect(member, urls));
  }

  private static boolean isFile(String text) {
    String start = text.substring(0, Math.min(8, text.length())).toLowerCase(Locale.ROOT);
    return start.startsWith("https://") || start.startsWith("http://") || start.startsWith("data:");
  }

  /** Whether the URL is the image itself. */
  static boolean isInline(String url) {
    return url.regionMatches(true, 0, "data:", 0, 5);
  }

  /** The media type that a data URI names. The ending of a URL is no promise: it may be wrong. */
  static Optional<String> mediaType(String url) {
    int end = url.indexOf(',');
    if (!isInline(url) || end < 0) {
      return Optional.empty();
    }
    int parameters = url.indexOf(';');
    String type = url.substring(5, parameters < 0 ? end : Math.min(parameters, end));
    return Optional.of(type).filter(name -> name.indexOf('/') > 0);
  }
}
