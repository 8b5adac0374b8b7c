package dev.pictor.spi;

/**
 * A part of the file that is uploaded, as the body of a call: the engine reads it from its source
 * while it sends it. Immutable and thread-safe.
 */
public final class FilePart extends ValueType {
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
   * @param from the first one, from 0
   * @param length how many
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

  /** The first byte of the file that is sent, from 0. */
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
