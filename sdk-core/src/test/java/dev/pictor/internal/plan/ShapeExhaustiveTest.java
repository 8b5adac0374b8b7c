package dev.pictor.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import dev.pictor.model.Plan;
import dev.pictor.model.Resolution;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ShapeRule;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every ratio up to 64:64 and sizes on a grid, on a rule of every kind. */
@Tag("wide")
class ShapeExhaustiveTest {
  private static final List<AspectRatio> RATIOS = ratios();
  private static final List<ImageSize> SIZES = sizes();

  private static List<AspectRatio> ratios() {
    Set<AspectRatio> ratios = new LinkedHashSet<>();
    for (int width = 1; width <= 64; width++) {
      for (int height = 1; height <= 64; height++) {
        ratios.add(AspectRatio.of(width, height));
      }
    }
    return new ArrayList<>(ratios);
  }

  private static List<ImageSize> sizes() {
    List<ImageSize> sizes = new ArrayList<>();
    int[] sides = {1, 2, 100, 255, 256, 257, 500, 512, 640, 768, 800, 832, 896, 1000, 1024, 1088};
    int[] large = {1152, 1344, 1365, 1440, 1441, 1536, 1920, 2048, 2049, 4096, 14141, 14142};
    List<Integer> all = new ArrayList<>();
    for (int side : sides) {
      all.add(side);
    }
    for (int side : large) {
      all.add(side);
    }
    for (int width : all) {
      for (int height : all) {
        sizes.add(ImageSize.of(width, height));
      }
    }
    return sizes;
  }

  static Stream<ModelSpec> shaped() {
    return TestModels.ALL.stream().filter(spec -> spec.shape().isPresent());
  }

  static Stream<ModelSpec> listed() {
    return shaped().filter(spec -> !spec.shape().get().pixels().isPresent());
  }

  static Stream<ModelSpec> pixels() {
    return shaped().filter(spec -> spec.shape().get().pixels().isPresent());
  }

  private static ImageRequest.Builder ask(AspectRatio ratio) {
    return Shapes.ask().aspectRatio(ratio);
  }

  private static ImageRequest.Builder ask(ImageSize size) {
    return Shapes.ask().size(size);
  }

  private static List<ImageRequest.Builder> asks() {
    List<ImageRequest.Builder> asks = new ArrayList<>();
    RATIOS.forEach(ratio -> asks.add(ask(ratio)));
    SIZES.forEach(size -> asks.add(ask(size)));
    for (AspectRatio ratio : RATIOS) {
      asks.add(ask(ratio).resolution(Resolution.TWO_K));
    }
    return asks;
  }

  @ParameterizedTest
  @MethodSource("shaped")
  @DisplayName("requirements 3 and 4: each request gives one shape that the endpoint reads")
  void isTotalAndDeterministic(ModelSpec spec) {
    ShapeRule rule = spec.shape().get();
    for (ImageRequest.Builder ask : asks()) {
      Plan.Candidate plan = Shapes.plan(rule, ask);
      JsonValue body = Shapes.body(plan);

      assertThat(body.members()).containsKey(rule.field());
      assertOffered(rule, body);
      assertThat(Shapes.plan(rule, ask)).isEqualTo(plan);
    }
  }

  private static void assertOffered(ShapeRule rule, JsonValue body) {
    JsonValue shape = body.member(rule.field()).get();
    String label = shape.asString().orElse("");
    JsonValue place = label.equals("custom") ? body : shape;
    if (place.member("width").isPresent()) {
      ShapeRule.Pixels pixels = rule.pixels().get();
      for (String side : new String[] {"width", "height"}) {
        int value = place.member(side).flatMap(JsonValue::asInt).get();
        assertThat(value).isBetween(pixels.min(), pixels.max());
        assertThat(value % pixels.step()).isZero();
      }
    } else {
      assertThat(rule.options()).extracting(ShapeRule.Option::label).contains(label);
    }
    rule.tiers()
        .flatMap(tiers -> body.string(tiers.field()))
        .ifPresent(
            tier ->
                assertThat(rule.tiers().get().options())
                    .extracting(ShapeRule.Tier::label)
                    .contains(tier));
  }

