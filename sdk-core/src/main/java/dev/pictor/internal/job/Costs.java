package dev.pictor.internal.job;

import dev.pictor.model.Cost;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JobHandle;
import dev.pictor.model.Plan;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.Provider;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all runs of a request cost together: those that came to something, and those of which nobody
 * knows. A run that was refused or failed is not paid.
 */
final class Costs {
  private static final int DECIMALS = 6;

  private Costs() {}

  static Optional<Cost> of(List<RunResult> ended, Optional<ImageRequest> request) {
    Map<ModelSpec.Price, BigDecimal> units = new LinkedHashMap<>(2);
    Map<String, Cost> estimates = new LinkedHashMap<>(2);
    List<String> unknown = new ArrayList<>(0);
    BigDecimal shares = BigDecimal.ZERO; // the estimate of the request for each image
    int counted = 0;
    int all = 0;
    for (RunResult run : ended) {
      int images = run.outcomes().size();
      all += images;
      boolean hasOutput = run.output().isPresent();
      if (!hasOutput && !isUnknown(run)) {
        continue;
      }
      Optional<BigDecimal> reported =
          hasOutput ? run.output().get().billableUnits() : Optional.empty();
      Optional<ModelSpec.Price> price = reported.isPresent() ? price(run) : Optional.empty();
      if (price.isPresent() && !price.get().firstAmount().isPresent()) {
        BigDecimal before = units.getOrDefault(price.get(), BigDecimal.ZERO);
        units.put(price.get(), before.add(reported.get()));
        continue;
      }
      Optional<Plan.Candidate> plan = request.isPresent() ? run.plan() : Optional.empty();
      Optional<Cost> whole = plan.isPresent() ? plan.get().cost() : Optional.empty();
      if (!whole.isPresent()) {
        return Optional.empty();
      }
      counted += images;
      shares = shares.add(whole.get().amount().multiply(BigDecimal.valueOf(images)));
      estimates.put(run.provider().name(), whole.get());
      for (int i = 0; i < images && !hasOutput; i++) {
        unknown.add(Integer.toString(run.outcomes().get(i).index()));
      }
    }
    if (counted == all && estimates.size() == 1 && unknown.isEmpty()) {
      return Optional.of(estimates.values().iterator().next()); // as planned: mostly
    }
    BigDecimal amount =
        shares.divide(BigDecimal.valueOf(all), DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros();
    List<String> notes = new ArrayList<>();
    for (Map.Entry<ModelSpec.Price, BigDecimal> entry : units.entrySet()) {
      amount = amount.add(entry.getValue().multiply(entry.getKey().amount()));
      notes.add(reported(entry.getValue(), entry.getKey()));
    }
    if (counted > 0) {
      notes.add(counted + (counted == 1 ? " image" : " images") + " as estimated");
    }
    for (Map.Entry<String, Cost> estimate : estimates.entrySet()) {
      notes.add(estimate.getKey() + ": " + estimate.getValue().note().orElse(""));
    }
    if (!unknown.isEmpty()) {
      notes.add("not known to be made, and counted: image " + String.join(", ", unknown));
    }
    return Optional.of(
        Cost.builder()
            .amount(amount)
            .basis(counted == 0 ? Cost.Basis.REPORTED : Cost.Basis.ESTIMATED)
            .note(String.join("; ", notes))
            .build());
  }

  private static boolean isUnknown(RunResult run) {
    for (ImageOutcome outcome : run.outcomes()) {
      if (outcome.kind() == ImageOutcome.Kind.UNKNOWN) {
        return true;
      }
    }
    return false;
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
}
