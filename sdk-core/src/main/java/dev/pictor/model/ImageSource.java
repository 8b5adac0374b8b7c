package dev.pictor.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * An image that goes into a request: at a URL that the provider fetches, or here, as bytes, a file,
 * a stream or a {@code data:} URI.
 *
 * <pre>{@code
 * ImageSource.url("https://example.com/lake.jpg")
 * ImageSource.file(Paths.get("lake.jpg"))
 * }</pre>
 *
 * <p>A URL is passed on as it is. What is here is brought to the provider: inside the request where
 * it is small, otherwise by an upload, as the plan says. Before that it is turned upright where its
 * EXIF orientation says so, and freed of all that it tells beside the picture: the place and time
 * of a photo, the camera, comments; {@link #asIs()} keeps everything.
 *
 * <p>Immutable and thread-safe, as far as what it reads from is.
 */
public final class ImageSource {
  /** A host that {@link URI} does not read, and perhaps a port: as {@code spi.Origin} has it. */
  private static final String UNDERSCORED =
      "(?=[^:]*_)(?!.*\\.(?:[.:]|$))[A-Za-z0-9_-][A-Za-z0-9_.-]{0,260}(?::[0-9]{1,5})?";

  private static final int SHOWN = 80;

  /** Where the content comes from; each opening begins at its start. */
  private interface Content {
    InputStream open() throws Exception;
  }

  private final Optional<String> url;
  private final Content content;

  /** What makes two sources the same: a URL, a file, an array, a stream's opener. */
  private final Object identity;

  private final String name;
  private final boolean isAsIs;

  private ImageSource(
      Optional<String> url, Content content, Object identity, String name, boolean isAsIs) {
    this.url = url;
    this.content = content;
    this.identity = identity;
    this.name = name;
    this.isAsIs = isAsIs;
  }

  /**
   * An image at a URL that the provider can reach, or inside a {@code data:} URI.
   *
   * @param url {@code https:}, {@code http:}, or {@code data:} with {@code ;base64,}
   * @throws IllegalArgumentException if the text is no absolute URL of these schemes
   */
  public static ImageSource url(String url) {
    String trimmed = url.trim();
    String scheme = trimmed.substring(0, Math.max(0, trimmed.indexOf(':')));
    if (scheme.equalsIgnoreCase("data")) {
      return data(trimmed);
    }
    if (!scheme.equalsIgnoreCase("https") && !scheme.equalsIgnoreCase("http")) {
      throw refused(trimmed, "write an absolute https:, http: or data: URL");
    }
    requireHost(trimmed);
    return new ImageSource(
        Optional.of(trimmed),
        () -> {
          throw new IOException("the provider fetches it, not Pictor");
        },
        trimmed,
        shown(trimmed),
        false);
  }

  /**
   * Scheme, host and path: a password may stand before the host, and behind the path a signature
   * that lets anyone read the file.
   */
  static String shown(String url) {
    int end = first(url, 0, '?', '#');
    int host = url.indexOf("://") + 3;
    if (host < 3 || host > end) {
      return url.substring(0, end);
    }
    int path = Math.min(end, first(url, host, '/', '/'));
    int at = url.lastIndexOf('@', path);
    return url.substring(0, host) + url.substring(at >= host ? at + 1 : host, end);
  }

  private static int first(String text, int from, char one, char other) {
    int index = from;
    while (index < text.length() && text.charAt(index) != one && text.charAt(index) != other) {
      index++;
    }
    return index;
  }

  private static ImageSource data(String uri) {
    int comma = uri.indexOf(',');
    if (comma < 0) {
      throw refused(uri, "a data URI has a comma before its content");
    }
    if (!uri.substring(0, comma).toLowerCase(Locale.ROOT).trim().endsWith(";base64")) {
      throw refused(uri, "only data URIs that say ;base64, before their content are taken");
    }
    return new ImageSource(
        Optional.empty(),
        () -> Base64.getDecoder().wrap(new TextStream(uri, comma + 1)),
        uri,
        "data URI",
        false);
  }

  /**
   * An image in memory.
   *
   * @param bytes a whole file; copied
   */
  public static ImageSource bytes(byte[] bytes) {
    byte[] own = bytes.clone();
    return new ImageSource(
        Optional.empty(), () -> new ByteArrayInputStream(own), new Bytes(own), "bytes", false);
  }

  /** An image in a file, which is read when the request is made, and must not change during it. */
  public static ImageSource file(Path file) {
    Path name = file.getFileName();
    return new ImageSource(
        Optional.empty(),
        () -> Files.newInputStream(file),
        file,
        name == null ? file.toString() : name.toString(),
        false);
  }

  /**
   * An image from a stream.
   *
   * <pre>{@code ImageSource.stream(() -> getClass().getResourceAsStream("/lake.jpg"))}</pre>
   *
   * @param opener opens the same content at its start each time: once to look at it, and once for
   *     each try of an upload. Called from threads of Pictor too. The streams are closed by Pictor
   */
  public static ImageSource stream(Callable<? extends InputStream> opener) {
    Objects.requireNonNull(opener, "opener");
    return new ImageSource(Optional.empty(), opener::call, opener, "stream", false);
  }

  /**
   * The same image, sent as it is: neither turned nor freed of metadata, so that the place where a
   * photo was taken goes along, and also if it is no kind of file that Pictor knows.
   */
  public ImageSource asIs() {
    return new ImageSource(url, content, identity, name, true);
  }

  private static void requireHost(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw refused(url, "it is no valid URL: percent-encode what is not allowed in one");
    }
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    if (uri.getHost() == null && !authority.matches(UNDERSCORED)) {
      throw refused(url, "it names no host");
    }
  }

  private static IllegalArgumentException refused(String url, String why) {
    return new IllegalArgumentException("image is \"" + shorten(shownRefused(url)) + "\"; " + why);
  }

  /**
   * Of a text that is no URL nobody can tell where a password begins: what is behind it is shown.
   */
  private static String shownRefused(String text) {
    int at = text.lastIndexOf('@');
    if (at < 0) {
      return shown(text);
    }
    String scheme = text.substring(0, text.indexOf(':') + 1);
    boolean isScheme = scheme.equalsIgnoreCase("https:") || scheme.equalsIgnoreCase("http:");
    boolean maybeSignature = first(text, 0, '?', '#') < at;
    return (isScheme ? scheme : "")
        + "..."
        + (maybeSignature ? "" : text.substring(at, first(text, at, '?', '#')));
  }

  private static String shorten(String url) {
    return url.length() <= SHOWN ? url : url.substring(0, SHOWN) + "...";
  }

  /** The URL that the provider fetches it from; empty for an image that is here. */
  public Optional<String> url() {
    return url;
  }

  /**
   * What it is called: the name of a file, scheme, host and path of a URL, or a word for what has
   * no name.
   */
  public String name() {
    return shorten(name);
  }

  /** Whether it is sent as it is; see {@link #asIs()}. */
  public boolean isAsIs() {
    return isAsIs;
  }

  /**
   * Opens the content of an image that is here; of a {@code data:} URI, decoded.
   *
   * @throws IOException if it cannot be opened, or is behind a {@link #url()}
   */
  public InputStream open() throws IOException {
    InputStream opened;
    try {
      opened = content.open();
    } catch (IOException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + name() + " was opened", e);
    } catch (Exception e) {
      throw new IOException("the opener of the stream failed: " + e, e);
    }
    if (opened == null) {
      throw new IOException("the opener of the stream gave null");
    }
    return opened;
  }

  /**
   * Scheme, host and path of a URL, the file or the word for it, shortened: a data URI can be
   * megabytes long.
   */
  @Override
  public String toString() {
    return shorten(identity instanceof String && !url.isPresent() ? (String) identity : name);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ImageSource
        && identity.equals(((ImageSource) other).identity)
        && isAsIs == ((ImageSource) other).isAsIs;
  }

  @Override
  public int hashCode() {
    return identity.hashCode();
  }

  /** Bytes that are equal by their content. */
  private static final class Bytes {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bytes && Arrays.equals(bytes, ((Bytes) other).bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /** The characters of a text as bytes, without a copy of it. */
  private static final class TextStream extends InputStream {
    private final String text;
    private int at;

    TextStream(String text, int from) {
      this.text = text;
      this.at = from;
    }

    @Override
    public int read() {
      if (at == text.length()) {
        return -1;
      }
      char c = text.charAt(at++);
      return c < 0x80 ? c : 0; // which base64 refuses
    }

    @Override
    public int read(byte[] bytes, int from, int count) {
      int taken = Math.min(count, text.length() - at);
      for (int i = 0; i < taken; i++) {
        bytes[from + i] = (byte) read();
      }
      return taken == 0 && count > 0 ? -1 : taken;
    }
  }
}
