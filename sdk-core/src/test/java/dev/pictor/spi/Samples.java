package dev.pictor.spi;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.PictorException;
import dev.pictor.model.Adjustment;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.Cost;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageSize;
import dev.pictor.model.ImageSource;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.model.JobUpdate;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import dev.pictor.model.PlannedCall;
import dev.pictor.model.Resolution;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.UploadStep.FilePart;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two values of every type that an attribute can have. */
final class Samples {
  private static final Map<Class<?>, List<Object>> SAMPLES = samples();

  private Samples() {}

  static Object of(Type type, int variant) {
    if (type instanceof ParameterizedType) {
      Type[] parts = ((ParameterizedType) type).getActualTypeArguments();
      Type raw = ((ParameterizedType) type).getRawType();
      Object first = of(parts[0], variant);
      return raw == Optional.class
          ? Optional.of(first)
          : raw == List.class
              ? Collections.singletonList(first)
              : Collections.singletonMap(first, of(parts[1], variant));
    }
    Class<?> plain = boxed((Class<?>) type);
    return plain.isEnum() ? plain.getEnumConstants()[variant] : SAMPLES.get(plain).get(variant);
  }

  static Class<?> boxed(Class<?> type) {
    return type == int.class
        ? Integer.class
        : type == long.class ? Long.class : type == boolean.class ? Boolean.class : type;
  }

  private static JobUpdate update(JobHandle handle, String status) {
    return JobUpdate.builder()
        .handle(handle)
        .state(JobState.QUEUED)
        .rawStatus(status)
        .elapsed(Duration.ZERO)
        .build();
  }

