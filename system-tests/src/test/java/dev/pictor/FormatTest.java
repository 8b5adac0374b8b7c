package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.Adjustment;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageRequest.Strictness;
import dev.pictor.model.ImageResult;
import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.ReplicateEmulator;
import dev.pictor.testing.Step;
import dev.pictor.testing.TestPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each format from each provider, decoded again and compared with what the service drew. */
@Timeout(180)
@Tag("slow")
class FormatTest {
  /** Of 255, for what a lossy format or 256 colours lose. */
  private static final double NEAR = 3;

  /** TwelveMonkeys shows lossy WebP paler than libwebp and browsers do. */
  private static final double NEAR_IF_PALE = 10;

  private static final List<OutputFormat> FORMATS =
      Arrays.asList(
          OutputFormat.PNG,
          OutputFormat.JPEG,
          OutputFormat.GIF,
          OutputFormat.WEBP,
          OutputFormat.AVIF);

  private final TestTime time = new TestTime();
  private final Queue<TestPicture> drawn = new ConcurrentLinkedQueue<>();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private Service start(Service.Kind kind) {
    return start(
        kind,
        picture -> {
          drawn.add(picture);
          return picture.encode();
        });
  }

  private static Service start(Service.Kind kind, Function<TestPicture, byte[]> encoder) {
    return kind == Service.Kind.FAL
        ? Service.fal(FalEmulator.builder().pictures(encoder))
        : Service.replicate(ReplicateEmulator.builder().pictures(encoder));
  }

  static Stream<Arguments> all() {
    List<Arguments> all = new ArrayList<>();
    for (Service.Kind kind : Service.Kind.values()) {
      for (OutputFormat format : FORMATS) {
        for (ResponseFormat delivery : ResponseFormat.values()) {
          all.add(Arguments.of(kind, format, delivery));
        }
      }
    }
    return all.stream();
  }

  private static ImageRequest.Builder boat(OutputFormat format, ResponseFormat delivery) {
    return ImageRequest.builder()
        .model("flux1.1-pro")
        .prompt("a paper boat")
        .seed(7)
        .size(320, 256)
        .outputFormat(format)
        .responseFormat(delivery)
        .strictness(Strictness.STRICT);
  }

  /** The picture itself, without what its file has lost. */
  private Shown original() {
    return Shown.byJava(drawn.remove().toBuilder().format(OutputFormat.PNG).build().encode());
  }

  @ParameterizedTest(name = "{1} from {0} as {2}")
  @MethodSource("all")
  void isThePictureThatWasDrawn(
      Service.Kind kind, OutputFormat format, ResponseFormat delivery, @TempDir Path folder) {
    try (Service service = start(kind);
        ImageClient client = service.client(time)) {
      ImageRequest request = boat(format, delivery).build();
      boolean isNative =
          Models.spec(kind, kind.prefix() + "flux1.1-pro").formats().containsKey(format);

      ImageResult result = client.generate(request);

      GeneratedImage image = result.image();
      GeneratedImage.Facts facts = image.saveTo(folder.resolve("image"));
      assertThat(facts.format()).hasValue(format);
      assertThat(facts.size()).hasValue(ImageSize.of(320, 256));
      if (delivery == ResponseFormat.BYTES) {
        assertThat(image.facts()).hasValue(facts);
      } else {
        assertThat(image.facts()).isEmpty();
      }
      assertThat(image.url().get()).startsWith(service.emulator().filesUrl());
      assertThat(result.warnings()).isEmpty();
      assertThat(fate(result, "outputFormat").mode() == Adjustment.Mode.EMULATED)
          .isNotEqualTo(isNative);
      assertThat(client.plan(request).candidates().get(0).convertsTo().isPresent())
          .isNotEqualTo(isNative);
      byte[] bytes = image.bytes();
      boolean isPale = format.equals(OutputFormat.WEBP) && !isNative;
      assertThat(Shown.byJava(bytes).difference(original()))
          .isLessThan(isPale ? NEAR_IF_PALE : NEAR);
    }
  }

  private static Adjustment fate(ImageResult result, String parameter) {
    return result.adjustments().stream()
        .filter(adjustment -> adjustment.parameter().equals(parameter))
        .findFirst()
        .orElseThrow(() -> new AssertionError(result.adjustments()));
  }

