package dev.pictor.internal.plan;

import dev.pictor.model.Cost;
import java.math.BigDecimal;
import java.util.Optional;

/** Refuses what would cost more than the caller allows, or nobody knows how much. */
final class Budget {
  private Budget() {}

  static void check(Draft draft, Optional<Cost> cost) {
    Optional<BigDecimal> limit = draft.request().maxCost();
    if (!limit.isPresent()) {
      return;
    }
    String cap = "maxCost is " + limit.get().toPlainString() + " USD";
    if (!cost.isPresent()) {
      draft.refuse(
          cap
              + ", and the price of "
              + draft.spec().endpoint()
              + " is not known; leave maxCost out to run it all the same");
    } else if (!CostEstimate.unknown(draft).isEmpty()) {
      draft.refuse(
          cap
              + ", and the price of "
              + draft.spec().endpoint()
              + " counts what is not known beforehand: "
              + CostEstimate.unknown(draft)
              + "; leave maxCost out to run it all the same");
    } else if (cost.get().amount().compareTo(limit.get()) > 0) {
      draft.refuse(
          cap
              + ", and "
              + FanOut.made(draft).orElse((long) draft.request().n())
              + " images are estimated at "
              + cost.get().amount().toPlainString()
              + " USD ("
              + cost.get().note().orElse("")
              + "); raise maxCost, or ask for fewer or smaller images");
    }
  }
}
