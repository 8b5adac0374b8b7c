package dev.pictor.internal.job;

import dev.pictor.internal.http.LastUsed;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The {@link Tempo} of each endpoint that was used lately. Of more than {@value #MOST} of a
 * provider the one whose use is longest ago is forgotten. Thread-safe.
 */
final class Tempos {
  static final int MOST = 256;

  private final Map<String, Map<String, Tempo>> tempos = new ConcurrentHashMap<>();

  /** That of an endpoint of a provider; a new one at first. */
  Tempo of(String provider, String endpoint) {
    Map<String, Tempo> known = tempos.get(provider); // first, as the other way locks
    Map<String, Tempo> ofProvider =
        known == null ? tempos.computeIfAbsent(provider, name -> new LastUsed<>(MOST)) : known;
    synchronized (ofProvider) {
      return ofProvider.computeIfAbsent(endpoint, name -> new Tempo());
    }
  }
}
