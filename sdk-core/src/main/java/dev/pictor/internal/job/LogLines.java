package dev.pictor.internal.job;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Which lines of the logs of one job are new. Not thread-safe. */
final class LogLines {
  private int seen;
  private Optional<Integer> ofStream = Optional.empty();
  private Optional<String> first = Optional.empty();

  /** A further stream begins. */
  void streamBegins() {
    ofStream = Optional.empty();
  }

  /**
   * Of a reply with all lines so far. Some replies leave the logs out, or start them anew: then
   * nothing is news.
   */
  List<String> freshOfAll(List<String> all) {
    List<String> fresh = Collections.emptyList();
    if (seen < all.size()) {
      fresh = seen == 0 ? all : all.subList(seen, all.size());
      seen = all.size();
    }
    first = first.isPresent() || all.isEmpty() ? first : Optional.of(all.get(0));
    return fresh;
  }

  /**
   * Of an event of a stream, which tells the lines that are new. Whether one that begins anew tells
   * the old ones again is not documented: it is taken to if it begins with the line that was the
   * first.
   */
  List<String> freshOfStream(List<String> lines) {
    if (lines.isEmpty()) {
      return lines;
    }
    int before =
        ofStream.orElseGet(() -> first.filter(lines.get(0)::equals).isPresent() ? 0 : seen);
    ofStream = Optional.of(before + lines.size());
    int old = Math.min(lines.size(), Math.max(0, seen - before));
    List<String> fresh = old == 0 ? lines : lines.subList(old, lines.size());
    seen = Math.max(seen, before + lines.size());
    first = first.isPresent() ? first : Optional.of(lines.get(0));
    return fresh;
  }
}
