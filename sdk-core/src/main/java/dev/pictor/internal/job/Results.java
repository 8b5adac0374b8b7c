package dev.pictor.internal.job;

import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.PlanCandidate;
import dev.pictor.spi.ProviderOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Brings the ends of all runs together in one result. */
final class Results {
  private final Optional<ImageRequest> request;

  /**
   * @param request empty for jobs that are picked up
   */
  Results(Optional<ImageRequest> request) {
    this.request = request;
  }

  void complete(CompletableFuture<ImageResult> result, List<RunResult> ended, Duration elapsed) {
    List<ImageOutcome> outcomes = new ArrayList<>();
    ended.forEach(run -> outcomes.addAll(run.outcomes()));
    outcomes.sort(Comparator.comparingInt(ImageOutcome::index));
    if (ended.stream().anyMatch(RunResult::hasImage)) {
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
    RunResult maker =
        ended.stream().filter(RunResult::hasImage).findFirst().orElseThrow(AssertionError::new);
    ImageResult.Builder result =
        ImageResult.builder()
            .provider(maker.provider().name())
            .endpoint(
                maker
                    .plan()
                    .map(PlanCandidate::endpoint)
                    .orElseGet(() -> maker.handle().map(JobHandle::endpoint).orElse("")))
            .request(request)
            .outcomes(outcomes)
            .elapsed(elapsed)
            .handles(present(ended, RunResult::handle))
            .rawReplies(
                present(ended, RunResult::output).stream()
                    .map(ProviderOutput::raw)
                    .collect(Collectors.toList()));
    Set<String> warnings = new LinkedHashSet<>();
    Set<JobHandle> others = new LinkedHashSet<>();
    for (PlanCandidate plan : plans(ended)) {
      result.addAllAdjustments(plan.adjustments());
      warnings.addAll(plan.warnings());
    }
    for (RunResult run : ended) {
      for (Attempt attempt : run.others()) {
        attempt.handle().ifPresent(others::add);
        warnings.add(beside(run, attempt));
      }
    }
    return result
        .addAllWarnings(warnings)
        .addAllWarnings(Mismatches.of(outcomes, request.flatMap(ImageRequest::outputFormat)))
        .otherHandles(others)
        .cost(Costs.of(ended, request))
        .build();
  }

  /** Each plan that made images; two, where a provider has failed half-way. */
  private static Set<PlanCandidate> plans(List<RunResult> ended) {
    return ended.stream()
        .filter(RunResult::hasImage)
        .map(RunResult::plan)
        .filter(Optional::isPresent)
        .map(Optional::get)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String beside(RunResult run, Attempt attempt) {
    String images =
        run.outcomes().stream()
            .map(outcome -> Integer.toString(outcome.index()))
            .collect(Collectors.joining(", "));
    return "image "
        + images
        + ": asked for at "
        + attempt
        + (attempt.fate() == Fate.MAY_BE_ALIVE
            ? "; that job may be billed as well"
                + attempt.handle().map(handle -> ": look by its handle " + handle).orElse("")
            : "")
        + "; then at "
        + run.provider().name();
  }

  private static <T> List<T> present(List<RunResult> ended, Function<RunResult, Optional<T>> part) {
    return ended.stream()
        .map(part)
        .filter(Optional::isPresent)
        .map(Optional::get)
        .collect(Collectors.toList());
  }
}
