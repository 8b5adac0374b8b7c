package dev.pictor.fal;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fal endpoint id: {@code [workflows/|comfy/]owner/alias[/path]}.
 *
 * <p>A submission goes to the whole id, but every later URL of the job holds the app only: with the
 * rest of the path fal answers 405.
 */
final class Endpoint {
  private static final List<String> NAMESPACES = Arrays.asList("workflows/", "comfy/");
  private static final Pattern LEGACY = Pattern.compile("([0-9]+)-([a-zA-Z0-9-]+)");

  private final String id;
  private final String text;
  private final int rootLength;

  private Endpoint(String id, String text, int rootLength) {
    this.id = id;
    this.text = text;
    this.rootLength = rootLength;
  }

  /**
   * Reads an id; a trailing slash is dropped.
   *
   * @throws IllegalArgumentException if it can be no endpoint of fal
   */
  static Endpoint parse(String text) {
    String id = text.trim();
    while (id.endsWith("/")) {
      id = id.substring(0, id.length() - 1);
    }
    String whole = withOwner(id);
    int least = hasNamespace(whole) ? 3 : 2;
    int segments = 0;
    int rootLength = 0;
    boolean sound = true;
    for (int start = 0; start <= whole.length(); start = segmentEnd(whole, start) + 1) {
      int end = segmentEnd(whole, start);
      sound &= isSegment(whole, start, end);
      rootLength = ++segments == least ? end : rootLength;
    }
    if (!sound || segments < least) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is no endpoint of fal; write owner/alias with an optional path, such as"
              + " fal-ai/flux/dev, or workflows/owner/name");
    }
    return new Endpoint(id, whole, rootLength);
  }

  private static boolean hasNamespace(String text) {
    for (String namespace : NAMESPACES) {
      if (text.startsWith(namespace)) {
        return true;
      }
    }
    return false;
  }

  private static int segmentEnd(String text, int start) {
    int slash = text.indexOf('/', start);
    return slash < 0 ? text.length() : slash;
  }

  private static boolean isSegment(String text, int start, int end) {
    boolean isBlank = true;
    boolean isDots = end - start <= 2;
    for (int i = start; i < end; i++) {
      isBlank &= text.charAt(i) <= ' ';
      isDots &= text.charAt(i) == '.';
    }
    return !isBlank && !isDots;
  }

  private static String withOwner(String id) {
    if (id.isEmpty() || id.charAt(0) > '9') { // almost all; the rest may be of the older form
      return id;
    }
    Matcher legacy = LEGACY.matcher(id);
    return legacy.matches() ? legacy.group(1) + "/" + legacy.group(2) : id;
  }

  /** The id as it was given, without a trailing slash. */
  String id() {
    return id;
  }

  /** The encoded path that a submission goes to. */
  String path() {
    return Percent.path(text);
  }

  /** The encoded path that the URLs of a job begin with. */
  String root() {
    return Percent.path(text.substring(0, rootLength));
  }
}
