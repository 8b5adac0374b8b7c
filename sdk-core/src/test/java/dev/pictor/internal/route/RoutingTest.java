package dev.pictor.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.AuthenticationException;
import dev.pictor.error.BillingException;
import dev.pictor.error.ConfigurationException;
import dev.pictor.error.DeadlineExceededException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.InvalidInputException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RateLimitException;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.error.ServiceException;
import dev.pictor.error.TransportException;
import dev.pictor.internal.http.Time;
import dev.pictor.internal.job.Leg;
import dev.pictor.internal.job.Slot;
import dev.pictor.internal.plan.Machine;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JsonValue;
import dev.pictor.model.Plan;
import dev.pictor.model.RoutingPolicy;
import dev.pictor.model.RoutingPolicy.Risk;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Operation;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.ParameterRule;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ShapeRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoutingTest {
  private static final RoutingPolicy DEFAULTS = RoutingPolicy.defaults();
  private static final ErrorDetails NONE = ErrorDetails.none();
  private static final ErrorDetails RETRYABLE =
      ErrorDetails.builder().retry(ErrorDetails.Retry.MAY_HELP).build();

  private static final ImageRequest REQUEST =
      ImageRequest.builder().model("m").prompt("a fox").seed(7).build();

  private final Clock clock = new Clock();
  private final Health health = new Health(clock);

  private static final class Clock implements Time {
    long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public Alarm after(Duration delay, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double chance() {
      return 0.5;
    }
  }

  private static ModelSpec model(Operation operation, Parameter... parameters) {
    ModelSpec.Builder model = ModelSpec.builder().id("m").endpoint("a/m").operation(operation);
    for (Parameter parameter : parameters) {
      model.addParameters(
          ParameterRule.renamed(parameter, parameter.name().toLowerCase(java.util.Locale.ROOT)));
    }
    return model.build();
  }

  private static final ModelSpec WITH_SEED =
      model(Operation.TEXT_TO_IMAGE, Parameter.PROMPT, Parameter.SEED);
  private static final ModelSpec WITHOUT_SEED = model(Operation.TEXT_TO_IMAGE, Parameter.PROMPT);

  private static Provider provider(String name, ModelSpec model) {
    return new TableProvider(name, ".*", model);
  }

  private Routing routing(RoutingPolicy policy, Provider... providers) {
    return routing(REQUEST, policy, providers);
  }

  private Routing routing(ImageRequest request, RoutingPolicy policy, Provider... providers) {
    Map<String, Provider> byName = new HashMap<>();
    Arrays.stream(providers).forEach(provider -> byName.put(provider.name(), provider));
    Plan plan = Router.planAll(request, Arrays.asList(providers));
    return new Routing(plan, Machine.none(), byName::get, policy, health, clock);
  }

  private static Slot slot(Routing routing) {
    return new Slot(routing.chosen().calls().get(0));
  }

  private static Optional<String> next(Routing routing) {
    return routing
        .next(slot(routing), Collections.singleton(routing.chosen().provider()))
        .map(leg -> leg.provider().name());
  }

  // --- what must not be lost

  @Test
  @DisplayName("requirement 23: who would drop the seed is asked only where nobody else is")
  void whoLosesLeastIsFirst() {
    Routing routing = routing(DEFAULTS, provider("one", WITHOUT_SEED), provider("two", WITH_SEED));
    assertThat(routing.chosen().provider()).isEqualTo("two");
    assertThat(next(routing)).isEmpty();

    RoutingPolicy allowed =
        RoutingPolicy.builder().allow(Risk.FAIL_OVER_WITH_DROPPED_PARAMETERS).build();
    Routing lossy = routing(allowed, provider("one", WITHOUT_SEED), provider("two", WITH_SEED));
    assertThat(lossy.chosen().provider()).isEqualTo("two");
    assertThat(next(lossy)).contains("one");
  }

  @Test
  void whatNobodyKeepsIsNoReasonToStop() {
    Routing routing =
        routing(DEFAULTS, provider("one", WITHOUT_SEED), provider("two", WITHOUT_SEED));
    assertThat(routing.chosen().provider()).isEqualTo("one");
    assertThat(next(routing)).contains("two");
  }

  @Test
  void whatAnOptionReplacesIsNotLost() {
    ModelSpec shaped =
        ModelSpec.builder()
            .id("m")
            .endpoint("a/m")
            .operation(Operation.TEXT_TO_IMAGE)
            .addParameters(ParameterRule.passthrough(Parameter.PROMPT, "prompt"))
            .shape(ShapeRule.builder().field("image_size").ratios("1:1", "16:9").build())
            .build();
    ImageRequest.Builder request =
        ImageRequest.builder().model("m").prompt("a fox").aspectRatio(AspectRatio.of(16, 9));
    Provider one = provider("one", shaped);
    Provider two = provider("two", shaped);

    ImageRequest first = request.option("one/image_size", JsonValue.of("wide")).build();
    assertThat(routing(first, DEFAULTS, one, two).chosen().provider()).isEqualTo("one");
    assertThat(next(routing(first, DEFAULTS, one, two))).contains("two");

    ImageRequest both = request.option("two/image_size", JsonValue.of("wide")).build();
    assertThat(next(routing(both, DEFAULTS, two, one))).contains("one");
    assertThat(next(routing(both, DEFAULTS, one, two))).contains("two");
  }

  @Test
  @DisplayName("requirement 24: fail-over goes to an endpoint of the same operation")
  void anotherOperationIsNotAskedNext() {
    Routing routing =
        routing(
            DEFAULTS,
            provider("one", WITH_SEED),
            provider("two", model(Operation.EDIT, Parameter.PROMPT, Parameter.SEED)));
    assertThat(next(routing)).isEmpty();
  }

  @Test
  void theImagesKeepTheirPlaceAndTheirSeed() {
    Routing routing = routing(DEFAULTS, provider("one", WITH_SEED), provider("two", WITH_SEED));
    Slot third =
        new Slot(
            routing.chosen().calls().get(0).toBuilder()
                .firstImage(2)
                .seed(java.math.BigInteger.valueOf(9))
                .build());
    Leg leg = routing.next(third, Collections.singleton("one")).get();
    assertThat(leg.calls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.firstImage()).isEqualTo(2);
              assertThat(call.seed()).hasToString("Optional[9]");
            });
  }

  @Test
  void aModuleWithABugIsNoProviderToGoOnWith() {
    Provider two = provider("two", WITH_SEED);
    Plan plan = Router.planAll(REQUEST, Arrays.asList(provider("one", WITH_SEED), two));
    Routing routing =
        new Routing(
            plan,
            Machine.none(),
            name -> {
              if (name.equals("two")) {
                throw new IllegalStateException("a bug");
              }
              return provider("one", WITH_SEED);
            },
            DEFAULTS,
            health,
            clock);
    assertThat(next(routing)).isEmpty();
  }

  // --- which failures

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new TransportException("x", NONE), true),
        Arguments.of(new ServiceException("x", NONE), true),
        Arguments.of(new RateLimitException("x", NONE), true),
        Arguments.of(new DeadlineExceededException("x", NONE), true),
        Arguments.of(new JobFailedException("x", RETRYABLE), true),
        Arguments.of(new JobFailedException("x", NONE), false),
        Arguments.of(new InvalidInputException("x", RETRYABLE), false),
        Arguments.of(new RequestRefusedException("x", NONE), false),
        Arguments.of(new AuthenticationException("x", RETRYABLE), false),
        Arguments.of(new BillingException("x", RETRYABLE), false),
        Arguments.of(new ConfigurationException("x", NONE), false),
        Arguments.of(new NotFoundException("x", NONE), false),
        Arguments.of(new ModerationException("x", RETRYABLE), false),
        Arguments.of(new JobCanceledException("x", NONE), false));
  }

  @ParameterizedTest
  @MethodSource("failures")
  @DisplayName("requirement 28: fail-over follows what may pass, and nothing else")
  void failOverFollowsWhatMayPass(PictorException failure, boolean goesOn) {
    Routing routing = routing(DEFAULTS, provider("one", WITH_SEED), provider("two", WITH_SEED));
    assertThat(routing.goesOnAfter(failure, false)).isEqualTo(goesOn);
    assertThat(routing.goesOnAfter(failure, true)).as("with a job that may be billed").isFalse();
  }

  @Test
  void aRiskIsTakenByThoseWhoNameItAndNoOther() {
    Routing twice =
        routing(
            RoutingPolicy.builder().allow(Risk.FAIL_OVER_AND_MAYBE_PAY_TWICE).build(),
            provider("one", WITH_SEED));
    assertThat(twice.goesOnAfter(new OutcomeUnknownException("x", NONE), true)).isTrue();
    assertThat(twice.goesOnAfter(new ModerationException("x", NONE), false)).isFalse();

    Routing moderated =
        routing(
            RoutingPolicy.builder().allow(Risk.FAIL_OVER_AFTER_MODERATION).build(),
            provider("one", WITH_SEED));
    assertThat(moderated.goesOnAfter(new ModerationException("x", NONE), false)).isTrue();
    assertThat(moderated.goesOnAfter(new OutcomeUnknownException("x", NONE), true)).isFalse();
  }

  // --- who is sound

  private static List<Leg> legs(Routing routing, int count) {
    return Stream.generate(() -> routing.first(slot(routing)))
        .limit(count)
        .collect(java.util.stream.Collectors.toList());
  }

  private static Stream<String> names(List<Leg> legs) {
    return legs.stream().map(leg -> leg.provider().name());
  }

  @Test
  void oneOutageSendsWhatFollowsElsewhereAndOneCallOnTrialAfterAPause() {
    Provider one = provider("one", WITH_SEED);
    Provider two = provider("two", WITH_SEED);
    Routing routing = routing(DEFAULTS, one, two);
    Leg lost = routing.first(slot(routing));
    assertThat(lost.isStale()).isFalse();
    routing.failed(lost, new OutcomeUnknownException("x", NONE));
    assertThat(lost.isStale()).isTrue();

    assertThat(names(legs(routing, 2))).containsExactly("two", "two");
    assertThat(routing(DEFAULTS, one, two).chosen().provider()).isEqualTo("two");

    clock.nanos += Duration.ofSeconds(10).toNanos();
    List<Leg> after = legs(routing, 2);
    assertThat(names(after)).as("one on trial").containsExactly("one", "two");

    routing.failed(after.get(0), new ServiceException("x", NONE));
    clock.nanos += Duration.ofSeconds(19).toNanos();
    assertThat(names(legs(routing, 1))).as("the pause doubles").containsExactly("two");
    clock.nanos += Duration.ofSeconds(1).toNanos();
    Leg trial = routing.first(slot(routing));
    assertThat(trial.provider().name()).isEqualTo("one");
    routing.accepted(trial);
    assertThat(names(legs(routing, 2))).containsExactly("one", "one");
  }

  @Test
  void aTrialOfWhichNothingIsHeardIsFollowedByAnother() {
    Routing routing = routing(DEFAULTS, provider("one", WITH_SEED), provider("two", WITH_SEED));
    routing.failed(routing.first(slot(routing)), new ServiceException("x", NONE));
    for (int seconds : new int[] {10, 20, 40, 80}) {
      clock.nanos += Duration.ofSeconds(seconds).toNanos() - 1;
      assertThat(names(legs(routing, 1))).as("too early").containsExactly("two");
      clock.nanos += 1;
      // Each of these is canceled by its caller before it is sent.
      assertThat(names(legs(routing, 2))).as("after " + seconds).containsExactly("one", "two");
    }
  }

  @Test
  void whatWasSentBeforeAnOutageDoesNotEndIt() {
    Routing routing = routing(DEFAULTS, provider("one", WITH_SEED), provider("two", WITH_SEED));
    List<Leg> both = legs(routing, 2);
    routing.failed(both.get(0), new OutcomeUnknownException("x", NONE));
    routing.accepted(both.get(1));
    routing.succeeded(both.get(1), Duration.ofSeconds(3));
    assertThat(names(legs(routing, 1))).containsExactly("two");
  }

  @Test
  void theFaultOfARequestSaysNothingAboutAProvider() {
    Routing routing = routing(DEFAULTS, provider("one", WITH_SEED), provider("two", WITH_SEED));
    Leg leg = routing.first(slot(routing));
    for (int i = 0; i < 10; i++) {
      routing.failed(leg, new InvalidInputException("x", NONE));
      routing.failed(leg, new ModerationException("x", NONE));
      routing.failed(leg, new BillingException("x", NONE));
    }
    assertThat(names(legs(routing, 1))).containsExactly("one");
  }

  @Test
  void theLastResortIsAskedThoughItHasFailed() {
    Routing routing = routing(DEFAULTS, provider("one", WITH_SEED), provider("two", WITH_SEED));
    for (String name : Arrays.asList("one", "two")) {
      Leg leg = routing.first(slot(routing));
      assertThat(leg.provider().name()).isEqualTo(name);
      routing.failed(leg, new ServiceException("x", NONE));
    }
    assertThat(names(legs(routing, 1))).containsExactly("one");
  }

  @Test
  void theFastestIsTheOneThatWasFastOfLate() {
    RoutingPolicy fastest = RoutingPolicy.builder().order(RoutingPolicy.Order.FASTEST).build();
    Provider one = provider("one", WITH_SEED);
    Provider two = provider("two", WITH_SEED);
    Routing routing = routing(DEFAULTS, one, two);
    Leg first = routing.first(slot(routing));
    Leg second = routing.next(slot(routing), Collections.singleton("one")).get();
    routing.succeeded(first, Duration.ofSeconds(3));
    routing.succeeded(second, Duration.ofSeconds(5));
    assertThat(routing(fastest, one, two).chosen().provider()).isEqualTo("one");
    for (int i = 0; i < 5; i++) {
      routing.succeeded(first, Duration.ofSeconds(9));
    }
    assertThat(routing(fastest, one, two).chosen().provider()).isEqualTo("two");
  }

  @Test
  void candidatesStandInTheOrderInWhichTheyWouldBeTried() {
    Plan plan =
        Router.planAll(
            REQUEST, Arrays.asList(provider("one", WITHOUT_SEED), provider("two", WITH_SEED)));
    assertThat(Router.ordered(plan, DEFAULTS).candidates())
        .extracting(Plan.Candidate::provider)
        .containsExactly("two", "one");
  }

  @Test
  void aPlanNamesTheLikeliestByWeightFirst() {
    RoutingPolicy weighted = RoutingPolicy.builder().weight("two", 1).weight("three", 3).build();
    Plan plan =
        Router.planAll(
            REQUEST,
            Arrays.asList(
                provider("one", WITH_SEED),
                provider("two", WITH_SEED),
                provider("three", WITH_SEED)));
    assertThat(Router.ordered(plan, weighted).candidates())
        .extracting(Plan.Candidate::provider)
        .containsExactly("three", "two", "one");
  }
}
