package dev.pictor;

import dev.pictor.internal.http.Backoff;
import dev.pictor.internal.job.Retries;
import java.util.Optional;
import java.util.function.BiFunction;

/** The retry policies of options as the engine takes them. */
final class StepRetries {
  private StepRetries() {}

  static Retries of(RequestOptions options) {
    Retries retries = Retries.defaults();
    retries = with(retries, options, RequestOptions.Step.UPLOAD, Retries::upload);
    retries = with(retries, options, RequestOptions.Step.SUBMIT, Retries::submit);
    retries = with(retries, options, RequestOptions.Step.STATUS, Retries::status);
    retries = with(retries, options, RequestOptions.Step.RESULT, Retries::result);
    retries = with(retries, options, RequestOptions.Step.DOWNLOAD, Retries::download);
    return with(retries, options, RequestOptions.Step.CANCEL, Retries::cancel);
  }

  private static Retries with(
      Retries retries,
      RequestOptions options,
      RequestOptions.Step step,
      BiFunction<Retries, Backoff, Retries> change) {
    Optional<RetryPolicy> policy = options.retry(step);
    return policy.isPresent() ? change.apply(retries, backoff(policy.get())) : retries;
  }

  private static Backoff backoff(RetryPolicy policy) {
    return Backoff.of(
        policy.maxTries().orElse(Integer.MAX_VALUE), policy.firstWait(), policy.longestWait());
  }
}
