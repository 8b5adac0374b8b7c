package dev.pictor.internal.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The {@link Tempo} of each endpoint that was used lately. Of more than {@value #MOST} of a
 * provider the one whose use is longest ago is forgotten. Thread-safe.
 */
final class Tempos {
  static final int MOST = 256;

  private final Map<String, OfProvider> tempos = new ConcurrentHashMap<>();

  private static final class OfProvider extends LinkedHashMap<String, Tempo> {
    private static final long serialVersionUID = 1;

    OfProvider() {
      super(16, 0.75f, true);
    }

    synchronized Tempo of(String endpoint) {
      return computeIfAbsent(endpoint, name -> new Tempo());
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Tempo> eldest) {
      return size() > MOST;
    }
  }

  /** That of an endpoint of a provider; a new one at first. */
  Tempo of(String provider, String endpoint) {
    OfProvider known = tempos.get(provider); // first, as the other way locks
    return (known == null ? tempos.computeIfAbsent(provider, name -> new OfProvider()) : known)
        .of(endpoint);
  }
}
