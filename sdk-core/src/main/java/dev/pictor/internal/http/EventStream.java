package dev.pictor.internal.http;

import java.io.IOException;
import java.util.Arrays;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;

/**
 * Reads server-sent events, of which only the data matters here. An event ends with an empty line;
 * a JSON object is one as soon as it is whole, because some servers leave the empty line out, and
 * because there is no reason to wait for it.
 */
final class EventStream {
  /** Whoever reads it. Called on the thread that reads. */
  interface Listener {
    /** Something has come, if only a comment that keeps the connection alive. */
    void alive();

    /** The data of one event. False: nothing more is wanted. */
    boolean event(byte[] data);
  }

  /** Of an event; each costs a look at all those before. */
  private static final int MOST_LINES = 100;

  private static final byte[] NOTHING = new byte[0];
  private static final ByteString ENDS = ByteString.encodeUtf8("\r\n");
  private static final ByteString DATA = ByteString.encodeUtf8("data:");

  private final BufferedSource source;
  private final long limit;
  private final Listener listener;
  private byte[] data = NOTHING;
  private int lines;
  private boolean skipsLineFeed;

  /**
   * @param limit the longest line and the longest event, in bytes
   */
  EventStream(BufferedSource source, long limit, Listener listener) {
    this.source = source;
    this.limit = limit;
    this.listener = listener;
  }

  /**
   * Reads until the end, or until the listener wants no more.
   *
   * @throws IOException if the connection breaks, or an event is too long
   */
  void read() throws IOException {
    while (true) {
      long end = lineEnd();
      if (end < 0) { // an event that is not whole by now was cut off
        return;
      }
      listener.alive();
      if (!line(end)) {
        return;
      }
    }
  }

  /** Where the next line ends; less than zero at the end of the stream. */
  private long lineEnd() throws IOException {
    Buffer buffer = source.getBuffer();
    long seen = 0;
    while (true) {
      if (skipsLineFeed && buffer.size() > 0) { // the second half of an end of a line
        skipsLineFeed = false;
        if (buffer.getByte(0) == '\n') {
          buffer.skip(1);
        }
      }
      long end = buffer.indexOfElement(ENDS, seen);
      if (end >= 0) {
        return end;
      }
      seen = buffer.size();
      if (seen + data.length > limit) {
        throw new IOException("an event of the stream is longer than " + limit + " bytes");
      }
      if (!source.request(seen + 1)) {
        return -1;
      }
    }
  }

  private boolean line(long end) throws IOException {
    Buffer buffer = source.getBuffer();
    boolean isData = buffer.rangeEquals(0, DATA);
    if (isData) {
      buffer.skip(DATA.size());
      long length = end - DATA.size();
      if (length > 0 && buffer.getByte(0) == ' ') {
        buffer.skip(1);
        length--;
      }
      add(buffer.readByteArray(length));
    } else if (end > 0) {
      buffer.skip(end); // a comment, or a field that says nothing here
    }
    skipsLineFeed = buffer.readByte() == '\r';
    boolean isOver = isData ? isWholeObject() : end == 0 && data.length > 0;
    if (!isOver) {
      lines = end == 0 ? 0 : lines;
      return true;
    }
    byte[] event = data;
    data = NOTHING;
    lines = 0;
    skipEmptyLines(buffer);
    return listener.event(event);
  }

  /** An empty buffer holds no memory, and an event may be told for as long as a call takes. */
  private static void skipEmptyLines(Buffer buffer) throws IOException {
    while (buffer.size() > 0 && (buffer.getByte(0) == '\n' || buffer.getByte(0) == '\r')) {
      buffer.skip(1);
    }
  }

  /** Mostly an event is one line, which is copied once. */
  private void add(byte[] line) throws IOException {
    if (++lines > MOST_LINES) {
      throw new IOException("an event of the stream has more than " + MOST_LINES + " lines");
    }
    if (data.length == 0) {
      data = line;
      return;
    }
    byte[] both = Arrays.copyOf(data, data.length + 1 + line.length);
    both[data.length] = '\n';
    System.arraycopy(line, 0, both, data.length + 1, line.length);
    data = both;
  }

  /** Whether the data so far is one JSON object. What is no JSON waits for its empty line. */
  private boolean isWholeObject() {
    byte[] text = data;
    if (text.length == 0 || text[text.length - 1] != '}' || text[0] != '{') {
      return false;
    }
    int depth = 0;
    boolean isInString = false;
    for (int i = 0; i < text.length; i++) {
      byte one = text[i];
      if (isInString) {
        i += one == '\\' ? 1 : 0;
        isInString = one != '"';
      } else if (one == '"') {
        isInString = true;
      } else if (one == '{') {
        depth++;
      } else if (one == '}') {
        depth--;
        if (depth == 0) {
          return i == text.length - 1;
        }
      }
    }
    return false;
  }
}
