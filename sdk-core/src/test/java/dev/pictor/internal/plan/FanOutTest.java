package dev.pictor.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.Adjustment;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JsonValue;
import dev.pictor.model.Plan;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.InputRule;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Operation;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.ParameterRule;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class FanOutTest {
  private static final BigInteger LAST = new BigInteger("18446744073709551615");

  private static Plan.Candidate plan(ImageRequest.Builder request, ModelSpec spec) {
    return Planner.plan(request.model("m").prompt("a fox").build(), "fal", spec);
  }

  private static ImageRequest.Builder request() {
    return ImageRequest.builder()
        .addImages(dev.pictor.model.ImageSource.url("https://example.com/a.png"));
  }

  private static ImageRequest.Builder plain() {
    return ImageRequest.builder();
  }

  private static List<BigInteger> sentSeeds(Plan.Candidate plan) {
    List<BigInteger> seeds = new ArrayList<>();
    for (PlannedCall call : plan.calls()) {
      BigInteger sent = call.input().member("seed").flatMap(JsonValue::asBigInteger).get();
      assertThat(call.seed()).contains(sent);
      seeds.add(sent);
    }
    return seeds;
  }

  @ParameterizedTest
  @FieldSource("dev.pictor.internal.plan.TestModels#ALL")
  @DisplayName("requirements 11 and 12: n images are planned once each, within the count of a call")
  void plansEachImageOnce(ModelSpec spec) {
    boolean edits = spec.rule(Parameter.IMAGES).isPresent();
    for (int n = 1; n <= 10; n++) {
      Plan.Candidate plan = plan((edits ? request() : plain()).n(n), spec);
      int next = 0;
      for (PlannedCall call : plan.calls()) {
        assertThat(call.firstImage()).isEqualTo(next);
        assertThat(call.imageCount()).isBetween(1, spec.maxCount());
        next += call.imageCount();
        assertCountField(spec, call);
      }
      assertThat(next).isEqualTo(n);
    }
  }

  private static void assertCountField(ModelSpec spec, PlannedCall call) {
    for (String field : new String[] {"num_images", "num_outputs", "n"}) {
      if (call.imageCount() > 1 && field.equals(spec.countField().orElse(""))) {
        assertThat(call.input().member(field).flatMap(JsonValue::asInt))
            .contains(call.imageCount());
      } else {
        assertThat(call.input().member(field)).isEmpty();
      }
    }
  }

  @Test
  @DisplayName("requirement 9: each call has its own seed, and one image keeps the caller's")
  void givesEachCallItsOwnSeed() {
    assertThat(sentSeeds(plan(plain().n(1).seed(7), TestModels.REPLICATE_PRO)))
        .containsExactly(BigInteger.valueOf(7));
    assertThat(sentSeeds(plan(plain().n(3).seed(7), TestModels.REPLICATE_PRO)))
        .containsExactly(BigInteger.valueOf(7), BigInteger.valueOf(8), BigInteger.valueOf(9));
    assertThat(sentSeeds(plan(plain().n(10).seed(7), TestModels.FAL_PRO)))
        .containsExactly(BigInteger.valueOf(7), BigInteger.valueOf(11), BigInteger.valueOf(15));
  }

  @Test
  @DisplayName("requirement 9: seeds go round at the end of their range")
  void goesRoundAtTheEndOfTheRange() {
    assertThat(sentSeeds(plan(plain().n(3).seed(LAST), TestModels.REPLICATE_PRO)))
        .containsExactly(LAST, BigInteger.ZERO, BigInteger.ONE);
    assertThat(sentSeeds(plan(plain().n(3).seed(2147483646L), TestModels.FLUX_2)))
        .containsExactly(
            BigInteger.valueOf(2147483646L), BigInteger.valueOf(2147483647L), BigInteger.ZERO);
  }

  @Test
  @DisplayName("requirement 9: seeds stay in a range that does not begin at 0")
  void staysInARangeThatBeginsLater() {
    ModelSpec spec =
        ModelSpec.builder()
            .id("m")
            .endpoint("o/m")
            .operation(Operation.TEXT_TO_IMAGE)
            .addParameters(
                ParameterRule.passthrough(Parameter.PROMPT, "prompt"),
                ParameterRule.passthrough(Parameter.SEED, "seed").range(100, 199))
            .build();

    assertThat(sentSeeds(plan(plain().n(3).seed(198), spec)))
        .containsExactly(BigInteger.valueOf(198), BigInteger.valueOf(199), BigInteger.valueOf(100));
  }

  @Test
  @DisplayName("requirement 9: no two calls share a seed")
  void neverRepeatsASeed() {
    for (ModelSpec spec : TestModels.ALL) {
      if (!spec.rule(Parameter.SEED).isPresent() || spec.rule(Parameter.IMAGES).isPresent()) {
        continue;
      }
      List<BigInteger> seeds = sentSeeds(plan(plain().n(10).seed(LAST), spec));
      assertThat(new HashSet<>(seeds)).hasSameSizeAs(seeds);
    }
  }

  @Test
  @DisplayName("requirement 10: seed 0 is sent, and 64 bits survive")
  void sendsEverySeedExactly() {
    assertThat(plan(plain().seed(0), TestModels.FAL_PRO).calls().get(0).input().toString())
        .contains("\"seed\":0");
    assertThat(plan(plain().seed(LAST), TestModels.FAL_PRO).calls().get(0).input().toString())
        .contains("\"seed\":18446744073709551615");
    BigInteger beyondALong = BigInteger.ONE.shiftLeft(63);
    assertThat(sentSeeds(plan(plain().n(3).seed(beyondALong), TestModels.REPLICATE_PRO)))
        .containsExactly(
            beyondALong, beyondALong.add(BigInteger.ONE), beyondALong.add(BigInteger.valueOf(2)));
  }

  @Test
  void sendsASeedAsTextWhereTheTableSaysSo() {
    ModelSpec spec =
        ModelSpec.builder()
            .id("m")
            .endpoint("o/m")
            .operation(Operation.TEXT_TO_IMAGE)
            .addParameters(
                ParameterRule.passthrough(Parameter.PROMPT, "prompt"),
                ParameterRule.converted(Parameter.SEED, "seed", ParameterRule.Form.STRING))
            .build();

    assertThat(plan(plain().n(2).seed(9), spec).calls())
        .extracting(call -> call.input().string("seed").get())
        .containsExactly("9", "10");
  }

  @Test
  void recordsHowNBecomesCalls() {
    assertThat(fate(plan(plain().n(3), TestModels.FAL_PRO)).mode())
        .isEqualTo(Adjustment.Mode.RENAMED);
    assertThat(fate(plan(plain().n(6), TestModels.FAL_PRO)).to()).contains("2 calls of at most 4");
    assertThat(fate(plan(plain().n(6), TestModels.REPLICATE_PRO)).mode())
        .isEqualTo(Adjustment.Mode.EMULATED);
    assertThat(fate(plan(plain().n(6), TestModels.REPLICATE_PRO)).isChange()).isFalse();
  }

  private static Adjustment fate(Plan.Candidate plan) {
    return plan.adjustments().stream().filter(a -> a.parameter().equals("n")).findFirst().get();
  }

  @Test
  void differsBetweenCallsInCountAndSeedOnly() {
    List<String> bodies =
        plan(
                plain().n(5).seed(1).option("num_inference_steps", JsonValue.of(4)),
                TestModels.SCHNELL)
            .calls()
            .stream()
            .map(call -> call.input().toString())
            .collect(Collectors.toList());

    assertThat(bodies)
        .containsExactly(
            "{\"prompt\":\"a fox\",\"seed\":1,\"aspect_ratio\":\"1:1\",\"num_outputs\":4,"
                + "\"num_inference_steps\":4}",
            "{\"prompt\":\"a fox\",\"seed\":5,\"aspect_ratio\":\"1:1\","
                + "\"num_inference_steps\":4}");
  }

  @Test
  void anOptionForSeedOrCountIsSentAndWarnedOf() {
    Plan.Candidate seeds =
        plan(plain().n(2).seed(1).option("seed", JsonValue.of(99)), TestModels.REPLICATE_PRO);
    Plan.Candidate count =
        plan(plain().n(2).option("num_images", JsonValue.of(3)), TestModels.FAL_PRO);

    assertThat(sentSeeds(seeds)).containsExactly(BigInteger.valueOf(99), BigInteger.valueOf(99));
    assertThat(seeds.warnings()).anyMatch(warning -> warning.contains("options.seed"));
    assertThat(count.calls()).hasSize(1);
    assertThat(count.calls().get(0).input().member("num_images")).contains(JsonValue.of(3));
    assertThat(count.warnings()).anyMatch(warning -> warning.contains("n = 2"));
  }

  private static Plan.Candidate chosen(
      ImageRequest.Builder request, ModelSpec spec, BigInteger seed) {
    return Planner.plan(
        request.model("m").prompt("a fox").build(),
        new Planner.Target("fal", spec, Collections.emptyList(), InputRule.inline(0)),
        Machine.none(),
        Optional.of(seed));
  }

  private static List<Adjustment> seedFates(Plan.Candidate plan) {
    return plan.adjustments().stream()
        .filter(adjustment -> adjustment.parameter().equals("seed"))
        .collect(Collectors.toList());
  }

  @Test
  @DisplayName("a request without a seed gets the one that was chosen, and says so")
  void sendsTheChosenSeed() {
    Plan.Candidate plan = chosen(plain().n(3), TestModels.REPLICATE_PRO, BigInteger.valueOf(7));
    assertThat(sentSeeds(plan))
        .containsExactly(BigInteger.valueOf(7), BigInteger.valueOf(8), BigInteger.valueOf(9));
    assertThat(seedFates(plan))
        .singleElement()
        .asString()
        .startsWith("seed (none) -> seed=7 (passthrough): chosen at random")
        .endsWith("image i gets seed + i");
    assertThat(plan.adjustments()).noneMatch(Adjustment::isChange);
  }

  @Test
  @DisplayName("a chosen seed is brought into the range of the endpoint")
  void fitsTheChosenSeed() {
    assertThat(sentSeeds(chosen(plain(), TestModels.FLUX_2, BigInteger.ONE.shiftLeft(31))))
        .containsExactly(BigInteger.ZERO);
  }

  @Test
  @DisplayName("the seed of the request and that of an option win over the chosen one")
  void prefersTheSeedOfTheCaller() {
    assertThat(sentSeeds(chosen(plain().seed(5), TestModels.FAL_PRO, BigInteger.TEN)))
        .containsExactly(BigInteger.valueOf(5));
    Plan.Candidate own =
        chosen(plain().option("seed", JsonValue.of(6)), TestModels.FAL_PRO, BigInteger.TEN);
    assertThat(sentSeeds(own)).containsExactly(BigInteger.valueOf(6));
    assertThat(seedFates(own)).isEmpty();
  }

  @Test
  @DisplayName("an endpoint that no table describes, or without a seed, gets none")
  void choosesNoSeedWhereNoneIsKnown() {
    ModelSpec undescribed =
        ModelSpec.builder().id("x").endpoint("x").operation(Operation.UNDESCRIBED).build();
    ModelSpec without =
        ModelSpec.builder()
            .id("x")
            .endpoint("x")
            .operation(Operation.TEXT_TO_IMAGE)
            .addParameters(ParameterRule.passthrough(Parameter.PROMPT, "prompt"))
            .build();
    for (ModelSpec spec : Arrays.asList(undescribed, without)) {
      Plan.Candidate plan = chosen(plain(), spec, BigInteger.TEN);
      assertThat(plan.calls().get(0).input().members()).containsOnlyKeys("prompt");
      assertThat(plan.calls().get(0).seed()).isEmpty();
      assertThat(seedFates(plan)).isEmpty();
    }
  }

  @Test
  @DisplayName("a plan without a chosen seed says that one will be chosen")
  void saysThatASeedWillBeChosen() {
    Plan.Candidate plan = plan(plain(), TestModels.FAL_PRO);
    assertThat(plan.calls().get(0).input().members()).doesNotContainKey("seed");
    assertThat(seedFates(plan))
        .singleElement()
        .asString()
        .startsWith("seed (none) -> seed=(chosen when it is sent) (passthrough)");
  }
}
