package dev.pictor.internal.job;

import dev.pictor.spi.Origin;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The origins of the calls of each provider, nearly all of which go to the same one: it is read out
 * of a URL once, and taken for those that begin in the same way up to the path.
 */
final class Origins {
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /**
   * As {@link Origin#of}.
   *
   * @throws IllegalArgumentException if the text is no absolute http or https URL
   */
  Origin of(String provider, String url) {
    Known last = known.get(provider);
    if (last != null && last.isBeginningOf(url)) {
      return last.origin;
    }
    Origin origin = Origin.of(url);
    int path = url.indexOf('/', url.indexOf("://") + 3);
    if (path > 0) {
      known.put(provider, new Known(url.substring(0, path + 1), origin));
    }
    return origin;
  }

  private static final class Known {
    private final String beginning;
    private final Origin origin;

    Known(String beginning, Origin origin) {
      this.beginning = beginning;
      this.origin = origin;
    }

    /** Only with a rest that is plain: the whole of a URL decides whether it is one. */
    boolean isBeginningOf(String url) {
      if (!url.startsWith(beginning)) {
        return false;
      }
      for (int i = beginning.length(); i < url.length(); i++) {
        if (!isPlain(url.charAt(i))) {
          return false;
        }
      }
      return true;
    }

    private static boolean isPlain(char c) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "-._~/?&=".indexOf(c) >= 0;
    }
  }
}
