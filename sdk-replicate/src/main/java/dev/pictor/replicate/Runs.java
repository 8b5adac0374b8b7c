package dev.pictor.replicate;

import java.util.Locale;
import java.util.Optional;

/** How a prediction of an endpoint is known: by its model, its version or its deployment. */
final class Runs {
  /** Some official models are listed by a name that nobody can call. */
  private static final String INTERNAL = "replicate-internal/";

  private final Optional<String> model;
  private final Optional<String> version;
  private final Optional<String> deployment;

  private Runs(Optional<String> model, Optional<String> version, Optional<String> deployment) {
    this.model = model;
    this.version = version;
    this.deployment = deployment;
  }

  static Runs model(String name) {
    return new Runs(Optional.of(name), Optional.empty(), Optional.empty());
  }

  static Runs version(String version) {
    return new Runs(Optional.empty(), Optional.of(version), Optional.empty());
  }

  static Runs modelAndVersion(String name, String version) {
    return new Runs(Optional.of(name), Optional.of(version), Optional.empty());
  }

  static Runs deployment(String name) {
    return new Runs(Optional.empty(), Optional.empty(), Optional.of(name));
  }

  Likeness likeness(Prediction prediction) {
    if (deployment.isPresent()) {
      return likeness(deployment, prediction.deployment());
    }
    Likeness byModel =
        prediction.model().orElse("").startsWith(INTERNAL)
            ? Likeness.UNCLEAR
            : likeness(model, prediction.model());
    Optional<String> shown = prediction.version();
    boolean isNumbered = shown.isPresent() && isDigits(shown.get());
    return byModel
        .and(likeness(version, isNumbered ? shown : Optional.empty()))
        .and(prediction.deployment().isPresent() ? Likeness.OTHER : Likeness.SAME);
  }

  /** Not {@code hidden}, nor the name of an internal deployment. */
  private static boolean isDigits(String version) {
    return version.matches("[0-9a-fA-F]{64}");
  }

  private static Likeness likeness(Optional<String> wanted, Optional<String> shown) {
    if (!wanted.isPresent()) {
      return Likeness.SAME;
    }
    if (!shown.isPresent()) {
      return Likeness.UNCLEAR;
    }
    boolean same = lower(wanted.get()).equals(lower(shown.get()));
    return same ? Likeness.SAME : Likeness.OTHER;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
