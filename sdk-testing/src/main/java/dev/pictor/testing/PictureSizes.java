package dev.pictor.testing;

import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sizes of Replicate's models. Those that nobody has published are plausible, not more. */
final class PictureSizes {
  private static final int ONE_MEGAPIXEL = 1024 * 1024;
  private static final int LONGEST = 4096;
  private static final Pattern RATIO = Pattern.compile("([1-9]\\d{0,4}):([1-9]\\d{0,4})");
  private static final Map<String, ImageSize> PUBLISHED = sizes();

  private PictureSizes() {}

  /** The sizes that schnell, dev and redux publish; halved at 0.25 megapixels. */
  static SizeRule published() {
    return (input, measure) -> {
      ImageSize size = PUBLISHED.get(ratio(input));
      ImageSize whole = size == null ? square(1024) : size;
      return input.string("megapixels").filter("0.25"::equals).isPresent()
          ? ImageSize.of(whole.width() / 2, whole.height() / 2)
          : whole;
    };
  }

  /** The same, or the shape of the image that the model is to change. */
  static SizeRule dev() {
    SizeRule presets = published();
    return (input, measure) ->
        input
            .string("image")
            .flatMap(measure)
            .map(size -> like(Optional.of(size), ONE_MEGAPIXEL))
            .orElseGet(() -> presets.of(input, measure));
  }

  /** About one megapixel, or width and height rounded to 32 with {@code custom}. */
  static SizeRule pro() {
    SizeRule presets = published();
    return (input, measure) ->
        ratio(input).equals("custom")
            ? ImageSize.of(side(input, "width", 32, 1440), side(input, "height", 32, 1440))
            : presets.of(input, measure);
  }

  /** About four megapixels. */
  static SizeRule ultra() {
    return (input, measure) -> area(ratio(input), 4 * ONE_MEGAPIXEL, 32);
  }

  /** About one megapixel, in the shape of the input image if that is asked for. */
  static SizeRule kontext() {
    return (input, measure) ->
        ratio(input, "match_input_image").equals("match_input_image")
            ? like(input.string("input_image").flatMap(measure), ONE_MEGAPIXEL)
            : area(ratio(input), ONE_MEGAPIXEL, 16);
  }

  /** What {@code resolution} says, or the exact sides with {@code custom}. */
  static SizeRule flux2() {
    return (input, measure) -> {
      String ratio = ratio(input);
      if (ratio.equals("custom")) {
        return ImageSize.of(side(input, "width", 16, 2048), side(input, "height", 16, 2048));
      }
      int pixels = megapixels(input);
      return ratio.equals("match_input_image")
          ? like(
              inputImages(input)
                  .flatMap(images -> images.elements().stream().findFirst())
                  .flatMap(JsonValue::asString)
                  .flatMap(measure),
              pixels)
          : area(ratio, pixels, 16);
    };
  }

  private static Optional<JsonValue> inputImages(JsonValue input) {
    Optional<JsonValue> images = input.member("input_images");
    return images.isPresent() ? images : input.member("images");
  }

  /** Width and height as they are given, else one megapixel of the shape that is given. */
  static SizeRule exact() {
    return (input, measure) ->
        input.member("width").isPresent() || input.member("height").isPresent()
            ? ImageSize.of(side(input, "width", 1, LONGEST), side(input, "height", 1, LONGEST))
            : area(ratio(input), ONE_MEGAPIXEL, 16);
  }

  private static int megapixels(JsonValue input) {
    String text =
        input.string("resolution").orElse(input.string("output_megapixels").orElse("1 MP"));
    int space = text.indexOf(' ');
    try {
      return (int)
          (Double.parseDouble(space < 0 ? text : text.substring(0, space)) * ONE_MEGAPIXEL);
    } catch (NumberFormatException matchInputImage) {
      return ONE_MEGAPIXEL;
    }
  }

  private static ImageSize like(Optional<ImageSize> shape, int pixels) {
    ImageSize size = shape.orElse(square(1024));
    return area(size.width() + ":" + size.height(), pixels, 16);
  }

  /** The size of this shape that has about {@code pixels}, in steps of {@code step}. */
  private static ImageSize area(String ratio, int pixels, int step) {
    Matcher sides = RATIO.matcher(ratio);
    if (!sides.matches()) {
      return area("1:1", pixels, step);
    }
    double shape = Double.parseDouble(sides.group(1)) / Double.parseDouble(sides.group(2));
    return ImageSize.of(
        rounded(Math.min(LONGEST, Math.sqrt(pixels * shape)), step),
        rounded(Math.min(LONGEST, Math.sqrt(pixels / shape)), step));
  }

  private static int side(JsonValue input, String name, int step, int most) {
    int wanted = input.member(name).flatMap(JsonValue::asInt).orElse(1024);
    return rounded(Math.max(1, Math.min(most, wanted)), step);
  }

  private static int rounded(double side, int step) {
    return Math.max(step, (int) Math.round(side / step) * step);
  }

  private static String ratio(JsonValue input) {
    return ratio(input, "1:1");
  }

  private static String ratio(JsonValue input, String fallback) {
    return input.string("aspect_ratio").orElse(fallback);
  }

  private static ImageSize square(int side) {
    return ImageSize.of(side, side);
  }

  private static Map<String, ImageSize> sizes() {
    Map<String, ImageSize> sizes = new LinkedHashMap<>();
    sizes.put("1:1", ImageSize.of(1024, 1024));
    sizes.put("16:9", ImageSize.of(1344, 768));
    sizes.put("21:9", ImageSize.of(1536, 640));
    sizes.put("3:2", ImageSize.of(1216, 832));
    sizes.put("2:3", ImageSize.of(832, 1216));
    sizes.put("4:5", ImageSize.of(896, 1088));
    sizes.put("5:4", ImageSize.of(1088, 896));
    sizes.put("3:4", ImageSize.of(896, 1152));
    sizes.put("4:3", ImageSize.of(1152, 896));
    sizes.put("9:16", ImageSize.of(768, 1344));
    sizes.put("9:21", ImageSize.of(640, 1536));
    return Collections.unmodifiableMap(sizes);
  }
}
