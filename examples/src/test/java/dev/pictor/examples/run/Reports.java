package dev.pictor.examples.run;

import dev.pictor.ImageClient;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.ModerationException;
import dev.pictor.fal.Fal;
import dev.pictor.model.Cost;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JobHandle;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import dev.pictor.replicate.Replicate;
import dev.pictor.testing.TestPicture;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reports as runs would make them, without a run. */
public final class Reports {
  private Reports() {}

  /** What fal and Replicate would do with a request. */
  public static List<Plan.Candidate> plans(ImageRequest request) {
    try (ImageClient client =
        ImageClient.builder()
            .provider(Fal.create("id:secret"))
            .provider(Replicate.create("token"))
            .build()) {
      return client.plan(request).candidates();
    }
  }

  /** A handle at the provider of a plan. */
  public static JobHandle handle(Plan.Candidate plan) {
    return JobHandle.builder()
        .provider(plan.provider())
        .endpoint(plan.endpoint())
        .id("019e1951-c778-7120-9c82-16efcf40ec82")
        .build();
  }

  /** A run that made all images. */
  public static RunReport made(
      ImageRequest request, Plan.Candidate plan, ImageSize size, Path folder) throws IOException {
    ImageFolder images = ImageFolder.open(folder);
    ImageResult.Builder result = result(plan);
    List<SavedImage> saved = new ArrayList<>();
    for (int i = 0; i < request.n(); i++) {
      GeneratedImage image = image(request, plan, i, size);
      saved.add(images.save(image, plan.model(), request.n() > 1));
      result.addOutcomes(
          ImageOutcome.builder().index(i).kind(ImageOutcome.Kind.IMAGE).image(image).build());
    }
    return new RunReport(
        plan, Duration.ofMillis(1730), Optional.of(result.build()), saved, Collections.emptyList());
  }

  /** A run that made nothing. */
  public static RunReport failed(Plan.Candidate plan, String message) {
    ModerationException failure =
        new ModerationException(
            message,
            ErrorDetails.builder()
                .provider(plan.provider())
                .status(422)
                .code("content_policy_violation")
                .handle(handle(plan))
                .build());
    return new RunReport(
        plan,
        Duration.ofMillis(2100),
        Optional.empty(),
        Collections.emptyList(),
        Collections.singletonList(Failure.of(plan.provider(), failure, Collections.emptyList())));
  }

  private static ImageResult.Builder result(Plan.Candidate plan) {
    return ImageResult.builder()
        .provider(plan.provider())
        .endpoint(plan.endpoint())
        .adjustments(plan.adjustments())
        .warnings(plan.warnings())
        .cost(Cost.builder().amount(new BigDecimal("0.04")).basis(Cost.Basis.ESTIMATED).build())
        .addHandles(handle(plan))
        .elapsed(Duration.ofMillis(1730));
  }

  private static GeneratedImage image(
      ImageRequest request, Plan.Candidate plan, int index, ImageSize size) {
    BigInteger seed = request.seed().orElse(BigInteger.TEN).add(BigInteger.valueOf(index));
    byte[] file =
        TestPicture.builder()
            .prompt(request.prompt().orElse(""))
            .seed(seed.longValue())
            .provider(plan.provider())
            .size(size)
            .format(request.outputFormat().orElse(OutputFormat.PNG))
            .build()
            .encode();
    return GeneratedImage.builder()
        .index(index)
        .handle(handle(plan))
        .seed(seed)
        .requestedSize(request.size())
        .sentSize(plan.effectiveSize())
        .content(out -> out.write(file))
        .build();
  }
}
