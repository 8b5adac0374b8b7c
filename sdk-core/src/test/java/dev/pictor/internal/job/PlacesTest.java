package dev.pictor.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JsonValue;
import dev.pictor.spi.ProviderOutput;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PlacesTest {
  private static final ProviderOutput.Image IMAGE =
      ProviderOutput.Image.builder().url("https://example.com/a.png").build();

  /** Whoever sends a list of images may send a long one. */
  @Test
  @Timeout(15)
  void veryManyWithheldImagesAreSkippedInTime() {
    int many = 300_000;
    Places places =
        new Places(
            ProviderOutput.builder()
                .addImages(IMAGE)
                .filtered(many)
                .filteredPlaces(IntStream.range(0, many).boxed().collect(Collectors.toList()))
                .raw(JsonValue.ofNull())
                .build(),
            many + 1);

    assertThat(places.count()).isEqualTo(many + 1);
    assertThat(places.of(0)).isEqualTo(many);
    assertThat(places.isFiltered(many - 1)).isTrue();
    assertThat(places.hasSeedOfJob(0)).isFalse();
  }
}
