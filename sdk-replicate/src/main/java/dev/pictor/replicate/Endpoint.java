package dev.pictor.replicate;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An endpoint by its text, and the door that it is submitted through. The text alone decides,
 * because nobody can be asked: official models have a door of their own, community models need a
 * version, and the wrong door answers 404 or 422.
 */
final class Endpoint {
  private static final String WORD = "[A-Za-z0-9][A-Za-z0-9._-]*";
  private static final Pattern DEPLOYMENT = Pattern.compile("deployments/" + WORD + "/" + WORD);
  private static final Pattern MODEL =
      Pattern.compile("(?!deployments/)(" + WORD + "/" + WORD + ")(:[0-9a-fA-F]{64})?");
  private static final Pattern VERSION = Pattern.compile("[0-9a-fA-F]{64}");

  /** What an endpoint looks like, for messages. */
  static final String FORMS =
      "write owner/name for an official model, owner/name:version or a bare version for a "
          + "community model (a version has 64 hexadecimal digits), or deployments/owner/name";

  private final String path;
  private final Optional<String> version;
  private final Runs runs;

  private Endpoint(String path, Optional<String> version, Runs runs) {
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
    if (VERSION.matcher(text).matches()) {
      return new Endpoint("/predictions", Optional.of(text), Runs.version(text));
    }
    if (DEPLOYMENT.matcher(text).matches()) {
      String name = text.substring(text.indexOf('/') + 1);
      return new Endpoint("/" + text + "/predictions", Optional.empty(), Runs.deployment(name));
    }
    Matcher model = MODEL.matcher(text);
    if (!model.matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is no endpoint of Replicate; " + FORMS);
    }
    String name = model.group(1);
    return model.group(2) == null
        ? new Endpoint("/models/" + name + "/predictions", Optional.empty(), Runs.model(name))
        : new Endpoint(
            "/predictions",
            Optional.of(text),
            Runs.modelAndVersion(name, model.group(2).substring(1)));
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
