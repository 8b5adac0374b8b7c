package dev.pictor.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.TransportException;
import dev.pictor.internal.http.SystemTime;
import org.junit.jupiter.api.Test;

/** What is kept of endpoints, which the users of a service may name. */
class HealthTest {
  private final Health health = new Health(new SystemTime());

  @Test
  void whatWasUsedLongestAgoIsForgotten() {
    health.failed("kept", new TransportException("no", ErrorDetails.builder().build()));
    health.failed("forgotten", new TransportException("no", ErrorDetails.builder().build()));
    for (int i = 0; i < Health.MOST - 1; i++) {
      assertThat(health.isSound("endpoint " + i)).isTrue();
      assertThat(health.isSound("kept")).isFalse();
    }
    assertThat(health.isSound("forgotten")).isTrue();
  }
}
