package dev.pictor.model;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/**
 * All that came of one request: one outcome for each asked image, in order, failures beside the
 * images. Immutable and thread-safe.
 */
@Value.Immutable
@ValueStyle
public abstract class ImageResult {
  ImageResult() {}

  /** Starts a result. */
  public static Builder builder() {
    return new Builder();
  }

  /** The provider that was used. */
  public abstract String provider();

  /** The provider's own id of the model that was used. */
  public abstract String endpoint();

  /** One outcome for each asked image, in order. */
  public abstract List<ImageOutcome> outcomes();

  /** The fate of each parameter that was set. */
  public abstract List<Adjustment> adjustments();

  /** What a user should know beyond single parameters. */
  public abstract List<String> warnings();

  /** What it cost, or is estimated to have cost, where a price is known. */
  public abstract Optional<Cost> cost();

  /** The time from the submission to the last image. */
  public abstract Duration elapsed();

  /** The jobs, in the order of their images. */
  public abstract List<JobHandle> handles();

  /** The provider's last word on each job that ended with output, unread and unchanged. */
  public abstract List<JsonValue> rawReplies();

  /** The images that are there, in order. */
  public final List<GeneratedImage> images() {
    return outcomes().stream()
        .map(ImageOutcome::image)
        .filter(Optional::isPresent)
        .map(Optional::get)
        .collect(Collectors.toList());
  }

  /**
   * The first image.
   *
   * @throws NoSuchElementException if there is none; {@code ImageClient.generate} never returns
   *     such a result
   */
  public final GeneratedImage image() {
    return images().stream()
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no image came of " + handles()));
  }

  /** Collects an {@link ImageResult}. Not thread-safe. */
  public static final class Builder extends ImmutableImageResult.Builder {
    Builder() {}
  }
}
