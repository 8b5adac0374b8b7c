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
  private static final List<String> NAMESPACES = Arrays.asList("workflows", "comfy");
  private static final Pattern LEGACY = Pattern.compile("([0-9]+)-([a-zA-Z0-9-]+)");

  private final String id;
  private final List<String> segments;

  private Endpoint(String id, List<String> segments) {
    this.id = id;
    this.segments = segments;
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
    List<String> segments = Arrays.asList(withOwner(id).split("/", -1));
    int least = NAMESPACES.contains(segments.get(0)) ? 3 : 2;
    boolean sound =
        segments.size() >= least
            && segments.stream()
                .noneMatch(part -> part.trim().isEmpty() || part.equals(".") || part.equals(".."));
    if (!sound) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is no endpoint of fal; write owner/alias with an optional path, such as"
              + " fal-ai/flux/dev, or workflows/owner/name");
    }
    return new Endpoint(id, segments);
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
    return join(segments);
  }

  /** The encoded path that the URLs of a job begin with. */
  String root() {
    return join(segments.subList(0, NAMESPACES.contains(segments.get(0)) ? 3 : 2));
  }

  private static String join(List<String> segments) {
    StringBuilder path = new StringBuilder();
    for (String segment : segments) {
      path.append(path.length() == 0 ? "" : "/").append(Percent.segment(segment));
    }
    return path.toString();
  }
}
