package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExperiencesTest {
  private final Experiences experiences = new Experiences();

  @Test
  void eachEndpointOfEachProviderHasItsOwn() {
    Experience first = experiences.with("fal", "flux/dev");

    assertThat(experiences.with("fal", "flux/dev")).isSameAs(first);
    assertThat(experiences.with("fal", "flux/pro")).isNotSameAs(first);
    assertThat(experiences.with("replicate", "flux/dev")).isNotSameAs(first);
  }

  @Test
  void whatWasUsedLongestAgoIsForgotten() {
    experiences.with("fal", "kept").tempo().expect(Duration.ofSeconds(3));
    experiences.with("fal", "forgotten").tempo().expect(Duration.ofSeconds(3));
    for (int i = 0; i < Experiences.MOST - 1; i++) {
      experiences.with("fal", "endpoint " + i);
      assertThat(experiences.with("fal", "kept").tempo().typical()).isPresent();
    }

    assertThat(experiences.with("fal", "forgotten").tempo().typical()).isEmpty();
  }
}
