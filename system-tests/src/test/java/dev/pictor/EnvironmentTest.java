package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.ConfigurationException;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.Plan;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Providers are found on the class path and wired by what the environment holds. */
class EnvironmentTest {
  private static ImageClient client(String... pairs) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      variables.put(pairs[i], pairs[i + 1]);
    }
    return Environment.client(name -> Optional.ofNullable(variables.get(name)));
  }

  private static String providers(ImageClient client) {
    return client
        .plan(ImageRequest.builder().model("flux1.1-pro").prompt("a boat").build())
        .candidates()
        .stream()
        .map(Plan.Candidate::provider)
        .sorted()
        .reduce("", (all, one) -> all + " " + one)
        .trim();
  }

  @Test
  void aProviderIsThereIfItHasAKey() {
    try (ImageClient fal = client("FAL_KEY", "id:secret");
        ImageClient pair = client("FAL_KEY_ID", "id", "FAL_KEY_SECRET", "secret");
        ImageClient replicate = client("REPLICATE_API_TOKEN", " r8_token\n");
        ImageClient both = client("FAL_KEY", "id:secret", "REPLICATE_API_TOKEN", "r8_token")) {
      assertThat(providers(fal)).isEqualTo("fal");
      assertThat(providers(pair)).isEqualTo("fal");
      assertThat(providers(replicate)).isEqualTo("replicate");
      assertThat(providers(both)).isEqualTo("fal replicate");
    }
  }

  @Test
  void withoutAKeyTheErrorNamesEveryVariable() {
    assertThatThrownBy(() -> client("FAL_KEY", "  ").close())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("FAL_KEY")
        .hasMessageContaining("REPLICATE_API_TOKEN");
  }
}
