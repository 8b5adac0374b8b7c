package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pictor.error.RequestRefusedException;
import dev.pictor.fal.Fal;
import dev.pictor.fal.FalOptions;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import dev.pictor.model.PlannedCall;
import dev.pictor.model.Resolution;
import dev.pictor.replicate.Replicate;
import dev.pictor.replicate.ReplicateOptions;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.RecordedCall;
import dev.pictor.testing.ReplicateModel;
import dev.pictor.testing.Step;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is sent: bodies, seeds, counts and headers, as the service receives them. */
@Tag("wide")
class WireTest {
  /** What {@link TestTime} chooses. */
  private static final long CHOSEN_SEED = 1L << 30;

  private static final BigInteger LARGEST_SEED =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private static Service start(Service.Kind kind) {
    Service service = kind.start();
    service.emulator().everyJob(JobScript.succeedsAtOnce());
    return service;
  }

  private static ImageRequest.Builder boat(String model) {
    return ImageRequest.builder().model(model).prompt("a paper boat");
  }

  private static List<String> bodies(Service service) {
    return service.emulator().requests(Step.SUBMIT).stream()
        .map(RecordedCall::bodyText)
        .collect(Collectors.toList());
  }

  private static JsonValue input(Service.Kind kind, RecordedCall call) {
    return kind == Service.Kind.FAL ? call.json() : call.json().member("input").get();
  }

  private static List<JsonValue> inputs(Service.Kind kind, Service service) {
    return service.emulator().requests(Step.SUBMIT).stream()
        .map(call -> input(kind, call))
        .collect(Collectors.toList());
  }

  // --- Requirement 35: what is sent equals the plan

