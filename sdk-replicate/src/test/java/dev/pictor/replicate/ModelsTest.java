package dev.pictor.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.AspectRatio;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.ParameterRule;
import dev.pictor.spi.ShapeRule;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table against the schema of its endpoint, of which each has a file. */
class ModelsTest {
  /** What a field of a schema means in our vocabulary. */
  private static final Map<String, Parameter> MEANING = new HashMap<>();

  static {
    MEANING.put("prompt", Parameter.PROMPT);
    MEANING.put("seed", Parameter.SEED);
    MEANING.put("safety_tolerance", Parameter.SAFETY_TOLERANCE);
    MEANING.put("output_quality", Parameter.OUTPUT_QUALITY);
    MEANING.put("prompt_upsampling", Parameter.PROMPT_UPSAMPLING);
    MEANING.put("guidance", Parameter.GUIDANCE_SCALE);
    MEANING.put("image_prompt", Parameter.IMAGE_PROMPT);
    MEANING.put("redux_image", Parameter.IMAGE_PROMPT);
    MEANING.put("input_image", Parameter.IMAGES);
    MEANING.put("input_images", Parameter.IMAGES);
  }

  static Stream<ModelSpec> models() {
    return Fixtures.replicate().models().stream();
  }

  private static JsonValue schema(ModelSpec model) {
    String name = model.endpoint().substring(model.endpoint().indexOf('/') + 1);
    return JsonValue.parse(Fixtures.bytes("models/" + name + ".json"));
  }

  private static JsonValue field(ModelSpec model, String name) {
    return schema(model).member("properties").get().member(name).get();
  }

  private static List<String> choices(ModelSpec model, String name) {
    return field(model, name).member("enum").get().elements().stream()
        .map(value -> value.asString().get())
        .filter(value -> !Arrays.asList("custom", "match_input_image").contains(value))
        .collect(Collectors.toList());
  }

  @Test
  void theUnifiedIdsAreThese() {
    assertThat(models().map(ModelSpec::id))
        .containsExactly(
            "flux1.1-pro",
            "flux1.1-pro-ultra",
            "flux-pro",
            "flux-schnell",
            "flux-dev",
            "flux-dev-image-to-image",
            "flux-redux-schnell",
            "flux-redux-dev",
            "flux-kontext-pro",
            "flux-kontext-max",
            "flux-2-pro",
            "flux-2-max",
            "flux-2-flex");
  }

  @Test
  void everySchemaHasATable() {
    assertThat(
            models()
                .map(model -> model.endpoint().replace("black-forest-labs/", "models/") + ".json")
                .distinct())
        .containsExactlyInAnyOrderElementsOf(Fixtures.names("models"));
  }

