package dev.pictor.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value: what a provider answered, or what a request carries beyond the typed parameters.
 *
 * <p>Numbers keep the text they were written with, so that an unsigned 64-bit seed or a price with
 * eight decimals is never rounded through a {@code double}. Objects keep the order of their
 * members; a repeated member keeps its last value.
 *
 * <p>Reading is lenient: an accessor of another kind is empty instead of failing, because a
 * provider's reply is not to be trusted with its own schema.
 *
 * <pre>{@code
 * JsonValue reply = JsonValue.parse("{\"seed\":17454220438242315174}");
 * BigInteger seed = reply.member("seed").flatMap(JsonValue::asBigInteger).get();
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class JsonValue {
  /** What kind of JSON a value is. */
  public enum Kind {
    /** An object with members. */
    OBJECT,
    /** An array of elements. */
    ARRAY,
    /** A string. */
    STRING,
    /** A number of any size. */
    NUMBER,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** The literal {@code null}. */
    NULL
  }

  private static final int FEW_MEMBERS = 8;

  /** Beyond this an exact number is a bomb: {@code 1e999999999}, or a megabyte of digits. */
  private static final int MAX_DIGITS = 1_000;

  /** Of the largest {@code long}. */
  private static final int LONG_DIGITS = 19;

  private static final JsonValue NULL = new JsonValue(Kind.NULL, "null");
  private static final JsonValue TRUE = new JsonValue(Kind.BOOLEAN, "true");
  private static final JsonValue FALSE = new JsonValue(Kind.BOOLEAN, "false");

  private final Kind kind;
  private final Object content;

  private JsonValue(Kind kind, Object content) {
    this.kind = kind;
    this.content = content;
  }

  /** The literal {@code null}. */
  public static JsonValue ofNull() {
    return NULL;
  }

  /** A string. */
  public static JsonValue of(String value) {
    return new JsonValue(Kind.STRING, Objects.requireNonNull(value, "value"));
  }

  /** {@code true} or {@code false}. */
  public static JsonValue of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** A whole number. */
  public static JsonValue of(long value) {
    return new JsonValue(Kind.NUMBER, Long.toString(value));
  }

  /** A whole number of any size. */
  public static JsonValue of(BigInteger value) {
    return value.bitLength() < Long.SIZE
        ? of(value.longValue())
        : new JsonValue(Kind.NUMBER, value.toString());
  }

  /** A decimal number, written as it stands: {@code 0.10} stays {@code 0.10}. */
  public static JsonValue of(BigDecimal value) {
    return new JsonValue(Kind.NUMBER, value.toString());
  }

  /**
   * A floating point number.
   *
   * @throws IllegalArgumentException for NaN and infinities, which JSON cannot write
   */
  public static JsonValue of(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("JSON has no number for " + value + "; use a finite one");
    }
    return new JsonValue(Kind.NUMBER, Double.toString(value));
  }

  /** An array of these elements. */
  public static JsonValue array(List<JsonValue> elements) {
    List<JsonValue> copy = new ArrayList<>(elements);
    for (JsonValue element : copy) {
      Objects.requireNonNull(element, "element");
    }
    return arrayOf(copy);
  }

  /** An array of these elements, which nobody changes from now on. */
  static JsonValue arrayOf(List<JsonValue> elements) {
    return new JsonValue(Kind.ARRAY, Collections.unmodifiableList(elements));
  }

  /** An object with these members, in the map's order. */
  public static JsonValue object(Map<String, JsonValue> members) {
    Map<String, JsonValue> copy = new LinkedHashMap<>(members);
    copy.forEach(
        (name, value) -> Objects.requireNonNull(value, Objects.requireNonNull(name, "name")));
    return objectOf(copy);
  }

  /** An object with these members, which nobody changes from now on. */
  static JsonValue objectOf(Map<String, JsonValue> members) {
    return new JsonValue(Kind.OBJECT, Collections.unmodifiableMap(members));
  }

  /** Starts an object. */
  public static ObjectBuilder objectBuilder() {
    return new ObjectBuilder();
  }

  /** An object or an array that is read when it is asked for. */
  static JsonValue slice(Kind kind, JsonSlice slice) {
    return new JsonValue(kind, slice);
  }

  static JsonValue number(String text) {
    return new JsonValue(Kind.NUMBER, text);
  }

  /**
   * Reads one JSON text.
   *
   * @throws IllegalArgumentException if it is not exactly one well-formed JSON value, nested at
   *     most 255 deep; the message says where it stopped
   */
  public static JsonValue parse(String json) {
    return JsonText.read(json);
  }

  /**
   * Reads one JSON text in UTF-8.
   *
   * @throws IllegalArgumentException as {@link #parse(String)}
   */
  public static JsonValue parse(byte[] json) {
    return wrap(json.clone());
  }

  /**
   * Reads one JSON text in UTF-8 out of these bytes themselves, which nobody may change from now
   * on: parts of it may be read as late as they are asked for.
   *
   * @throws IllegalArgumentException as {@link #parse(String)}
   */
  public static JsonValue wrap(byte[] json) {
    PlainJson plain = new PlainJson(json);
    return plain.isObject() ? JsonSlice.of(plain) : JsonText.read(json);
  }

  /** What kind of value this is. */
  public Kind kind() {
    return kind;
  }

  /** Whether this is the literal {@code null}. */
  public boolean isNull() {
    return kind == Kind.NULL;
  }

  /** The text of a string; empty for every other kind. */
  public Optional<String> asString() {
    return kind == Kind.STRING ? Optional.of((String) content) : Optional.empty();
  }

  /** The exact value of a number of up to 1,000 characters; empty for all else. */
  public Optional<BigDecimal> asNumber() {
    if (kind != Kind.NUMBER || text().length() > MAX_DIGITS) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text()));
    } catch (NumberFormatException tooLargeAnExponent) {
      return Optional.empty();
    }
  }

  /** The exact value of a whole number ({@code 1.0} counts); empty for all else. */
  public Optional<BigInteger> asBigInteger() {
    if (kind == Kind.NUMBER && isShortInteger(text())) { // almost always
      return Optional.of(BigInteger.valueOf(Long.parseLong(text())));
    }
    Optional<BigDecimal> number = asNumber();
    return number.isPresent() && isSmallInteger(number.get())
        ? Optional.of(number.get().toBigInteger())
        : Optional.empty();
  }

  /** Whether it is written with digits alone, and with so few that a {@code long} takes them. */
  private static boolean isShortInteger(String number) {
    for (int i = 0; i < number.length(); i++) {
      if (number.charAt(i) < '0' || number.charAt(i) > '9') {
        return false;
      }
    }
    return number.length() < LONG_DIGITS;
  }

  private static boolean isSmallInteger(BigDecimal number) {
    return Math.abs((long) number.scale()) <= MAX_DIGITS
        && number.stripTrailingZeros().scale() <= 0;
  }

  /** The value of a whole number that fits an {@code int}; empty for all else. */
  public Optional<Integer> asInt() {
    if (kind == Kind.NUMBER && isShortInteger(text())) { // almost always
      long value = Long.parseLong(text());
      return value <= Integer.MAX_VALUE ? Optional.of((int) value) : Optional.empty();
    }
    Optional<BigInteger> number = asBigInteger();
    return number.isPresent() && number.get().bitLength() < 32
        ? Optional.of(number.get().intValue())
        : Optional.empty();
  }

  /** The value of a boolean; empty for every other kind. */
  public Optional<Boolean> asBoolean() {
    return kind == Kind.BOOLEAN ? Optional.of(content.equals("true")) : Optional.empty();
  }

  /** The elements of an array; an empty list for every other kind. */
  @SuppressWarnings("unchecked")
  public List<JsonValue> elements() {
    return kind == Kind.ARRAY ? (List<JsonValue>) whole() : Collections.emptyList();
  }

  /** The members of an object in their order; an empty map for every other kind. */
  @SuppressWarnings("unchecked")
  public Map<String, JsonValue> members() {
    return kind == Kind.OBJECT ? (Map<String, JsonValue>) whole() : Collections.emptyMap();
  }

  /** A member of an object. Empty if it is absent or {@code null}, or if this is no object. */
  public Optional<JsonValue> member(String name) {
    JsonValue value = memberOrNull(name);
    return value.isNull() ? Optional.empty() : Optional.of(value);
  }

  /** The text of a member that is a string; empty for all else. */
  public Optional<String> string(String name) {
    return memberOrNull(name).asString();
  }

  private JsonValue memberOrNull(String name) {
    return content instanceof JsonSlice && kind == Kind.OBJECT
        ? ((JsonSlice) content).member(name)
        : members().getOrDefault(name, NULL);
  }

  /** The content, all of it read. */
  private Object whole() {
    if (!(content instanceof JsonSlice)) {
      return content;
    }
    JsonSlice slice = (JsonSlice) content;
    return kind == Kind.OBJECT ? slice.members() : slice.elements();
  }

  /** The value as compact JSON, members in their order. */
  @Override
  public String toString() {
    return isLiteral() ? text() : JsonText.write(this);
  }

  private boolean isLiteral() {
    return kind == Kind.NUMBER || kind == Kind.BOOLEAN || kind == Kind.NULL;
  }

  /** The value as compact JSON in UTF-8. */
  public byte[] toBytes() {
    return isLiteral() ? text().getBytes(StandardCharsets.UTF_8) : JsonText.bytes(this);
  }

  /** The text of a string, or a literal as it was written. */
  String text() {
    return (String) content;
  }

  /**
   * Whether it means the same: numbers by their value, however they are written; members in any
   * order.
   */
  public boolean isSameAs(JsonValue other) {
    return JsonSameness.holds(this, other);
  }

  /** Same kind and same content; numbers are equal when written the same way. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonValue
        && kind == ((JsonValue) other).kind
        && whole().equals(((JsonValue) other).whole());
  }

  @Override
  public int hashCode() {
    return whole().hashCode();
  }

  /** Collects the members of an object. Not thread-safe. */
  public static final class ObjectBuilder {
    private Map<String, JsonValue> members = new LinkedHashMap<>(FEW_MEMBERS);
    private boolean isBuilt;

    ObjectBuilder() {}

    /** Adds or replaces a member. */
    public ObjectBuilder put(String name, JsonValue value) {
      if (isBuilt) { // the members are those of an object by now
        members = new LinkedHashMap<>(members);
        isBuilt = false;
      }
      members.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, name));
      return this;
    }

    /** Adds or replaces a member that is a string. */
    public ObjectBuilder put(String name, String value) {
      return put(name, of(value));
    }

    /** Adds or replaces a member that is a whole number. */
    public ObjectBuilder put(String name, long value) {
      return put(name, of(value));
    }

    /** Adds or replaces a member that is a boolean. */
    public ObjectBuilder put(String name, boolean value) {
      return put(name, of(value));
    }

    /** The object of all members so far. */
    public JsonValue build() {
      isBuilt = true;
      return objectOf(members);
    }
  }
}
