package dev.pictor;

import static dev.pictor.Wire.Step.RESULT;
import static dev.pictor.Wire.Step.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.fal.FalOptions;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JobHandle;
import dev.pictor.replicate.Replicate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every URL says until when it can be counted on. */
@Timeout(60)
class UrlExpiryTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Wire wire = new Wire();
  private final TestTime time = new TestTime();

  @AfterEach
  void stop() {
    wire.close();
    time.close();
  }

  @ParameterizedTest
  @EnumSource(Service.Kind.class)
  void theUrlsOfTheEmulatorsHaveOne(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      GeneratedImage image =
          client
              .generate(
                  ImageRequest.builder()
                      .model(kind.prefix() + "flux1.1-pro")
                      .prompt("a boat")
                      .build())
              .image();
      Duration life = kind == Service.Kind.FAL ? Duration.ofDays(7) : Duration.ofHours(1);
      assertThat(image.url()).isPresent();
      assertThat(image.urlExpiry().get())
          .isBetween(START.plus(life), START.plus(life).plus(Duration.ofMinutes(1)));
    }
  }

  private static ImageRequest oneDay() {
    return ImageRequest.builder()
        .model("fal/flux1.1-pro")
        .prompt("a boat")
        .putAllOptions(FalOptions.builder().objectLifetime(Duration.ofDays(1)).build())
        .build();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"AUTOMATIC", "POLLING", "DIRECT_RUN_LOST_WITH_ITS_CONNECTION"},
      value = RequestOptions.Watching.class)
  @DisplayName("requirement 20: the lifetime that the request sets is the one that is told")
  void aLifetimeThatWasSetCounts(RequestOptions.Watching watching) {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      RequestOptions options = RequestOptions.builder().watching(watching).build();
      assertThat(client.generate(oneDay(), options).image().urlExpiry().get())
          .isBetween(START.plus(Duration.ofDays(1)), START.plus(Duration.ofHours(25)));
    }
  }

  /** When its images were made, and how long they were to live, is not known any more. */
  @Test
  @DisplayName("requirement 20: a job that is resumed claims no lifetime but the provider's own")
  void aLifetimeThatWasSetIsNotGuessedLater() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      JobHandle own = JobHandle.parse(client.submit(oneDay()).handles().get(0).toString());
      ImageRequest usual = ImageRequest.builder().model("fal/flux1.1-pro").prompt("a boat").build();
      JobHandle other = JobHandle.parse(client.submit(usual).handles().get(0).toString());
      try (ImageClient later = service.client(time)) {
        GeneratedImage image = later.resume(own).await().image();
        assertThat(image.urlExpiry()).isEmpty();
        assertThat(image.bytes()).isNotEmpty();
        assertThat(later.resume(other).await().image().urlExpiry().get())
            .isAfter(START.plus(Duration.ofDays(6)));
      }
    }
  }

  /** From when the hour counts is not documented: of what is known, the earliest is promised. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"2025-12-31T23:10:00.412Z\"|\"2025-12-31T23:30:00.123456Z\"|2026-01-01T00:10:00.412Z",
        "\"2025-12-31T23:10:00.412Z\"|null|2026-01-01T00:10:00.412Z",
        "null|\"2025-12-31T23:30:00.123456Z\"|2026-01-01T00:30:00.123456Z",
        "\"2026-01-01T01:00:00+01:00\"|7|2026-01-01T01:00:00Z",
        "\"soon\"|\"soon\"|2026-01-01T01:00:00Z",
        "null|null|2026-01-01T01:00:00Z",
        "7|7|2026-01-01T01:00:00Z"
      })
  void theCreationOfAPredictionCounts(String createdAt, String completedAt, Instant expiry) {
    wire.always(
        RESULT,
        request ->
            Wire.json(
                200,
                "{\"id\":\"p1\",\"status\":\"succeeded\",\"created_at\":"
                    + createdAt
                    + ",\"completed_at\":"
                    + completedAt
                    + ",\"output\":\""
                    + wire.url("/files/p1.png")
                    + "\"}"));
    Replicate replicate =
        Replicate.builder().token(Wire.OTHER_SECRET).baseUrl(wire.url("/")).build();
    try (ImageClient client = ImageClient.builder().provider(replicate).time(time).build()) {
      JobHandle handle =
          JobHandle.builder()
              .provider("replicate")
              .endpoint("black-forest-labs/flux-1.1-pro")
              .id("p1")
              .build();
      assertThat(client.resume(handle).await().image().urlExpiry()).hasValue(expiry);
    }
    assertThat(wire.count(SUBMIT)).isZero();
  }

  @Test
  void anImageInAUrlDoesNotEnd() {
    wire.always(RESULT, request -> Wire.result("data:image/png;base64,AAAA"));
    try (ImageClient client = wire.client(time)) {
      assertThat(client.generate(Wire.request()).image().urlExpiry()).isEmpty();
    }
  }
}
