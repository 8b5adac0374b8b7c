package dev.pictor.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a request: plan, adjustments, cost, result. */
class ResultTest {
  private static final JobHandle HANDLE = JobHandle.parse("pictor1:fal:flux:1");

  private static GeneratedImage image(int index) {
    return GeneratedImage.builder().index(index).handle(HANDLE).content(out -> {}).build();
  }

  private static ImageOutcome.Builder outcome(int index, ImageOutcome.Kind kind) {
    return ImageOutcome.builder().index(index).kind(kind);
  }

  private static ImageResult.Builder result() {
    return ImageResult.builder().provider("fal").endpoint("flux").elapsed(Duration.ofSeconds(3));
  }

  @Test
  void theImagesOfAResultAreThoseThatAreThere() {
    ImageResult result =
        result()
            .addOutcomes(outcome(0, ImageOutcome.Kind.FILTERED).build())
            .addOutcomes(outcome(1, ImageOutcome.Kind.IMAGE).image(image(1)).build())
            .addOutcomes(outcome(2, ImageOutcome.Kind.FAILED).build())
            .addOutcomes(outcome(3, ImageOutcome.Kind.IMAGE).image(image(3)).build())
            .build();

    assertThat(result.images()).containsExactly(image(1), image(3));
    assertThat(result.image()).isEqualTo(image(1));
  }

  @Test
  void aResultWithoutImagesHasNoFirstOne() {
    ImageResult result = result().addHandles(HANDLE).build();

    assertThat(result.images()).isEmpty();
    assertThatThrownBy(result::image)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining(HANDLE.toString());
  }

  @Test
  void aPlanChoosesTheFirstThatIsUsable() {
    ImageRequest request = ImageRequest.builder().model("m").build();
    Plan.Candidate refused = candidate("fal").addRefusals("no mask").build();
    Plan.Candidate usable = candidate("replicate").build();
    Plan.Candidate third = candidate("third").build();

    assertThat(Plan.builder().request(request).addCandidates(refused).build().chosen()).isEmpty();
    assertThat(
            Plan.builder().request(request).addCandidates(refused, usable, third).build().chosen())
        .contains(usable);
  }

  private static Plan.Candidate.Builder candidate(String provider) {
    return Plan.Candidate.builder().provider(provider).endpoint("e").model("m");
  }

  @Test
  void anAdjustmentIsALine() {
    Adjustment.Builder ratio =
        Adjustment.builder().parameter("aspectRatio").mode(Adjustment.Mode.CONVERTED).from("7:5");

    assertThat(ratio.build()).hasToString("aspectRatio 7:5 (converted)");
    assertThat(ratio.to("4:3").note("the nearest").build())
        .hasToString("aspectRatio 7:5 -> 4:3 (converted): the nearest");
  }

  @ParameterizedTest
  @EnumSource(Adjustment.Mode.class)
  void onlyADropIsAChangeUnlessItIsSaid(Adjustment.Mode mode) {
    Adjustment.Builder adjustment = Adjustment.builder().parameter("n").from("2").mode(mode);

    assertThat(adjustment.build().isChange()).isEqualTo(mode == Adjustment.Mode.DROPPED);
    assertThat(adjustment.isChange(true).build().isChange()).isTrue();
    assertThat(adjustment.isChange(false).build().isChange()).isFalse();
  }

  /** In Turkish, the small letter of I is not i. */
  @Test
  void aCostIsALine() {
    Cost.Builder cost = Cost.builder().amount(new BigDecimal("0.040")).basis(Cost.Basis.ESTIMATED);

    assertThat(cost.build()).hasToString("0.040 USD (estimated)");
    assertThat(cost.amount(new BigDecimal("1E+2")).currency("EUR").build())
        .hasToString("100 EUR (estimated)");
  }

  @Test
  void aCostEqualsTheSameAmountWrittenInAnotherWay() {
    Cost.Builder cost = Cost.builder().basis(Cost.Basis.ESTIMATED);
    Cost one = cost.amount(new BigDecimal("0.10")).build();
    Cost same = cost.amount(new BigDecimal("0.1")).build();

    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).hasToString("0.10 USD (estimated)");
    assertThat(one).isNotEqualTo(cost.amount(new BigDecimal("0.11")).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E-9999999", "1E+9999999"})
  void aCostOfMillionsOfDigitsIsRefused(String amount) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Cost.builder().amount(new BigDecimal(amount)).basis(Cost.Basis.REPORTED).build())
        .withMessageStartingWith("amount is " + amount + "; it must have at most 100 digits");
  }

  @Test
  void aCostBelowNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Cost.builder().amount(new BigDecimal("-0.01")).basis(Cost.Basis.REPORTED).build())
        .withMessage("amount is -0.01; a cost must be at least 0");
  }

  @Test
  void theHeadersOfACallAreShownByName() {
    PlannedCall call =
        PlannedCall.builder()
            .provider("fal")
            .endpoint("flux")
            .input(JsonValue.parse("{\"prompt\":\"a fox\"}"))
            .putHeaders("X-Secret", "s3cret")
            .putQuery("a", "b")
            .build();

    assertThat(call)
        .hasToString(
            "{provider=fal, endpoint=flux, input={\"prompt\":\"a fox\"}, firstImage=0,"
                + " imageCount=1, headers=[X-Secret], query={a=b}}");
    assertThat(candidate("fal").addCalls(call).build().toString()).doesNotContain("s3cret");
  }

  @Test
  void aStateKnowsWhetherItIsTheLast() {
    assertThat(JobState.values())
        .filteredOn(JobState::isTerminal)
        .containsExactly(JobState.COMPLETED, JobState.FAILED, JobState.CANCELED);
  }
}
