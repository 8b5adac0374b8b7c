package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.ModerationException;
import dev.pictor.error.PictorException;
import dev.pictor.model.Cost;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JsonValue;
import dev.pictor.model.Plan;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import dev.pictor.testing.EmulatedService;
import dev.pictor.testing.FalFailure;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.Step;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requirement 16: the cost is exact, says where it comes from, and belongs to one result. */
@Timeout(30)
class CostTest {
  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private static ImageRequest.Builder boat(String model) {
    return ImageRequest.builder().model(model).prompt("a paper boat");
  }

  private static void costs(Cost cost, Cost.Basis basis, String amount) {
    assertThat(cost.basis()).isEqualTo(basis);
    assertThat(cost.amount()).isEqualByComparingTo(amount);
    assertThat(cost.currency()).isEqualTo("USD");
    assertThat(cost.note().get()).contains("2026-09-01", "list price");
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("dev.pictor.Models#all")
  void everyModelWithAPriceSaysWhatItCost(Service.Kind kind, String model) {
    ModelSpec spec = Models.spec(kind, model);
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      ImageRequest request = Models.minimal(kind, model).n(3).build();
      Plan.Candidate plan = client.plan(request).chosen().get();
      ImageResult result = client.generate(request);
      assertThat(result.cost().isPresent()).isEqualTo(spec.price().isPresent());
      assertThat(plan.cost().isPresent()).isEqualTo(spec.price().isPresent());
      plan.cost().ifPresent(cost -> assertThat(cost.basis()).isEqualTo(Cost.Basis.ESTIMATED));
      if (spec.price().isPresent()) {
        // Requirement 16: three images are three times the price, to the last digit.
        BigDecimal three = BigDecimal.ZERO;
        for (GeneratedImage image : result.images()) {
          three = three.add(priceOf(image, spec.price().get()));
        }
        assertThat(plan.cost().get().amount()).isEqualByComparingTo(three);
        assertThat(result.cost().get().amount()).isEqualByComparingTo(three);
      }
    }
  }

  /** By the file that came, in whatever the list price counts. */
  private static BigDecimal priceOf(GeneratedImage image, ModelSpec.Price price) {
    long units = 1;
    if (price.unit() == ModelSpec.Price.Unit.MEGAPIXEL) {
      long pixels = GeneratedImage.Facts.of(image.bytes()).size().get().pixels();
      units = (pixels + 999_999) / 1_000_000;
    } else {
      assertThat(price.unit()).isEqualTo(ModelSpec.Price.Unit.IMAGE);
    }
    BigDecimal first = price.firstAmount().orElse(price.amount());
    return first.add(price.amount().multiply(BigDecimal.valueOf(units - 1)));
  }

