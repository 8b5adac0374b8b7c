package dev.pictor.internal.job;

import dev.pictor.model.Cost;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JobHandle;
import dev.pictor.model.Plan;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.Provider;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What all runs of a request cost together. */
final class Costs {
  private static final int DECIMALS = 6;

  private Costs() {}

  static Optional<Cost> of(List<RunResult> ended, Optional<ImageRequest> request) {
    Provider first = ended.get(0).provider();
    for (RunResult run : ended) {
      if (!run.provider().name().equals(first.name())) {
        return shares(ended, request);
      }
    }
    Optional<Cost> cost = reported(ended);
    for (int i = 0; i < ended.size() && !cost.isPresent(); i++) {
      Optional<Plan.Candidate> plan = ended.get(i).plan();
      cost = plan.isPresent() ? plan.get().cost() : cost;
    }
    return cost;
  }

  /** What the provider says it counted, at the published price; empty if it does not say. */
  private static Optional<Cost> reported(List<RunResult> ended) {
    Optional<ModelSpec.Price> price = price(ended.get(0));
    if (!price.isPresent() || price.get().firstAmount().isPresent()) {
      return Optional.empty();
    }
    BigDecimal units = BigDecimal.ZERO;
    for (RunResult run : ended) {
      Optional<BigDecimal> counted =
          run.output().isPresent() ? run.output().get().billableUnits() : Optional.empty();
      if (!counted.isPresent()) {
        return Optional.empty();
      }
      units = units.add(counted.get());
    }
    return Optional.of(
        Cost.builder()
            .amount(units.multiply(price.get().amount()))
            .basis(Cost.Basis.REPORTED)
            .note(reported(units, price.get()))
            .build());
  }

  private static String reported(BigDecimal units, ModelSpec.Price price) {
    return String.join(
        "",
        units.toPlainString(),
        " billable units, as the provider reports, at ",
        price.amount().toPlainString(),
        " USD each; price of ",
        price.asOf().toString(),
        ", ",
        price.source());
  }

  private static Optional<ModelSpec.Price> price(RunResult run) {
    Provider provider = run.provider();
    String endpoint =
        run.plan().isPresent()
            ? run.plan().get().endpoint()
            : run.handle().map(JobHandle::endpoint).orElse("");
    for (ModelSpec spec : provider.models()) {
      if (endpoint.equals(spec.endpoint())) {
        return spec.price();
      }
    }
    return Optional.empty();
  }

  /** The images of each provider at what the whole request is estimated to cost there. */
  private static Optional<Cost> shares(List<RunResult> ended, Optional<ImageRequest> request) {
    BigDecimal sum = BigDecimal.ZERO;
    Set<String> notes = new LinkedHashSet<>();
    for (RunResult run : ended) {
      if (!run.output().isPresent()) {
        continue;
      }
      Optional<Cost> whole = run.plan().flatMap(Plan.Candidate::cost);
      if (!whole.isPresent() || !request.isPresent()) {
        return Optional.empty();
      }
      sum =
          sum.add(
              whole
                  .get()
                  .amount()
                  .multiply(BigDecimal.valueOf(run.outcomes().size()))
                  .divide(BigDecimal.valueOf(request.get().n()), DECIMALS, RoundingMode.HALF_UP));
      whole.get().note().ifPresent(note -> notes.add(run.provider().name() + ": " + note));
    }
    return Optional.of(
        Cost.builder()
            .amount(sum.stripTrailingZeros())
            .basis(Cost.Basis.ESTIMATED)
            .note("each image at the price of its provider; " + String.join("; ", notes))
            .build());
  }
}
