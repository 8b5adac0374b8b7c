package dev.pictor.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a reply as they came, name and value in turn. A reply has a dozen of them, of
 * which one or two are read: they are sorted by name only for who wants them all.
 */
final class ReplyHeaders {
  private static final ReplyHeaders NONE = new ReplyHeaders(Collections.emptyList());

  private final List<String> lines;
  private volatile @Nullable Map<String, List<String>> byName;

  private ReplyHeaders(List<String> lines) {
    this.lines = lines;
  }

  /**
   * Headers.
   *
   * @param lines which nobody may change from now on
   */
  static ReplyHeaders of(List<String> lines) {
    return lines.isEmpty() ? NONE : new ReplyHeaders(lines);
  }

  ReplyHeaders(Map<String, List<String>> byName) {
    this(Collections.emptyList());
    this.byName = Collections.unmodifiableMap(byName);
  }

  /** The values, by name in lower case. */
  Map<String, List<String>> byName() {
    Map<String, List<String>> known = byName;
    if (known == null) {
      known = Collections.unmodifiableMap(sorted(lines));
      byName = known;
    }
    return known;
  }

  static Map<String, List<String>> sorted(List<String> lines) {
    Map<String, List<String>> sorted = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i += 2) {
      String name = lines.get(i).toLowerCase(Locale.ROOT);
      List<String> before = sorted.getOrDefault(name, Collections.emptyList());
      List<String> values = new ArrayList<>(before);
      values.add(lines.get(i + 1));
      sorted.put(name, Collections.unmodifiableList(values));
    }
    return sorted;
  }

  /** The first value of a header, whatever the case of its name. */
  Optional<String> first(String name) {
    for (int i = 0; i < lines.size(); i += 2) {
      if (lines.get(i).equalsIgnoreCase(name)) {
        return Optional.of(lines.get(i + 1));
      }
    }
    if (!lines.isEmpty()) {
      return Optional.empty();
    }
    List<String> values = byName().get(name.toLowerCase(Locale.ROOT));
    return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }
}
