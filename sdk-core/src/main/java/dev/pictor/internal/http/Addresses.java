package dev.pictor.internal.http;

import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * URLs in the form that OkHttp wants, kept for a while: jobs are submitted to the same one, and a
 * job is asked after at the same one again and again. Thread-safe.
 */
final class Addresses {
  /** As many jobs are polled in turn by a busy client; each takes less than a kilobyte. */
  private static final int KEPT = 16_384;

  private final Map<String, HttpUrl> kept =
      new LinkedHashMap<String, HttpUrl>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, HttpUrl> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * A URL as OkHttp reads it.
   *
   * @throws IllegalArgumentException if it is no http(s) URL
   */
  HttpUrl of(String url) {
    synchronized (kept) {
      HttpUrl known = kept.get(url);
      if (known != null) {
        return known;
      }
    }
    HttpUrl read = HttpUrl.get(url);
    synchronized (kept) {
      kept.put(url, read);
    }
    return read;
  }
}
