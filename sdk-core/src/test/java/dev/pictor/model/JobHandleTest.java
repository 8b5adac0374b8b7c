package dev.pictor.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobHandleTest {
  private static JobHandle.Builder handle() {
    return JobHandle.builder().provider("fal").endpoint("fal-ai/flux/dev").id("019e");
  }

  @Test
  void isOneShortLine() {
    assertThat(handle().build()).hasToString("pictor1:fal:fal-ai%2Fflux%2Fdev:019e");
    assertThat(handle().putExtras("seed", "18446744073709551615").putExtras("n", "2").build())
        .hasToString("pictor1:fal:fal-ai%2Fflux%2Fdev:019e:seed=18446744073709551615&n=2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x", "a/b", "a:b", "a&b=c", "a=b", "a%2Fb", "a b", " a ", "+", "a\nb", "äöü€", "日本語", "😀",
        "%", "::::", "&", "I ı İ i", "\u0000"
      })
  void isReadAsItWasWritten(String text) {
    JobHandle handle =
        JobHandle.builder()
            .provider(text)
            .endpoint(text)
            .id(text)
            .putExtras(text, text)
            .putExtras("", "")
            .putExtras("z", "")
            .build();

    JobHandle read = JobHandle.parse(handle.toString());
    assertThat(read).isEqualTo(handle).hasSameHashCodeAs(handle);
    assertThat(read.provider()).isEqualTo(text);
    assertThat(read.extras().keySet()).containsExactly(text, "", "z");
    assertThat(handle.toString()).matches("\\p{Graph}+");
    assertThat(JobHandle.parse("  " + handle + "\n")).isEqualTo(handle);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "pictor1",
        "pictor1:fal",
        "pictor1:fal:e",
        "pictor1:::",
        "pictor1::e:1",
        "pictor1:fal::1",
        "pictor1:fal:e:",
        "pictor1:fal:e:1:",
        "pictor1:fal:e:1:a",
        "pictor1:fal:e:1:a=b&",
        "pictor1:fal:e:1:a=b:c",
        "pictor2:fal:e:1",
        "PICTOR1:fal:e:1",
        "fal:e:1",
        "https://queue.fal.run/fal-ai/flux/requests/019e",
        "pictor1:fal:e:%",
        "pictor1:fal:e:%2",
        "pictor1:fal:e:%zz",
        "pictor1:fal:e:%-1",
        "pictor1:%:e:1",
        "pictor1:fal:e:1:%=b",
        "pictor1:fal:e:1:a=%G0"
      })
  void aTextThatIsNoHandleIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobHandle.parse(text))
        .withMessageContaining("job handle");
  }

  @Test
  void aLongTextIsNotRepeatedInTheMessage() {
    String text = new String(new char[100_000]).replace('\0', 'a');

    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobHandle.parse(text))
        .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(400));
  }

  @Test
  void damagedTextsAreReadOrRefused() {
    Random random = new Random(20260901);
    String text = handle().putExtras("seed", "7").putExtras("n", "ä").build().toString();
    for (int round = 0; round < 20_000; round++) {
      StringBuilder damaged = new StringBuilder(text);
      for (int hits = random.nextInt(3); hits >= 0; hits--) {
        damaged.setCharAt(
            random.nextInt(text.length()), ":%&=+/aZ09é\u0000".charAt(random.nextInt(12)));
      }
      try {
        JobHandle handle = JobHandle.parse(damaged.toString());
        assertThat(JobHandle.parse(handle.toString())).isEqualTo(handle);
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageContaining("job handle");
      }
    }
  }

  @Test
  void aHandleWithoutAPartIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> handle().id("").build())
        .withMessageContaining("needs a provider, an endpoint and an id")
        .withMessageContaining("pictor1:fal:");
  }
}
