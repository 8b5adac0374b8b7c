package dev.pictor.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the value types share: equality and text by their attributes, and what their builders do
 * with optional values, lists and maps.
 *
 * <p>The package {@code spi} has the same class: a public one would be API, and generated code is
 * several times as large.
 */
abstract class ValueType {
  /** A data URI can be megabytes long, and a text is for a log. */
  private static final int SHOWN = 2_000;

  ValueType() {}

  /** Name and value in turn: what makes a value equal to another one, and what its text shows. */
  abstract Object[] attributes();

  /** The same type with equal attributes. */
  @SuppressWarnings("EqualsGetClass") // the classes below this one are final
  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof ValueType
        && getClass() == other.getClass()
        && Arrays.equals(attributes(), ((ValueType) other).attributes());
  }

  @Override
  public final int hashCode() {
    return Arrays.hashCode(attributes());
  }

  /**
   * The attributes that are there, long ones shortened; of headers, which may be secret, names,
   * also where they are options; of URLs in options scheme, host and path.
   */
  @Override
  public String toString() {
    Object[] attributes = attributes();
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < attributes.length; i += 2) {
      String text = text(attributes[i].equals("headers"), attributes[i + 1]);
      if (!text.isEmpty()) {
        out.append(out.length() == 1 ? "" : ", ").append(attributes[i]).append('=');
        out.append(text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...");
      }
    }
    return out.append('}').toString();
  }

  private static String text(boolean isSecret, Object value) {
    if (value instanceof Optional) {
      Optional<?> optional = (Optional<?>) value;
      return optional.isPresent() ? optional.get().toString() : "";
    }
    if (value instanceof Map) {
      Map<?, ?> map = (Map<?, ?>) value;
      return map.isEmpty() ? "" : isSecret ? map.keySet().toString() : shown(map);
    }
    return value.equals(Collections.emptyList()) ? "" : value.toString();
  }

  private static String shown(Map<?, ?> map) {
    Map<Object, Object> shown = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = entry.getKey().toString();
      boolean isHeader = key.startsWith("header:") || key.contains("/header:");
      shown.put(key, isHeader ? "(not shown)" : shown(entry.getValue()));
    }
    return shown.toString();
  }

  /** Of a URL, that of a webhook for example, what cannot be secret. */
  private static Object shown(Object value) {
    String text = value instanceof JsonValue ? ((JsonValue) value).asString().orElse("") : "";
    return text.regionMatches(true, 0, "http", 0, 4) && text.contains("://")
        ? '"' + ImageSource.shown(text) + '"'
        : value;
  }

  static <T> T given(String name, T value) {
    return Objects.requireNonNull(value, name);
  }

  static <T> Optional<T> some(String name, T value) {
    return Optional.of(Objects.requireNonNull(value, name));
  }

  /** An optional value is never written, so that one of a subtype is as good. */
  @SuppressWarnings("unchecked")
  static <T> Optional<T> any(String name, Optional<? extends T> value) {
    return (Optional<T>) Objects.requireNonNull(value, name);
  }

  static <T> Optional<T> first(Optional<T> one, Optional<T> other) {
    return one.isPresent() ? one : other;
  }

  /**
   * A list with these elements behind its own; immutable, so that a value can have the list of its
   * builder. Most have no element or one, and need no array.
   */
  static <T> List<T> plus(String name, List<T> list, Iterable<? extends T> elements) {
    if (elements instanceof List && ((List<?>) elements).size() == 1 && list.isEmpty()) {
      return Collections.singletonList(
          Objects.requireNonNull(((List<? extends T>) elements).get(0), name));
    }
    if (elements instanceof Collection && ((Collection<?>) elements).isEmpty()) {
      return list;
    }
    List<T> all = new ArrayList<>(list);
    addAll(name, all, elements);
    return Collections.unmodifiableList(all);
  }

  static <T> void addAll(String name, List<T> list, Iterable<? extends T> elements) {
    if (elements instanceof Collection) {
      int size = ((Collection<?>) elements).size();
      if (size == 0) {
        return; // almost always
      }
      if (list instanceof ArrayList) {
        ((ArrayList<T>) list).ensureCapacity(list.size() + size);
      }
      if (elements instanceof List && size == 1) { // mostly, and needs no iterator
        list.add(Objects.requireNonNull(((List<? extends T>) elements).get(0), name));
        return;
      }
    }
    for (T element : elements) {
      list.add(Objects.requireNonNull(element, name));
    }
  }

  static <K, V> void put(String name, Map<K, V> map, K key, V value) {
    map.put(Objects.requireNonNull(key, name), Objects.requireNonNull(value, name));
  }

  static <K, V> void putAll(String name, Map<K, V> map, Map<? extends K, ? extends V> entries) {
    for (Map.Entry<? extends K, ? extends V> entry : entries.entrySet()) {
      put(name, map, entry.getKey(), entry.getValue());
    }
  }

  /** A map that can be added to: the map itself, unless it is the empty one that all share. */
  static <K, V> Map<K, V> own(Map<K, V> map) {
    return map.isEmpty() ? new LinkedHashMap<>() : map;
  }

  /** Most lists of a value have no element or one, and need no array. */
  static <T> List<T> copy(List<T> list) {
    switch (list.size()) {
      case 0:
        return Collections.emptyList();
      case 1:
        return Collections.singletonList(list.get(0));
      default:
        return Collections.unmodifiableList(new ArrayList<>(list));
    }
  }

  /** As for lists. */
  static <K, V> Map<K, V> copy(Map<K, V> map) {
    switch (map.size()) {
      case 0:
        return Collections.emptyMap();
      case 1:
        Map.Entry<K, V> only = map.entrySet().iterator().next();
        return Collections.singletonMap(only.getKey(), only.getValue());
      default:
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
  }

  /** The value of a required attribute; if there is none, {@link #check} fails. */
  // Not null for the caller: no object with a missing attribute outlives its constructor.
  @SuppressWarnings("NullAway")
  static <T> T required(List<String> missing, String name, @Nullable T value) {
    if (value == null) {
      missing.add(name);
    }
    return value;
  }

  static int requiredInt(List<String> missing, String name, @Nullable Integer value) {
    required(missing, name, value);
    return value == null ? 0 : value;
  }

  /** Fails if a builder was not given all that is required; one message names it all. */
  static void check(String type, List<String> missing) {
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "Cannot build " + type + ", some of required attributes are not set " + missing);
    }
  }
}
