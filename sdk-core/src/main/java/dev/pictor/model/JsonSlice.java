package dev.pictor.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static final int[] NO_PLACES = {};
  private static final JsonValue[] NO_PARTS = {};

  private final byte[] text;
  private final int start;

  /** Where its parts are, of a member its name; set once, and before the parts. */
  private int[] places = NO_PLACES;

  /** As many as there are, each of them null until it is read; their fields are final. */
  private volatile JsonValue @Nullable [] parts;

  private volatile @Nullable Map<String, JsonValue> members;

  private JsonSlice(byte[] text, int start) {
    this.text = text;
    this.start = start;
  }

  /** The object that a text is. */
  static JsonValue of(PlainJson object) {
    JsonSlice whole = new JsonSlice(object.text(), object.start());
    whole.found(object.names(), object.members());
    return JsonValue.slice(JsonValue.Kind.OBJECT, whole);
  }

  private JsonValue[] found(int[] where, int count) {
    JsonValue[] unread = count == 0 ? NO_PARTS : new JsonValue[count];
    places = where;
    parts = unread;
    return unread;
  }

  /** The last member of a name, as a repeated one keeps its last value; {@code null} if none. */
  JsonValue member(String name) {
    JsonValue[] all = parts();
    for (int i = all.length - 1; i >= 0; i--) {
      if (isNamed(places[i], name)) {
        return part(all, i);
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
      if (text[place + 1 + i] != name.charAt(i) || name.charAt(i) == '"') { // where it ends
        return false;
      }
    }
    return true;
  }

  Map<String, JsonValue> members() {
    Map<String, JsonValue> known = members;
    if (known == null) {
      JsonValue[] all = parts();
      Map<String, JsonValue> made = new LinkedHashMap<>();
      for (int i = 0; i < all.length; i++) {
        made.put(string(text, places[i]), part(all, i));
      }
      known = Collections.unmodifiableMap(made);
      members = known;
    }
    return known;
  }

  List<JsonValue> elements() {
    JsonValue[] all = parts();
    if (all.length == 0) {
      return Collections.emptyList();
    }
    List<JsonValue> made = new ArrayList<>(all.length);
    for (int i = 0; i < all.length; i++) {
      made.add(part(all, i));
    }
    return Collections.unmodifiableList(made);
  }

  @SuppressWarnings("NullAway") // an array of what was not read yet
  private JsonValue part(JsonValue[] all, int index) {
    JsonValue known = all[index];
    if (known == null) {
      int place = places[index];
      known = value(text, text[start] == '{' ? behindName(text, place) : place);
      all[index] = known;
    }
    return known;
  }

  private JsonValue[] parts() {
    JsonValue[] known = parts;
    return known == null ? find() : known;
  }

  private synchronized JsonValue[] find() {
    JsonValue[] known = parts;
    if (known != null) {
      return known;
    }
    int place = PlainJson.skipSpace(text, start + 1);
    if (text[place] == '}' || text[place] == ']') { // as the logs mostly are
      return found(NO_PLACES, 0);
    }
    boolean isObject = text[start] == '{';
    int[] where = new int[isObject ? FEW_OF_OBJECT : FEW_OF_ARRAY];
    int size = 0;
    while (text[place] != '}' && text[place] != ']') {
      if (size == where.length) {
        where = Arrays.copyOf(where, 2 * where.length);
      }
      where[size++] = place;
      int value = isObject ? behindName(text, place) : place;
      place = PlainJson.skipSpace(text, behind(text, value));
      if (text[place] == ',') {
        place = PlainJson.skipSpace(text, place + 1);
      }
    }
    return found(where, size);
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
