package dev.pictor;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.AspectRatio;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import dev.pictor.spi.ModelSpec;
import dev.pictor.testing.RecordedCall;
import dev.pictor.testing.ReplicateModel;
import dev.pictor.testing.Step;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model of every provider makes an image, in each of its formats. */
@Tag("wide")
class ModelMatrixTest {
  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private static Plan.Candidate plan(ImageClient client, ImageRequest request) {
    return client.plan(request).chosen().orElseThrow(AssertionError::new);
  }

  /** Requirement 22: what is said of an image is what its bytes are. */
  private static void check(GeneratedImage image, OutputFormat format, Plan.Candidate plan) {
    Picture picture = Picture.decode(image.bytes());
    assertThat(picture.format()).isEqualTo(format);
    assertThat(image.facts().get().format()).hasValue(picture.format());
    assertThat(image.facts().get().size()).hasValue(picture.size());
    assertThat(image.facts().get().byteCount()).isEqualTo(image.bytes().length);
    image
        .reportedMediaType()
        .ifPresent(type -> assertThat(type).isEqualTo(picture.format().mediaType()));
    assertThat(image.sentSize()).isEqualTo(plan.effectiveSize());
    plan.effectiveSize().ifPresent(size -> assertThat(picture.size()).isEqualTo(size));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("dev.pictor.Models#all")
  void theLeastRequestMakesAnImage(Service.Kind kind, String model) {
    ModelSpec spec = Models.spec(kind, model);
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      ImageRequest request =
          Models.minimal(kind, model).responseFormat(ResponseFormat.BYTES).build();
      ImageResult result = client.generate(request);
      assertThat(result.endpoint()).isEqualTo(spec.endpoint());
      assertThat(result.warnings()).isEmpty();
      check(result.image(), spec.defaultFormat().get(), plan(client, request));
      assertThat(result.image().seed()).isPresent();
      assertThat(result.image().seed()).isEqualTo(reportedSeed(kind, result));
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().requests(Step.DOWNLOAD))
          .hasSize(1)
          .noneMatch(RecordedCall::carriesAuthorization);
    }
  }

  private static Optional<BigInteger> reportedSeed(Service.Kind kind, ImageResult result) {
    JsonValue raw = result.rawReplies().get(0);
    return kind == Service.Kind.FAL
        ? raw.member("seed").flatMap(JsonValue::asBigInteger)
        : raw.string("logs")
            .map(logs -> new BigInteger(logs.replaceAll("(?s).*Using seed: ([0-9]+).*", "$1")));
  }

  @ParameterizedTest(name = "{1} {2}")
  @MethodSource("dev.pictor.Models#formats")
  void eachFormatComesAsAsked(Service.Kind kind, String model, OutputFormat format) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      ImageRequest request =
          Models.minimal(kind, model)
              .outputFormat(format)
              .seed(7)
              .responseFormat(ResponseFormat.BYTES)
              .build();
      ImageResult result = client.generate(request);
      check(result.image(), format, plan(client, request));
      assertThat(result.image().seed().get()).hasToString("7");
    }
  }

  /** Requirement 2, Requirement 3: the shape that comes is the shape that was asked for. */
  @ParameterizedTest(name = "{1}")
  @MethodSource("dev.pictor.Models#all")
  void theImageHasTheShapeThatWasAskedFor(Service.Kind kind, String model) {
    if (!Models.spec(kind, model).shape().isPresent()) {
      return;
    }
    List<ImageRequest> requests =
        Arrays.asList(
            Models.minimal(kind, model).size(1000, 600).build(),
            Models.minimal(kind, model).size(600, 1000).build(),
            Models.minimal(kind, model).aspectRatio(AspectRatio.of(16, 9)).build(),
            Models.minimal(kind, model).aspectRatio(AspectRatio.of(2, 3)).build());
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      for (ImageRequest asked : requests) {
        ImageRequest request = asked.toBuilder().responseFormat(ResponseFormat.BYTES).build();
        GeneratedImage image = client.generate(request).image();
        ImageSize measured = image.facts().get().size().get();
        plan(client, request)
            .effectiveSize()
            .ifPresent(size -> assertThat(measured).isEqualTo(size));
        boolean portrait =
            request.size().map(size -> size.height() > size.width()).orElse(false)
                || request.aspectRatio().filter(AspectRatio.of(2, 3)::equals).isPresent();
        assertThat(measured.height() > measured.width())
            .as("%s for %s", measured, request)
            .isEqualTo(portrait);
        assertThat(image.requestedSize()).isEqualTo(request.size());
      }
    }
  }

  /** Where a table knows pixels, the plan says them: else the checks above would check nothing. */
  @Test
  void theSizeIsKnownWhereTheTableHasPixels() {
    List<String> known =
        Models.all()
            .filter(
                of -> {
                  Service.Kind kind = (Service.Kind) of.get()[0];
                  try (Service service = kind.start();
                      ImageClient client = service.client(time)) {
                    ImageRequest request =
                        Models.minimal(kind, (String) of.get()[1]).size(1000, 600).build();
                    return plan(client, request).effectiveSize().isPresent();
                  }
                })
            .map(of -> (String) of.get()[1])
            .collect(Collectors.toList());
    assertThat(known)
        .contains(
            "fal/flux1.1-pro",
            "fal/flux-schnell",
            "fal/flux-2-pro-edit",
            "replicate/flux1.1-pro",
            "replicate/flux-dev",
            "replicate/flux-2-flex");
  }

  // --- endpoints without a table: Requirement 29

  private static ImageRequest undescribed(String model) {
    return ImageRequest.builder()
        .model(model)
        .prompt("a paper boat")
        .seed(11)
        .option("unheard_of", JsonValue.parse("{\"deep\":[1.50,null]}"))
        .responseFormat(ResponseFormat.BYTES)
        .build();
  }

  private void runsAnyEndpoint(Service service, String model, String path, String body) {
    try (ImageClient client = service.client(time)) {
      ImageResult result = client.generate(undescribed(model));
      assertThat(Picture.decode(result.image().bytes()).size())
          .isEqualTo(result.image().facts().get().size().get());
      assertThat(result.image().seed().get()).hasToString("11");
      assertThat(result.warnings()).singleElement().asString().contains("described by no table");
      RecordedCall submit = service.emulator().requests(Step.SUBMIT).get(0);
      assertThat(submit.path()).isEqualTo(path);
      assertThat(submit.bodyText()).isEqualTo(body);
    }
  }

  private static final String INPUT =
      "{\"prompt\":\"a paper boat\",\"seed\":11,\"unheard_of\":{\"deep\":[1.50,null]}}";

  @Test
  void anyAppOfFal() {
    try (Service service = Service.fal()) {
      runsAnyEndpoint(service, "fal/acme/house-model/v2", "/acme/house-model/v2", INPUT);
    }
  }

  @Test
  void anyWorkflowOfFal() {
    try (Service service = Service.fal()) {
      runsAnyEndpoint(service, "fal/workflows/acme/flow", "/workflows/acme/flow", INPUT);
    }
  }

  @Test
  void anyOfficialModelOfReplicate() {
    try (Service service = Service.replicate()) {
      service.replicateEmulator().offer(ReplicateModel.official("acme/house-model"));
      runsAnyEndpoint(
          service,
          "replicate/acme/house-model",
          "/v1/models/acme/house-model/predictions",
          "{\"input\":" + INPUT + "}");
    }
  }

  @Test
  void anyCommunityModelOfReplicate() {
    ReplicateModel model = ReplicateModel.community("acme/watercolour");
    String versioned = "acme/watercolour:" + model.version();
    try (Service service = Service.replicate()) {
      service.replicateEmulator().offer(model);
      runsAnyEndpoint(
          service,
          "replicate/" + versioned,
          "/v1/predictions",
          "{\"version\":\"" + versioned + "\",\"input\":" + INPUT + "}");
    }
  }

  @Test
  void anyVersionOfReplicate() {
    ReplicateModel model = ReplicateModel.community("acme/watercolour").withSingleOutput();
    try (Service service = Service.replicate()) {
      service.replicateEmulator().offer(model);
      runsAnyEndpoint(
          service,
          "replicate/" + model.version(),
          "/v1/predictions",
          "{\"version\":\"" + model.version() + "\",\"input\":" + INPUT + "}");
    }
  }

  @Test
  void anyDeploymentOfReplicate() {
    try (Service service = Service.replicate()) {
      service.replicateEmulator().offer(ReplicateModel.official("acme/house-model"));
      service.replicateEmulator().deploy("acme/ship", "acme/house-model");
      runsAnyEndpoint(
          service,
          "replicate/deployments/acme/ship",
          "/v1/deployments/acme/ship/predictions",
          "{\"input\":" + INPUT + "}");
    }
  }

  private ImageResult ofAnyEndpoint(Service.Kind kind, int n, int imagesOfACall) {
    ReplicateModel model = ReplicateModel.community("acme/watercolour");
    String name =
        kind == Service.Kind.FAL
            ? "fal/acme/house-model"
            : "replicate/acme/watercolour:" + model.version();
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      if (kind == Service.Kind.REPLICATE) {
        service.replicateEmulator().offer(model);
      }
      ImageResult result =
          client.generate(
              ImageRequest.builder()
                  .model(name)
                  .prompt("boats")
                  .n(n)
                  .option("num_images", JsonValue.of(imagesOfACall))
                  .option("num_outputs", JsonValue.of(imagesOfACall))
                  .build());
      assertThat(client.resume(result.handles().toArray(new JobHandle[0])).await().images())
          .extracting(GeneratedImage::index)
          .isEqualTo(result.images().stream().map(GeneratedImage::index).collect(toList()));
      return result;
    }
  }

  /** Images that an endpoint without a table makes are counted by its reply. */
  @ParameterizedTest
  @EnumSource
  void noImageMoreThanAskedForIsHidden(Service.Kind kind) {
    assertThat(ofAnyEndpoint(kind, 1, 3).images()).hasSize(3);
  }

  /** Files are named after the number of their image: one must not be written over another. */
  @ParameterizedTest
  @EnumSource
  void imagesMoreThanAskedForHaveNumbersOfTheirOwn(Service.Kind kind) {
    ImageResult result = ofAnyEndpoint(kind, 2, 2);

    assertThat(result.handles()).hasSize(2);
    assertThat(result.outcomes()).extracting(ImageOutcome::index).containsExactly(0, 1, 2, 3);
    assertThat(result.images()).extracting(GeneratedImage::index).containsExactly(0, 1, 2, 3);
    assertThat(result.outcomes().get(0).handle()).isEqualTo(result.outcomes().get(2).handle());
    assertThat(result.outcomes().get(1).handle()).isEqualTo(result.outcomes().get(3).handle());
  }
}
