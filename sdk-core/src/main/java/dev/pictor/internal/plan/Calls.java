package dev.pictor.internal.plan;

import dev.pictor.model.JsonValue;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.ParameterRule;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls of a complete draft, in the order of their images. Their bodies differ in count and
 * seed only.
 */
final class Calls {
  private static final Optional<ParameterRule> UNDESCRIBED_SEED =
      Optional.of(ParameterFate.undescribed(Parameter.SEED));

  private final Draft draft;
  private final String provider;
  private final Optional<ParameterRule> seedRule;
  private final boolean ownSeed;

  private Calls(Draft draft, String provider, Optional<ParameterRule> seedRule) {
    this.draft = draft;
    this.provider = provider;
    this.seedRule = seedRule;
    this.ownSeed = seedRule.isPresent() && draft.options().has(seedRule.get().name());
  }

  static List<PlannedCall> of(Draft draft, String provider) {
    return new Calls(draft, provider, seedRule(draft)).all();
  }

  private static Optional<ParameterRule> seedRule(Draft draft) {
    return draft.spec().isDescribed() ? draft.spec().rule(Parameter.SEED) : UNDESCRIBED_SEED;
  }

  private List<PlannedCall> all() {
    int n = draft.request().n();
    int perCall = FanOut.perCall(draft);
    if (ownSeed && n > perCall) {
      draft.warn(
          draft.options().keyOf(seedRule.map(ParameterRule::name).orElse(""))
              + " goes into each call: the images may be identical; set seed instead");
    }
    List<PlannedCall> calls = new ArrayList<>(FanOut.callCount(draft));
    for (int first = 0; first < n; first += perCall) {
      int count = Math.min(perCall, n - first);
      if (first > 0) {
        count(count);
      }
      calls.add(call(first, count, seed(first)));
    }
    return calls;
  }

  private void count(int count) {
    Optional<String> field = draft.spec().countField();
    if (!field.isPresent() || draft.options().has(field.get())) {
      return;
    }
    if (count > 1) {
      draft.send(field.get(), JsonValue.of(count));
    } else {
      draft.body().remove(field.get());
    }
  }

  /** Sends the seed of a call; what is sent comes back. */
  private Optional<BigInteger> seed(int first) {
    if (!seedRule.isPresent()) {
      return Optional.empty();
    }
    ParameterRule rule = seedRule.get();
    if (ownSeed) {
      return draft.options().valueOf(rule.name()).asBigInteger();
    }
    Optional<BigInteger> asked = draft.seed();
    if (first == 0 || !asked.isPresent()) {
      return asked; // the body has it already
    }
    BigInteger seed = SeedRange.fit(asked.get().add(BigInteger.valueOf(first)), rule);
    draft.send(rule.name(), SeedRange.json(seed, rule));
    return Optional.of(seed);
  }

  private PlannedCall call(int first, int count, Optional<BigInteger> seed) {
    PlannedCall.Builder call =
        PlannedCall.builder()
            .provider(provider)
            .endpoint(draft.spec().endpoint())
            .input(JsonValue.object(draft.body()))
            .firstImage(first)
            .imageCount(count)
            .seed(seed)
            .sentSize(draft.size())
            .addAllUploads(draft.uploads());
    for (Map.Entry<String, OptionSplit.Entry> header : draft.options().headers().entrySet()) {
      call.putHeaders(header.getKey(), header.getValue().text());
    }
    for (Map.Entry<String, OptionSplit.Entry> parameter : draft.options().query().entrySet()) {
      call.putQuery(parameter.getKey(), parameter.getValue().text());
    }
    return call.build();
  }
}