  /** Every file of every provider, in one start of the browser. */
  @Test
  void isThePictureThatWasDrawnInABrowserToo(@TempDir Path folder) throws IOException {
    List<byte[]> files = new ArrayList<>();
    List<Shown> originals = new ArrayList<>();
    for (Service.Kind kind : Service.Kind.values()) {
      try (Service service = start(kind);
          ImageClient client = service.client(time)) {
        for (OutputFormat format : FORMATS) {
          files.add(client.generate(boat(format, ResponseFormat.BYTES).build()).image().bytes());
          originals.add(original());
        }
      }
    }
    List<Shown> shown = Shown.byBrowser(files, folder);
    for (int i = 0; i < files.size(); i++) {
      assertThat(shown.get(i).difference(originals.get(i)))
          .as("%s", GeneratedImage.Facts.of(files.get(i)))
          .isLessThan(NEAR);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isThePictureThatWasDrawnForTheWebpProjectToo(Service.Kind kind, @TempDir Path folder)
      throws IOException {
    try (Service service = start(kind);
        ImageClient client = service.client(time)) {
      byte[] webp =
          client.generate(boat(OutputFormat.WEBP, ResponseFormat.BYTES).build()).image().bytes();
      assertThat(Shown.byDwebp(webp, folder).difference(original())).isLessThan(NEAR);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isThePictureThatWasDrawnForTheAvifProjectToo(Service.Kind kind, @TempDir Path folder)
      throws IOException {
    try (Service service = start(kind);
        ImageClient client = service.client(time)) {
      byte[] avif =
          client.generate(boat(OutputFormat.AVIF, ResponseFormat.BYTES).build()).image().bytes();
      assertThat(Shown.byAvifdec(avif, folder).difference(original())).isLessThan(NEAR);
    }
  }

  @ParameterizedTest
  @EnumSource
  void severalImagesAreConvertedEach(Service.Kind kind) {
    try (Service service = start(kind);
        ImageClient client = service.client(time)) {
      ImageResult result =
          client.generate(boat(OutputFormat.GIF, ResponseFormat.BYTES).n(4).build());
      assertThat(result.images()).hasSize(4);
      for (GeneratedImage image : result.images()) {
        assertThat(image.facts().get().format()).hasValue(OutputFormat.GIF);
        Shown shown = Shown.byJava(image.bytes());
        assertThat(
                drawn.stream()
                    .map(TestPicture::encode)
                    .mapToDouble(file -> Shown.byJava(file).difference(shown))
                    .min()
                    .getAsDouble())
            .isLessThan(NEAR);
      }
      assertThat(service.emulator().count(Step.DOWNLOAD)).isEqualTo(4);
    }
  }

  // --- Quality

  /** An endpoint that makes no WebP and knows no quality, and one that makes no GIF and does. */
  @ParameterizedTest
  @EnumSource
  void qualityIsOfTheConversionWherePictorConverts(Service.Kind kind) {
    qualityIsOfTheConversion(kind, OutputFormat.WEBP);
    qualityIsOfTheConversion(kind, OutputFormat.AVIF);
  }

  private void qualityIsOfTheConversion(Service.Kind kind, OutputFormat format) {
    // The endpoint chooses the pixels: four millions of them, which AVIF takes long for.
    try (Service service =
            start(kind, picture -> picture.toBuilder().size(320, 256).build().encode());
        ImageClient client = service.client(time)) {
      long before = 0;
      for (int quality : new int[] {5, 50, 80, 100}) {
        ImageRequest request =
            boat(format, ResponseFormat.BYTES)
                .model("flux1.1-pro-ultra")
                .strictness(Strictness.LENIENT)
                .outputQuality(quality)
                .build();
        ImageResult result = client.generate(request);
        long length = result.image().facts().get().byteCount();
        assertThat(length).as("at %s", quality).isGreaterThan(before);
        before = length;
        assertThat(fate(result, "outputQuality").mode()).isEqualTo(Adjustment.Mode.EMULATED);
        if (quality == 80) { // as if none had been asked for
          ImageRequest unasked =
              ImageRequest.builder()
                  .model("flux1.1-pro-ultra")
                  .prompt("a paper boat")
                  .seed(7)
                  .size(320, 256)
                  .outputFormat(format)
                  .responseFormat(ResponseFormat.BYTES)
                  .build();
          assertThat(client.generate(unasked).image().bytes()).isEqualTo(result.image().bytes());
        }
      }
      client.generate(boat(OutputFormat.GIF, ResponseFormat.URL).outputQuality(50).build());
      assertThat(service.emulator().requests(Step.SUBMIT))
          .noneMatch(call -> call.bodyText().contains("quality"));
    }
  }
}
