package dev.pictor.internal.job;

import dev.pictor.model.Cost;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.PlanCandidate;
import dev.pictor.spi.PriceRule;
import dev.pictor.spi.ProviderOutput;
import java.math.BigDecimal;
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
  private final Optional<PriceRule> price;

  private Results(
      String provider,
      String endpoint,
      Optional<PlanCandidate> plan,
      Optional<ImageRequest> request,
      Optional<PriceRule> price) {
    this.provider = provider;
    this.endpoint = endpoint;
    this.plan = plan;
    this.request = request;
    this.price = price;
  }

  static Results of(ImageRequest request, PlanCandidate plan, Optional<PriceRule> price) {
    return new Results(
        plan.provider(), plan.endpoint(), Optional.of(plan), Optional.of(request), price);
  }

  static Results of(JobHandle resumed, Optional<PriceRule> price) {
    return new Results(
        resumed.provider(), resumed.endpoint(), Optional.empty(), Optional.empty(), price);
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
    result.request(request);
    plan.ifPresent(
        planned -> result.adjustments(planned.adjustments()).warnings(planned.warnings()));
    result.addAllWarnings(Mismatches.of(outcomes, request.flatMap(ImageRequest::outputFormat)));
    Optional<Cost> reported = reported(ended);
    return result.cost(reported.isPresent() ? reported : plan.flatMap(PlanCandidate::cost)).build();
  }

  /** What the provider says it counted, at the published price; empty if it does not say. */
  private Optional<Cost> reported(List<RunResult> ended) {
    if (!price.isPresent() || price.get().firstAmount().isPresent()) {
      return Optional.empty();
    }
    BigDecimal units = BigDecimal.ZERO;
    for (RunResult run : ended) {
      Optional<BigDecimal> counted = run.output().flatMap(ProviderOutput::billableUnits);
      if (!counted.isPresent()) {
        return Optional.empty();
      }
      units = units.add(counted.get());
    }
    return Optional.of(
        Cost.builder()
            .amount(units.multiply(price.get().amount()))
            .basis(Cost.Basis.REPORTED)
            .note(
                units.toPlainString()
                    + " billable units, as the provider reports, at "
                    + price.get().amount().toPlainString()
                    + " USD each; price of "
                    + price.get().asOf()
                    + ", "
                    + price.get().source())
            .build());
  }

  private static <T> List<T> present(List<RunResult> ended, Function<RunResult, Optional<T>> part) {
    return ended.stream()
        .map(part)
        .filter(Optional::isPresent)
        .map(Optional::get)
        .collect(Collectors.toList());
  }
}
