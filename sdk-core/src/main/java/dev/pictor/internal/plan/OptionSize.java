package dev.pictor.internal.plan;

import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.ShapeRule;
import java.util.Optional;

/** The size that the caller's own options ask for, in place of the planned one. */
final class OptionSize {
  private OptionSize() {}

  static void decide(Draft draft) {
    Optional<ShapeRule> shape = draft.spec().shape();
    if (!shape.isPresent()) {
      return;
    }
    ShapeRule rule = shape.get();
    OptionSplit options = draft.options();
    if (options.has("width")
        || options.has("height")
        || (rule.tiers().isPresent() && options.has(rule.tiers().get().field()))) {
      draft.size(Optional.empty()); // what several fields make together is not read
    } else if (options.has(rule.field())) {
      draft.size(size(rule, options.valueOf(rule.field())));
    }
  }

  /** What a value of the shape's field makes, as far as it can be read. */
  private static Optional<ImageSize> size(ShapeRule rule, JsonValue value) {
    Optional<ShapeRule.Pixels> pixels = rule.pixels();
    if (pixels.isPresent() && pixels.get().place() == ShapeRule.Pixels.Place.OBJECT) {
      int width = side(value, "width");
      int height = side(value, "height");
      if (Math.min(width, height) > 0 && Math.max(width, height) <= ImageSize.MAX_SIDE) {
        return Optional.of(ImageSize.of(width, height));
      }
    }
    String label = value.asString().orElse("");
    for (ShapeRule.Option option : rule.options()) {
      if (option.label().equals(label) && !rule.tiers().isPresent()) {
        return option.size();
      }
    }
    return Optional.empty();
  }

  private static int side(JsonValue value, String name) {
    Optional<JsonValue> side = value.member(name);
    return side.isPresent() ? side.get().asInt().orElse(0) : 0;
  }
}
