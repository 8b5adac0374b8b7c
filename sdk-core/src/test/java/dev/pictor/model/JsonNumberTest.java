package dev.pictor.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumberTest {
  @ParameterizedTest
  @CsvSource({
    "17454220438242315174, 17454220438242315174",
    "18446744073709551615, 18446744073709551615",
    "-9223372036854775809, -9223372036854775809",
    "1.0, 1",
    "1.50e1, 15",
    "1e3, 1000",
    "0, 0",
    "-0, 0",
    "0e0, 0"
  })
  void aWholeNumberIsExact(String text, BigInteger number) {
    assertThat(JsonValue.parse(text).asBigInteger()).contains(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.10", "-1.5", "1e-1", "1e1001", "1e999999999", "1e-999999999", "\"1\""})
  void whatIsNoWholeNumberIsNone(String text) {
    assertThat(JsonValue.parse(text).asBigInteger()).isEmpty();
    assertThat(JsonValue.parse(text).asInt()).isEmpty();
  }

  @Test
  void aDecimalNumberIsExact() {
    assertThat(JsonValue.parse("0.10").asNumber()).contains(new BigDecimal("0.10"));
    assertThat(JsonValue.parse("1e400").asNumber()).contains(new BigDecimal("1e400"));
    assertThat(JsonValue.parse("1e400").asBigInteger()).contains(BigInteger.TEN.pow(400));
    assertThat(JsonValue.parse("0.00000001").asNumber()).contains(new BigDecimal("0.00000001"));
  }

  @ParameterizedTest
  @CsvSource({
    "2147483647, 2147483647",
    "-2147483648, -2147483648",
    "7.0, 7",
  })
  void anIntIsRead(String text, int number) {
    assertThat(JsonValue.parse(text).asInt()).contains(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "-2147483649", "1.5", "true", "null", "\"7\""})
  void whatIsNoIntIsNone(String text) {
    assertThat(JsonValue.parse(text).asInt()).isEmpty();
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void aNumberIsNeverABomb() {
    String digits = String.join("", Collections.nCopies(2_000_000, "7"));
    for (String text :
        Arrays.asList(
            "1e999999999",
            "1e99999999999",
            "-1e-999999999",
            digits,
            "0." + digits,
            digits + "e9")) {
      JsonValue value = JsonValue.parse(text);

      assertThat(value.asBigInteger()).isEmpty();
      assertThat(value.asInt()).isEmpty();
      value.asNumber();
      assertThat(value.toString()).isEqualTo(text);
    }
  }

  @Test
  void aNumberThatHasNoExactValueIsNone() {
    assertThat(JsonValue.parse("1e99999999999").asNumber()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aNumberThatJsonCannotWriteIsRefused(double number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonValue.of(number))
        .withMessageContaining(Double.toString(number))
        .withMessageContaining("finite");
  }

  @Test
  void numbersAreEqualWhenWrittenTheSameWay() {
    assertThat(JsonValue.parse("1"))
        .isEqualTo(JsonValue.of(1))
        .isNotEqualTo(JsonValue.parse("1.0"));
    assertThat(JsonValue.of("1")).isNotEqualTo(JsonValue.of(1)).isNotEqualTo("1");
    assertThat(JsonValue.of("true")).isNotEqualTo(JsonValue.of(true));
    assertThat(JsonValue.of("null")).isNotEqualTo(JsonValue.ofNull());
  }
}
