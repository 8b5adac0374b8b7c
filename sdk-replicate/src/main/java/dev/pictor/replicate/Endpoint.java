package dev.pictor.replicate;

import java.util.Optional;

/**
 * An endpoint by its text, and the door that it is submitted through. The text alone decides,
 * because nobody can be asked: official models have a door of their own, community models need a
 * version, and the wrong door answers 404 or 422.
 */
final class Endpoint {
  private static final String DEPLOYMENTS = "deployments/";
  private static final int VERSION_DIGITS = 64;

  /** What an endpoint looks like, for messages. */
  static final String FORMS =
      "write owner/name for an official model, owner/name:version or a bare version for a "
          + "community model (a version has 64 hexadecimal digits), or deployments/owner/name";

  private final String text;
  private final String path;
  private final Optional<String> version;
  private final Runs runs;

  private Endpoint(String text, String path, Optional<String> version, Runs runs) {
    this.text = text;
    this.path = path;
    this.version = version;
    this.runs = runs;
  }

  /**
   * Reads an endpoint.
   *
   * @throws IllegalArgumentException if the text can be none
   */
  static Endpoint parse(String text) {
    if (isVersion(text, 0)) {
      return new Endpoint(text, "/predictions", Optional.of(text), Runs.version(text));
    }
    if (text.startsWith(DEPLOYMENTS)) {
      if (!isTwoWords(text, DEPLOYMENTS.length(), text.length())) {
        throw noEndpoint(text);
      }
      String name = text.substring(DEPLOYMENTS.length());
      return new Endpoint(
          text, "/" + text + "/predictions", Optional.empty(), Runs.deployment(name));
    }
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    if (!isTwoWords(name, 0, name.length()) || (colon >= 0 && !isVersion(text, colon + 1))) {
      throw noEndpoint(text);
    }
    return colon < 0
        ? new Endpoint(text, "/models/" + name + "/predictions", Optional.empty(), Runs.model(name))
        : new Endpoint(
            text,
            "/predictions",
            Optional.of(text),
            Runs.modelAndVersion(name, text.substring(colon + 1)));
  }

  private static IllegalArgumentException noEndpoint(String text) {
    return new IllegalArgumentException("\"" + text + "\" is no endpoint of Replicate; " + FORMS);
  }

  private static boolean isVersion(String text, int start) {
    if (text.length() - start != VERSION_DIGITS) {
      return false;
    }
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Digits.isOne(c) && (c < 'a' || c > 'f') && (c < 'A' || c > 'F')) {
        return false;
      }
    }
    return true;
  }

  /** Two words with a slash between them. */
  private static boolean isTwoWords(String text, int start, int end) {
    int slash = text.indexOf('/', start);
    return slash >= 0 && isWord(text, start, slash) && isWord(text, slash + 1, end);
  }

  private static boolean isWord(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      boolean isInner = i > start && (c == '.' || c == '_' || c == '-');
      if (!isInner && !Digits.isOne(c) && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')) {
        return false;
      }
    }
    return end > start;
  }

  /** Whether it is what {@link #parse} makes of this text. */
  boolean isReadFrom(String other) {
    return text.equals(other);
  }

  /** The path of the submission below the base URL. */
  String path() {
    return path;
  }

  /** How a prediction of it is known. */
  Runs runs() {
    return runs;
  }

  /** What goes into the body as {@code version}; the other doors forbid the key. */
  Optional<String> version() {
    return version;
  }
}
