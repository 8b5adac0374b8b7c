package dev.pictor;

import dev.pictor.internal.http.Backoff;
import dev.pictor.internal.job.Retries;
import java.util.Optional;

/** The retry policies of options as the engine takes them. */
final class StepRetries {
  private StepRetries() {}

  static Retries of(RequestOptions options) {
    Retries retries = Retries.defaults();
    for (RequestOptions.Step step : RequestOptions.Step.values()) {
      Optional<RetryPolicy> policy = options.retry(step);
      if (policy.isPresent()) {
        retries = with(retries, step, backoff(policy.get()));
      }
    }
    return retries;
  }

  private static Retries with(Retries retries, RequestOptions.Step step, Backoff changed) {
    switch (step) {
      case UPLOAD:
        return retries.upload(changed);
      case SUBMIT:
        return retries.submit(changed);
      case STATUS:
        return retries.status(changed);
      case RESULT:
        return retries.result(changed);
      case DOWNLOAD:
        return retries.download(changed);
      case CANCEL:
        return retries.cancel(changed);
    }
    throw new AssertionError(step);
  }

  private static Backoff backoff(RetryPolicy policy) {
    return Backoff.of(
        policy.maxTries().orElse(Integer.MAX_VALUE), policy.firstWait(), policy.longestWait());
  }
}
