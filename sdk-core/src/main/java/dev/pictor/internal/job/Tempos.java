package dev.pictor.internal.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The {@link Tempo} of each endpoint that was used lately. Of more than {@value #MOST} the one
 * whose use is longest ago is forgotten. Thread-safe.
 */
final class Tempos {
  static final int MOST = 256;

  private final Map<String, Tempo> tempos =
      Collections.synchronizedMap(
          new LinkedHashMap<String, Tempo>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Tempo> eldest) {
              return size() > MOST;
            }
          });

  /** That of an endpoint of a provider; a new one at first. */
  Tempo of(String provider, String endpoint) {
    return tempos.computeIfAbsent(provider + '\n' + endpoint, name -> new Tempo());
  }
}
