package dev.pictor.internal.job;

import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JsonValue;
import dev.pictor.model.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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

  void complete(CompletableFuture<ImageResult> result, List<RunResult> runs, Duration elapsed) {
    List<RunResult> ended = numbered(runs);
    List<ImageOutcome> outcomes = new ArrayList<>(ended.size());
    for (RunResult run : ended) {
      outcomes.addAll(run.outcomes());
    }
    if (outcomes.size() > 1) {
      outcomes.sort(Comparator.comparingInt(ImageOutcome::index));
    }
    for (RunResult run : ended) {
      if (run.hasImage()) {
        result.complete(build(run, ended, outcomes, elapsed));
        return;
      }
    }
    List<RuntimeException> failures =
        outcomes.stream()
            .map(ImageOutcome::failure)
            .filter(Optional::isPresent)
            .map(Optional::get)
            .distinct()
            .sorted(Comparator.comparingInt(Results::rank)) // stable: else in order of the images
            .collect(Collectors.toList());
    RuntimeException first =
        failures.isEmpty() ? new IllegalStateException("no image, no reason") : failures.get(0);
    failures.stream().skip(1).forEach(first::addSuppressed);
    result.completeExceptionally(first);
  }

  /** What may have been paid, and cannot be found, is not to be hidden by what is known. */
  private static int rank(RuntimeException failure) {
    if (failure instanceof OutcomeUnknownException) {
      return 0;
    }
    return failure instanceof PictorException && ((PictorException) failure).hasUnknownOutcome()
        ? 1
        : 2;
  }

  /**
   * What a job makes beyond what it was asked for is not hidden, and comes behind all that was
   * asked for: files are named after the number of their image, and none may be written over
   * another.
   */
  private static List<RunResult> numbered(List<RunResult> runs) {
    boolean hasSurplus = false;
    int next = 0;
    for (RunResult run : runs) {
      hasSurplus |= run.hasSurplus();
      for (ImageOutcome asked : run.asked()) {
        next = Math.max(next, asked.index() + 1);
      }
    }
    if (!hasSurplus) {
      return runs;
    }
    List<RunResult> numbered = new ArrayList<>(runs.size());
    for (RunResult run : runs) {
      RunResult moved = run.withSurplusFrom(next);
      next += moved.outcomes().size() - moved.asked().size();
      numbered.add(moved);
    }
    return numbered;
  }

  private ImageResult build(
      RunResult maker, List<RunResult> ended, List<ImageOutcome> outcomes, Duration elapsed) {
    ImageResult.Builder result =
        ImageResult.builder()
            .provider(maker.provider().name())
            .endpoint(maker.endpoint())
            .request(request)
            .outcomes(outcomes)
            .elapsed(elapsed);
    Set<String> warnings = Collections.emptySet();
    Set<JobHandle> others = Collections.emptySet();
    for (Plan.Candidate plan : plans(ended)) {
      result.addAllAdjustments(plan.adjustments());
      if (!plan.warnings().isEmpty()) {
        warnings = new LinkedHashSet<>(warnings);
        warnings.addAll(plan.warnings());
      }
    }
    List<JobHandle> handles = new ArrayList<>(ended.size());
    List<JsonValue> replies = new ArrayList<>(ended.size());
    for (RunResult run : ended) {
      if (run.handle().isPresent()) {
        handles.add(run.handle().get());
      }
      if (run.output().isPresent()) {
        replies.add(run.output().get().raw());
      }
      for (Attempt attempt : run.others()) {
        others = others.isEmpty() ? new LinkedHashSet<>() : others;
        if (attempt.handle().isPresent()) {
          others.add(attempt.handle().get());
        }
        warnings = warnings.isEmpty() ? new LinkedHashSet<>() : warnings;
        warnings.add(beside(run, attempt));
      }
    }
    return result
        .handles(handles)
        .rawReplies(replies)
        .addAllWarnings(warnings)
        .addAllWarnings(
            Mismatches.of(
                outcomes, request.isPresent() ? request.get().outputFormat() : Optional.empty()))
        .otherHandles(others)
        .cost(Costs.of(ended, request))
        .build();
  }

  /** Each plan that made images; two, where a provider has failed half-way. */
  private static List<Plan.Candidate> plans(List<RunResult> ended) {
    List<Plan.Candidate> plans = new ArrayList<>(1);
    for (RunResult run : ended) {
      Optional<Plan.Candidate> plan = run.hasImage() ? run.plan() : Optional.empty();
      if (plan.isPresent() && !plans.contains(plan.get())) {
        plans.add(plan.get());
      }
    }
    return plans;
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
        + (attempt.mayBeAlive()
            ? "; that job may be billed as well"
                + attempt.handle().map(handle -> ": look by its handle " + handle).orElse("")
            : "")
        + "; then at "
        + run.provider().name();
  }
}
