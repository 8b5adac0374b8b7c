package dev.pictor.internal.plan;

import dev.pictor.model.Adjustment;
import dev.pictor.model.JsonValue;
import java.util.Optional;

/** Spreads the images of a request over as many calls as they need. */
final class FanOut {
  private FanOut() {}

  /** How many images one call makes at most. */
  static int perCall(Draft draft) {
    return draft.spec().countField().isPresent() ? Math.max(1, draft.spec().maxCount()) : 1;
  }

  static int callCount(Draft draft) {
    int perCall = perCall(draft);
    return (draft.request().n() + perCall - 1) / perCall;
  }

  /** How many images all calls make; empty where an option says it in a way that is not read. */
  static Optional<Long> made(Draft draft) {
    Optional<String> field = draft.spec().countField();
    if (!field.isPresent() || !draft.options().has(field.get())) {
      return Optional.of((long) draft.request().n());
    }
    Optional<Integer> each = draft.options().valueOf(field.get()).asInt();
    return each.isPresent() && each.get() > 0
        ? Optional.of((long) each.get() * callCount(draft))
        : Optional.empty();
  }

  /** Adds the field of the count as the first call has it, and records what becomes of n. */
  static void decide(Draft draft) {
    int n = draft.request().n();
    Optional<String> field = draft.spec().countField();
    if (field.isPresent() && draft.options().has(field.get())) {
      override(draft, n, field.get());
      return;
    }
    if (n == 1) {
      return;
    }
    int perCall = perCall(draft);
    if (field.isPresent() && perCall > 1) {
      draft.send(field.get(), JsonValue.of(Math.min(n, perCall)));
    }
    if (field.isPresent() && n <= perCall) {
      boolean same = field.get().equals("n");
      draft.keep(
          "n",
          same ? Adjustment.Mode.PASSTHROUGH : Adjustment.Mode.RENAMED,
          Integer.toString(n),
          field.get() + "=" + n);
    } else {
      draft.keep("n", Adjustment.Mode.EMULATED, Integer.toString(n), counts(n, perCall));
    }
  }

  private static void override(Draft draft, int n, String field) {
    if (n > 1) {
      draft.overridden("n", Integer.toString(n), field);
    }
    draft.warn(
        draft.options().keyOf(field)
            + " goes into each call; outcomes are still counted by n = "
            + n
            + ", so set n instead");
  }

  private static String counts(int n, int perCall) {
    StringBuilder out = new StringBuilder();
    int calls = (n + perCall - 1) / perCall;
    out.append(calls).append(" calls");
    if (perCall > 1) {
      out.append(" of at most ").append(perCall);
    }
    return out.toString();
  }

  /** What a reader should know of a seed when there is more than one image. */
  static String seedNote(Draft draft) {
    int n = draft.request().n();
    int perCall = perCall(draft);
    if (n <= perCall) {
      return "of the first image; the provider derives those of the others";
    }
    return perCall == 1
        ? "image i gets seed + i"
        : "a call gets seed + its first image; the provider derives those of the others";
  }
}