  private static Map<Class<?>, List<Object>> samples() {
    JobHandle handle = JobHandle.parse("pictor1:fal:flux:1");
    JsonValue json = JsonValue.of("x");
    GeneratedImage.Content content = out -> out.write(1);
    GeneratedImage image =
        GeneratedImage.builder().index(0).handle(handle).content(content).build();
    ImageOutcome outcome = ImageOutcome.builder().index(0).kind(ImageOutcome.Kind.FAILED).build();
    Adjustment adjustment =
        Adjustment.builder().parameter("n").mode(Adjustment.Mode.DROPPED).from("2").build();
    Cost cost = Cost.builder().amount(BigDecimal.ONE).basis(Cost.Basis.REPORTED).build();
    ImageRequest request = ImageRequest.builder().model("m").build();
    PlannedCall call = PlannedCall.builder().provider("p").endpoint("e").input(json).build();
    Plan.Candidate candidate =
        Plan.Candidate.builder().provider("p").endpoint("e").model("m").build();
    JobSnapshot snapshot = JobSnapshot.builder().state(JobState.QUEUED).rawStatus("Q").build();
    ProviderOutput output = ProviderOutput.builder().raw(json).build();
    ProviderOutput.Image given = ProviderOutput.Image.builder().url("https://a.b/c").build();
    ParameterRule rule = ParameterRule.renamed(Parameter.SEED, "seed");
    ShapeRule shape = ShapeRule.builder().field("size").preset("hd", 1024, 1024).build();
    ShapeRule.Tiers tiers =
        ShapeRule.Tiers.builder().field("tier").tier("1K", "1").tier("2K", "4").build();
    ModelSpec.Price price =
        ModelSpec.Price.of(ModelSpec.Price.Unit.IMAGE, "0.04", "2026-09-01", "fal");
    Map<Class<?>, List<Object>> samples = new LinkedHashMap<>();
    samples.put(String.class, Arrays.asList("one", "two"));
    samples.put(Integer.class, Arrays.asList(3, 4));
    samples.put(Long.class, Arrays.asList(5L, 6L));
    samples.put(Boolean.class, Arrays.asList(true, false));
    samples.put(BigInteger.class, Arrays.asList(BigInteger.ONE, BigInteger.TEN));
    samples.put(BigDecimal.class, Arrays.asList(BigDecimal.ONE, BigDecimal.TEN));
    samples.put(Duration.class, Arrays.asList(Duration.ofSeconds(1), Duration.ofSeconds(2)));
    samples.put(Instant.class, Arrays.asList(Instant.EPOCH, Instant.ofEpochSecond(1)));
    samples.put(JsonValue.class, Arrays.asList(json, JsonValue.of(2)));
    samples.put(JobHandle.class, Arrays.asList(handle, JobHandle.parse("pictor1:fal:flux:2")));
    samples.put(JobUpdate.class, Arrays.asList(update(handle, "Q"), update(handle, "R")));
    samples.put(ImageSize.class, Arrays.asList(ImageSize.of(1, 2), ImageSize.of(2, 1)));
    samples.put(AspectRatio.class, Arrays.asList(AspectRatio.of(1, 2), AspectRatio.of(2, 1)));
    samples.put(Resolution.class, Arrays.asList(Resolution.ONE_K, Resolution.TWO_K));
    samples.put(OutputFormat.class, Arrays.asList(OutputFormat.PNG, OutputFormat.GIF));
    samples.put(
        ImageSource.class,
        Arrays.asList(ImageSource.url("https://a.b/c"), ImageSource.url("data:;base64,eA==")));
    samples.put(
        GeneratedImage.Content.class, Arrays.asList(content, (GeneratedImage.Content) out -> {}));
    samples.put(
        GeneratedImage.Facts.class,
        Arrays.asList(GeneratedImage.Facts.of(new byte[1]), GeneratedImage.Facts.of(new byte[2])));
    samples.put(GeneratedImage.class, Arrays.asList(image, image.toBuilder().index(1).build()));
    samples.put(
        ImageOutcome.class,
        Arrays.asList(
            outcome, ImageOutcome.builder().index(1).kind(ImageOutcome.Kind.FAILED).build()));
    samples.put(
        Adjustment.class,
        Arrays.asList(
            adjustment,
            Adjustment.builder().parameter("m").mode(Adjustment.Mode.DROPPED).from("2").build()));
    samples.put(
        Cost.class,
        Arrays.asList(
            cost, Cost.builder().amount(BigDecimal.TEN).basis(Cost.Basis.REPORTED).build()));
    samples.put(ImageRequest.class, Arrays.asList(request, request.toBuilder().n(2).build()));
    samples.put(PlannedCall.class, Arrays.asList(call, call.toBuilder().imageCount(2).build()));
    samples.put(
        Plan.Candidate.class,
        Arrays.asList(
            candidate, Plan.Candidate.builder().provider("q").endpoint("e").model("m").build()));
    samples.put(
        JobSnapshot.class,
        Arrays.asList(
            snapshot, JobSnapshot.builder().state(JobState.RUNNING).rawStatus("R").build()));
    samples.put(
        ProviderOutput.class,
        Arrays.asList(output, ProviderOutput.builder().raw(json).filtered(1).build()));
    samples.put(
        ProviderOutput.Image.class,
        Arrays.asList(given, ProviderOutput.Image.builder().url("https://a.b/d").build()));
    samples.put(ParameterRule.class, Arrays.asList(rule, rule.require()));
    samples.put(
        ShapeRule.class,
        Arrays.asList(shape, ShapeRule.builder().field("size").ratios("1:1").build()));
    samples.put(ShapeRule.Option.class, options());
    samples.put(
        ShapeRule.Pixels.class,
        Arrays.asList(
            ShapeRule.Pixels.of(ShapeRule.Pixels.Place.FIELDS, 1, 2, 3),
            ShapeRule.Pixels.of(ShapeRule.Pixels.Place.OBJECT, 1, 2, 3)));
    samples.put(
        ShapeRule.Tiers.class,
        Arrays.asList(tiers, ShapeRule.Tiers.builder().field("megapixels").build()));
    samples.put(ShapeRule.Tier.class, new ArrayList<>(tiers.options()));
    samples.put(ModelSpec.Price.class, Arrays.asList(price, price.firstUnit("0.06")));
    samples.put(HttpBody.class, Arrays.asList(HttpBody.of(new byte[1]), HttpBody.of(new byte[2])));
    Submission made = Submission.builder().handle(handle).build();
    samples.put(
        Submission.class,
        Arrays.asList(made, Submission.builder().handle(handle).snapshot(snapshot).build()));
    HttpCall get =
        HttpCall.builder()
            .purpose(HttpCall.Purpose.LOOKUP)
            .method("GET")
            .url("https://a.b/c")
            .build();
    samples.put(HttpCall.class, Arrays.asList(get, get.toBuilder().url("https://a.b/d").build()));
    JobFailedException failure = new JobFailedException("failed", ErrorDetails.none());
    PlannedCall.Upload upload =
        PlannedCall.Upload.builder()
            .field("image")
            .source(ImageSource.url("https://a.b/c"))
            .treatment(PlannedCall.Upload.Treatment.AS_IS)
            .fileName("image.png")
            .mediaType("image/png")
            .build();
    PlannedCall.Upload other =
        PlannedCall.Upload.builder()
            .field("mask")
            .source(ImageSource.url("https://a.b/c"))
            .treatment(PlannedCall.Upload.Treatment.AS_IS)
            .fileName("image.png")
            .mediaType("image/png")
            .build();
    samples.put(PlannedCall.Upload.class, Arrays.asList(upload, other));
    samples.put(FilePart.class, Arrays.asList(FilePart.of(0, 1), FilePart.of(1, 1)));
    samples.put(
        ParameterRule.Images.class,
        Arrays.asList(ParameterRule.Images.any(), ParameterRule.Images.any().maxBytes(1)));
    samples.put(RuntimeException.class, Arrays.asList(failure, new IllegalStateException("x")));
    samples.put(
        PictorException.class,
        Arrays.asList(failure, new JobFailedException("again", ErrorDetails.none())));
    samples.put(Throwable.class, Arrays.asList(failure, new IllegalStateException("x")));
    return samples;
  }

  private static List<Object> options() {
    return Arrays.asList(
        ShapeRule.Option.of("1:1", AspectRatio.of(1, 1), Optional.empty()),
        ShapeRule.Option.of("16:9", AspectRatio.of(16, 9), Optional.of(ImageSize.of(16, 9))));
  }
}
