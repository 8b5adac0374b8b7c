package dev.pictor.internal.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** So many entries: of more, the one that was used longest ago is forgotten. Not thread-safe. */
public final class LastUsed<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int most;

  public LastUsed(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
