package dev.pictor.internal.job;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.error.TransportException;
import dev.pictor.internal.http.Backoff;
import dev.pictor.internal.http.FileContent;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.Provider;
import dev.pictor.spi.UploadStep;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One file on its way to one provider, call by call; each call is repeated by itself. */
final class Uploading {
  /** More parts than any file has: a provider module that goes round in circles. */
  private static final int MAX_CALLS = 10_000;

  private final Engine engine;
  private final Provider provider;
  private final Backoff backoff;
  private final Report report;
  private final CompletableFuture<String> url = new CompletableFuture<>();
  private int calls;
  private boolean isStopped;
  private Optional<Repetition<UploadStep>> current = Optional.empty();

  Uploading(Engine engine, Provider provider, Backoff backoff, Report report) {
    this.engine = engine;
    this.provider = provider;
    this.backoff = backoff;
    this.report = report;
  }

  /** Where the file is, or a {@link dev.pictor.error.PictorException}. */
  CompletableFuture<String> url() {
    return url;
  }

  void start(UploadStep.File file, FileContent content) {
    next(file, content, Engine.guarded(provider, Optional.empty(), () -> provider.upload(file)));
  }

  private void next(UploadStep.File file, FileContent content, UploadStep step) {
    if (step.url().isPresent()) {
      url.complete(step.url().get());
      return;
    }
    HttpCall call = step.call().orElseThrow(AssertionError::new);
    if (call.purpose() != HttpCall.Purpose.UPLOAD || ++calls > MAX_CALLS) {
      throw new MalformedReplyException(
          "The provider module does not come to an end with an upload", about(null).build());
    }
    Repetition<UploadStep> sending =
        Repetition.ofUpload(
            engine,
            provider,
            Question.of(call, reply -> provider.readUpload(file, step, reply)),
            content,
            backoff,
            report);
    synchronized (this) {
      if (isStopped) {
        return;
      }
      current = Optional.of(sending);
    }
    sending.start(
        (following, failure) -> {
          try {
            if (following == null) {
              url.completeExceptionally(failure == null ? unknown(null) : failure);
            } else {
              next(file, content, following);
            }
          } catch (RuntimeException | Error e) { // a future that hangs would be worse
            url.completeExceptionally(e);
          }
        });
  }

  private RuntimeException unknown(@Nullable Throwable failure) {
    return new TransportException("The upload failed: " + failure, about(failure).build());
  }

  private ErrorDetails.Builder about(@Nullable Throwable failure) {
    return ErrorDetails.builder().provider(provider.name()).cause(Optional.ofNullable(failure));
  }

  /** Ends it where it is. */
  void stop() {
    Optional<Repetition<UploadStep>> sending;
    synchronized (this) {
      isStopped = true;
      sending = current;
    }
    sending.ifPresent(Repetition::stop);
  }
}