  @Test
  void whatFalReportsCountsMoreThanTheEstimate() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      ImageRequest request = boat("flux1.1-pro").size(2000, 1500).n(2).build();
      costs(client.plan(request).chosen().get().cost().get(), Cost.Basis.ESTIMATED, "0.24");
      Cost cost = client.generate(request).cost().get();
      costs(cost, Cost.Basis.REPORTED, "0.24");
      assertThat(cost.note().get()).contains("6 billable units");
    }
  }

  @Test
  void unitsAreNotImages() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service
          .emulator()
          .fail(
              Step.RESULT,
              Fault.rewriteReply(reply -> reply.header("x-fal-billable-units", "0.22")));
      Cost cost = client.generate(boat("flux1.1-pro").build()).cost().get();
      costs(cost, Cost.Basis.REPORTED, "0.0088");
    }
  }

  @Test
  void withoutAReportItIsTheEstimate() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      costs(
          client.generate(boat("flux1.1-pro").n(3).build()).cost().get(),
          Cost.Basis.ESTIMATED,
          "0.12");
    }
  }

  /** To add up or to write 1E-9999999 takes minutes, which the image would wait for. */
  @ParameterizedTest
  @ValueSource(strings = {"1E-9999999", "1E+9999999"})
  void aReportThatCanBeNoCountIsNotBelieved(String units) {
    try (Service service = Service.fal();
        ImageClient client =
            ImageClient.builder()
                .provider(reporting(new BigDecimal(units), service.provider()))
                .time(time)
                .build()) {
      Cost cost = client.generate(boat("flux1.1-pro").n(8).build()).cost().get();
      costs(cost, Cost.Basis.ESTIMATED, "0.64");
      assertThat(cost).hasToString("0.64 USD (estimated)");
    }
  }

  /** The provider, which says of each job that it has counted these units. */
  private static Provider reporting(BigDecimal units, Provider provider) {
    return retelling(
        ProviderOutput.class,
        output ->
            ProviderOutput.builder()
                .images(output.images())
                .billableUnits(units)
                .raw(output.raw())
                .build(),
        provider);
  }

  /** The provider, which says of each job that its moderation withholds that it bills these. */
  private static Provider billing(BigDecimal units, Provider provider) {
    return retelling(
        ModerationException.class,
        why ->
            new ModerationException(
                "withheld", why.details().toBuilder().billableUnits(units).build()),
        provider);
  }

  /** The provider, with another answer for each of a kind. */
  private static <T> Provider retelling(
      Class<T> kind, UnaryOperator<T> otherwise, Provider provider) {
    return (Provider)
        Proxy.newProxyInstance(
            Provider.class.getClassLoader(),
            new Class<?>[] {Provider.class},
            (proxy, called, arguments) -> {
              Object answer = called.invoke(provider, arguments);
              return kind.isInstance(answer) ? otherwise.apply(kind.cast(answer)) : answer;
            });
  }

  @Test
  void whatFailedIsNotPaidAndWhatTheOthersReportIsKept() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service
          .emulator()
          .jobsWith(
              input -> seed(input) == 48,
              JobScript.failsWith(FalFailure.noMediaGenerated()).queuedPolls(0).runningPolls(0));
      Cost cost = client.generate(boat("flux1.1-pro").seed(40).n(9).build()).cost().get();
      costs(cost, Cost.Basis.REPORTED, "0.64"); // two calls of four images of two megapixels
      assertThat(cost.note().get()).contains("16 billable units");
    }
  }

  /** fal charges for some inputs that a model refuses. */
  @Test
  void whatFalBilledForAFailedJobIsCounted() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      EmulatedService fal = service.emulator();
      fal.jobsWith(input -> seed(input) == 44, failingAt(FalFailure.noMediaGenerated(), "0.5"));
      fal.jobsWith(input -> seed(input) == 48, failingAt(FalFailure.contentPolicy(), "1.25"));
      ImageResult result = client.generate(boat("flux1.1-pro").seed(40).n(10).build());
      Cost cost = result.cost().get();
      costs(cost, Cost.Basis.REPORTED, "0.39"); // four images of two megapixels, and 1.75
      assertThat(cost.note().get()).contains("9.75 billable units");
      PictorException failure = (PictorException) result.outcomes().get(4).failure().get();
      assertThat(failure.details().billableUnits()).contains(new BigDecimal("0.5"));
    }
  }

  @Test
  void soItIsWhereTheFirstUnitHasAPriceOfItsOwn() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      ImageRequest boats = boat("flux-2-pro").n(6).build();
      BigDecimal whole = client.generate(boats.toBuilder().seed(90).build()).cost().get().amount();
      service
          .emulator()
          .jobsWith(input -> seed(input) == 40, failingAt(FalFailure.contentPolicy(), "7"));
      ImageResult result = client.generate(boats.toBuilder().seed(40).build());
      Cost cost = result.cost().get();
      BigDecimal five = whole.multiply(new BigDecimal(5)).divide(new BigDecimal(6));
      costs(cost, Cost.Basis.ESTIMATED, five.add(new BigDecimal("0.12")).toPlainString());
      assertThat(cost.note().get())
          .contains("7 billable units", "at 0.015 USD each, the first at 0.03");
    }
  }

  @Test
  void soItIsWhereAnotherProviderWasAskedNext() {
    try (Pair pair = new Pair(Service.Kind.FAL)) {
      pair.first().nextJob(failingAt(FalFailure.downstreamUnavailable(), "3"));
      ImageResult result = pair.client().generate(Pair.request().n(3).build());
      assertThat(result.provider()).isEqualTo("replicate");
      assertThat(pair.submissions()).isEqualTo("1+3");
      Cost cost = result.cost().get();
      costs(cost, Cost.Basis.ESTIMATED, "0.24"); // three images there, and three units before
      assertThat(cost.note().get()).contains("3 billable units", "3 images as estimated");
    }
  }

  /** The sum without it would be too low. */
  @ParameterizedTest
  @ValueSource(strings = {"1E-9999999", "1E+9999999"})
  void thereIsNoSumWhereWhatIsBilledForAFailedJobCanBeNoCount(String units) {
    try (Service service = Service.fal();
        ImageClient client =
            ImageClient.builder()
                .provider(billing(new BigDecimal(units), service.provider()))
                .time(time)
                .build()) {
      service
          .emulator()
          .jobsWith(input -> seed(input) == 40, failingAt(FalFailure.contentPolicy(), "1"));
      ImageResult result = client.generate(boat("flux-2-pro").seed(40).n(2).build());

      assertThat(result.images()).hasSize(1);
      assertThat(((PictorException) result.outcomes().get(0).failure().get()).details())
          .satisfies(why -> assertThat(why.billableUnits()).contains(new BigDecimal(units)));
      assertThat(result.cost()).isEmpty();
    }
  }

  private static int seed(JsonValue input) {
    return input.member("seed").flatMap(JsonValue::asInt).get();
  }

  private static JobScript failingAt(FalFailure failure, String units) {
    return JobScript.failsWith(failure.withHeader("x-fal-billable-units", units))
        .queuedPolls(0)
        .runningPolls(0);
  }

  @Test
  void whatDoesNotReportIsEstimatedBesideWhatDoes() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      service
          .emulator()
          .fail(Step.RESULT, Fault.rewriteReply(reply -> reply.header("x-fal-billable-units", "")));
      Cost cost = client.generate(boat("flux1.1-pro").size(1000, 1000).n(8).build()).cost().get();
      costs(cost, Cost.Basis.ESTIMATED, "0.32");
      assertThat(cost.note().get()).contains("4 billable units", "4 images as estimated");
    }
  }

  @Test
  void whatWasRefusedIsNotPaidAndWhatIsUnknownIsCounted() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service
          .emulator()
          .fail(Step.SUBMIT, Fault.json(422, "{\"detail\":\"no\"}"))
          .when(call -> !call.bodyText().contains("\"seed\":40"))
          .always();
      ImageRequest four = boat("flux1.1-pro").seed(40).n(4).build();
      costs(client.generate(four).cost().get(), Cost.Basis.ESTIMATED, "0.04");
    }
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      service
          .emulator()
          .fail(Step.SUBMIT, Fault.disconnect().afterEffect())
          .when(call -> call.bodyText().contains("\"seed\":42"));
      service.emulator().fail(Step.LIST, Fault.html(500)).always(); // nobody can be asked
      ImageRequest three = boat("flux1.1-pro").seed(40).n(3).build();
      Cost cost = client.generate(three).cost().get();
      costs(cost, Cost.Basis.ESTIMATED, "0.12");
      assertThat(cost.note().get()).contains("counted: image 2");
    }
  }

  @Test
  void imagesThatAnOptionAsksForAreCounted() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      ImageRequest more = boat("flux-schnell").option("num_outputs", JsonValue.of(4)).build();
      ImageResult result = client.generate(more);
      assertThat(result.images()).hasSize(4);
      costs(result.cost().get(), Cost.Basis.ESTIMATED, "0.012");
    }
  }

  @Test
  void eachResultHasACostOfItsOwn() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      List<CompletableFuture<ImageResult>> results = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        results.add(
            client.generateAsync(
                boat(i % 2 == 0 ? "flux1.1-pro" : "flux-schnell").n(1 + i % 5).build()));
      }
      for (int i = 0; i < 20; i++) {
        BigDecimal price = new BigDecimal(i % 2 == 0 ? "0.04" : "0.003");
        assertThat(results.get(i).join().cost().get().amount())
            .isEqualByComparingTo(price.multiply(new BigDecimal(1 + i % 5)));
      }
    }
  }

  @Test
  void withoutAPriceThereIsNoCost() {
    try (Service service = Service.fal();
        ImageClient client = service.client(time)) {
      ImageRequest request = boat("fal/acme/house-model").build();
      assertThat(client.plan(request).chosen().get().cost()).isEmpty();
      assertThat(client.generate(request).cost()).isEmpty();
    }
  }
}
