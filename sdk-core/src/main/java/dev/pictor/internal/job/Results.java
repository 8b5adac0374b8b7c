package dev.pictor.internal.job;

import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.PlanCandidate;
import dev.pictor.spi.ProviderOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Brings the ends of all runs together in one result. */
final class Results {
  private final String provider;
  private final String endpoint;
  private final Optional<PlanCandidate> plan;
  private final Optional<ImageRequest> request;

  private Results(
      String provider,
      String endpoint,
      Optional<PlanCandidate> plan,
      Optional<ImageRequest> request) {
    this.provider = provider;
    this.endpoint = endpoint;
    this.plan = plan;
    this.request = request;
  }

  static Results of(ImageRequest request, PlanCandidate plan) {
    return new Results(plan.provider(), plan.endpoint(), Optional.of(plan), Optional.of(request));
  }

  static Results of(JobHandle resumed) {
    return new Results(resumed.provider(), resumed.endpoint(), Optional.empty(), Optional.empty());
  }

  void complete(CompletableFuture<ImageResult> result, List<RunResult> ended, Duration elapsed) {
    List<ImageOutcome> outcomes = new ArrayList<>();
    ended.forEach(run -> outcomes.addAll(run.outcomes()));
    if (outcomes.stream().anyMatch(outcome -> outcome.kind() == ImageOutcome.Kind.IMAGE)) {
      result.complete(build(ended, outcomes, elapsed));
      return;
    }
    List<RuntimeException> failures =
        outcomes.stream()
            .map(ImageOutcome::failure)
            .filter(Optional::isPresent)
            .map(Optional::get)
            .distinct()
            .collect(Collectors.toList());
    RuntimeException first =
        failures.isEmpty() ? new IllegalStateException("no image, no reason") : failures.get(0);
    failures.stream().skip(1).forEach(first::addSuppressed);
    result.completeExceptionally(first);
  }

  private ImageResult build(List<RunResult> ended, List<ImageOutcome> outcomes, Duration elapsed) {
    ImageResult.Builder result =
        ImageResult.builder()
            .provider(provider)
            .endpoint(endpoint)
            .outcomes(outcomes)
            .elapsed(elapsed)
            .handles(present(ended, RunResult::handle))
            .rawReplies(
                present(ended, RunResult::output).stream()
                    .map(ProviderOutput::raw)
                    .collect(Collectors.toList()));
    request.ifPresent(result::request);
    plan.ifPresent(
        planned ->
            result
                .adjustments(planned.adjustments())
                .warnings(planned.warnings())
                .cost(planned.cost()));
    return result.build();
  }

  private static <T> List<T> present(List<RunResult> ended, Function<RunResult, Optional<T>> part) {
    return ended.stream()
        .map(part)
        .filter(Optional::isPresent)
        .map(Optional::get)
        .collect(Collectors.toList());
  }
}
