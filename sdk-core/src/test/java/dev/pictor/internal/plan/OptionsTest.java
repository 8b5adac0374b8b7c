package dev.pictor.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.Adjustment;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.Strictness;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import dev.pictor.model.Plan;
import dev.pictor.model.PlannedCall;
import dev.pictor.model.Resolution;
import dev.pictor.spi.ModelSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  private static ImageRequest.Builder request() {
    return ImageRequest.builder().model("m").prompt("a fox").strictness(Strictness.STRICT);
  }

  private static Plan.Candidate plan(ImageRequest.Builder request) {
    return Planner.plan(request.build(), "fal", TestModels.FAL_PRO);
  }

  private static PlannedCall call(ImageRequest.Builder request) {
    Plan.Candidate plan = plan(request);
    assertThat(plan.refusals()).isEmpty();
    return plan.calls().get(0);
  }

  @Test
  void reachTheProviderTheyAreMeantFor() {
    ImageRequest.Builder request =
        request()
            .option("fal/raw", JsonValue.of(true))
            .option("raw", JsonValue.of(false))
            .option("replicate/go_fast", JsonValue.of(true))
            .option("falcon/go_fast", JsonValue.of(true))
            .option("steps", JsonValue.of(4));

    assertThat(call(request).input())
        .hasToString(
            "{\"prompt\":\"a fox\",\"image_size\":{\"width\":1024,\"height\":1024},"
                + "\"raw\":true,\"steps\":4}");
    assertThat(plan(request).adjustments())
        .extracting(Adjustment::parameter)
        .contains("options.fal/raw", "options.steps")
        .doesNotContain("options.replicate/go_fast");
  }

  @Test
  void winOverTypedParameters() {
    Plan.Candidate plan =
        plan(
            request()
                .seed(5)
                .aspectRatio(AspectRatio.of(16, 9))
                .resolution(Resolution.TWO_K)
                .option("seed", JsonValue.of(6))
                .option("image_size", JsonValue.of("landscape_16_9")));

    assertThat(Shapes.body(plan))
        .hasToString("{\"prompt\":\"a fox\",\"seed\":6,\"image_size\":\"landscape_16_9\"}");
    assertThat(plan.effectiveSize()).contains(ImageSize.of(1024, 576));
    assertThat(plan.adjustments())
        .filteredOn(adjustment -> adjustment.mode() == Adjustment.Mode.DROPPED)
        .allMatch(adjustment -> adjustment.note().get().endsWith("is sent instead"))
        .extracting(Adjustment::parameter)
        .containsExactly("seed", "aspectRatio", "resolution");
  }

  private static Plan.Candidate shaped(
      ModelSpec spec, Resolution resolution, String shape, String... pixels) {
    ImageRequest.Builder request =
        request().resolution(resolution).option("aspect_ratio", JsonValue.of(shape));
    for (String field : pixels) {
      request.option(field, JsonValue.of(1024));
    }
    return Planner.plan(request.build(), "any", spec);
  }

  @Test
  void forTheShapeLeaveTheScaleItsOwnField() {
    assertThat(Shapes.body(shaped(TestModels.SCHNELL, Resolution.HALF_K, "16:9")))
        .hasToString("{\"prompt\":\"a fox\",\"megapixels\":\"0.25\",\"aspect_ratio\":\"16:9\"}");
    assertThat(Shapes.body(shaped(TestModels.FLUX_2, Resolution.TWO_K, "16:9")))
        .hasToString("{\"prompt\":\"a fox\",\"resolution\":\"4 MP\",\"aspect_ratio\":\"16:9\"}");
  }

  @Test
  void forTheShapeLoseAScaleThatHasNoFieldAndSaySo() {
    for (ModelSpec spec : new ModelSpec[] {TestModels.FAL_ULTRA, TestModels.REPLICATE_PRO}) {
      assertThat(shaped(spec, Resolution.FOUR_K, "16:9").refusals())
          .singleElement()
          .asString()
          .startsWith("resolution 4K would be lost: ");
    }
    assertThat(shaped(TestModels.FAL_ULTRA, Resolution.TWO_K, "16:9").refusals()).isEmpty();
    assertThat(shaped(TestModels.REPLICATE_PRO, Resolution.ONE_K, "16:9").refusals()).isEmpty();
  }

  @Test
  void forPixelsReplaceTheScale() {
    for (ModelSpec spec : new ModelSpec[] {TestModels.FLUX_2, TestModels.REPLICATE_PRO}) {
      Plan.Candidate plan = shaped(spec, Resolution.FOUR_K, "custom", "width", "height");
      assertThat(Shapes.body(plan).members())
          .containsOnlyKeys("prompt", "aspect_ratio", "width", "height");
      assertThat(plan.adjustments()).noneMatch(Adjustment::isChange);
    }
  }

  @Test
  void whichReplaceAPlannedFieldMakeTheSizeUnknown() {
    Plan.Candidate plan =
        Planner.plan(
            request()
                .aspectRatio(AspectRatio.of(16, 9))
                .option("megapixels", JsonValue.of("0.25"))
                .build(),
            "replicate",
            TestModels.SCHNELL);

    assertThat(plan.effectiveSize()).isEmpty();
    assertThat(Shapes.body(plan).string("megapixels")).contains("0.25");
  }

  @Test
  void becomeHeadersAndQuery() {
    PlannedCall call =
        call(
            request()
                .option("header:X-One", JsonValue.of("a"))
                .option("fal/header:x-one", JsonValue.of("b"))
                .option("query:fal_max_queue_length", JsonValue.of("10"))
                .option("replicate/header:X-Two", JsonValue.of("c")));

    assertThat(call.headers()).containsOnlyKeys("x-one").containsEntry("x-one", "b");
    assertThat(call.query()).containsOnlyKeys("fal_max_queue_length");
    assertThat(call.input().members()).containsOnlyKeys("prompt", "image_size");
  }

  @Test
  void withoutAProviderBeforeTheSlashAreFields() {
    assertThat(call(request().option("/raw", JsonValue.of(1))).input().members())
        .containsKey("/raw");
  }

  @Test
  void doNotShowTheValueOfAHeader() {
    Plan.Candidate plan = plan(request().option("header:X-Token", JsonValue.of("s3cret")));
    Plan.Candidate refused = plan(request().option("header:X-Token", JsonValue.of("s3cret\n")));

    assertThat(plan.adjustments().toString()).contains("X-Token").doesNotContain("s3cret");
    assertThat(refused.refusals().toString()).contains("X-Token").doesNotContain("s3cret");
  }

  @Test
  void doNotShowWhatMayBeSecretInAUrl() {
    JsonValue url = JsonValue.of("https://me:s3cret@hook.test/a?t=s3cret");
    Plan.Candidate plan =
        plan(
            request()
                .option("query:fal_webhook", url)
                .option("query:broken", JsonValue.of("https://b ad/?t=s3cret"))
                .option("image_url", url));

    assertThat(plan.adjustments().toString())
        .contains("fal_webhook=https://hook.test/a", "image_url=https://hook.test/a")
        .doesNotContain("s3cret");
    assertThat(plan.calls().get(0).input().member("image_url")).contains(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "header:Authorization",
        "header:authorization",
        "header:Cookie",
        "header:HOST",
        "header:Content-Length",
        "header:Content-Type",
        "header:Connection",
        "header:Transfer-Encoding",
        "header:TE",
        "header:Upgrade",
        "header:Proxy-Authorization",
        "header:",
        "header:a b",
        "header:a\r\nb",
        "header:naïve",
        "fal/header:Host",
        "query:",
        "query:a\nb",
        "fal/"
      })
  void areRefusedWhereTheyBelongToTheEngine(String name) {
    assertThat(plan(request().option(name, JsonValue.of("x"))).refusals())
        .singleElement()
        .asString()
        .startsWith("options." + name + " ");
  }

  @Test
  void areRefusedWithAValueThatIsNoText() {
    assertThat(plan(request().option("header:X", JsonValue.of(1))).refusals())
        .containsExactly(
            "options.header:X is a JSON number; it must be a string: JsonValue.of(\"...\")");
    assertThat(plan(request().option("header:X", JsonValue.of("a\r\nB: c"))).refusals()).hasSize(1);
    assertThat(plan(request().option("query:x", JsonValue.of("a\nb"))).refusals()).hasSize(1);
    assertThat(call(request().option("query:x", JsonValue.of("ä b"))).query())
        .containsEntry("x", "ä b");
  }

  @Test
  @DisplayName("requirement 29: an option passes unread, whatever it is")
  void passAnyJson() {
    JsonValue value = JsonValue.parse("{\"a\":[1.50,null,{\"b\":\"\\u00e9\"}]}");

    assertThat(call(request().option("anything", value)).input().member("anything"))
        .contains(value);
  }

  @Test
  @DisplayName("requirement 1: null is never sent, and the option that holds it is told to be lost")
  void areDroppedIfTheyAreNull() {
    ImageRequest.Builder request =
        request()
            .strictness(Strictness.LENIENT)
            .seed(5)
            .option("seed", JsonValue.ofNull())
            .option("raw", JsonValue.of(false))
            .option("fal/raw", JsonValue.ofNull())
            .option("replicate/go_fast", JsonValue.ofNull());
    Plan.Candidate plan = plan(request);

    assertThat(Shapes.body(plan))
        .hasToString(
            "{\"prompt\":\"a fox\",\"seed\":5,\"image_size\":{\"width\":1024,\"height\":1024},"
                + "\"raw\":false}");
    assertThat(plan.adjustments())
        .filteredOn(adjustment -> adjustment.mode() == Adjustment.Mode.DROPPED)
        .hasSize(2)
        .allSatisfy(
            adjustment -> {
              assertThat(adjustment.from()).isEqualTo("null");
              assertThat(adjustment.isChange()).isTrue();
              assertThat(adjustment.note().get()).contains("null is never sent");
            })
        .extracting(Adjustment::parameter)
        .containsExactly("options.seed", "options.fal/raw");
    assertThat(plan(request.strictness(Strictness.STRICT)).refusals())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("options.seed null would be lost: null is never sent");
  }
}
