package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pictor.error.DownloadException;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import dev.pictor.replicate.ReplicateOptions;
import dev.pictor.testing.FalQuirk;
import dev.pictor.testing.Fault;
import dev.pictor.testing.ReplicateFault;
import dev.pictor.testing.ReplicateStyle;
import dev.pictor.testing.Reply;
import dev.pictor.testing.Step;
import dev.pictor.testing.TestPicture;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How finished images reach the caller, and that what is said of them is true. */
@Tag("wide")
@Timeout(30)
class DeliveryTest {
  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private static ImageRequest.Builder boat() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").seed(7);
  }

  private static byte[] picture(int width, int height, OutputFormat format) {
    return TestPicture.builder()
        .prompt("another")
        .size(width, height)
        .format(format)
        .build()
        .encode();
  }

  private static void delivers(Service service, byte[] file, String type) {
    service.emulator().fail(Step.DOWNLOAD, Fault.reply(Reply.bytes(200, type, file))).always();
  }

  // --- Requirement 21

  @ParameterizedTest
  @EnumSource
  void bytesAreBytes(Service.Kind kind) throws Exception {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      GeneratedImage image =
          client.generate(boat().responseFormat(ResponseFormat.BYTES).build()).image();
      Picture picture = Picture.decode(image.bytes());
      assertThat(image.facts().get().size()).hasValue(picture.size());
      assertThat(image.facts().get().format()).hasValue(picture.format());
      image.bytes();
      assertThat(image.writeTo(new ByteArrayOutputStream())).isEqualTo(image.facts().get());
      // They are here: nothing is fetched again.
      assertThat(service.emulator().count(Step.DOWNLOAD)).isEqualTo(1);
      // Requirement 21: how it is delivered is no matter of the provider's.
      String body = service.emulator().requests(Step.SUBMIT).get(0).bodyText();
      assertThat(body).doesNotContain("response_format", "output_format", "sync_mode", "b64");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aUrlIsAUrl(Service.Kind kind, @TempDir Path folder) throws Exception {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      GeneratedImage image = client.generate(boat().build()).image();
      assertThat(image.url().get()).startsWith(service.emulator().filesUrl());
      assertThat(image.facts()).isEmpty();
      assertThat(service.emulator().count(Step.DOWNLOAD)).isZero();
      Path file = folder.resolve("a/b/boat.img");
      assertThat(image.saveTo(file).size())
          .hasValue(Picture.decode(Files.readAllBytes(file)).size());
      assertThat(service.emulator().count(Step.DOWNLOAD)).isEqualTo(1);
    }
  }

  private static void inlineBothWays(Service service, ImageClient client, ImageRequest request) {
    ImageResult url = client.generate(request);
    assertThat(url.image().url().get()).startsWith("data:image/");
    Picture fetched = Picture.decode(url.image().bytes());
    assertThat(url.image().facts()).isEmpty();
    ImageResult bytes =
        client.generate(request.toBuilder().responseFormat(ResponseFormat.BYTES).build());
    assertThat(Picture.decode(bytes.image().bytes()).size()).isEqualTo(fetched.size());
    assertThat(bytes.image().facts().get().format()).hasValue(fetched.format());
    assertThat(bytes.image().reportedMediaType().get()).isEqualTo(fetched.format().mediaType());
    assertThat(bytes.warnings()).isEmpty();
    assertThat(service.emulator().count(Step.DOWNLOAD)).isZero();
  }

  @Test
  void inlineBecauseItWasAskedFor() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      inlineBothWays(service, client, boat().syncMode(true).build());
    }
  }

  @Test
  void inlineBecauseFalWantsTo() {
    try (Service service = Service.fal(FalQuirk.DATA_URI_RESULTS);
        ImageClient client = service.client(time)) {
      inlineBothWays(service, client, boat().n(4).outputFormat(OutputFormat.PNG).build());
    }
  }

  @Test
  void inlineBecauseReplicateWantsTo() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service
          .replicateEmulator()
          .style(ReplicateStyle.standard().output(ReplicateStyle.Output.DATA_URIS));
      inlineBothWays(service, client, boat().build());
      inlineBothWays(
          service, client, boat().model("flux-dev").n(2).outputFormat(OutputFormat.JPEG).build());
    }
  }

  /** More than a reply without images may have. */
  @ParameterizedTest
  @EnumSource
  void largeImagesMayComeInline(Service.Kind kind) {
    StringBuilder noise = new StringBuilder();
    byte[] random = new byte[9 << 20];
    new Random(1).nextBytes(random);
    noise.append("data:image/png;base64,").append(Base64.getEncoder().encodeToString(random));
    JsonValue large = JsonValue.of(noise.toString());
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      if (kind == Service.Kind.FAL) {
        service
            .emulator()
            .fail(Step.RESULT, Fault.json(200, "{\"images\":[{\"url\":" + large + "}],\"seed\":7}"))
            .always();
      } else {
        service.emulator().fail(Step.STATUS, ReplicateFault.member("output", large)).always();
      }
      GeneratedImage image = client.generate(boat().build()).image();
      assertThat(image.bytes()).isEqualTo(random);
      if (kind == Service.Kind.REPLICATE) { // where the reply to the submission may hold it too
        service.emulator().fail(Step.SUBMIT, ReplicateFault.member("output", large));
        ImageRequest waiting =
            boat()
                .putAllOptions(ReplicateOptions.builder().syncWait(Duration.ofSeconds(10)).build())
                .build();
        assertThat(client.generate(waiting).image().bytes()).isEqualTo(random);
        assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDataUriThatIsNoneIsAFailedDownload(Service.Kind kind) {
    for (String uri :
        new String[] {
          "data:image/png;base64,%%%",
          "data:image/png,abc",
          "data:image/png;base64,",
          "data:image/png;base64,\u00e9\u00e9\u00e9\u00e9",
          "data:"
        }) {
      try (Service service = kind.start();
          ImageClient client = service.client(time)) {
        if (kind == Service.Kind.FAL) {
          service
              .emulator()
              .fail(
                  Step.RESULT,
                  Fault.json(200, "{\"images\":[{\"url\":\"" + uri + "\"}],\"seed\":7}"))
              .always();
        } else {
          service
              .emulator()
              .fail(Step.STATUS, ReplicateFault.member("output", JsonValue.of(uri)))
              .always();
        }
        DownloadException e =
            catchThrowableOfType(
                DownloadException.class,
                () -> client.generate(boat().responseFormat(ResponseFormat.BYTES).build()));
        assertThat(e).as(uri).hasMessageContaining("data URI");
        assertThat(e.handle()).isPresent();
      }
    }
  }

  // --- Requirement 22

  @ParameterizedTest
  @EnumSource
  void jpgAndJpegAreOneFormat(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      for (String name : new String[] {"jpg", "JPEG", "Jpg"}) {
        ImageResult result =
            client.generate(
                boat()
                    .outputFormat(OutputFormat.of(name))
                    .responseFormat(ResponseFormat.BYTES)
                    .build());
        assertThat(Picture.decode(result.image().bytes()).format()).isEqualTo(OutputFormat.JPEG);
        assertThat(result.image().facts().get().format().get().mediaType()).isEqualTo("image/jpeg");
        assertThat(result.warnings()).isEmpty();
      }
      // Each provider in its own word.
      String word = kind == Service.Kind.FAL ? "\"jpeg\"" : "\"jpg\"";
      assertThat(service.emulator().requests(Step.SUBMIT))
          .allMatch(call -> call.bodyText().contains("\"output_format\":" + word));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBytesSayWhatItIs(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      delivers(service, picture(1024, 1024, OutputFormat.WEBP), "image/png");
      ImageResult result =
          client.generate(
              boat().outputFormat(OutputFormat.PNG).responseFormat(ResponseFormat.BYTES).build());
      // Requirement 22: whatever was asked for, and whatever anybody calls it.
      assertThat(result.image().facts().get().format()).hasValue(OutputFormat.WEBP);
      assertThat(result.warnings()).contains("image 0 is webp by its bytes; png was asked for");
      if (kind == Service.Kind.FAL) { // Replicate says nothing of the type
        assertThat(result.warnings())
            .contains("image 0 is webp by its bytes; the provider calls it image/png");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/JPG", "image/jpeg; q=1", " image/jpeg", "image/", ";", "?"})
  void anotherNameOfTheSameTypeIsNoMismatch(String type) {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service
          .emulator()
          .fail(Step.RESULT, Fault.rewriteJson(json -> withType(json, type)))
          .always();
      ImageResult result =
          client.generate(boat().size(64, 64).responseFormat(ResponseFormat.BYTES).build());
      assertThat(result.image().reportedMediaType()).hasValue(type);
      assertThat(result.warnings()).isEmpty();
    }
  }

  private static JsonValue withType(JsonValue json, String type) {
    Map<String, JsonValue> image = new LinkedHashMap<>();
    image.putAll(json.member("images").get().elements().get(0).members());
    image.put("content_type", JsonValue.of(type));
    Map<String, JsonValue> members = new LinkedHashMap<>(json.members());
    members.put("images", JsonValue.array(Collections.singletonList(JsonValue.object(image))));
    return JsonValue.object(members);
  }

  // --- Requirement 6

  @ParameterizedTest
  @EnumSource
  void anotherSizeThanWasSentIsToldWithTheMeasuredOne(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      delivers(service, picture(640, 360, OutputFormat.PNG), "image/png");
      ImageRequest request =
          boat()
              .size(1000, 600)
              .outputFormat(OutputFormat.PNG)
              .responseFormat(ResponseFormat.BYTES)
              .build();
      ImageResult result = client.generate(request);
      // Requirement 6
      GeneratedImage image = result.image();
      ImageSize sent = kind == Service.Kind.FAL ? ImageSize.of(1000, 600) : ImageSize.of(992, 608);
      assertThat(image.requestedSize()).hasValue(ImageSize.of(1000, 600));
      assertThat(image.sentSize()).hasValue(sent);
      assertThat(image.facts().get().size()).hasValue(ImageSize.of(640, 360));
      assertThat(result.warnings())
          .containsExactly(
              "image 0 measures 640x360 pixels; " + sent + " was sent, and 1000x600 was asked for");
      // Without bytes there is nothing to measure.
      assertThat(
              client
                  .generate(request.toBuilder().responseFormat(ResponseFormat.URL).build())
                  .warnings())
          .isEmpty();
    }
  }

  @Test
  void sizesThatFalRoundsAreTold() {
    try (Service service = Service.fal(FalQuirk.SIZES_ROUNDED);
        ImageClient client = service.client(time)) {
      ImageResult result =
          client.generate(boat().size(1000, 600).n(2).responseFormat(ResponseFormat.BYTES).build());
      assertThat(result.warnings())
          .containsExactly(
              "image 0 measures 1008x608 pixels; 1000x600 was sent, and 1000x600 was asked for",
              "image 1 measures 1008x608 pixels; 1000x600 was sent, and 1000x600 was asked for");
      assertThat(result.image().reportedSize()).hasValue(ImageSize.of(1008, 608));
    }
  }

  @Test
  void aSizeThatNobodyAskedForIsMeasuredToo() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      delivers(service, picture(512, 512, OutputFormat.JPEG), "image/jpeg");
      ImageResult result = client.generate(boat().responseFormat(ResponseFormat.BYTES).build());
      assertThat(result.warnings())
          .containsExactly(
              "image 0 measures 512x512 pixels; 1024x1024 was sent, and no size was asked for");
    }
  }
}
