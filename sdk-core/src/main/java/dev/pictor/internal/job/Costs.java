package dev.pictor.internal.job;

import dev.pictor.model.Cost;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.Plan;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.Provider;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What all runs of a request cost together: those that came to something, and those of which nobody
 * knows. A run that was refused or failed is not paid, unless its provider says that it is.
 */
final class Costs {
  private static final int DECIMALS = 6;

  /** No provider counts more exactly than that, nor more than that. */
  private static final int MAX_DIGITS = 30;

  private Costs() {}

  /**
   * Units that a provider says it has counted, at one price; of one job, where its first costs
   * another.
   */
  private static final class Reported implements Supplier<String> {
    final ModelSpec.Price price;
    BigDecimal units;

    Reported(ModelSpec.Price price, BigDecimal units) {
      this.price = price;
      this.units = units;
    }

    BigDecimal amount() {
      BigDecimal first = price.firstAmount().orElse(price.amount());
      return units.compareTo(BigDecimal.ONE) < 0
          ? units.multiply(first)
          : first.add(units.subtract(BigDecimal.ONE).multiply(price.amount()));
    }

    @Override
    public String get() {
      return String.join(
          "",
          units.toPlainString(),
          " billable units, as the provider reports, at ",
          price.amount().toPlainString(),
          " USD each",
          price.firstAmount().map(first -> ", the first at " + first.toPlainString()).orElse(""),
          "; price of ",
          price.asOf().toString(),
          ", ",
          price.source());
    }
  }

  static Optional<Cost> of(List<RunResult> ended, Optional<ImageRequest> request) {
    try {
      return sum(ended, request);
    } catch (RuntimeException | Error e) { // of a provider module: the images are worth more
      return Optional.empty();
    }
  }

  private static Optional<Cost> sum(List<RunResult> ended, Optional<ImageRequest> request) {
    List<Reported> reported = new ArrayList<>(1);
    Map<String, Cost> estimates = Collections.emptyMap();
    List<String> unknown = Collections.emptyList();
    BigDecimal shares = BigDecimal.ZERO; // the estimate of the request for each image
    int counted = 0;
    int all = 0;
    for (RunResult run : ended) {
      int images = run.outcomes().size();
      all += images;
      boolean hasOutput = run.output().isPresent();
      if (!hasOutput && !isUnknown(run)) {
        if (!addBilled(run, reported)) {
          return Optional.empty();
        }
        continue;
      }
      if (hasOutput && addReported(run, reported)) {
        continue;
      }
      Optional<Plan.Candidate> plan = request.isPresent() ? run.plan() : Optional.empty();
      Optional<Cost> whole = plan.isPresent() ? plan.get().cost() : Optional.empty();
      if (!whole.isPresent()) {
        return Optional.empty();
      }
      counted += images;
      shares = shares.add(whole.get().amount().multiply(BigDecimal.valueOf(images)));
      estimates = estimates.isEmpty() ? new LinkedHashMap<>() : estimates;
      estimates.put(run.provider().name(), whole.get());
      for (int i = 0; i < images && !hasOutput; i++) {
        unknown = unknown.isEmpty() ? new ArrayList<>() : unknown;
        unknown.add(Integer.toString(run.outcomes().get(i).index()));
      }
    }
    for (RunResult failed : elsewhere(ended)) {
      if (!addBilled(failed, reported)) {
        return Optional.empty();
      }
    }
    if (counted == all && estimates.size() == 1 && unknown.isEmpty() && reported.isEmpty()) {
      return Optional.of(estimates.values().iterator().next()); // as planned: mostly
    }
    if (counted == 0 && reported.size() == 1) {
      Reported whole = reported.get(0);
      return Optional.of(cost(whole.amount(), Cost.Basis.REPORTED, whole));
    }
    BigDecimal amount =
        shares.divide(BigDecimal.valueOf(all), DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros();
    List<String> notes = new ArrayList<>();
    for (Reported part : reported) {
      amount = amount.add(part.amount());
      notes.add(part.get());
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
    Cost.Basis basis = counted == 0 ? Cost.Basis.REPORTED : Cost.Basis.ESTIMATED;
    return Optional.of(cost(amount, basis, () -> String.join("; ", notes)));
  }

  private static Cost cost(BigDecimal amount, Cost.Basis basis, Supplier<String> note) {
    return Cost.builder().amount(amount).basis(basis).note(note).build();
  }

  /** The runs that others were asked for the images of; each of them once, whoever tells of it. */
  private static Set<RunResult> elsewhere(List<RunResult> ended) {
    Set<RunResult> elsewhere = Collections.emptySet();
    for (RunResult run : ended) {
      for (Attempt attempt : run.others()) {
        Optional<RunResult> end = attempt.end();
        if (end.isPresent() && !end.get().hasImage()) {
          elsewhere = elsewhere.isEmpty() ? new LinkedHashSet<>() : elsewhere;
          elsewhere.add(end.get());
        }
      }
    }
    return elsewhere;
  }

  /**
   * Adds what is billed for a job that failed. False: something is, and how much, or at what price,
   * is not known.
   */
  private static boolean addBilled(RunResult failed, List<Reported> all) {
    if (!failed.billed().filter(count -> count.signum() > 0).isPresent()) {
      return true;
    }
    Optional<BigDecimal> units = believed(failed);
    Optional<ModelSpec.Price> price = units.isPresent() ? price(failed) : Optional.empty();
    if (price.isPresent()) {
      add(price.get(), units.get(), all);
    }
    return price.isPresent();
  }

  /**
   * Adds what its provider says it has counted. False: it says nothing, or not at one known price.
   */
  private static boolean addReported(RunResult run, List<Reported> all) {
    Optional<BigDecimal> units = believed(run);
    Optional<ModelSpec.Price> price = units.isPresent() ? price(run) : Optional.empty();
    if (!price.isPresent() || price.get().firstAmount().isPresent()) {
      return false;
    }
    add(price.get(), units.get(), all);
    return true;
  }

  private static void add(ModelSpec.Price price, BigDecimal units, List<Reported> all) {
    for (Reported before : all) {
      if (before.price.equals(price) && !price.firstAmount().isPresent()) {
        before.units = before.units.add(units);
        return;
      }
    }
    all.add(new Reported(price, units));
  }

  /** To add to 1E-9999999 takes minutes, and nobody has counted that. */
  private static Optional<BigDecimal> believed(RunResult run) {
    return run.billed().filter(Costs::isBelieved);
  }

  private static boolean isBelieved(BigDecimal units) {
    return Math.abs((long) units.scale()) <= MAX_DIGITS
        && units.unscaledValue().bitLength() <= 3 * MAX_DIGITS;
  }

  /** Whether it may have been paid: of one that has ended, what is unknown is another's job. */
  private static boolean isUnknown(RunResult run) {
    return run.fate() != Fate.NOTHING_CREATED && run.fate() != Fate.ENDED && run.isUnknown();
  }

  private static Optional<ModelSpec.Price> price(RunResult run) {
    Provider provider = run.provider();
    String endpoint = run.endpoint();
    for (ModelSpec spec : provider.models()) {
      if (endpoint.equals(spec.endpoint())) {
        return spec.price();
      }
    }
    return Optional.empty();
  }
}
