package dev.pictor.internal.route;

import dev.pictor.internal.http.Time;
import dev.pictor.model.Adjustment;
import dev.pictor.model.Cost;
import dev.pictor.model.Plan;
import dev.pictor.model.RoutingPolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings candidates into the order of a policy. */
final class Ranking {
  private static final Set<String> ESSENTIAL =
      new HashSet<>(
          Arrays.asList(
              "size", "aspectRatio", "resolution", "seed", "imagePrompt", "images", "mask"));

  private Ranking() {}

  /** What a candidate would not honour of what makes the image the one that was asked for. */
  static Set<String> lost(Plan.Candidate candidate) {
    return candidate.adjustments().stream()
        .filter(adjustment -> adjustment.mode() == Adjustment.Mode.DROPPED)
        .filter(Adjustment::isChange) // otherwise the caller's own option is sent in its place
        .map(Adjustment::parameter)
        .filter(ESSENTIAL::contains)
        .collect(Collectors.toSet());
  }

  /** How many values the provider may refuse. */
  private static long doubts(Plan.Candidate candidate) {
    return candidate.adjustments().stream().filter(Adjustment::isDoubtful).count();
  }

  /**
   * The order that can be told beforehand: without what is learned, and without chance. Those that
   * cannot serve the request come last.
   */
  static List<Plan.Candidate> offline(List<Plan.Candidate> candidates, RoutingPolicy policy) {
    List<Plan.Candidate> order = new ArrayList<>(candidates);
    order.sort(
        Comparator.comparing((Plan.Candidate candidate) -> !candidate.isUsable())
            .thenComparing(candidate -> lost(candidate).size())
            .thenComparing(Ranking::doubts)
            .thenComparing(candidate -> expected(candidate, policy)));
    return order;
  }

  private static double expected(Plan.Candidate candidate, RoutingPolicy policy) {
    switch (policy.order()) {
      case CHEAPEST:
        return cost(candidate);
      case WEIGHTED: // the likeliest first
        return -weight(candidate, policy);
      default:
        return 0;
    }
  }

  private static int weight(Plan.Candidate candidate, RoutingPolicy policy) {
    return policy.weights().getOrDefault(candidate.provider(), 0);
  }

  private static double cost(Plan.Candidate candidate) {
    return candidate.cost().map(Cost::amount).map(BigDecimal::doubleValue).orElse(Double.MAX_VALUE);
  }

  /** The usable ones; those that lose least first, among them by the policy. */
  static List<Plan.Candidate> of(
      List<Plan.Candidate> candidates, RoutingPolicy policy, Health health, Time time) {
    List<Plan.Candidate> usable = new ArrayList<>(candidates);
    usable.removeIf(candidate -> !candidate.isUsable());
    if (usable.size() < 2) {
      return usable;
    }
    IdentityHashMap<Plan.Candidate, Double> scores = new IdentityHashMap<>();
    for (Plan.Candidate candidate : usable) {
      scores.put(candidate, score(candidate, policy, health, time));
    }
    List<Plan.Candidate> ranked = new ArrayList<>(usable);
    ranked.sort(
        Comparator.comparingInt((Plan.Candidate candidate) -> lost(candidate).size())
            .thenComparing(Ranking::doubts)
            .thenComparing(
                candidate -> scores.getOrDefault(candidate, 0.0))); // stable: then as added
    return ranked;
  }

  private static double score(
      Plan.Candidate candidate, RoutingPolicy policy, Health health, Time time) {
    switch (policy.order()) {
      case AS_ADDED:
        return 0;
      case CHEAPEST:
        return cost(candidate);
      case FASTEST:
        return health.nanos(key(candidate)).orElse(0.0);
      case WEIGHTED:
        int weight = weight(candidate, policy);
        // The first of several exponential waits is distributed as the weights are.
        return weight == 0 ? Double.MAX_VALUE : -Math.log(1 - time.chance()) / weight;
    }
    throw new AssertionError(policy.order());
  }

  static String key(Plan.Candidate candidate) {
    return candidate.provider() + "/" + candidate.endpoint();
  }
}
