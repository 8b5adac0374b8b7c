package dev.pictor.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The files of the files host by path. A picture is only a description until somebody fetches it,
 * so a thousand jobs hold no pixels; the last few that were drawn are kept, for clients that ask
 * twice. Thread-safe.
 */
final class StoredFiles {
  private static final int DRAWN_AT_MOST = 8;

  private final Map<String, File> files = new ConcurrentHashMap<>();
  private final Map<String, byte[]> drawn =
      new LinkedHashMap<String, byte[]>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
          return size() > DRAWN_AT_MOST;
        }
      };

  private final Function<TestPicture, byte[]> encoder;

  StoredFiles(Function<TestPicture, byte[]> encoder) {
    this.encoder = encoder;
  }

  void put(String path, TestPicture picture) {
    files.put(path, new File(picture.format().mediaType(), Optional.of(picture), new byte[0]));
  }

  void put(String path, String mediaType, byte[] bytes) {
    files.put(path, new File(mediaType, Optional.empty(), bytes));
  }

  void remove(String path) {
    files.remove(path);
  }

  void clear() {
    files.clear();
    synchronized (drawn) {
      drawn.clear();
    }
  }

  /** The reply to a request for that path; empty if there is no such file. */
  Optional<Reply> reply(String path) {
    return Optional.ofNullable(files.get(path))
        .map(
            file ->
                Reply.lazy(200, () -> bytes(path, file)).header("content-type", file.mediaType));
  }

  private byte[] bytes(String path, File file) {
    if (!file.picture.isPresent()) {
      return file.bytes;
    }
    synchronized (drawn) {
      byte[] known = drawn.get(path);
      if (known != null) {
        return known;
      }
    }
    // Not under the lock: two who draw the same picture at once are rarer than two who wait.
    byte[] fresh = encoder.apply(file.picture.get());
    synchronized (drawn) {
      drawn.put(path, fresh);
    }
    return fresh;
  }

  private static final class File {
    final String mediaType;
    final Optional<TestPicture> picture;
    final byte[] bytes;

    File(String mediaType, Optional<TestPicture> picture, byte[] bytes) {
      this.mediaType = mediaType;
      this.picture = picture;
      this.bytes = bytes;
    }
  }
}
