package dev.pictor.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.model.Adjustment;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageSize;
import dev.pictor.spi.ModelSpec.Operation;
import dev.pictor.spi.ModelSpec.Parameter;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables that describe models. */
class TablesTest {
  private static ModelSpec.Builder spec() {
    return ModelSpec.builder()
        .id("flux1.1-pro")
        .endpoint("fal-ai/flux-pro/v1.1")
        .operation(Operation.TEXT_TO_IMAGE);
  }

  @Test
  void aModelIsFoundByItsNames() {
    ModelSpec spec = spec().addAliases("flux-pro-1.1").build();

    assertThat(spec.isNamed("flux1.1-pro")).isTrue();
    assertThat(spec.isNamed("flux-pro-1.1")).isTrue();
    assertThat(spec.isNamed("fal-ai/flux-pro/v1.1")).isFalse();
    assertThat(spec.isDescribed()).isTrue();
    assertThat(spec.maxCount()).isEqualTo(1);
    assertThat(spec().operation(Operation.UNDESCRIBED).build().isDescribed()).isFalse();
  }

  @Test
  void aParameterIsFoundOrUnsupported() {
    ParameterRule seed = ParameterRule.passthrough(Parameter.SEED, "seed");
    ParameterRule prompt = ParameterRule.passthrough(Parameter.PROMPT, "prompt").require();
    ModelSpec spec = spec().addParameters(seed, prompt).build();

    assertThat(spec.rule(Parameter.PROMPT)).contains(prompt);
    assertThat(spec.rule(Parameter.SEED)).contains(seed);
    assertThat(spec.rule(Parameter.MASK)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Parameter.class)
  void aParameterIsNamedAsItsAttribute(Parameter parameter) {
    assertThat(
            Arrays.stream(ImageRequest.class.getMethods())
                .map(method -> method.getName())
                .collect(Collectors.toSet()))
        .contains(parameter.attribute());
  }

  @Test
  void aRuleIsRefinedStepByStep() {
    ParameterRule plain =
        ParameterRule.converted(
            Parameter.SAFETY_TOLERANCE, "safety_tolerance", ParameterRule.Form.STRING);
    ParameterRule rule =
        plain.range(1, 6).maxBesideImages(2).advisory().atMost(4).fallback("2").require();

    assertThat(rule.parameter()).isEqualTo(Parameter.SAFETY_TOLERANCE);
    assertThat(rule.mode()).isEqualTo(Adjustment.Mode.CONVERTED);
    assertThat(rule.name()).isEqualTo("safety_tolerance");
    assertThat(rule.form()).isEqualTo(ParameterRule.Form.STRING);
    assertThat(rule.min()).contains(BigDecimal.ONE);
    assertThat(rule.max()).contains(BigDecimal.valueOf(6));
    assertThat(rule.maxBesideImages()).contains(BigDecimal.valueOf(2));
    assertThat(rule.isAdvisory()).isTrue();
    assertThat(rule.maxCount()).contains(4);
    assertThat(rule.defaultValue()).contains("2");
    assertThat(rule.isRequired()).isTrue();
    assertThat(rule)
        .isEqualTo(
            plain.require().advisory().fallback("2").atMost(4).maxBesideImages(2).range(1, 6));
    assertThat(plain.range("1.5", "10").min()).contains(new BigDecimal("1.5"));
    assertThat(plain.range("1.5", "10").max()).contains(BigDecimal.TEN);
    assertThatThrownBy(() -> plain.range("much", "more")).isInstanceOf(NumberFormatException.class);
    assertThat(plain.isRequired()).isFalse();
    assertThat(plain.min()).isEmpty();
    assertThat(plain)
        .hasToString(
            "{parameter=SAFETY_TOLERANCE, mode=CONVERTED, name=safety_tolerance, form=STRING,"
                + " isRequired=false, isAdvisory=false}");
  }

  @Test
  void theFormsOfARuleFollowItsMode() {
    assertThat(ParameterRule.renamed(Parameter.MASK, "mask_url").mode())
        .isEqualTo(Adjustment.Mode.RENAMED);
    assertThat(ParameterRule.passthrough(Parameter.SEED, "seed").form())
        .isEqualTo(ParameterRule.Form.NATURAL);
    assertThatThrownBy(() -> ParameterRule.renamed(Parameter.MASK, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("name");
  }

  @Test
  void shapesAreListedInOrder() {
    ShapeRule rule =
        ShapeRule.builder()
            .field("image_size")
            .preset("square_hd", 1024, 1024)
            .ratios("16:9", "9:16")
            .pixels(ShapeRule.Pixels.of(ShapeRule.Pixels.Place.FIELDS, 256, 1440, 32))
            .tiers(
                ShapeRule.Tiers.builder()
                    .field("mp")
                    .tier("1 MP", "1")
                    .tier("0.25", "0.25")
                    .build())
            .build();

    assertThat(rule.options())
        .extracting(ShapeRule.Option::label)
        .containsExactly("square_hd", "16:9", "9:16");
    assertThat(rule.options().get(0).size()).contains(ImageSize.of(1024, 1024));
    assertThat(rule.options().get(0).ratio()).isEqualTo(AspectRatio.of(1, 1));
    assertThat(rule.options().get(1).size()).isEmpty();
    assertThat(rule.unasked()).isEqualTo(ShapeRule.Unasked.SQUARE);
    assertThat(rule.pixels().get())
        .hasToString("{place=FIELDS, min=256, max=1440, step=32}")
        .isEqualTo(ShapeRule.Pixels.of(ShapeRule.Pixels.Place.FIELDS, 256, 1440, 32))
        .isNotEqualTo(ShapeRule.Pixels.of(ShapeRule.Pixels.Place.FIELDS, 256, 1440, 16));
    assertThat(rule.tiers().get().options())
        .extracting(ShapeRule.Tier::area)
        .containsExactly(BigDecimal.ONE, new BigDecimal("0.25"));
  }

  @Test
  void aPriceHasADayAndASource() {
    ModelSpec.Price price =
        ModelSpec.Price.of(ModelSpec.Price.Unit.MEGAPIXEL, "0.04", "2026-09-01", "fal.ai");

    assertThat(price.amount()).isEqualTo(new BigDecimal("0.04"));
    assertThat(price.asOf()).isEqualTo(LocalDate.of(2026, 9, 1));
    assertThat(price.source()).isEqualTo("fal.ai");
    assertThat(price.firstAmount()).isEmpty();
    assertThat(price.firstUnit("0.06").firstAmount()).contains(new BigDecimal("0.06"));
    assertThat(price.firstUnit("0.06").amount()).isEqualTo(new BigDecimal("0.04"));
    assertThat(price.firstUnit("0.06")).isNotEqualTo(price);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-13-01", "2026-02-29", "2026/09/01", "2026-9-1", "+026-09-01", ""})
  void theDayOfAPriceIsADate(String text) {
    assertThatThrownBy(() -> ModelSpec.Price.of(ModelSpec.Price.Unit.IMAGE, "0.04", text, "fal.ai"))
        .isInstanceOf(DateTimeException.class);
  }
}
