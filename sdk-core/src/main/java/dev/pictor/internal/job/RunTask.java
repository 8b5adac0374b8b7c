package dev.pictor.internal.job;

import dev.pictor.internal.media.Conversion;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JobHandle;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.Provider;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one run is to do: a call that is to be submitted, or a job that is to be picked up. What the
 * images need to know of the call is kept in the handle, so that another process knows it too.
 */
final class RunTask {
  private static final String COUNT = "n";
  private static final String SEED = "seed";
  private static final String REQUESTED = "asked";
  private static final String SENT = "sent";
  private static final String FORMAT = "format";
  private static final String QUALITY = "quality";

  /** Is there, whatever its value, if the URLs of the images do not live as long as others do. */
  private static final String URLS = "urls";

  /** What a request says of its images beyond what is sent. */
  static final class Wish {
    private final Optional<ImageSize> size;
    private final ResponseFormat responseFormat;
    private final Optional<Integer> quality;

    Wish(Optional<ImageSize> size, ResponseFormat responseFormat, Optional<Integer> quality) {
      this.size = size;
      this.responseFormat = responseFormat;
      this.quality = quality;
    }

    static Wish of(ImageRequest request) {
      return new Wish(request.size(), request.responseFormat(), request.outputQuality());
    }
  }

  private final Optional<PlannedCall> call;
  private final Optional<Plan.Candidate> plan;
  private final Optional<JobHandle> handle;
  private final int firstImage;
  private final int imageCount;
  private final Optional<BigInteger> seed;
  private final Optional<ImageSize> requestedSize;
  private final Optional<ImageSize> sentSize;
  private final ResponseFormat responseFormat;
  private final Optional<Integer> quality;
  private final Optional<Conversion> conversion;

  private RunTask(
      Optional<PlannedCall> call,
      Optional<Plan.Candidate> plan,
      Optional<JobHandle> handle,
      int firstImage,
      int imageCount,
      Optional<BigInteger> seed,
      Optional<ImageSize> requestedSize,
      Optional<ImageSize> sentSize,
      ResponseFormat responseFormat,
      Optional<Integer> quality,
      Optional<Conversion> conversion) {
    this.call = call;
    this.plan = plan;
    this.handle = handle;
    this.firstImage = firstImage;
    this.imageCount = imageCount;
    this.seed = seed;
    this.requestedSize = requestedSize;
    this.sentSize = sentSize;
    this.responseFormat = responseFormat;
    this.quality = quality;
    this.conversion = conversion;
  }

  static RunTask submit(PlannedCall call, Plan.Candidate plan, Wish wish) {
    return new RunTask(
        Optional.of(call),
        Optional.of(plan),
        Optional.empty(),
        call.firstImage(),
        call.imageCount(),
        call.seed(),
        wish.size,
        call.sentSize(),
        wish.responseFormat,
        wish.quality,
        plan.convertsTo()
            .map(
                format -> new Conversion(format, wish.quality.orElse(Conversion.DEFAULT_QUALITY))));
  }

  static RunTask resume(JobHandle handle, int firstImage, ResponseFormat responseFormat) {
    return new RunTask(
        Optional.empty(),
        Optional.empty(),
        Optional.of(handle),
        firstImage,
        extra(handle, COUNT).map(Integer::parseInt).orElse(1),
        extra(handle, SEED).map(BigInteger::new),
        extra(handle, REQUESTED).map(ImageSize::parse),
        extra(handle, SENT).map(ImageSize::parse),
        responseFormat,
        Optional.empty(),
        extra(handle, FORMAT)
            .map(format -> new Conversion(OutputFormat.of(format), quality(handle))));
  }

  private static int quality(JobHandle handle) {
    return extra(handle, QUALITY).map(Integer::parseInt).orElse(Conversion.DEFAULT_QUALITY);
  }

  private static Optional<String> extra(JobHandle handle, String name) {
    return Optional.ofNullable(handle.extras().get(name));
  }

  /** The handle, with what another process needs to know of the call. */
  JobHandle complete(Provider provider, JobHandle fresh) {
    JobHandle.Builder complete = fresh.toBuilder();
    if (imageCount > 1) {
      complete.putExtras(COUNT, Integer.toString(imageCount));
    }
    if (seed.isPresent()) {
      complete.putExtras(SEED, text(seed.get()));
    }
    if (requestedSize.isPresent()) {
      complete.putExtras(REQUESTED, requestedSize.get().toString());
    }
    if (sentSize.isPresent()) {
      complete.putExtras(SENT, sentSize.get().toString());
    }
    if (conversion.isPresent()) {
      complete.putExtras(FORMAT, conversion.get().format().value());
      if (conversion.get().quality() != Conversion.DEFAULT_QUALITY) {
        complete.putExtras(QUALITY, Integer.toString(conversion.get().quality()));
      }
    }
    if (call.isPresent() && Engine.hasOwnUrlLifetime(provider, call.get())) {
      complete.putExtras(URLS, "own");
    }
    return complete.build();
  }

  /**
   * Of a job that is picked up: how long its URLs live is not known, as when they were made is not.
   */
  boolean hasOwnUrlLifetime() {
    return handle.isPresent() && extra(handle.get(), URLS).isPresent();
  }

  /** By the short way, if it is a short one: a big number is written by divisions. */
  private static String text(BigInteger seed) {
    return seed.bitLength() < Long.SIZE ? Long.toString(seed.longValue()) : seed.toString();
  }

  Optional<PlannedCall> call() {
    return call;
  }

  /** What the call is a part of; empty for a job that is picked up. */
  Optional<Plan.Candidate> plan() {
    return plan;
  }

  /** The provider's own id of the model. */
  String endpoint() {
    return call.isPresent() ? call.get().endpoint() : handle.map(JobHandle::endpoint).orElse("");
  }

  Wish wish() {
    return new Wish(requestedSize, responseFormat, quality);
  }

  Optional<JobHandle> handle() {
    return handle;
  }

  int firstImage() {
    return firstImage;
  }

  int imageCount() {
    return imageCount;
  }

  /** The seed of one of the images, counted within this run. */
  Optional<BigInteger> seed(int image) {
    return image == 0 ? seed : Optional.empty();
  }

  Optional<ImageSize> requestedSize() {
    return requestedSize;
  }

  Optional<ImageSize> sentSize() {
    return sentSize;
  }

  ResponseFormat responseFormat() {
    return responseFormat;
  }

  /** What Pictor makes of images that come in another format. */
  Optional<Conversion> conversion() {
    return conversion;
  }

  /** What becomes of its images if there are none. */
  List<ImageOutcome> without(
      ImageOutcome.Kind kind, RuntimeException why, Optional<JobHandle> job) {
    List<ImageOutcome> outcomes = new ArrayList<>(imageCount);
    for (int i = 0; i < imageCount; i++) {
      outcomes.add(
          ImageOutcome.builder()
              .index(firstImage + i)
              .kind(kind)
              .failure(why)
              .handle(job)
              .seed(seed(i))
              .build());
    }
    return outcomes;
  }
}
