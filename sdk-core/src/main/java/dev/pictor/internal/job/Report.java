package dev.pictor.internal.job;

import dev.pictor.internal.http.Futures;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageEvent.Kind;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobUpdate;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one run has to tell. */
final class Report {
  private final Optional<Reports> reports;
  private final String provider;
  private final String endpoint;
  private final int attempt;
  private final int firstImage;
  private final int imageCount;

  /**
   * @param attempt the how-many-th provider it is for these images, from 1
   */
  Report(Reports reports, String provider, String endpoint, int attempt, RunTask task) {
    this(Optional.of(reports), provider, endpoint, attempt, task.firstImage(), task.imageCount());
  }

  private Report(
      Optional<Reports> reports,
      String provider,
      String endpoint,
      int attempt,
      int firstImage,
      int imageCount) {
    this.reports = reports;
    this.provider = provider;
    this.endpoint = endpoint;
    this.attempt = attempt;
    this.firstImage = firstImage;
    this.imageCount = imageCount;
  }

  /** For what nobody is to hear of. */
  static Report silent() {
    return new Report(Optional.empty(), "", "", 1, 0, 0);
  }

  void uploaded(long bytes, Duration took) {
    if (isAsked()) {
      tell(event(Kind.UPLOADED).bytes(bytes).took(took));
    }
  }

  void submitting() {
    if (isAsked()) {
      tell(event(Kind.SUBMITTING));
    }
  }

  void submitted(JobHandle handle, Duration took) {
    if (isAsked()) {
      tell(event(Kind.SUBMITTED).handle(handle).took(took));
    }
  }

  void update(JobHandle handle, Supplier<JobUpdate> news) {
    if (reports.isPresent()) {
      reports.get().update(handle, news);
    }
    if (isAsked()) {
      tell(event(Kind.UPDATE).handle(handle).update(news.get()));
    }
  }

  void retry(Optional<JobHandle> handle, @Nullable Throwable failure, Duration waits) {
    if (isAsked()) {
      tell(event(Kind.RETRY).handle(handle).failure(exception(failure)).waits(waits));
    }
  }

  void failOver(RuntimeException why) {
    if (isAsked()) {
      tell(event(Kind.FAIL_OVER).failure(why));
    }
  }

  void completed(JobHandle handle, Duration took) {
    if (isAsked()) {
      tell(event(Kind.COMPLETED).handle(handle).took(took));
    }
  }

  void failed(Optional<JobHandle> handle, RuntimeException why) {
    if (isAsked()) {
      tell(event(Kind.FAILED).handle(handle).failure(why));
    }
  }

  void downloaded(JobHandle handle, int image, long bytes, Duration took) {
    if (isAsked()) {
      tell(
          event(Kind.DOWNLOADED)
              .handle(handle)
              .firstImage(firstImage + image)
              .imageCount(1)
              .bytes(bytes)
              .took(took));
    }
  }

  /** Events are made only where somebody listens. */
  private boolean isAsked() {
    return reports.isPresent() && reports.get().hasListener();
  }

  private void tell(ImageEvent.Builder event) {
    reports.ifPresent(all -> all.event(event));
  }

  private ImageEvent.Builder event(Kind kind) {
    return ImageEvent.builder()
        .kind(kind)
        .provider(provider)
        .endpoint(endpoint)
        .attempt(attempt)
        .firstImage(firstImage)
        .imageCount(imageCount);
  }

  private static Optional<RuntimeException> exception(@Nullable Throwable failure) {
    Throwable cause = failure == null ? null : Futures.cause(failure);
    return cause instanceof RuntimeException
        ? Optional.of((RuntimeException) cause)
        : Optional.empty();
  }
}
