package dev.pictor.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.pictor.model.ImageRequest;
import dev.pictor.model.JsonValue;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @ParameterizedTest
  @CsvSource({
    "PT10S, wait=10",
    "PT0.1S, wait=1",
    "PT0S, wait=1",
    "PT9.5S, wait=10",
    "PT5M, wait=60"
  })
  void theWaitIsInRange(Duration wait, String value) {
    assertThat(ReplicateOptions.builder().syncWait(wait).build())
        .containsExactly(entry("replicate/header:Prefer", JsonValue.of(value)));
  }

  @ParameterizedTest
  @CsvSource({"PT1S, 5s", "PT2M, 120s", "P2D, 172800s"})
  void theLimitIsInRange(Duration limit, String value) {
    assertThat(ReplicateOptions.builder().cancelAfter(limit).build())
        .containsExactly(entry("replicate/header:Cancel-After", JsonValue.of(value)));
  }

  @Test
  void everyOptionIsForThisProviderUnderItsOwnName() {
    Map<String, JsonValue> options =
        ReplicateOptions.builder()
            .raw()
            .imagePromptStrength(0.25)
            .promptStrength(1)
            .inferenceSteps(4)
            .disableSafetyChecker()
            .build();

    assertThat(options.toString())
        .isEqualTo(
            "{replicate/raw=true, replicate/image_prompt_strength=0.25,"
                + " replicate/prompt_strength=1.0, replicate/num_inference_steps=4,"
                + " replicate/disable_safety_checker=true}");
    assertThat(ImageRequest.builder().model("m").putAllOptions(options).build().options())
        .isEqualTo(options);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aShareOutOfRangeIsRefused(double value) {
    assertThatThrownBy(() -> ReplicateOptions.builder().promptStrength(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("promptStrength is " + value + "; it must be 0 to 1");
  }

  @Test
  void noStepsAreRefused() {
    assertThatThrownBy(() -> ReplicateOptions.builder().inferenceSteps(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inferenceSteps is 0; it must be at least 1");
  }
}