  @ParameterizedTest
  @MethodSource("shaped")
  @DisplayName("requirement 1: what differs from the request is recorded as a change")
  void recordsEveryDifference(ModelSpec spec) {
    for (ImageSize size : SIZES) {
      Plan.Candidate plan = Shapes.plan(spec.shape().get(), ask(size));
      boolean same = plan.effectiveSize().filter(size::equals).isPresent();

      assertThat(plan.adjustments())
          .singleElement()
          .satisfies(
              adjustment -> {
                assertThat(adjustment.isChange()).isEqualTo(!same);
                assertThat(adjustment.from()).isEqualTo(size.toString());
                assertThat(adjustment.to()).isPresent();
              });
    }
  }

  @ParameterizedTest
  @MethodSource("shaped")
  @DisplayName("requirement 2: portrait never becomes landscape, nor the reverse")
  void neverTurnsTheImage(ModelSpec spec) {
    ShapeRule rule = spec.shape().get();
    for (AspectRatio ratio : RATIOS) {
      assertOriented(ratio, sentRatio(rule, Shapes.plan(rule, ask(ratio))));
    }
    for (ImageSize size : SIZES) {
      assertOriented(size.aspectRatio(), sentRatio(rule, Shapes.plan(rule, ask(size))));
    }
  }

  /** With a square among them, the nearest shape is never a turned one anyway. */
  @ParameterizedTest
  @ValueSource(strings = {"16:9 4:5", "4:3 2:3", "9:16 3:2 21:9", "1:2 5:4", "9:21 10:9"})
  @DisplayName("requirement 2: nor where no square is offered, though it is nearer")
  void neverTurnsTheImageForWhatIsNearer(String ratios) {
    ShapeRule rule = ShapeRule.builder().field("aspect_ratio").ratios(ratios.split(" ")).build();
    for (AspectRatio ratio : RATIOS) {
      assertOriented(ratio, sentRatio(rule, Shapes.plan(rule, ask(ratio))));
    }
    for (ImageSize size : SIZES) {
      assertOriented(size.aspectRatio(), sentRatio(rule, Shapes.plan(rule, ask(size))));
    }
  }

  private static void assertOriented(AspectRatio asked, AspectRatio sent) {
    int one = Integer.compare(asked.width(), asked.height());
    int other = Integer.compare(sent.width(), sent.height());
    assertThat(one * other).as("%s for %s", sent, asked).isNotNegative();
  }

  private static AspectRatio sentRatio(ShapeRule rule, Plan.Candidate plan) {
    String label = Shapes.body(plan).string(rule.field()).orElse("custom");
    return rule.options().stream()
        .filter(option -> option.label().equals(label))
        .findFirst()
        .map(ShapeRule.Option::ratio)
        .orElseGet(() -> plan.effectiveSize().get().aspectRatio());
  }

  @ParameterizedTest
  @MethodSource("listed")
  @DisplayName("requirement 4: no other shape of the orientation is nearer")
  void takesTheNearest(ModelSpec spec) {
    ShapeRule rule = spec.shape().get();
    for (AspectRatio asked : RATIOS) {
      AspectRatio sent = sentRatio(rule, Shapes.plan(rule, ask(asked)));
      for (ShapeRule.Option other : rule.options()) {
        if (isOriented(other.ratio(), asked)) {
          assertThat(compareDistance(sent, other.ratio(), asked))
              .as("%s, not %s, for %s", sent, other.ratio(), asked)
              .isNotPositive();
        }
      }
    }
  }

  private static boolean isOriented(AspectRatio one, AspectRatio other) {
    return Integer.compare(one.width(), one.height())
            * Integer.compare(other.width(), other.height())
        >= 0;
  }

