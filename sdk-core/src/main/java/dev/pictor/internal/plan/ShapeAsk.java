package dev.pictor.internal.plan;

import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.SizePolicy;
import dev.pictor.model.ImageSize;
import dev.pictor.model.Resolution;
import java.math.BigDecimal;
import java.util.Optional;

/** What a request says of shape, after the rule that a size wins over ratio and scale. */
final class ShapeAsk {
  static final AspectRatio SQUARE = AspectRatio.of(1, 1);

  private static final String NOT_SET = "not set";

  private final Optional<ImageSize> size;
  private final AspectRatio ratio;
  private final Optional<Resolution> resolution;
  private final SizePolicy policy;
  private final String parameter;
  private final String from;

  private ShapeAsk(
      Optional<ImageSize> size,
      AspectRatio ratio,
      Optional<Resolution> resolution,
      SizePolicy policy,
      String parameter,
      String from) {
    this.size = size;
    this.ratio = ratio;
    this.resolution = resolution;
    this.policy = policy;
    this.parameter = parameter;
    this.from = from;
  }

  static ShapeAsk of(ImageRequest request) {
    Optional<ImageSize> size = request.size();
    SizePolicy policy = request.sizePolicy();
    if (size.isPresent()) {
      return new ShapeAsk(
          size, size.get().aspectRatio(), Optional.empty(), policy, "size", size.get().toString());
    }
    Optional<AspectRatio> ratio = request.aspectRatio();
    return ratio.isPresent()
        ? new ShapeAsk(
            size, ratio.get(), request.resolution(), policy, "aspectRatio", ratio.get().toString())
        : new ShapeAsk(size, SQUARE, request.resolution(), policy, "size", NOT_SET);
  }

  /** The size, if one was asked for: wins over all else. */
  Optional<ImageSize> size() {
    return size;
  }

  /** The shape: that of the size, the ratio, or a square if nothing says one. */
  AspectRatio ratio() {
    return ratio;
  }

  /** The scale; never beside a size. */
  Optional<Resolution> resolution() {
    return resolution;
  }

  /** The area that the scale stands for; empty if none was asked for or it has none. */
  Optional<BigDecimal> area() {
    return resolution.isPresent() ? resolution.get().area() : Optional.empty();
  }

  SizePolicy policy() {
    return policy;
  }

  /** Which parameter of the request the shape comes from. */
  String parameter() {
    return parameter;
  }

  /** What the request says there. */
  String from() {
    return from;
  }

  /** Whether the request says anything of the shape itself. */
  boolean isShapeAsked() {
    return !from.equals(NOT_SET);
  }
}
