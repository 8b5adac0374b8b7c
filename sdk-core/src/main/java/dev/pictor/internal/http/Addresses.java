package dev.pictor.internal.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * URLs in the form that OkHttp wants. Some are kept for a while: jobs are submitted to the same
 * one, and a job is asked after at the same one again and again. Thread-safe.
 */
final class Addresses {
  /** As many jobs are polled in turn by a busy client; each takes less than a kilobyte. */
  private static final int KEPT = 16_384;

  /** A client talks to a few hosts. */
  private static final int ROOTS = 8;

  /** Scheme, host, port and the first slash of those it talks to. */
  private final List<HttpUrl> roots = new CopyOnWriteArrayList<>();

  private final Map<String, HttpUrl> kept = new LastUsed<>(KEPT);

  /**
   * A URL as OkHttp reads it, kept for the next time.
   *
   * @throws IllegalArgumentException if it is no http(s) URL
   */
  HttpUrl kept(String url) {
    synchronized (kept) {
      HttpUrl known = kept.get(url);
      if (known != null) {
        return known;
      }
    }
    HttpUrl read = read(url);
    synchronized (kept) {
      kept.put(url, read);
    }
    return read;
  }

  /**
   * A URL as OkHttp reads it. The host is read but once: to bring it to its canonical form is most
   * of the work.
   *
   * @throws IllegalArgumentException if it is no http(s) URL
   */
  HttpUrl read(String url) {
    for (int i = 0; i < roots.size(); i++) {
      HttpUrl known = read(url, roots.get(i));
      if (known != null) {
        return known;
      }
    }
    HttpUrl read = HttpUrl.get(url);
    HttpUrl root = read.resolve("/");
    if (root != null && roots.size() < ROOTS && url.startsWith(root.toString())) {
      roots.add(root);
    }
    return read;
  }

  private static @Nullable HttpUrl read(String url, HttpUrl root) {
    String start = root.toString();
    if (!url.startsWith(start)) {
      return null;
    }
    boolean isWhole = url.length() == start.length();
    if (!isWhole && "/\\\t\n\f\r ".indexOf(url.charAt(start.length())) >= 0) {
      return null; // two slashes would be the start of another host
    }
    return root.resolve(url.substring(start.length() - 1));
  }
}
