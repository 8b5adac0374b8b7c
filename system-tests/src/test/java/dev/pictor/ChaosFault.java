package dev.pictor;

import dev.pictor.testing.EmulatedService;
import dev.pictor.testing.Fault;
import dev.pictor.testing.FaultRule;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/** One way in which an exchange can go wrong, and at which stages it can. */
final class ChaosFault {
  /** What a fault takes place in. */
  static final class Place {
    final EmulatedService service;
    final ChaosNetwork network;
    final ForeignServer foreign;

    Place(EmulatedService service, ChaosNetwork network, ForeignServer foreign) {
      this.service = service;
      this.network = network;
      this.foreign = foreign;
    }

    String origin(ChaosStage stage) {
      return stage == ChaosStage.DOWNLOAD ? service.filesUrl() : service.url();
    }
  }

  private enum Sort {
    /** The answer is another, and says that nothing was done. */
    REFUSAL,
    /** The answer is another, and says nothing about what was done. */
    ANSWER,
    /** The real answer is changed on its way. */
    CHANGE,
    /** The same, of JSON. */
    JSON_CHANGE,
    /** The network breaks. */
    NETWORK
  }

  private final String name;
  private final Sort sort;
  private final Optional<BiFunction<Place, ChaosStage, Fault>> fault;
  private final Optional<NetworkFault> broken;
  private final boolean isSilent;

  private ChaosFault(
      String name,
      Sort sort,
      Optional<BiFunction<Place, ChaosStage, Fault>> fault,
      Optional<NetworkFault> broken,
      boolean isSilent) {
    this.name = name;
    this.sort = sort;
    this.fault = fault;
    this.broken = broken;
    this.isSilent = isSilent;
  }

  static ChaosFault refusal(String name, BiFunction<Place, ChaosStage, Fault> fault) {
    return new ChaosFault(name, Sort.REFUSAL, Optional.of(fault), Optional.empty(), false);
  }

  static ChaosFault answer(String name, BiFunction<Place, ChaosStage, Fault> fault) {
    return new ChaosFault(name, Sort.ANSWER, Optional.of(fault), Optional.empty(), false);
  }

  static ChaosFault change(String name, Fault fault) {
    return new ChaosFault(
        name, Sort.CHANGE, Optional.of((place, stage) -> fault), Optional.empty(), false);
  }

  /** For an image it is none, or one that no client could notice. */
  static ChaosFault jsonChange(String name, Fault fault) {
    return new ChaosFault(
        name, Sort.JSON_CHANGE, Optional.of((place, stage) -> fault), Optional.empty(), false);
  }

  static ChaosFault network(NetworkFault fault) {
    return new ChaosFault(
        fault.toString().toLowerCase(Locale.ROOT).replace('_', ' '),
        Sort.NETWORK,
        Optional.empty(),
        Optional.of(fault),
        false);
  }

  /** The same fault, of which the client learns by its own patience only. */
  ChaosFault silent() {
    return new ChaosFault(name, sort, fault, broken, true);
  }

  boolean isSilent() {
    return isSilent;
  }

  /** Whether a client that meets it once has no reason to wait until its deadline. */
  boolean isOverAtOnce() {
    return !isSilent && !name.endsWith("3600");
  }

  boolean fits(ChaosStage stage) {
    switch (sort) {
      case REFUSAL:
        return !stage.isAfterThePayment();
      case CHANGE:
        return !stage.isBeforeThePayment();
      case JSON_CHANGE:
        return !stage.isBeforeThePayment()
            && stage != ChaosStage.DOWNLOAD
            && stage != ChaosStage.STREAM;
      case NETWORK:
        boolean hasEffect = broken.map(NetworkFault::isInReply).orElse(false);
        return !(hasEffect ? stage.isBeforeThePayment() : stage.isAfterThePayment());
      default:
        return true;
    }
  }

  /**
   * Lets it happen at a stage, to the first exchange or to all.
   *
   * @return whether it has happened
   */
  BooleanSupplier happen(Place place, ChaosStage stage, int times) {
    if (broken.isPresent()) {
      AtomicInteger hits = new AtomicInteger();
      NetworkFault what = broken.get();
      place.network.failBy(
          request ->
              ChaosNetwork.step(request) == stage.step && hits.getAndIncrement() < times
                  ? Optional.of(what)
                  : Optional.empty());
      return () -> hits.get() > 0;
    }
    Fault made = fault.orElseThrow(AssertionError::new).apply(place, stage);
    boolean isLate = stage.isAfterThePayment() && sort == Sort.ANSWER;
    FaultRule rule =
        place.service.fail(stage.step, isLate ? made.afterEffect() : made).times(times);
    return () -> rule.hits() > 0;
  }

  @Override
  public String toString() {
    return name;
  }
}
