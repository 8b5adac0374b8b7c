package dev.pictor.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "\"\"",
        "0",
        "-0",
        "0.10",
        "1.0",
        "1e400",
        "-1E-400",
        "18446744073709551615",
        "123456789012345678901234567890.123456789",
        "true",
        "false",
        "null",
        "[null,true,[],{},\"a\",1]",
        "{\"b\":1,\"a\":{\"c\":[0.10,null]},\"\":\"\"}",
        "\"äöü€😀\"",
        "\"\\\"\\\\\\n\\r\\t\\b\\f\\u0000\\u001f\""
      })
  void aTextIsWrittenAsItWasRead(String text) {
    JsonValue value = JsonValue.parse(text);

    assertThat(value).hasToString(text);
    assertThat(JsonValue.parse(value.toBytes())).isEqualTo(value).hasSameHashCodeAs(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n\t ",
        "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>",
        "Unauthorized",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "[",
        "[1",
        "[1,]",
        "[1,,2]",
        "[1 2]",
        "]",
        "\"open",
        "\"\\u12",
        "\"\\u12G4\"",
        "\"\\x\"",
        "'single'",
        "{a:1}",
        "{\"a\"=1}",
        "{\"a\":1} x",
        "{} {}",
        "1 2",
        "nul",
        "NaN",
        "Infinity",
        "-",
        "+1",
        "01",
        "1.",
        ".5",
        "1e",
        "0x10",
        "// comment\n1",
        "/* comment */ 1",
        "\uFEFF{}"
      })
  void aTextThatIsNotJsonIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonValue.parse(text))
        .withMessageMatching("(?s)Not .*")
        .withMessageNotContaining("setLenient");
    assertThatIllegalArgumentException().isThrownBy(() -> JsonValue.parse(text.getBytes(UTF_8)));
  }

  @Test
  void everyCutOfATextIsRefused() {
    String text = "{\"a\":[1.5,\"x\\u00e9\",true,null,{\"b\":{}}]}";
    for (int length = 0; length < text.length(); length++) {
      String cut = text.substring(0, length);
      assertThatIllegalArgumentException().as(cut).isThrownBy(() -> JsonValue.parse(cut));
    }
  }

  @Test
  void damagedTextsAreReadOrRefused() {
    Random random = new Random(20260901);
    byte[] text =
        "{\"images\":[{\"url\":\"https://v3.fal.media/a.png\",\"width\":1024}],\"seed\":1.5e3}"
            .getBytes(UTF_8);
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = text.clone();
      for (int hits = random.nextInt(4); hits >= 0; hits--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        JsonValue value = JsonValue.parse(damaged);
        assertThat(JsonValue.parse(value.toBytes())).isEqualTo(value);
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageStartingWith("Not ");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 300, 100_000})
  void deepNestingIsRefused(int depth) {
    String arrays = String.join("", Collections.nCopies(depth, "["));
    String objects = String.join("", Collections.nCopies(depth, "{\"a\":"));

    assertThatIllegalArgumentException().isThrownBy(() -> JsonValue.parse(arrays));
    assertThatIllegalArgumentException().isThrownBy(() -> JsonValue.parse(objects));
  }

  @Test
  void nestingIsReadAndWrittenAsDeepAsPromised() {
    String text =
        String.join("", Collections.nCopies(255, "["))
            + String.join("", Collections.nCopies(255, "]"));

    assertThat(JsonValue.parse(text)).hasToString(text);
  }

  @Test
  void aMessageSaysWhereTheTextEnds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonValue.parse("{\"images\":[1,"))
        .withMessage("Not JSON: it ends early at $.images[1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonValue.parse(" "))
        .withMessage("Not JSON: empty");
  }

  @Test
  void aRepeatedMemberKeepsItsLastValue() {
    JsonValue value = JsonValue.parse("{\"a\":1,\"b\":2,\"a\":3}");

    assertThat(value).hasToString("{\"a\":3,\"b\":2}");
  }

  @Test
  void bytesThatAreNotUtf8AreReplaced() {
    byte[] bytes = {'"', (byte) 0xff, (byte) 0xc3, '"'};

    assertThat(JsonValue.parse(bytes).asString()).contains("\uFFFD\uFFFD");
  }

  @Test
  void escapesAreRead() {
    assertThat(JsonValue.parse("\"\\u00e9\\ud83d\\ude00\\/\\\\\"").asString()).contains("é😀/\\");
  }

  @Test
  void whatJsonDoesNotTakeIsEscaped() {
    String text = "a\"b\\c\n\r\t\b\f\u0000\u001f/\u007f\u2028\u2029é😀";

    assertThat(JsonValue.of(text))
        .hasToString("\"a\\\"b\\\\c\\n\\r\\t\\b\\f\\u0000\\u001f/\u007f\\u2028\\u2029é😀\"");
    assertThat(JsonValue.objectBuilder().put(text, text).build().toBytes())
        .isEqualTo(("{" + JsonValue.of(text) + ":" + JsonValue.of(text) + "}").getBytes(UTF_8));
  }

  @Test
  void everyCharacterIsReadAsItWasWritten() {
    for (char character = 0; character < Character.MIN_SURROGATE; character++) {
      JsonValue value = JsonValue.of("<" + character + ">");
      assertThat(JsonValue.parse(value.toBytes())).isEqualTo(value);
      assertThat(JsonValue.parse(value.toString())).isEqualTo(value);
    }
  }

  @Test
  void whatHoldsNothingIsWrittenAsThat() {
    JsonValue nothing = JsonValue.objectBuilder().build();
    JsonValue none = JsonValue.array(Collections.emptyList());

    assertThat(nothing).hasToString("{}");
    assertThat(none).hasToString("[]");
    assertThat(JsonValue.array(Arrays.asList(nothing, none, JsonValue.ofNull())))
        .hasToString("[{},[],null]");
  }

  @Test
  void anAccessorOfAnotherKindIsEmpty() {
    for (String text : Arrays.asList("{\"a\":1}", "[1]", "\"a\"", "1", "true", "null")) {
      JsonValue value = JsonValue.parse(text);
      JsonValue.Kind kind = value.kind();

      assertThat(value.asString().isPresent()).isEqualTo(kind == JsonValue.Kind.STRING);
      assertThat(value.asNumber().isPresent()).isEqualTo(kind == JsonValue.Kind.NUMBER);
      assertThat(value.asBigInteger().isPresent()).isEqualTo(kind == JsonValue.Kind.NUMBER);
      assertThat(value.asInt().isPresent()).isEqualTo(kind == JsonValue.Kind.NUMBER);
      assertThat(value.asBoolean().isPresent()).isEqualTo(kind == JsonValue.Kind.BOOLEAN);
      assertThat(value.elements().isEmpty()).isEqualTo(kind != JsonValue.Kind.ARRAY);
      assertThat(value.members().isEmpty()).isEqualTo(kind != JsonValue.Kind.OBJECT);
      assertThat(value.member("a").isPresent()).isEqualTo(kind == JsonValue.Kind.OBJECT);
      assertThat(value.isNull()).isEqualTo(kind == JsonValue.Kind.NULL);
    }
  }

  @Test
  void aMemberThatIsNullOrAbsentIsEmpty() {
    JsonValue value = JsonValue.parse("{\"a\":null,\"b\":\"text\",\"c\":1}");

    assertThat(value.member("a")).isEmpty();
    assertThat(value.member("z")).isEmpty();
    assertThat(value.string("a")).isEmpty();
    assertThat(value.string("b")).contains("text");
    assertThat(value.string("c")).isEmpty();
    assertThat(value.members()).containsKey("a");
  }

  @Test
  void valuesAreMade() {
    JsonValue value =
        JsonValue.objectBuilder()
            .put("text", "a \"b\"")
            .put("whole", 1L)
            .put("yes", true)
            .put("big", JsonValue.of(new BigInteger("18446744073709551615")))
            .put("price", JsonValue.of(new BigDecimal("0.10")))
            .put("half", JsonValue.of(0.5))
            .put("none", JsonValue.ofNull())
            .put("list", JsonValue.array(Arrays.asList(JsonValue.of(1), JsonValue.of("x"))))
            .put("whole", 2L)
            .build();

    assertThat(value)
        .hasToString(
            "{\"text\":\"a \\\"b\\\"\",\"whole\":2,\"yes\":true,\"big\":18446744073709551615,"
                + "\"price\":0.10,\"half\":0.5,\"none\":null,\"list\":[1,\"x\"]}");
  }

  @Test
  void whatItIsMadeOfIsCopied() {
    List<JsonValue> elements = new ArrayList<>(Arrays.asList(JsonValue.of(1)));
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("a", JsonValue.of(1));
    JsonValue array = JsonValue.array(elements);
    JsonValue object = JsonValue.object(members);
    elements.clear();
    members.clear();

    assertThat(array).hasToString("[1]");
    assertThat(object).hasToString("{\"a\":1}");
    assertThatThrownBy(() -> array.elements().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> object.members().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void anObjectKeepsItsMembersWhenItsBuilderGoesOn() {
    JsonValue.ObjectBuilder builder = JsonValue.objectBuilder().put("a", 1);
    JsonValue first = builder.build();
    JsonValue second = builder.put("a", 2).put("b", 3).build();
    JsonValue third = builder.put("b", 4).build();

    assertThat(first).hasToString("{\"a\":1}");
    assertThat(second).hasToString("{\"a\":2,\"b\":3}");
    assertThat(third).hasToString("{\"a\":2,\"b\":4}");
    assertThatThrownBy(() -> first.members().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615"
      })
  void aWholeNumberOfAnySizeIsWrittenInFull(String number) {
    assertThat(JsonValue.of(new BigInteger(number))).hasToString(number);
    assertThat(JsonValue.of(new BigInteger(number))).isEqualTo(JsonValue.parse(number));
  }

  @Test
  void javasNullIsRefused() {
    assertThatThrownBy(() -> JsonValue.of((String) null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> JsonValue.array(Collections.singletonList(null)))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> JsonValue.object(Collections.singletonMap("a", null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("a");
    assertThatThrownBy(() -> JsonValue.objectBuilder().put("a", (JsonValue) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("a");
  }

  @Test
  void aNameEndsWhereItEnds() {
    JsonValue value = JsonValue.parse("{\"a\":\"b\"}".getBytes(UTF_8));

    assertThat(value.member("a\":\"b")).isEmpty();
    assertThat(value.member("a")).isPresent();
  }
}
