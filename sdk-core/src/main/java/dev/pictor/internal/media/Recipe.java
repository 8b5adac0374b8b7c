package dev.pictor.internal.media;

import dev.pictor.internal.media.Edits.Edit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;

/**
 * How what is sent is made from an original while that is read: without a copy, and in any number
 * of ranges. Immutable and thread-safe; knows no more of the original than where to cut.
 */
public final class Recipe {
  private static final int CHUNK = 16 * 1024;

  private final long originalLength;
  private final List<Edit> edits;
  private final long length;

  Recipe(long originalLength, List<Edit> edits) {
    this.originalLength = originalLength;
    this.edits = edits;
    length = length(originalLength, edits);
  }

  /** How long a file is after its edits. */
  static long length(long originalLength, List<Edit> edits) {
    long length = originalLength;
    for (Edit edit : edits) {
      length += edit.length - (edit.to - edit.from);
    }
    return length;
  }

  static Recipe original(long length) {
    return new Recipe(length, Collections.emptyList());
  }

  long originalLength() {
    return originalLength;
  }

  /** How many bytes are made. */
  public long length() {
    return length;
  }

  /** Whether what is made is the original, byte for byte. */
  public boolean isOriginal() {
    return edits.isEmpty();
  }

  /**
   * Makes a range of the content. Neither stream is closed.
   *
   * @param original the file that was scanned, from its start; it is read as far as needed, and to
   *     its end if the range goes up to the {@link #length()}
   * @param from the first byte that is written
   * @param to where to stop: the byte behind the last one
   * @throws InputChangedException if the original ends before what is needed of it, or, where it is
   *     read to its end, is longer than when it was scanned
   * @throws IndexOutOfBoundsException if the range is none of this content
   */
  public void copy(InputStream original, OutputStream out, long from, long to) throws IOException {
    if (from < 0 || to < from || to > length) {
      throw new IndexOutOfBoundsException(
          "the range " + from + " to " + to + " is not within 0 to " + length);
    }
    Copy copy = new Copy(original, out, from, to);
    for (Edit edit : edits) {
      if (copy.isDone()) {
        break;
      }
      copy.keep(edit.from);
      copy.put(edit);
    }
    copy.keep(originalLength);
    if (to == length) {
      copy.requireEnd();
    }
  }

  /** The way through the original. */
  private final class Copy {
    private final InputStream original;
    private final OutputStream out;
    private final long from;
    private final long to;
    private final byte[] buffer = new byte[CHUNK];

    /** Where the next byte of the content would go. */
    private long at;

    /** How much of the original is behind, and how much of it has been read. */
    private long position;

    private long read;

    Copy(InputStream original, OutputStream out, long from, long to) {
      this.original = original;
      this.out = out;
      this.from = from;
      this.to = to;
    }

    boolean isDone() {
      return at >= to;
    }

    /** Goes on with the original up to a position in it. */
    void keep(long end) throws IOException {
      long count = end - position;
      long before = Math.min(count, Math.max(0, from - at));
      long wanted = Math.min(end, position + Math.max(0, to - at));
      if (position + before < wanted) {
        skipTo(position + before);
        while (read < wanted) {
          out.write(buffer, 0, take(wanted - read));
        }
      }
      position = end;
      at += count;
    }

    /** Puts the replacement into the place of a range of the original. */
    void put(Edit edit) throws IOException {
      long first = Math.max(0, from - at);
      long last = Math.min(edit.length, to - at);
      if (edit.bytes.length > 0) {
        if (first < last) {
          out.write(edit.bytes, (int) first, (int) (last - first));
        }
      } else {
        zeros(last - first);
      }
      position = edit.to;
      at += edit.length;
    }

    private void zeros(long count) throws IOException {
      byte[] zeros = new byte[(int) Math.max(0, Math.min(count, CHUNK))];
      for (long left = count; left > 0; left -= zeros.length) {
        out.write(zeros, 0, (int) Math.min(left, zeros.length));
      }
    }

    void requireEnd() throws IOException {
      skipTo(originalLength);
      if (original.read() >= 0) {
        throw new InputChangedException(
            "the image is longer than the " + originalLength + " bytes it had at first");
      }
    }

    private void skipTo(long target) throws IOException {
      while (read < target) {
        // A file lets itself be skipped beyond its end, so the last byte is always read.
        long most = target - read - 1;
        read += most < CHUNK ? 0 : Math.min(Math.max(original.skip(most), 0), most);
        take(target - read);
      }
    }

    private int take(long most) throws IOException {
      int count = original.read(buffer, 0, (int) Math.min(most, CHUNK));
      if (count == 0) { // not allowed to a stream, but seen
        int one = original.read();
        buffer[0] = (byte) one;
        count = one < 0 ? -1 : 1;
      }
      if (count < 0) {
        throw new InputChangedException(
            "the image ends before the " + originalLength + " bytes it had at first");
      }
      read += count;
      return count;
    }
  }
}
