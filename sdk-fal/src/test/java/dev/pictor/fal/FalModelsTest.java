package dev.pictor.fal;

import static dev.pictor.fal.Fixtures.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Operation;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.ParameterRule;
import dev.pictor.spi.ParameterRule.Form;
import dev.pictor.spi.ShapeRule;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FalModelsTest {
  /** What the vocabulary has no word for; it goes through the options of a request. */
  private static final List<String> OPTIONS_ONLY =
      Arrays.asList(
          "acceleration",
          "enable_safety_checker",
          "image_prompt_strength",
          "num_inference_steps",
          "raw",
          "strength");

  private static final Fal FAL = Fal.create(KEY);

  static Stream<ModelSpec> models() {
    return FAL.models().stream();
  }

  private static ModelSpec model(String name) {
    return FAL.models().stream().filter(model -> model.isNamed(name)).findFirst().get();
  }

  /** A fixture holds every field that the endpoint documents. */
  @ParameterizedTest
  @MethodSource("models")
  void theTableHasTheFieldsOfTheEndpoint(ModelSpec model) {
    JsonValue input = Fixtures.json("model/" + model.id());
    Set<String> fields = new TreeSet<>();
    model.parameters().forEach(rule -> assertThat(fields.add(rule.name())).isTrue());
    model.shape().ifPresent(shape -> fields.add(shape.field()));
    model.countField().ifPresent(fields::add);
    model.formatField().ifPresent(fields::add);
    Set<String> documented = new TreeSet<>(input.members().keySet());
    documented.removeAll(OPTIONS_ONLY);
    assertThat(fields).isEqualTo(documented);
  }

  @ParameterizedTest
  @MethodSource("models")
  void valuesHaveTheFormOfTheEndpoint(ModelSpec model) {
    JsonValue input = Fixtures.json("model/" + model.id());
    for (ParameterRule rule : model.parameters()) {
      JsonValue.Kind kind = input.members().get(rule.name()).kind();
      assertThat(rule.form() == Form.LIST).isEqualTo(kind == JsonValue.Kind.ARRAY);
      if (rule.parameter() == Parameter.SAFETY_TOLERANCE) {
        assertThat(rule.form()).isEqualTo(Form.STRING);
        assertThat(kind).isEqualTo(JsonValue.Kind.STRING);
        assertThat(rule.min()).contains(BigDecimal.ONE);
      }
    }
    model
        .shape()
        .ifPresent(
            shape -> {
              JsonValue.Kind kind = input.members().get(shape.field()).kind();
              assertThat(shape.pixels().isPresent()).isEqualTo(kind == JsonValue.Kind.OBJECT);
              assertThat(shape.field())
                  .isEqualTo(shape.pixels().isPresent() ? "image_size" : "aspect_ratio");
            });
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyTableIsSound(ModelSpec model) {
    assertThat(Endpoint.parse(model.endpoint()).id()).isEqualTo(model.endpoint());
    assertThat(model.isDescribed()).isTrue();
    assertThat(model.maxCount()).isEqualTo(model.countField().isPresent() ? 4 : 1);
    assertThat(model.formats())
        .containsExactly(entry(OutputFormat.JPEG, "jpeg"), entry(OutputFormat.PNG, "png"));
    assertThat(model.defaultFormat()).contains(OutputFormat.JPEG);
    boolean needsImages = model.operation() == Operation.EDIT;
    assertThat(model.rule(Parameter.IMAGES).filter(ParameterRule::isRequired).isPresent())
        .isEqualTo(needsImages);
    assertThat(model.rule(Parameter.IMAGE_PROMPT).filter(ParameterRule::isRequired).isPresent())
        .isEqualTo(model.operation() == Operation.REFERENCE_TO_IMAGE);
    if (model.operation() != Operation.REFERENCE_TO_IMAGE) {
      assertThat(model.rule(Parameter.PROMPT)).matches(rule -> rule.get().isRequired());
    }
    model
        .price()
        .ifPresent(
            price -> {
              assertThat(price.amount()).isPositive();
              assertThat(price.asOf()).isEqualTo(LocalDate.of(2026, 9, 1));
              assertThat(price.source()).isEqualTo("fal list price");
            });
  }

  @Test
  void noNameMeansTwoModels() {
    Set<String> names = new HashSet<>();
    Set<String> endpoints = new HashSet<>();
    for (ModelSpec model : FAL.models()) {
      assertThat(names.add(model.id())).as(model.id()).isTrue();
      model.aliases().forEach(alias -> assertThat(names.add(alias)).as(alias).isTrue());
      assertThat(endpoints.add(model.endpoint())).as(model.endpoint()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "flux-pro-1.1, fal-ai/flux-pro/v1.1, MEGAPIXEL, 0.04, 0.04",
    "flux1.1-pro-redux, fal-ai/flux-pro/v1.1/redux, MEGAPIXEL, 0.05, 0.05",
    "flux-pro-1.1-ultra, fal-ai/flux-pro/v1.1-ultra, IMAGE, 0.06, 0.06",
    "flux1.1-pro-ultra-redux, fal-ai/flux-pro/v1.1-ultra/redux, MEGAPIXEL, 0.05, 0.05",
    "flux-kontext-pro, fal-ai/flux-pro/kontext, IMAGE, 0.04, 0.04",
    "flux-kontext-pro-multi, fal-ai/flux-pro/kontext/multi, IMAGE, 0.04, 0.04",
    "flux-kontext-pro-text-to-image, fal-ai/flux-pro/kontext/text-to-image, IMAGE, 0.04, 0.04",
    "flux-kontext-max, fal-ai/flux-pro/kontext/max, IMAGE, 0.08, 0.08",
    "flux-kontext-max-multi, fal-ai/flux-pro/kontext/max/multi, IMAGE, 0.08, 0.08",
    "flux-kontext-max-text-to-image, fal-ai/flux-pro/kontext/max/text-to-image, IMAGE, 0.08, 0.08",
    "flux-schnell, fal-ai/flux/schnell, MEGAPIXEL, 0.003, 0.003",
    "flux-dev, fal-ai/flux/dev, MEGAPIXEL, 0.025, 0.025",
    "flux-redux-schnell, fal-ai/flux/schnell/redux, MEGAPIXEL, 0.003, 0.003",
    "flux-redux-dev, fal-ai/flux/dev/redux, MEGAPIXEL, 0.025, 0.025",
    "flux-2-pro, fal-ai/flux-2-pro, MEGAPIXEL, 0.015, 0.03",
  })
  void pricesAreThosePublished(
      String name,
      String endpoint,
      ModelSpec.Price.Unit unit,
      BigDecimal amount,
      BigDecimal first) {
    ModelSpec model = model(name);
    assertThat(model.endpoint()).isEqualTo(endpoint);
    assertThat(model.price())
        .hasValueSatisfying(
            price -> {
              assertThat(price.unit()).isEqualTo(unit);
              assertThat(price.amount()).isEqualTo(amount);
              assertThat(price.firstAmount().orElse(price.amount())).isEqualTo(first);
            });
  }

  @Test
  void theSizesArePresetsOrFreePixels() {
    ShapeRule shape = model("flux1.1-pro").shape().get();
    assertThat(shape.options().stream().map(option -> option.label() + " " + option.size().get()))
        .containsExactly(
            "square_hd 1024x1024",
            "square 512x512",
            "portrait_4_3 768x1024",
            "portrait_16_9 576x1024",
            "landscape_4_3 1024x768",
            "landscape_16_9 1024x576");
    assertThat(shape.pixels())
        .contains(ShapeRule.Pixels.of(ShapeRule.Pixels.Place.OBJECT, 1, ImageSize.MAX_SIDE, 1));
    assertThat(shape.unasked()).isEqualTo(ShapeRule.Unasked.SQUARE);
    assertThat(model("flux-2-pro-edit").shape().get().unasked())
        .isEqualTo(ShapeRule.Unasked.NOTHING);
  }

  @ParameterizedTest
  @CsvSource({
    "flux1.1-pro-ultra, SQUARE, 4",
    "flux1.1-pro-ultra-redux, SQUARE, 4",
    "flux-kontext-pro, NOTHING, 1",
    "flux-kontext-max, NOTHING, 1",
    "flux-kontext-pro-multi, NOTHING, 1",
    "flux-kontext-max-multi, NOTHING, 1",
    "flux-kontext-pro-text-to-image, SQUARE, 1",
    "flux-kontext-max-text-to-image, SQUARE, 1"
  })
  void theShapesAreNineRatios(String name, ShapeRule.Unasked unasked, BigDecimal area) {
    ShapeRule shape = model(name).shape().get();
    assertThat(
            shape.options().stream()
                .peek(option -> assertThat(option.ratio()).hasToString(reduced(option.label())))
                .map(ShapeRule.Option::label)
                .collect(Collectors.toList()))
        .containsExactly("21:9", "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "9:21");
    assertThat(shape.unasked()).isEqualTo(unasked);
    assertThat(shape.area()).isEqualTo(area);
  }

  private static String reduced(String label) {
    return label.equals("21:9") ? "7:3" : label.equals("9:21") ? "3:7" : label;
  }

  @ParameterizedTest
  @CsvSource({"flux1.1-pro, 6", "flux1.1-pro-ultra, 6", "flux-kontext-pro, 6", "flux-2-pro, 5"})
  void theToleranceEndsWhereTheEndpointEnds(String name, BigDecimal max) {
    assertThat(model(name).rule(Parameter.SAFETY_TOLERANCE).get().max()).contains(max);
  }

  @Test
  void anythingElsePassesThrough() {
    ModelSpec model = FAL.passthrough("fal-ai/recraft/v3/");
    assertThat(model.id()).isEqualTo("fal-ai/recraft/v3");
    assertThat(model.endpoint()).isEqualTo("fal-ai/recraft/v3");
    assertThat(model.operation()).isEqualTo(Operation.UNDESCRIBED);
    assertThat(model.isDescribed()).isFalse();
    assertThatThrownBy(() -> FAL.passthrough("flux"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("owner/alias");
  }
}
