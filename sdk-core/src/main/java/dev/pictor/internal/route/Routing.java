package dev.pictor.internal.route;

import dev.pictor.internal.http.Time;
import dev.pictor.internal.job.Leg;
import dev.pictor.internal.job.Route;
import dev.pictor.internal.job.Slot;
import dev.pictor.internal.plan.Machine;
import dev.pictor.internal.plan.Planner;
import dev.pictor.model.Cost;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.Plan;
import dev.pictor.model.PlannedCall;
import dev.pictor.model.RoutingPolicy;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.Provider;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The route of one request: its candidates in the order of the policy, the sound ones first. */
public final class Routing implements Route {
  private final ImageRequest request;
  private final List<Plan.Candidate> ranked;
  private final Function<String, Provider> providers;
  private final RoutingPolicy policy;
  private final Health health;
  private final Machine machine;
  private final Plan.Candidate chosen;
  private final String chosenKey;

  /**
   * @param machine what the plan was made with
   * @param providers the providers of the client, by name
   * @throws dev.pictor.error.RequestRefusedException if no candidate can serve the request
   */
  public Routing(
      Plan plan,
      Machine machine,
      Function<String, Provider> providers,
      RoutingPolicy policy,
      Health health,
      Time time) {
    this.request = plan.request();
    this.machine = machine;
    this.providers = providers;
    this.policy = policy;
    this.health = health;
    this.ranked = Ranking.of(plan.candidates(), policy, health, time);
    if (ranked.isEmpty()) {
      throw Router.refused(plan);
    }
    this.chosen =
        ranked.size() == 1 || policy.failOver() == RoutingPolicy.FailOver.NEVER
            ? ranked.get(0)
            : ranked.stream()
                .filter(candidate -> losesNoMore(candidate, ranked.get(0)))
                .filter(candidate -> health.isSound(Ranking.key(candidate)))
                .findFirst()
                .orElse(ranked.get(0));
    this.chosenKey = Ranking.key(chosen);
  }

  /** What is sent unless the provider fails. */
  public Plan.Candidate chosen() {
    return chosen;
  }

  @Override
  public Leg first(Slot images) {
    Leg planned = leg(provider(chosen), chosen, Collections.singletonList(images.call()));
    if (ranked.size() == 1 || health.admits(key(chosen))) {
      return planned;
    }
    return policy.failOver() == RoutingPolicy.FailOver.NEVER
        ? planned
        : following(images, Collections.singleton(chosen.provider()))
            .filter(leg -> health.isSound(key(leg.plan())))
            .orElse(planned);
  }

  @Override
  public Optional<Leg> next(Slot images, Set<String> tried) {
    return policy.failOver() == RoutingPolicy.FailOver.NEVER
        ? Optional.empty()
        : following(images, tried);
  }

  /** The sound ones first; the others are a last resort. */
  private Optional<Leg> following(Slot images, Set<String> tried) {
    List<Plan.Candidate> order = new ArrayList<>();
    List<Plan.Candidate> unsound = new ArrayList<>();
    for (Plan.Candidate candidate : ranked) {
      if (!tried.contains(candidate.provider()) && mayFollow(candidate)) {
        (health.isSound(key(candidate)) ? order : unsound).add(candidate);
      }
    }
    order.addAll(unsound);
    for (Plan.Candidate candidate : order) {
      try {
        Optional<Leg> leg = leg(candidate, images);
        if (leg.isPresent()) {
          return leg;
        }
      } catch (RuntimeException | Error e) {
        // A module with a bug is no provider to go on with, and must not end what is under way.
      }
    }
    return Optional.empty();
  }

  private boolean mayFollow(Plan.Candidate candidate) {
    return policy.risks().contains(RoutingPolicy.Risk.FAIL_OVER_WITH_DROPPED_PARAMETERS)
        || losesNoMore(candidate, chosen);
  }

  private static boolean losesNoMore(Plan.Candidate candidate, Plan.Candidate other) {
    return Ranking.lost(other).containsAll(Ranking.lost(candidate));
  }

  /** The call for some images at a candidate; empty where the endpoint cannot make these alone. */
  private Optional<Leg> leg(Plan.Candidate candidate, Slot images) {
    Provider provider = provider(candidate);
    Optional<ModelSpec> spec = spec(candidate);
    if (!spec.isPresent() || !hasOperationOfTheFirst(spec.get())) {
      return Optional.empty();
    }
    ImageRequest.Builder part = request.toBuilder().n(images.imageCount());
    images.seed().ifPresent(part::seed);
    Plan.Candidate plan =
        Planner.plan(
            part.build(), Planner.Target.of(provider, spec.get()), machine, Optional.empty());
    if (!plan.isUsable()) { // a part may be refused where the whole is not: its seed is another
      return Optional.empty();
    }
    List<PlannedCall> calls = new ArrayList<>();
    for (PlannedCall call : plan.calls()) {
      calls.add(call.toBuilder().firstImage(images.firstImage() + call.firstImage()).build());
    }
    return Optional.of(leg(provider, candidate, calls));
  }

  private Leg leg(Provider provider, Plan.Candidate candidate, List<PlannedCall> calls) {
    return new Leg(provider, candidate, calls, health.hasFailedSince(key(candidate)));
  }

  /** Whether it does what the first choice does: making an image is not editing one. */
  private boolean hasOperationOfTheFirst(ModelSpec spec) {
    return !spec(chosen).filter(first -> first.operation() != spec.operation()).isPresent();
  }

  /** By both names: one endpoint may serve several models, with and without an input image. */
  private Optional<ModelSpec> spec(Plan.Candidate candidate) {
    return provider(candidate).models().stream()
        .filter(model -> model.endpoint().equals(candidate.endpoint()))
        .filter(model -> model.id().equals(candidate.model()))
        .findFirst();
  }

  private Provider provider(Plan.Candidate candidate) {
    return providers.apply(candidate.provider());
  }

  @Override
  public boolean goesOnAfter(RuntimeException failure, boolean mayBeAlive) {
    return Recovery.isPossible(failure, mayBeAlive, policy);
  }

  @Override
  public Optional<Duration> hedgeAfter() {
    return ranked.size() == 1 ? Optional.empty() : policy.hedgeAfter();
  }

  @Override
  public Optional<Leg> hedge(Slot images, Set<String> tried) {
    return following(images, tried)
        .filter(leg -> leg.calls().size() == 1) // two halves would have to win together
        .filter(leg -> isAffordable(leg.plan()));
  }

  private boolean isAffordable(Plan.Candidate second) {
    if (!request.maxCost().isPresent()) {
      return true;
    }
    Optional<BigDecimal> both =
        chosen
            .cost()
            .map(Cost::amount)
            .flatMap(first -> second.cost().map(cost -> first.add(cost.amount())));
    return both.filter(sum -> sum.compareTo(request.maxCost().get()) <= 0).isPresent();
  }

  /** That of the first choice is known: most requests never have another one. */
  private String key(Plan.Candidate candidate) {
    boolean isChosen =
        candidate.provider().equals(chosen.provider())
            && candidate.endpoint().equals(chosen.endpoint());
    return isChosen ? chosenKey : Ranking.key(candidate);
  }

  @Override
  public void accepted(Leg leg) {
    if (!leg.isStale()) { // it was sent before the failure, and says nothing about the time since
      health.accepted(key(leg.plan()));
    }
  }

  @Override
  public void succeeded(Leg leg, Duration took) {
    health.succeeded(key(leg.plan()), took, !leg.isStale());
  }

  @Override
  public void failed(Leg leg, RuntimeException why) {
    health.failed(key(leg.plan()), why);
  }
}