  /** An oracle apart from the code under test: fractions of unbounded numbers. */
  private static int compareDistance(AspectRatio one, AspectRatio other, AspectRatio asked) {
    BigInteger[] left = distance(one, asked);
    BigInteger[] right = distance(other, asked);
    return left[0].multiply(right[1]).compareTo(right[0].multiply(left[1]));
  }

  private static BigInteger[] distance(AspectRatio one, AspectRatio other) {
    BigInteger up = BigInteger.valueOf((long) one.width() * other.height());
    BigInteger down = BigInteger.valueOf((long) one.height() * other.width());
    return new BigInteger[] {up.max(down), up.min(down)};
  }

  @ParameterizedTest
  @MethodSource("listed")
  @DisplayName("requirement 4: the same shape at any scale gives the same answer")
  void doesNotDependOnTheScale(ModelSpec spec) {
    ShapeRule rule = spec.shape().get();
    for (AspectRatio ratio : RATIOS) {
      String one = Shapes.label(rule, ask(ImageSize.of(ratio.width() * 3, ratio.height() * 3)));
      String other =
          Shapes.label(rule, ask(ImageSize.of(ratio.width() * 200, ratio.height() * 200)));

      assertThat(one).as("%s", ratio).isEqualTo(other);
      assertThat(one).as("%s", ratio).isEqualTo(Shapes.label(rule, ask(ratio)));
    }
  }

  @ParameterizedTest
  @MethodSource("listed")
  @DisplayName("requirement 4: turned candidates give the turned answer")
  void isSymmetric(ModelSpec spec) {
    ShapeRule rule = spec.shape().get();
    ShapeRule turned = Shapes.transposed(rule);
    for (AspectRatio ratio : RATIOS) {
      assertThat(Shapes.sent(turned, ask(AspectRatio.of(ratio.height(), ratio.width()))))
          .isEqualTo(Shapes.sent(rule, ask(ratio)));
    }
    for (ImageSize size : SIZES) {
      assertThat(Shapes.sent(turned, ask(ImageSize.of(size.height(), size.width()))))
          .isEqualTo(Shapes.sent(rule, ask(size)));
    }
  }

  @ParameterizedTest
  @MethodSource("pixels")
  @DisplayName("requirement 4: turned pixels stay turned")
  void isSymmetricInPixels(ModelSpec spec) {
    ShapeRule rule = spec.shape().get();
    for (ImageSize size : SIZES) {
      ImageSize sent = Shapes.plan(rule, ask(size)).effectiveSize().get();
      ImageSize turned =
          Shapes.plan(rule, ask(ImageSize.of(size.height(), size.width()))).effectiveSize().get();

      assertThat(turned).isEqualTo(ImageSize.of(sent.height(), sent.width()));
    }
  }

  @ParameterizedTest
  @MethodSource("shaped")
  @DisplayName("requirement 4: matching a result gives the same result")
  void isIdempotent(ModelSpec spec) {
    ShapeRule rule = spec.shape().get();
    for (ImageRequest.Builder ask : asks()) {
      Plan.Candidate plan = Shapes.plan(rule, ask);
      plan.effectiveSize()
          .ifPresent(
              size -> {
                Plan.Candidate again = Shapes.plan(rule, ask(size));
                assertThat(again.effectiveSize()).contains(size);
                assertThat(again.adjustments()).noneMatch(a -> a.isChange());
              });
      if (!plan.effectiveSize().isPresent()) {
        AspectRatio sent = sentRatio(rule, plan);
        assertThat(sentRatio(rule, Shapes.plan(rule, ask(sent)))).isEqualTo(sent);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shaped")
  @DisplayName("requirement 4: an exact candidate wins")
  void takesWhatIsExactlyOffered(ModelSpec spec) {
    ShapeRule rule = spec.shape().get();
    for (ShapeRule.Option option : rule.options()) {
      Plan.Candidate byRatio = Shapes.plan(rule, ask(option.ratio()));
      assertThat(byRatio.adjustments()).noneMatch(a -> a.isChange());
      option
          .size()
          .ifPresent(
              size -> assertThat(Shapes.plan(rule, ask(size)).effectiveSize()).contains(size));
    }
  }
}
