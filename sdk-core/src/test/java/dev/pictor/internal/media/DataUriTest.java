package dev.pictor.internal.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Base64 as browsers take it: whoever writes a data URI tries it out with them. */
class DataUriTest {
  private static final String START = "data:image/png;base64,";

  private static DataUri of(String content) {
    return DataUri.of(START + content).get();
  }

  private static byte[] written(DataUri uri) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    uri.writeTo(out);
    assertThat(uri.length()).isEqualTo(out.size());
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Pz8/Pg==",
        "Pz8/Pg",
        "Pz8/\nPg==",
        "Pz8/\r\nPg==\r\n",
        "\t P z\f8 / P g = = ",
        "Pz8%2FPg%3D%3D",
        "Pz8%2fPg%3d=",
        "%50%7A%38%2F%50%67",
        "Pz8/%0APg==%0d%0A%20",
        "Pz8/Ph==", // bits that belong to no byte
      })
  void whiteSpaceEscapesAndMissingPaddingAreForgiven(String content) throws IOException {
    assertThat(new String(written(of(content)), StandardCharsets.US_ASCII)).isEqualTo("???>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Q",
        "Q===",
        "QQ=",
        "QQ==QQ==",
        "=QQ",
        "Q-Q_",
        "QUJD!",
        "QUJD%",
        "QUJD%4",
        "QUJD%zz",
        "QUJD%E9",
        "QUJD%0",
        "QUJD\u000b",
        "QUJD\u00a0",
        "QUJD\u0151", // its last eight bits are those of Q
      })
  void theRestIsRefused(String content) {
    assertThatThrownBy(() -> of(content).writeTo(new ByteArrayOutputStream()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Whatever falls on the borders of the pieces in which it is decoded. */
  @Test
  void aLargeOneMayBeInLinesOfAnyLength() throws IOException {
    byte[] file = new byte[200_001];
    Random chance = new Random(7);
    chance.nextBytes(file);
    for (int lines : new int[] {4, 76, 1000, 65_536, 65_540}) {
      String content = Base64.getMimeEncoder(lines, new byte[] {'\n'}).encodeToString(file);
      assertThat(written(of(content))).isEqualTo(file);
      assertThat(written(of(content.replace("+", "%2B").replace("/", "%2f")))).isEqualTo(file);
    }
  }

  @Test
  void nothingComesBehindAPaddingWhereverThatIs() {
    char[] piece = new char[64 * 1024];
    Arrays.fill(piece, 'A');
    piece[piece.length - 1] = '=';
    assertThatThrownBy(() -> of(new String(piece) + "AAAA").writeTo(new ByteArrayOutputStream()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "%20%0A", " \t\r\n\f"})
  void whereThereIsNothingElseItIsEmpty(String content) throws IOException {
    assertThat(written(of(content))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:image/png; base64,Pz8/Pg==",
        "data:image/png;base64 ,Pz8/Pg==",
        "DATA:image/png;charset=utf-8;BASE64,Pz8/Pg=="
      })
  void itsTypeMayBeWrittenInManyWays(String uri) throws IOException {
    assertThat(new String(written(DataUri.of(uri).get()), StandardCharsets.US_ASCII))
        .isEqualTo("???>");
  }
}