  private static List<ImageRequest> requests(Service.Kind kind, String model) {
    ModelSpec spec = Models.spec(kind, model);
    ImageRequest.Builder all =
        Models.minimal(kind, model)
            .negativePrompt("rain")
            .aspectRatio(AspectRatio.of(7, 5))
            .resolution(Resolution.of("1K"))
            .seed(LARGEST_SEED)
            .n(5)
            .outputFormat(OutputFormat.AVIF)
            .outputCompression(10)
            .outputQuality(90)
            .safetyTolerance(2)
            .enhancePrompt(true)
            .promptUpsampling(true)
            .syncMode(false)
            .guidanceScale(new BigDecimal("3.50"))
            .quality("high")
            .style("vivid")
            .user("u-1")
            .option(
                "unheard_of", JsonValue.parse("{\"a\":[1.10,1E+2,null,\"\\u0000\\ud83d\\ude80\"]}"))
            .option(kind.prefix() + "own", JsonValue.of(true))
            .option("elsewhere/foreign", JsonValue.of(true));
    if (spec.rule(Parameter.PROMPT).isPresent()) {
      all.prompt("ein \"Papierboot\" \\ 纸船 🚢\nİıŞ\u2028\u0007</script>");
    }
    return Arrays.asList(
        Models.minimal(kind, model).build(),
        all.build(),
        Models.minimal(kind, model).size(999, 1501).seed(0).n(2).build(),
        Models.minimal(kind, model)
            .aspectRatio(AspectRatio.of(21, 9))
            .outputFormat(OutputFormat.PNG)
            .seed(1)
            .n(10)
            .build());
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("dev.pictor.Models#all")
  void whatIsSentEqualsThePlan(Service.Kind kind, String model) {
    // Requirement 35: offline and without a key.
    try (ImageClient planner =
        ImageClient.builder()
            .provider(kind == Service.Kind.FAL ? Fal.create("") : Replicate.create(""))
            .build()) {
      for (ImageRequest request : requests(kind, model)) {
        try (Service service = start(kind);
            ImageClient client = service.client(time)) {
          Plan plan = planner.plan(request);
          assertThat(plan).isEqualTo(planner.plan(request)).isEqualTo(client.plan(request));
          Plan.Candidate chosen = planner.plan(seeded(request)).chosen().get();
          ImageResult result = client.generate(request);
          assertThat(result.request()).hasValue(request);
          assertThat(bodies(service))
              .containsExactlyInAnyOrderElementsOf(
                  chosen.calls().stream()
                      .map(call -> body(kind, call))
                      .collect(Collectors.toList()));
          assertThat(service.emulator().requests(Step.SUBMIT))
              .allMatch(
                  call ->
                      Arrays.equals(call.body(), call.bodyText().getBytes(StandardCharsets.UTF_8)))
              .allMatch(call -> call.path().contains("/" + chosen.endpoint()));
        }
      }
    }
  }

  /** The request with the seed that is chosen for it where it has none. */
  private static ImageRequest seeded(ImageRequest request) {
    return request.seed().isPresent() ? request : request.toBuilder().seed(CHOSEN_SEED).build();
  }

  private static String body(Service.Kind kind, PlannedCall call) {
    String input = call.input().toString();
    return kind == Service.Kind.FAL ? input : "{\"input\":" + input + "}";
  }

  // --- Requirement 9, Requirement 10: seeds

  @ParameterizedTest
  @EnumSource
  void eachCallHasASeedOfItsOwn(Service.Kind kind) {
    try (Service service = start(kind);
        ImageClient client = service.client(time)) {
      // Requirement 9. fal makes four images per call here, Replicate one.
      ImageResult result = client.generate(boat("flux1.1-pro").seed(40).n(6).build());
      List<BigInteger> sent =
          inputs(kind, service).stream()
              .map(input -> input.member("seed").get().asBigInteger().get())
              .sorted()
              .collect(Collectors.toList());
      List<String> expected =
          kind == Service.Kind.FAL
              ? Arrays.asList("40", "44")
              : Arrays.asList("40", "41", "42", "43", "44", "45");
      assertThat(sent).map(BigInteger::toString).isEqualTo(expected);
      List<BigInteger> recorded = new ArrayList<>();
      for (GeneratedImage image : result.images()) {
        image.seed().ifPresent(recorded::add);
      }
      assertThat(recorded).isEqualTo(sent);
      assertThat(new HashSet<>(recorded)).hasSameSizeAs(recorded);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneImageKeepsTheSeedOfTheCaller(Service.Kind kind) {
    try (Service service = start(kind);
        ImageClient client = service.client(time)) {
      // Requirement 10: zero is a seed, and the largest one is not rounded.
      for (BigInteger seed : Arrays.asList(BigInteger.ZERO, LARGEST_SEED)) {
        service.emulator().forgetRequests();
        ImageResult result = client.generate(boat("flux1.1-pro").seed(seed).build());
        assertThat(bodies(service)).singleElement().asString().contains("\"seed\":" + seed);
        assertThat(result.image().seed()).hasValue(seed);
        assertThat(result.outcomes().get(0).seed()).hasValue(seed);
        assertThat(result.rawReplies().get(0).toString())
            .contains(
                kind == Service.Kind.FAL ? "\"seed\":" + seed : "Using seed: " + seed + "\\n");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void seedsGoOnAtZeroAfterTheLargest(Service.Kind kind) {
    try (Service service = start(kind);
        ImageClient client = service.client(time)) {
      // Requirement 9: modulo the range.
      client.generate(boat("flux1.1-pro").seed(LARGEST_SEED).n(5).build());
      List<String> seeds =
          inputs(kind, service).stream()
              .map(input -> input.member("seed").get().toString())
              .sorted()
              .collect(Collectors.toList());
      assertThat(seeds)
          .isEqualTo(
              kind == Service.Kind.FAL
                  ? Arrays.asList("18446744073709551615", "3")
                  : Arrays.asList("0", "1", "18446744073709551615", "2", "3"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutASeedOneIsChosenAndTold(Service.Kind kind) {
    try (Service service = start(kind);
        ImageClient client = service.client(time)) {
      ImageResult result = client.generate(boat("flux1.1-pro").n(5).build());
      List<String> sent =
          inputs(kind, service).stream()
              .map(input -> input.member("seed").get().toString())
              .sorted()
              .collect(Collectors.toList());
      assertThat(sent)
          .isEqualTo(
              kind == Service.Kind.FAL
                  ? Arrays.asList("1073741824", "1073741828")
                  : Arrays.asList(
                      "1073741824", "1073741825", "1073741826", "1073741827", "1073741828"));
      assertThat(result.request().get().seed()).isEmpty();
      assertThat(result.image().seed().get()).hasToString("1073741824");
      assertThat(result.handles().get(0).extras()).containsEntry("seed", "1073741824");
      assertThat(result.adjustments())
          .anyMatch(line -> line.toString().contains("seed (none) -> seed=1073741824"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndpointWithoutATableGetsNoSeed(Service.Kind kind) {
    String endpoint =
        kind == Service.Kind.FAL ? "fal/fal-ai/unheard-of" : "replicate/acme/unheard-of";
    try (Service service = start(kind);
        ImageClient client = service.client(time)) {
      if (kind == Service.Kind.REPLICATE) {
        service.replicateEmulator().offer(ReplicateModel.official("acme/unheard-of"));
      }
      client.submit(boat(endpoint).build());
      assertThat(inputs(kind, service))
          .singleElement()
          .matches(input -> !input.members().containsKey("seed"));
    }
  }

  // --- Requirement 12: counts

  @ParameterizedTest(name = "{1}")
  @MethodSource("dev.pictor.Models#all")
  void countsGoOnlyWhereTheyAreTakenAndNeverAboveTheMaximum(Service.Kind kind, String model) {
    ModelSpec spec = Models.spec(kind, model);
    try (Service service = start(kind);
        ImageClient client = service.client(time)) {
      ImageResult result = client.generate(Models.minimal(kind, model).n(10).build());
      assertThat(result.images()).hasSize(10);
      assertThat(result.outcomes())
          .extracting(outcome -> outcome.index())
          .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      int asked = 0;
      for (JsonValue input : inputs(kind, service)) {
        // Requirement 12
        for (String name : Arrays.asList("n", "num_images", "num_outputs")) {
          if (!spec.countField().filter(name::equals).isPresent()) {
            assertThat(input.members()).doesNotContainKey(name);
          }
        }
        int count = spec.countField().flatMap(input::member).flatMap(JsonValue::asInt).orElse(1);
        assertThat(count).isBetween(1, spec.maxCount());
        asked += count;
      }
      assertThat(asked).isEqualTo(10);
    }
  }

  // --- Requirement 30: options are per request

  @ParameterizedTest
  @EnumSource
  void requestsOfOneClientNeverMix(Service.Kind kind) {
    try (Service service = start(kind);
        ImageClient client = service.client(time)) {
      List<CompletableFuture<ImageResult>> results = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        ImageRequest.Builder request =
            ImageRequest.builder().model("flux1.1-pro").prompt("boat " + i).seed(1_000 + i);
        request.option("header:X-Test", JsonValue.of("h" + i));
        request.option("query:test", JsonValue.of("q" + i));
        if (i % 2 == 0) {
          request.option("only_even", JsonValue.of(i)).outputFormat(OutputFormat.PNG);
        }
        if (i % 3 == 0) {
          request.safetyTolerance(1 + i % 6);
        }
        results.add(
            client.generateAsync(
                request.build(),
                RequestOptions.builder().deadline(Duration.ofSeconds(100 + i)).build()));
      }
      for (int i = 0; i < 60; i++) {
        assertThat(results.get(i).join().image().seed().get().intValue()).isEqualTo(1_000 + i);
      }
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(60);
      for (RecordedCall call : service.emulator().requests(Step.SUBMIT)) {
        JsonValue input = input(kind, call);
        int i = Integer.parseInt(input.string("prompt").get().substring("boat ".length()));
        // Requirement 30
        assertThat(input.member("seed").get().asInt()).hasValue(1_000 + i);
        assertThat(call.header("X-Test")).hasValue("h" + i);
        assertThat(call.query("test")).hasValue("q" + i);
        assertThat(input.member("only_even").isPresent()).isEqualTo(i % 2 == 0);
        assertThat(input.member("output_format").isPresent()).isEqualTo(i % 2 == 0);
        assertThat(input.member("safety_tolerance").isPresent()).isEqualTo(i % 3 == 0);
        if (kind == Service.Kind.REPLICATE) {
          assertThat(call.header("Cancel-After")).hasValue(100 + i + "s");
        }
      }
    }
  }

  // --- headers and queries

  private RecordedCall submitted(Service.Kind kind, ImageRequest request, RequestOptions options) {
    try (Service service = start(kind);
        ImageClient client = service.client(time)) {
      client.generate(request, options);
      return service.emulator().requests(Step.SUBMIT).get(0);
    }
  }

  @Test
  void falOptionsTravelAsHeadersAndQuery() {
    ImageRequest request =
        boat("fal/flux1.1-pro")
            .putAllOptions(
                FalOptions.builder()
                    .lowPriority()
                    .runnerHint("boats")
                    .noPlatformRetry()
                    .noFallback()
                    .objectLifetime(Duration.ofDays(1))
                    .noPayloadStorage()
                    .tag("team", "harbour")
                    .tag("env", "test")
                    .maxQueueLength(20)
                    .webhook(URI.create("https://example.com/hook?a=b&c=d e".replace(" ", "%20")))
                    .build())
            .build();
    RecordedCall call = submitted(Service.Kind.FAL, request, RequestOptions.defaults());
    assertThat(call.header("X-Fal-Queue-Priority")).hasValue("low");
    assertThat(call.header("X-Fal-Runner-Hint")).hasValue("boats");
    assertThat(call.header("X-Fal-No-Retry")).hasValue("1");
    assertThat(call.header("x-app-fal-disable-fallback")).hasValue("true");
    assertThat(call.header("X-Fal-Object-Lifecycle-Preference"))
        .hasValue("{\"expiration_duration_seconds\":86400}");
    assertThat(call.header("X-Fal-Store-IO")).hasValue("0");
    assertThat(call.header("X-Fal-Tags")).hasValue("team=harbour,env=test");
    assertThat(call.query("fal_max_queue_length")).hasValue("20");
    assertThat(call.query("fal_webhook")).hasValue("https://example.com/hook?a=b&c=d%20e");
    assertThat(call.header("X-Fal-Request-Start-Timeout")).isEmpty();
    assertThat(call.header("Cancel-After")).isEmpty();
    assertThat(call.json().members()).containsOnlyKeys("prompt", "image_size", "seed");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("requirement 35: what is sent equals the plan, which holds no null")
  void noNullIsSent(Service.Kind kind) {
    try (Service service = start(kind);
        ImageClient client = service.client(time)) {
      ImageRequest request =
          boat("flux-schnell")
              .seed(7)
              .option("num_inference_steps", JsonValue.ofNull())
              .option("unheard_of", JsonValue.ofNull())
              .build();
      JsonValue planned = client.plan(request).chosen().get().calls().get(0).input();
      assertThat(client.generate(request).images()).hasSize(1);
      assertThat(inputs(kind, service)).containsExactly(planned);
      assertThat(planned.members())
          .doesNotContainKeys("num_inference_steps", "unheard_of")
          .doesNotContainValue(JsonValue.ofNull());
    }
  }

  @Test
  void theStartTimeoutIsToldToFal() {
    RecordedCall call =
        submitted(
            Service.Kind.FAL,
            boat("flux1.1-pro").build(),
            RequestOptions.builder().startTimeout(Duration.ofMillis(30_500)).build());
    assertThat(call.header("X-Fal-Request-Start-Timeout")).hasValue("30.5");
    assertThat(call.header("X-Fal-Request-Timeout")).hasValue("30.5");
  }

  @Test
  void theDeadlineIsToldToReplicate() {
    ImageRequest request = boat("flux1.1-pro").build();
    RequestOptions.Builder options = RequestOptions.builder().deadline(Duration.ofMillis(90_001));
    assertThat(submitted(Service.Kind.REPLICATE, request, options.build()).header("Cancel-After"))
        .hasValue("91s");
    options.onExpiry(RequestOptions.OnExpiry.LEAVE_REMOTE_JOB);
    assertThat(submitted(Service.Kind.REPLICATE, request, options.build()).header("Cancel-After"))
        .isEmpty();
  }

  @Test
  void replicateOptionsTravelAsHeaders() {
    ImageRequest request =
        boat("flux1.1-pro")
            .putAllOptions(
                ReplicateOptions.builder()
                    .syncWait(Duration.ofSeconds(10))
                    .cancelAfter(Duration.ofMinutes(2))
                    .build())
            .build();
    RecordedCall call = submitted(Service.Kind.REPLICATE, request, RequestOptions.defaults());
    assertThat(call.header("Prefer")).hasValue("wait=10");
    assertThat(call.header("Cancel-After")).hasValue("120s");
    assertThat(call.json().member("input").get().members())
        .containsOnlyKeys("prompt", "aspect_ratio", "seed");
  }

  @Test
  void optionsOfAnotherProviderStayAtHome() {
    ImageRequest request =
        boat("flux1.1-pro")
            .putAllOptions(FalOptions.builder().lowPriority().maxQueueLength(1).build())
            .putAllOptions(ReplicateOptions.builder().raw().build())
            .build();
    RecordedCall fal = submitted(Service.Kind.FAL, request, RequestOptions.defaults());
    assertThat(fal.header("X-Fal-Queue-Priority")).hasValue("low");
    assertThat(fal.json().members()).doesNotContainKey("raw");
    RecordedCall replicate = submitted(Service.Kind.REPLICATE, request, RequestOptions.defaults());
    assertThat(replicate.header("X-Fal-Queue-Priority")).isEmpty();
    assertThat(replicate.queryNames()).isEmpty();
    assertThat(replicate.json().member("input").get().member("raw")).hasValue(JsonValue.of(true));
  }

  @ParameterizedTest
  @EnumSource
  void anOptionCannotReplaceTheKey(Service.Kind kind) {
    ImageRequest request =
        boat("flux1.1-pro").option("header:authorization", JsonValue.of("Key stolen")).build();
    try (Service service = start(kind);
        ImageClient client = service.client(time)) {
      assertThat(
              catchThrowableOfType(RequestRefusedException.class, () -> client.generate(request)))
          .hasMessageContaining("authorization")
          .hasMessageNotContaining("stolen");
      assertThat(service.emulator().requests()).isEmpty();
    }
  }
}
