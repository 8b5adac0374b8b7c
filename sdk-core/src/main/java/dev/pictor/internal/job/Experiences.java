package dev.pictor.internal.job;

import dev.pictor.internal.http.LastUsed;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The {@link Experience} with each endpoint that was used lately. Of more than {@value #MOST} of a
 * provider the one whose use is longest ago is forgotten. Thread-safe.
 */
final class Experiences {
  static final int MOST = 256;

  private final Map<String, Map<String, Experience>> all = new ConcurrentHashMap<>();

  /** That with an endpoint of a provider; none at first. */
  Experience with(String provider, String endpoint) {
    Map<String, Experience> known = all.get(provider); // first, as the other way locks
    Map<String, Experience> ofProvider =
        known == null ? all.computeIfAbsent(provider, name -> new LastUsed<>(MOST)) : known;
    synchronized (ofProvider) {
      return ofProvider.computeIfAbsent(endpoint, name -> new Experience());
    }
  }
}
