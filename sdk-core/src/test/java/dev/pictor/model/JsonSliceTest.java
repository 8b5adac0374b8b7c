package dev.pictor.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes are read where they lie, a string into a tree: both must mean the same. */
class JsonSliceTest {
  private static final String SIGNS = "{}[]\",:\\u0e1-+.tfn \n\t'x/é";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " { } ",
        "{\"a\":[]}",
        "{\"a\":{},\"b\":[{},[]],\"c\":[ ]}",
        "\r\n{\t\"a\" : 1 ,\n\"b\" : [ true , false , null ] , \"c\" : \"d\" }\n",
        "{\"a\":-0,\"b\":0.10,\"c\":1E+400,\"d\":18446744073709551615,\"e\":1e-9}",
        "{\"a\":1,\"b\":2,\"a\":3}",
        "{\"\":\"\",\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\ud83d\\ude00\\ud83d\"}",
        "{\"a\":\"}],{[\\\\\",\"b\":[\"]\",{\"c\":\"\\\"}\"}]}",
        "{\"a\\u0062\":1,\"ab\":2}",
        "{\"prompt\":\"ein Türmchen 😀\",\"ü\":1}",
        "{\"a\":TRUE}",
        "{\"a\":\"tab\tand\nline\"}",
        "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9,\"j\":[1,2,3,4,5,6,"
            + "7,8,9,10,11,12,13,14,15,16,17,18]}"
      })
  void bytesAreReadAsTheirTextIs(String text) {
    assertSame(JsonValue.parse(text.getBytes(UTF_8)), JsonValue.parse(text));
  }

  @Test
  void damagedBytesAreReadOrRefusedAsTheirTextIs() {
    Random random = new Random(20261120);
    String sound =
        "{\"a\":[{\"b\":\"c\\n\\u00e9\",\"d\":-10.5e3},true],\"f\":null, \"g\":{\"a\":0}}";
    for (int round = 0; round < 50_000; round++) {
      StringBuilder damaged = new StringBuilder(sound);
      for (int hits = random.nextInt(3); hits >= 0; hits--) {
        int place = random.nextInt(damaged.length());
        damaged.setCharAt(place, SIGNS.charAt(random.nextInt(SIGNS.length())));
      }
      assertSameFate(damaged.toString());
    }
  }

  private static void assertSameFate(String text) {
    JsonValue tree;
    try {
      tree = JsonValue.parse(text);
    } catch (IllegalArgumentException e) {
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> JsonValue.parse(text.getBytes(UTF_8)))
          .withMessage(e.getMessage());
      return;
    }
    assertSame(JsonValue.parse(text.getBytes(UTF_8)), tree);
  }

  /** Each member by its name first, before all of them are read. */
  private static void assertSame(JsonValue sliced, JsonValue tree) {
    for (Map.Entry<String, JsonValue> member : tree.members().entrySet()) {
      String name = member.getKey();
      assertThat(sliced.string(name)).isEqualTo(tree.string(name));
      assertThat(sliced.member(name)).isEqualTo(tree.member(name));
      sliced.member(name).ifPresent(value -> assertSame(value, member.getValue()));
    }
    assertThat(sliced.member("none of them")).isEmpty();
    assertThat(sliced.string("é")).isEqualTo(tree.string("é"));
    assertThat(sliced).isEqualTo(tree).hasSameHashCodeAs(tree).hasToString(tree.toString());
    assertThat(tree).isEqualTo(sliced);
    assertThat(sliced.toBytes()).isEqualTo(tree.toString().getBytes(UTF_8));
    assertThat(sliced.elements()).isEqualTo(tree.elements());
    assertThat(sliced.members().keySet()).containsExactlyElementsOf(tree.members().keySet());
  }

  @Test
  void theBytesOfTheCallerAreNotKept() {
    byte[] text = "{\"a\":\"b\"}".getBytes(UTF_8);
    JsonValue value = JsonValue.parse(text);

    text[6] = 'c';

    assertThat(value.string("a")).contains("b");
  }
}
