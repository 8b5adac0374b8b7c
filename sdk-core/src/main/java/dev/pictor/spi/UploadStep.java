package dev.pictor.spi;

import dev.pictor.model.JsonValue;
import java.util.Optional;

/**
 * Where an upload is: at a call that is to be sent next, or at its end. Immutable and thread-safe.
 */
public final class UploadStep extends ValueType {
  private final Optional<HttpCall> call;
  private final JsonValue state;
  private final Optional<String> url;

  private UploadStep(Optional<HttpCall> call, JsonValue state, Optional<String> url) {
    this.call = call;
    this.state = state;
    this.url = url;
  }

  /**
   * A call that is to be sent.
   *
   * @param call of {@link HttpCall.Purpose#UPLOAD}; may be sent again if it fails
   * @param state whatever the provider wants to know when it reads the reply
   */
  public static UploadStep call(HttpCall call, JsonValue state) {
    return new UploadStep(some("call", call), given("state", state), Optional.empty());
  }

  /**
   * The end.
   *
   * @param url what the field of the input gets
   */
  public static UploadStep done(String url) {
    return new UploadStep(Optional.empty(), JsonValue.ofNull(), some("url", url));
  }

  /** The call that is to be sent; empty at the end. */
  public Optional<HttpCall> call() {
    return call;
  }

  /** What the provider wants to know when it reads the reply. */
  public JsonValue state() {
    return state;
  }

  /** What the field of the input gets; empty before the end. */
  public Optional<String> url() {
    return url;
  }

  @Override
  Object[] attributes() {
    return new Object[] {"call", call, "state", state, "url", url};
  }

  /**
   * A part of the file that is uploaded, as the body of a call: the engine reads it from its source
   * while it sends it. Immutable and thread-safe.
   */
  public static final class FilePart extends ValueType {
    private static final HttpBody NOTHING = HttpBody.of(new byte[0]);

    private final HttpBody before;
    private final long from;
    private final long length;
    private final HttpBody after;

    private FilePart(HttpBody before, long from, long length, HttpBody after) {
      this.before = before;
      this.from = from;
      this.length = length;
      this.after = after;
    }

    /**
     * Bytes of the file.
     *
     * @param from the first one, counted from 0; inside the file
     * @param length how many, not beyond the end of the file
     */
    public static FilePart of(long from, long length) {
      return new FilePart(NOTHING, from, length, NOTHING);
    }

    /** The same bytes between others: the head and the tail of a form. */
    public FilePart between(HttpBody before, HttpBody after) {
      return new FilePart(given("before", before), from, length, given("after", after));
    }

    /** What is sent before the bytes of the file. */
    public HttpBody before() {
      return before;
    }

    /** The first byte of the file that is sent, counted from 0. */
    public long from() {
      return from;
    }

    /** How many bytes of the file are sent. */
    public long length() {
      return length;
    }

    /** What is sent after the bytes of the file. */
    public HttpBody after() {
      return after;
    }

    @Override
    Object[] attributes() {
      return new Object[] {"before", before, "from", from, "length", length, "after", after};
    }
  }

  /** What a provider needs to know of a file that is uploaded. Immutable and thread-safe. */
  public static final class File extends ValueType {
    private final String name;
    private final String mediaType;
    private final long length;

    private File(String name, String mediaType, long length) {
      this.name = name;
      this.mediaType = mediaType;
      this.length = length;
    }

    /**
     * A file.
     *
     * @param name its name at the provider, of letters, digits, dots, dashes and underscores
     * @param mediaType such as {@code image/png}
     * @param length in bytes
     */
    public static File of(String name, String mediaType, long length) {
      return new File(given("name", name), given("mediaType", mediaType), length);
    }

    /** Its name at the provider. */
    public String name() {
      return name;
    }

    /** The media type. */
    public String mediaType() {
      return mediaType;
    }

    /** How many bytes it has. */
    public long length() {
      return length;
    }

    @Override
    Object[] attributes() {
      return new Object[] {"name", name, "mediaType", mediaType, "length", length};
    }
  }
}
