package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What fal accepts in one field of an input. */
interface FalField {
  BigInteger LARGEST_SEED = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  /** What is wrong with this value of the field with that name; empty if nothing is. */
  Optional<FalDetail> check(String name, JsonValue value);

  static FalField text() {
    return (name, value) ->
        value.kind() == JsonValue.Kind.STRING
            ? Optional.empty()
            : wrong("string_type", "Input should be a valid string", name, value);
  }

  static FalField flag() {
    return (name, value) ->
        value.kind() == JsonValue.Kind.BOOLEAN
            ? Optional.empty()
            : wrong("bool_type", "Input should be a valid boolean", name, value);
  }

  static FalField texts() {
    return (name, value) ->
        value.kind() == JsonValue.Kind.ARRAY
                && value.elements().stream().allMatch(e -> e.kind() == JsonValue.Kind.STRING)
            ? Optional.empty()
            : wrong("list_type", "Input should be a valid list", name, value);
  }

  /** An unsigned integer of 64 bits, or null for any. */
  static FalField seed() {
    return (name, value) -> {
      if (value.isNull()) {
        return Optional.empty();
      }
      Optional<BigInteger> seed = value.asBigInteger();
      return seed.isPresent() && seed.get().signum() >= 0 && seed.get().compareTo(LARGEST_SEED) <= 0
          ? Optional.empty()
          : wrong("int_parsing", "Input should be a valid integer", name, value);
    };
  }

  static FalField integer(int min, int max) {
    return (name, value) ->
        value.asBigInteger().isPresent()
            ? range(name, value, BigDecimal.valueOf(min), BigDecimal.valueOf(max))
            : wrong("int_type", "Input should be a valid integer", name, value);
  }

  static FalField number(String min, String max) {
    return (name, value) ->
        value.kind() == JsonValue.Kind.NUMBER
            ? range(name, value, new BigDecimal(min), new BigDecimal(max))
            : wrong("float_type", "Input should be a valid number", name, value);
  }

  static FalField oneOf(String... allowed) {
    List<String> all = Arrays.asList(allowed);
    return (name, value) -> {
      if (value.asString().filter(all::contains).isPresent()) {
        return Optional.empty();
      }
      String expected = all.stream().map(s -> "'" + s + "'").collect(Collectors.joining(" or "));
      FalDetail detail =
          FalDetail.of("literal_error", "Input should be " + expected, name)
              .context("expected", JsonValue.of(expected))
              .input(value);
      return Optional.of(detail);
    };
  }

  /** A preset, or an object of two sides. */
  static FalField imageSize(String... presets) {
    FalField preset = oneOf(presets);
    return (name, value) -> {
      if (value.kind() != JsonValue.Kind.OBJECT) {
        return preset.check(name, value);
      }
      for (String side : new String[] {"width", "height"}) {
        Optional<JsonValue> length = value.member(side);
        if (length.isPresent()) {
          Optional<FalDetail> problem = side(name, side, length.get());
          if (problem.isPresent()) {
            return problem;
          }
        }
      }
      return Optional.empty();
    };
  }

  static Optional<FalDetail> side(String name, String side, JsonValue length) {
    Optional<BigInteger> pixels = length.asBigInteger();
    if (!pixels.isPresent()) {
      return Optional.of(
          FalDetail.of("int_type", "Input should be a valid integer", name, side).input(length));
    }
    if (pixels.get().signum() <= 0) {
      return Optional.of(
          FalDetail.of("greater_than", "Input should be greater than 0", name, side)
              .context("gt", JsonValue.of(0))
              .input(length));
    }
    if (pixels.get().compareTo(BigInteger.valueOf(FalSizes.LONGEST_SIDE)) > 0) {
      return Optional.of(
          FalDetail.of(
                  "less_than_equal",
                  "Input should be less than or equal to " + FalSizes.LONGEST_SIDE,
                  name,
                  side)
              .context("le", JsonValue.of(FalSizes.LONGEST_SIDE))
              .input(length));
    }
    return Optional.empty();
  }

  static Optional<FalDetail> range(String name, JsonValue value, BigDecimal min, BigDecimal max) {
    BigDecimal number = value.asNumber().orElse(BigDecimal.ZERO);
    if (number.compareTo(min) < 0) {
      return Optional.of(
          FalDetail.of(
                  "greater_than_equal", "Input should be greater than or equal to " + min, name)
              .context("ge", JsonValue.of(min))
              .input(value));
    }
    if (number.compareTo(max) > 0) {
      return Optional.of(
          FalDetail.of("less_than_equal", "Input should be less than or equal to " + max, name)
              .context("le", JsonValue.of(max))
              .input(value));
    }
    return Optional.empty();
  }

  static Optional<FalDetail> wrong(String type, String message, String name, JsonValue value) {
    return Optional.of(FalDetail.of(type, message, name).input(value));
  }
}
