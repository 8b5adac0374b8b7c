package dev.pictor.internal.job;

import dev.pictor.model.ImageSize;
import dev.pictor.model.JobHandle;
import dev.pictor.model.PlanCandidate;
import dev.pictor.model.PlannedCall;
import dev.pictor.model.ResponseFormat;
import java.math.BigInteger;
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

  /** What a request says of its images beyond what is sent. */
  static final class Wish {
    private final Optional<ImageSize> size;
    private final ResponseFormat responseFormat;

    Wish(Optional<ImageSize> size, ResponseFormat responseFormat) {
      this.size = size;
      this.responseFormat = responseFormat;
    }
  }

  private final Optional<PlannedCall> call;
  private final Optional<PlanCandidate> plan;
  private final Optional<JobHandle> handle;
  private final int firstImage;
  private final int imageCount;
  private final Optional<BigInteger> seed;
  private final Optional<ImageSize> requestedSize;
  private final Optional<ImageSize> sentSize;
  private final ResponseFormat responseFormat;

  private RunTask(
      Optional<PlannedCall> call,
      Optional<PlanCandidate> plan,
      Optional<JobHandle> handle,
      int firstImage,
      int imageCount,
      Optional<BigInteger> seed,
      Optional<ImageSize> requestedSize,
      Optional<ImageSize> sentSize,
      ResponseFormat responseFormat) {
    this.call = call;
    this.plan = plan;
    this.handle = handle;
    this.firstImage = firstImage;
    this.imageCount = imageCount;
    this.seed = seed;
    this.requestedSize = requestedSize;
    this.sentSize = sentSize;
    this.responseFormat = responseFormat;
  }

  static RunTask submit(PlannedCall call, PlanCandidate plan, Wish wish) {
    return new RunTask(
        Optional.of(call),
        Optional.of(plan),
        Optional.empty(),
        call.firstImage(),
        call.imageCount(),
        call.seed(),
        wish.size,
        call.sentSize(),
        wish.responseFormat);
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
        responseFormat);
  }

  private static Optional<String> extra(JobHandle handle, String name) {
    return Optional.ofNullable(handle.extras().get(name));
  }

  /** The handle, with what another process needs to know of the call. */
  JobHandle complete(JobHandle fresh) {
    JobHandle.Builder complete = fresh.toBuilder();
    if (imageCount > 1) {
      complete.putExtras(COUNT, Integer.toString(imageCount));
    }
    seed.ifPresent(value -> complete.putExtras(SEED, value.toString()));
    requestedSize.ifPresent(value -> complete.putExtras(REQUESTED, value.toString()));
    sentSize.ifPresent(value -> complete.putExtras(SENT, value.toString()));
    return complete.build();
  }

  Optional<PlannedCall> call() {
    return call;
  }

  /** What the call is a part of; empty for a job that is picked up. */
  Optional<PlanCandidate> plan() {
    return plan;
  }

  /** The provider's own id of the model. */
  String endpoint() {
    return call.map(PlannedCall::endpoint)
        .orElseGet(() -> handle.map(JobHandle::endpoint).orElse(""));
  }

  Wish wish() {
    return new Wish(requestedSize, responseFormat);
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
}
