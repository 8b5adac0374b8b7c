package dev.pictor.testing;

import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import java.util.Optional;

/** How large fal's images get. */
final class FalSizes {
  static final int LONGEST_SIDE = 14_142;
  private static final int DEFAULT_SIDE = 512;
  private static final ImageSize SQUARE = ImageSize.of(1024, 1024);

  private FalSizes() {}

  /** What decides about the size. */
  enum Rule {
    /** {@code image_size}: a preset or two sides. */
    IMAGE_SIZE,
    /** The same; without it, the size of the input image. */
    IMAGE_SIZE_OR_AUTO,
    /** The input image, whatever else the input says. */
    INPUT_IMAGE,
    /** {@code aspect_ratio}, at four megapixels. */
    FOUR_MEGAPIXELS,
    /** {@code aspect_ratio}, at one megapixel. */
    ONE_MEGAPIXEL,
    /** Whichever of the two the input has: nothing is known about the model. */
    ANY
  }

  /** The size of the images for an input that has been found valid. */
  static ImageSize of(Rule rule, JsonValue input) {
    Optional<JsonValue> size = input.member("image_size");
    Optional<String> ratio = input.string("aspect_ratio");
    switch (rule) {
      case IMAGE_SIZE:
        return size.map(FalSizes::ofImageSize).orElse(ImageSize.of(1024, 768));
      case IMAGE_SIZE_OR_AUTO:
        return size.map(FalSizes::ofImageSize).orElse(SQUARE);
      case INPUT_IMAGE: // which nobody fetches
        return SQUARE;
      case FOUR_MEGAPIXELS:
        return ofRatio(ratio.orElse("16:9"), 2048, 32, ImageSize.of(2752, 1536));
      case ONE_MEGAPIXEL:
        return ratio.map(FalSizes::ofKontextRatio).orElse(SQUARE);
      default:
        return size.isPresent()
            ? ofImageSize(size.get())
            : ofRatio(ratio.orElse("1:1"), 1024, 16, SQUARE);
    }
  }

  private static ImageSize ofImageSize(JsonValue value) {
    if (value.kind() == JsonValue.Kind.OBJECT) {
      return ImageSize.of(side(value, "width"), side(value, "height"));
    }
    switch (value.asString().orElse("")) {
      case "square":
        return ImageSize.of(512, 512);
      case "portrait_4_3":
        return ImageSize.of(768, 1024);
      case "portrait_16_9":
        return ImageSize.of(576, 1024);
      case "landscape_4_3":
        return ImageSize.of(1024, 768);
      case "landscape_16_9":
        return ImageSize.of(1024, 576);
      default:
        return SQUARE;
    }
  }

  private static int side(JsonValue size, String name) {
    int pixels = size.member(name).flatMap(JsonValue::asInt).orElse(DEFAULT_SIDE);
    // Models that nobody knows are not checked; a picture must be drawn all the same.
    return Math.max(1, Math.min(LONGEST_SIDE, pixels));
  }

  /** Kontext has a list of sizes, of which it takes the one that fits the ratio. */
  private static ImageSize ofKontextRatio(String ratio) {
    switch (ratio) {
      case "21:9":
        return ImageSize.of(1568, 672);
      case "16:9":
        return ImageSize.of(1392, 752);
      case "4:3":
        return ImageSize.of(1184, 880);
      case "3:2":
        return ImageSize.of(1248, 832);
      case "2:3":
        return ImageSize.of(832, 1248);
      case "3:4":
        return ImageSize.of(880, 1184);
      case "9:16":
        return ImageSize.of(752, 1392);
      case "9:21":
        return ImageSize.of(672, 1568);
      default:
        return SQUARE;
    }
  }

  /** The size of about {@code side} squared pixels whose sides are multiples of {@code step}. */
  private static ImageSize ofRatio(String ratio, int side, int step, ImageSize otherwise) {
    String[] parts = ratio.split(":", -1);
    if (parts.length != 2 || !isLength(parts[0]) || !isLength(parts[1])) {
      return otherwise;
    }
    double root = Math.sqrt(Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]));
    return ImageSize.of(roundUp(side * root, step), roundUp(side / root, step));
  }

  private static boolean isLength(String text) {
    return text.matches("[1-9][0-9]{0,3}");
  }

  private static int roundUp(double length, int step) {
    int steps = (int) Math.ceil(length / step - 1e-9);
    return Math.max(step, Math.min(LONGEST_SIDE / step * step, steps * step));
  }

  /** The size with sides of the nearest multiple of 16. */
  static ImageSize rounded(ImageSize size) {
    return ImageSize.of(nearest(size.width()), nearest(size.height()));
  }

  private static int nearest(int side) {
    return Math.max(16, (side + 8) / 16 * 16);
  }
}