  @Test
  void namesAreUnique() {
    List<String> names = new ArrayList<>();
    models()
        .forEach(
            model -> {
              names.add(model.id());
              names.addAll(model.aliases());
            });

    assertThat(names).doesNotHaveDuplicates().contains("flux-pro-1.1", "flux-pro-1.1-ultra");
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyParameterIsAFieldWithItsRangeAndDefault(ModelSpec model) {
    for (ParameterRule rule : model.parameters()) {
      JsonValue field = field(model, rule.name());

      assertThat(rule.min())
          .as(rule.name())
          .isEqualTo(field.member("minimum").flatMap(JsonValue::asNumber));
      assertThat(rule.max())
          .as(rule.name())
          .isEqualTo(field.member("maximum").flatMap(JsonValue::asNumber));
      assertThat(rule.isAdvisory()).as(rule.name()).isEqualTo(rule.max().isPresent());
      assertThat(rule.defaultValue())
          .as(rule.name())
          .isEqualTo(field.member("default").map(JsonValue::toString));
      assertThat(rule.form() == ParameterRule.Form.LIST)
          .as(rule.name())
          .isEqualTo(field.string("type").get().equals("array"));
      assertThat(rule.form() == ParameterRule.Form.STRING).as(rule.name()).isFalse();
      if (rule.parameter() == Parameter.IMAGES) {
        assertThat(rule.maxCount())
            .contains(field.member("maxItems").flatMap(JsonValue::asInt).orElse(1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void noFieldThatWeHaveAWordForIsForgotten(ModelSpec model) {
    for (String name : schema(model).member("properties").get().members().keySet()) {
      if (MEANING.containsKey(name)) {
        assertThat(model.rule(MEANING.get(name)).map(ParameterRule::name)).as(name).contains(name);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void whatTheSchemaRequiresIsRequired(ModelSpec model) {
    List<String> required =
        schema(model).member("required").get().elements().stream()
            .map(name -> name.asString().get())
            .collect(Collectors.toCollection(ArrayList::new));
    if (model.id().equals("flux-dev-image-to-image")) {
      required.add("image"); // the endpoint does without, the operation does not
    }

    assertThat(
            model.parameters().stream().filter(ParameterRule::isRequired).map(ParameterRule::name))
        .containsExactlyInAnyOrderElementsOf(required);
  }

  @ParameterizedTest
  @MethodSource("models")
  void shapesAreThoseOfTheSchema(ModelSpec model) {
    if (model.id().equals("flux-dev-image-to-image")) {
      assertThat(model.shape()).isEmpty();
      return;
    }
    ShapeRule shape = model.shape().get();
    JsonValue field = field(model, shape.field());

    assertThat(shape.options())
        .extracting(ShapeRule.Option::label)
        .containsExactlyElementsOf(choices(model, shape.field()));
    shape
        .options()
        .forEach(
            option -> {
              assertThat(option.ratio()).isEqualTo(AspectRatio.parse(option.label()));
              assertThat(option.size().map(Object::toString))
                  .isEqualTo(
                      field.member("x-sizes").flatMap(sizes -> sizes.string(option.label())));
            });
    assertThat(shape.area()) // of which the schema says nothing
        .isEqualTo(new BigDecimal(model.id().equals("flux1.1-pro-ultra") ? "4" : "1"));
    assertThat(shape.unasked() == ShapeRule.Unasked.NOTHING)
        .isEqualTo(field.string("default").get().equals("match_input_image"));
    assertThat(shape.unasked() != ShapeRule.Unasked.SQUARE)
        .isEqualTo(field.member("enum").get().toString().contains("match_input_image"));
    assertThat(shape.pixels().isPresent())
        .isEqualTo(field.member("enum").get().elements().contains(JsonValue.of("custom")));
    shape
        .pixels()
        .ifPresent(
            pixels -> {
              assertThat(pixels.place()).isEqualTo(ShapeRule.Pixels.Place.FIELDS);
              for (String side : new String[] {"width", "height"}) {
                JsonValue sideField = field(model, side);
                assertThat(sideField.member("minimum").get().asInt()).contains(pixels.min());
                assertThat(sideField.member("maximum").get().asInt()).contains(pixels.max());
                assertThat(sideField.member("multipleOf").get().asInt()).contains(pixels.step());
              }
            });
  }

  @ParameterizedTest
  @MethodSource("models")
  void tiersAreThoseOfTheSchemaAndSayTheirArea(ModelSpec model) {
    Optional<ShapeRule.Tiers> tiers = model.shape().flatMap(ShapeRule::tiers);
    Map<String, JsonValue> fields = schema(model).member("properties").get().members();

    assertThat(tiers.isPresent())
        .isEqualTo(
            model.shape().isPresent()
                && (fields.containsKey("megapixels") || fields.containsKey("resolution")));
    tiers.ifPresent(
        tier -> {
          assertThat(tier.options())
              .extracting(ShapeRule.Tier::label)
              .containsExactlyElementsOf(choices(model, tier.field()));
          assertThat(tier.options())
              .allSatisfy(
                  option ->
                      assertThat(option.label().replace(" MP", ""))
                          .isEqualTo(option.area().toString()));
        });
  }

  @ParameterizedTest
  @MethodSource("models")
  void formatsAndCountsAreThoseOfTheSchema(ModelSpec model) {
    String field = model.formatField().get();
    Map<String, JsonValue> fields = schema(model).member("properties").get().members();

    assertThat(model.formats().values()).containsExactlyElementsOf(choices(model, field));
    assertThat(model.formats().get(OutputFormat.JPEG)).isEqualTo("jpg");
    assertThat(model.formats().get(model.defaultFormat().get()))
        .isEqualTo(field(model, field).string("default").get());
    assertThat(model.countField().isPresent()).isEqualTo(fields.containsKey("num_outputs"));
    assertThat(model.maxCount())
        .isEqualTo(
            model
                .countField()
                .map(name -> field(model, name).member("maximum").get().asInt().get())
                .orElse(1));
  }

  @ParameterizedTest
  @CsvSource({
    "flux1.1-pro, 0.04",
    "flux1.1-pro-ultra, 0.06",
    "flux-pro, 0.055",
    "flux-schnell, 0.003",
    "flux-dev, 0.025",
    "flux-dev-image-to-image, 0.025",
    "flux-redux-schnell, 0.003",
    "flux-redux-dev, 0.025",
    "flux-kontext-pro, 0.04",
    "flux-kontext-max, 0.08",
    "flux-2-pro,",
    "flux-2-max,",
    "flux-2-flex,"
  })
  void pricesAreOfADay(String id, BigDecimal amount) {
    Optional<ModelSpec.Price> price =
        models().filter(model -> model.id().equals(id)).findFirst().get().price();

    assertThat(price.map(ModelSpec.Price::amount)).isEqualTo(Optional.ofNullable(amount));
    price.ifPresent(
        rule -> {
          assertThat(rule.unit()).isEqualTo(ModelSpec.Price.Unit.IMAGE);
          assertThat(rule.asOf()).isEqualTo(LocalDate.of(2026, 9, 1));
          assertThat(rule.source()).isEqualTo("Replicate list price");
        });
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyTableLeadsThroughTheOfficialDoor(ModelSpec model) {
    assertThat(Endpoint.parse(model.endpoint()).path())
        .isEqualTo("/models/" + model.endpoint() + "/predictions");
    assertThat(Endpoint.parse(model.endpoint()).version()).isEmpty();
  }
}
