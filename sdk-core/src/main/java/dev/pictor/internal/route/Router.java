package dev.pictor.internal.route;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.internal.plan.Machine;
import dev.pictor.internal.plan.Planner;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.Plan;
import dev.pictor.model.RoutingPolicy;
import dev.pictor.spi.Provider;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Plans a request for every provider that knows its model. */
public final class Router {
  private Router() {}

  /** As the other, on a machine that adds nothing. */
  public static Plan planAll(ImageRequest request, List<? extends Provider> providers) {
    return planAll(request, providers, Machine.none(), Optional.empty());
  }

  /**
   * What each provider would be sent; those that cannot serve the request say why.
   *
   * @param providers the configured ones, in the order in which they are to be tried
   * @param machine what this machine has to add
   * @param chosenSeed for a request that has none; it is brought into the range of each endpoint
   * @throws RequestRefusedException if the model is not known
   */
  public static Plan planAll(
      ImageRequest request,
      List<? extends Provider> providers,
      Machine machine,
      Optional<BigInteger> chosenSeed) {
    Plan.Builder plan = Plan.builder().request(request);
    for (ModelChoice choice : ModelResolver.resolve(request.model(), providers)) {
      Provider provider = choice.provider();
      plan.addCandidates(
          Planner.plan(request, Planner.Target.of(provider, choice.spec()), machine, chosenSeed));
    }
    return plan.build();
  }

  /** The same plan with its candidates in the order in which a policy would try them. */
  public static Plan ordered(Plan plan, RoutingPolicy policy) {
    return plan.candidates().size() < 2
        ? plan
        : Plan.builder()
            .request(plan.request())
            .candidates(Ranking.offline(plan.candidates(), policy))
            .build();
  }

  /** No candidate can serve the request: every reason of every candidate. */
  static RequestRefusedException refused(Plan plan) {
    ErrorDetails.Builder details = ErrorDetails.builder();
    if (plan.candidates().size() == 1) {
      details.provider(plan.candidates().get(0).provider());
    }
    return new RequestRefusedException(reasons(plan), details.build());
  }

  private static String reasons(Plan plan) {
    StringBuilder out = new StringBuilder("The request cannot be served; nothing was sent.");
    for (Plan.Candidate candidate : plan.candidates()) {
      for (String reason : candidate.refusals()) {
        out.append("\n  ").append(candidate.provider()).append(": ").append(reason);
      }
    }
    return out.toString();
  }
}
