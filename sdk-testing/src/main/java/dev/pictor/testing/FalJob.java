package dev.pictor.testing;

import dev.pictor.model.ImageSize;
import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import java.math.BigInteger;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request that fal has stored. */
final class FalJob extends StoredJob {
  static final int MOST_IMAGES = 32;

  private final FalApp app;
  private final Optional<FalModel> model;
  private final BigInteger seed;
  private final String folder;
  private final AtomicBoolean hidden;

  FalJob(
      String id,
      FalApp app,
      Optional<FalModel> model,
      JsonValue input,
      JobScript script,
      EmulatorClock clock,
      BigInteger chosenSeed,
      String folder,
      boolean hidden) {
    super(id, app.id(), input, script, clock);
    this.app = app;
    this.model = model;
    this.seed = input.member("seed").flatMap(JsonValue::asBigInteger).orElse(chosenSeed);
    this.folder = folder;
    this.hidden = new AtomicBoolean(hidden);
  }

  FalApp app() {
    return app;
  }

  Optional<FalModel> model() {
    return model;
  }

  /** The seed of the first image: the one that was asked for, or one that was chosen. */
  BigInteger seed() {
    return seed;
  }

  /** Where its images are on the files host. */
  String folder() {
    return folder;
  }

  /** Whether it cannot be seen yet; this look is the last one that says so. */
  boolean hidesOnce() {
    return hidden.getAndSet(false);
  }

  int imageCount() {
    if (model.filter(FalModel::isBrief).isPresent()) {
      return 1;
    }
    int asked = input().member("num_images").flatMap(JsonValue::asInt).orElse(1);
    return Math.max(1, Math.min(MOST_IMAGES, asked));
  }

  ImageSize size() {
    return FalSizes.of(model.map(FalModel::sizes).orElse(FalSizes.Rule.ANY), input());
  }

  OutputFormat format() {
    return input().string("output_format").filter("png"::equals).isPresent()
        ? OutputFormat.PNG
        : OutputFormat.JPEG;
  }

  boolean isFlagged(int image) {
    boolean unchecked =
        input()
            .member("enable_safety_checker")
            .flatMap(JsonValue::asBoolean)
            .filter(on -> !on)
            .isPresent();
    return !unchecked && script().isNsfw(image);
  }

  /** How it failed; empty if it did not, or not yet. */
  Optional<FalFailure> failure(FalFailure timeout, FalFailure canceled) {
    JobState state = progress().state();
    if (state == JobState.CANCELED) {
      return Optional.of(canceled);
    }
    if (state != JobState.FAILED) {
      return Optional.empty();
    }
    return progress().startedAt().isPresent()
        ? script().failure().map(FalFailure.class::cast)
        : Optional.of(timeout);
  }
}
