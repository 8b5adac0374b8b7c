package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TemposTest {
  private final Tempos tempos = new Tempos();

  @Test
  void eachEndpointOfEachProviderHasItsOwn() {
    Tempo tempo = tempos.of("fal", "flux/dev");

    assertThat(tempos.of("fal", "flux/dev")).isSameAs(tempo);
    assertThat(tempos.of("fal", "flux/pro")).isNotSameAs(tempo);
    assertThat(tempos.of("replicate", "flux/dev")).isNotSameAs(tempo);
  }

  @Test
  void whatWasUsedLongestAgoIsForgotten() {
    tempos.of("fal", "kept").expect(Duration.ofSeconds(3));
    tempos.of("fal", "forgotten").expect(Duration.ofSeconds(3));
    for (int i = 0; i < Tempos.MOST - 1; i++) {
      tempos.of("fal", "endpoint " + i);
      assertThat(tempos.of("fal", "kept").typical()).isPresent();
    }

    assertThat(tempos.of("fal", "forgotten").typical()).isEmpty();
  }
}
