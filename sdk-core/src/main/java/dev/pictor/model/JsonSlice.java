package dev.pictor.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object or an array within a text that {@link PlainJson} has checked: what it holds is read
 * when it is asked for. Of a reply a few members are read, and the rest is kept for whoever wants
 * it. Immutable to its users and thread-safe: what two threads read at once is equal.
 */
final class JsonSlice {
  /** So many places have most of the objects and arrays in replies. */
  private static final int FEW_OF_OBJECT = 8;

  private static final int FEW_OF_ARRAY = 2;

  private final byte[] text;
  private final int start;
  private volatile @Nullable Parts parts;
  private volatile @Nullable Map<String, JsonValue> members;

  private JsonSlice(byte[] text, int start) {
    this.text = text;
    this.start = start;
  }

  /**
   * The value of a text, if it is a plain object.
   *
   * @param text nobody may change it from now on
   */
  static Optional<JsonValue> of(byte[] text) {
    Optional<PlainJson> plain = PlainJson.object(text);
    if (!plain.isPresent()) {
      return Optional.empty();
    }
    JsonSlice whole = new JsonSlice(text, PlainJson.skipSpace(text, 0));
    whole.parts = new Parts(plain.get().names(), plain.get().members());
    return Optional.of(JsonValue.slice(JsonValue.Kind.OBJECT, whole));
  }

  /** Where the parts of it are, and those that were read. */
  private static final class Parts {
    static final Parts NONE = new Parts(new int[0], 0);

    /** Of a member its name, of an element its value. */
    final int[] places;

    final JsonValue[] read; // each of them may be null until then; their fields are final

    Parts(int[] places, int count) {
      this.places = places;
      this.read = new JsonValue[count];
    }
  }

  /** The last member of a name, as a repeated one keeps its last value; {@code null} if none. */
  JsonValue member(String name) {
    Parts known = parts();
    for (int i = known.read.length - 1; i >= 0; i--) {
      if (isNamed(known.places[i], name)) {
        return part(known, i);
      }
    }
    return JsonValue.ofNull();
  }

  private boolean isNamed(int place, String name) {
    int end = place + 1 + name.length();
    if (end >= text.length || text[end] != '"') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (text[place + 1 + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  Map<String, JsonValue> members() {
    Map<String, JsonValue> known = members;
    if (known == null) {
      Parts all = parts();
      Map<String, JsonValue> made = new LinkedHashMap<>();
      for (int i = 0; i < all.read.length; i++) {
        made.put(string(text, all.places[i]), part(all, i));
      }
      known = Collections.unmodifiableMap(made);
      members = known;
    }
    return known;
  }

  List<JsonValue> elements() {
    Parts all = parts();
    if (all.read.length == 0) {
      return Collections.emptyList();
    }
    List<JsonValue> made = new ArrayList<>(all.read.length);
    for (int i = 0; i < all.read.length; i++) {
      made.add(part(all, i));
    }
    return Collections.unmodifiableList(made);
  }

  @SuppressWarnings("NullAway") // an array of what was not read yet
  private JsonValue part(Parts of, int index) {
    JsonValue known = of.read[index];
    if (known == null) {
      int place = of.places[index];
      known = value(text, text[start] == '{' ? behindName(text, place) : place);
      of.read[index] = known;
    }
    return known;
  }

  private Parts parts() {
    Parts known = parts;
    if (known == null) {
      known = find();
      parts = known;
    }
    return known;
  }

  private Parts find() {
    int place = PlainJson.skipSpace(text, start + 1);
    if (text[place] == '}' || text[place] == ']') { // as the logs mostly are
      return Parts.NONE;
    }
    boolean isObject = text[start] == '{';
    int[] places = new int[isObject ? FEW_OF_OBJECT : FEW_OF_ARRAY];
    int size = 0;
    while (text[place] != '}' && text[place] != ']') {
      if (size == places.length) {
        places = Arrays.copyOf(places, 2 * places.length);
      }
      places[size++] = place;
      int value = isObject ? behindName(text, place) : place;
      place = PlainJson.skipSpace(text, behind(text, value));
      if (text[place] == ',') {
        place = PlainJson.skipSpace(text, place + 1);
      }
    }
    return new Parts(places, size);
  }

  /** Where the value of a member begins. */
  private static int behindName(byte[] text, int name) {
    int colon = PlainJson.skipSpace(text, behindString(text, name));
    return PlainJson.skipSpace(text, colon + 1);
  }

  private static int behind(byte[] text, int start) {
    switch (text[start]) {
      case '"':
        return behindString(text, start);
      case '{':
      case '[':
        return behindContainer(text, start);
      default:
        return behindLiteral(text, start);
    }
  }

  private static int behindContainer(byte[] text, int start) {
    int place = start;
    int depth = 0;
    do {
      byte character = text[place];
      if (character == '"') {
        place = behindString(text, place);
        continue;
      }
      depth += character == '{' || character == '[' ? 1 : 0;
      depth -= character == '}' || character == ']' ? 1 : 0;
      place++;
    } while (depth > 0);
    return place;
  }

  private static int behindLiteral(byte[] text, int start) {
    int place = start;
    while (text[place] > ' ' && text[place] != ',' && text[place] != ']' && text[place] != '}') {
      place++;
    }
    return place;
  }

  private static int behindString(byte[] text, int start) {
    int place = start + 1;
    while (text[place] != '"') {
      place += text[place] == '\\' ? 2 : 1;
    }
    return place + 1;
  }

  private static JsonValue value(byte[] text, int start) {
    switch (text[start]) {
      case '{':
        return JsonValue.slice(JsonValue.Kind.OBJECT, new JsonSlice(text, start));
      case '[':
        return JsonValue.slice(JsonValue.Kind.ARRAY, new JsonSlice(text, start));
      case '"':
        return JsonValue.of(string(text, start));
      case 't':
        return JsonValue.of(true);
      case 'f':
        return JsonValue.of(false);
      case 'n':
        return JsonValue.ofNull();
      default:
        int length = behindLiteral(text, start) - start;
        return JsonValue.number(new String(text, start, length, ISO_8859_1));
    }
  }

  private static String string(byte[] text, int start) {
    int end = start + 1;
    while (text[end] != '"') {
      if (text[end] == '\\') {
        return unescaped(text, start + 1, end);
      }
      end++;
    }
    return new String(text, start + 1, end - start - 1, ISO_8859_1); // it is ASCII
  }

  private static String unescaped(byte[] text, int start, int firstEscape) {
    int end = behindString(text, firstEscape - 1) - 1;
    StringBuilder out = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      if (text[i] != '\\') {
        out.append((char) text[i]);
        continue;
      }
      char escape = (char) text[++i];
      if (escape == 'u') {
        out.append((char) hexadecimal(text, i + 1));
        i += 4;
      } else {
        int simple = "bfnrt".indexOf(escape);
        out.append(simple < 0 ? escape : "\b\f\n\r\t".charAt(simple));
      }
    }
    return out.toString();
  }

  /** Of four digits. */
  private static int hexadecimal(byte[] text, int start) {
    int value = 0;
    for (int i = start; i < start + 4; i++) {
      value = 16 * value + Character.digit(text[i], 16);
    }
    return value;
  }
}
