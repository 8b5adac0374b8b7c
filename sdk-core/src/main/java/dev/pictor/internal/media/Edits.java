package dev.pictor.internal.media;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** What is done to a file on its way: ranges that are left out, or replaced. */
final class Edits {
  /** A file with more is taken for one that wants to fill the memory. */
  static final int MOST = 20_000;

  private static final byte[] NOTHING = {};

  private final List<Edit> edits = new ArrayList<>();

  /** Leaves a range out. */
  void cut(long from, long to) throws DamagedException {
    int last = edits.size() - 1;
    if (last >= 0 && edits.get(last).isCut() && edits.get(last).to == from) {
      edits.set(last, new Edit(edits.get(last).from, to, NOTHING, 0));
    } else if (to > from) {
      add(new Edit(from, to, NOTHING, 0));
    }
  }

  /** Puts bytes into the place of a range, which may be empty. */
  void replace(long from, long to, byte[] bytes) throws DamagedException {
    add(new Edit(from, to, bytes, bytes.length));
  }

  /** Replaces each byte of a range by zero. */
  void blank(long from, long to) throws DamagedException {
    if (to > from) {
      add(new Edit(from, to, NOTHING, to - from));
    }
  }

  private void add(Edit edit) throws DamagedException {
    if (edits.size() >= MOST) {
      throw new DamagedException("it has more than " + MOST + " parts to take out");
    }
    edits.add(edit);
  }

  /**
   * These and some more, in the order of the file.
   *
   * @throws DamagedException if two of them want the same bytes
   */
  List<Edit> with(Edits others) throws DamagedException {
    List<Edit> all = new ArrayList<>(edits);
    all.addAll(others.edits);
    Collections.sort(
        all, Comparator.<Edit>comparingLong(edit -> edit.from).thenComparingLong(edit -> edit.to));
    long end = 0;
    for (Edit edit : all) {
      if (edit.from < end) {
        throw new DamagedException("parts of it overlap");
      }
      end = edit.to;
    }
    return all;
  }

  /** A range of the original, and what stands in its place: some bytes, or zeros. Immutable. */
  static final class Edit {
    final long from;
    final long to;
    final byte[] bytes;
    final long length;

    Edit(long from, long to, byte[] bytes, long length) {
      this.from = from;
      this.to = to;
      this.bytes = bytes;
      this.length = length;
    }

    private boolean isCut() {
      return length == 0;
    }
  }
}
