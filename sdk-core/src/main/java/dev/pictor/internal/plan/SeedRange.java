package dev.pictor.internal.plan;

import dev.pictor.model.JsonValue;
import dev.pictor.spi.ParameterRule;
import java.math.BigInteger;

/** The seeds that an endpoint takes: from the largest one it goes on to the smallest. */
final class SeedRange {
  private static final BigInteger ALL = BigInteger.ONE.shiftLeft(64);

  private SeedRange() {}

  /** The seed itself if the endpoint takes it, otherwise the one that it stands for. */
  static BigInteger fit(BigInteger seed, ParameterRule rule) {
    BigInteger low = rule.min().isPresent() ? rule.min().get().toBigInteger() : BigInteger.ZERO;
    BigInteger seeds =
        rule.max().isPresent()
            ? rule.max().get().toBigInteger().subtract(low).add(BigInteger.ONE)
            : ALL.subtract(low);
    return seed.subtract(low).mod(seeds).add(low);
  }

  static JsonValue json(BigInteger seed, ParameterRule rule) {
    return rule.form() == ParameterRule.Form.STRING
        ? JsonValue.of(seed.toString())
        : JsonValue.of(seed);
  }
}
