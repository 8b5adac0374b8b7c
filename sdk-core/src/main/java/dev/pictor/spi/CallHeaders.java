package dev.pictor.spi;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The few headers of a call, in their order: a fifth of the memory of a map with a table, and each
 * call is made once without and once with the key. Immutable.
 */
final class CallHeaders extends AbstractMap<String, String> {
  static final CallHeaders NONE = new CallHeaders(new String[0]);

  /** Name and value in turn. */
  private final String[] lines;

  private CallHeaders(String[] lines) {
    this.lines = lines;
  }

  /** The same with one header more, or with another value of one that there is. */
  CallHeaders with(String name, String value) {
    int place = place(name);
    int length = lines.length;
    String[] all = Arrays.copyOf(lines, place < 0 ? length + 2 : length);
    all[place < 0 ? length : place] = name;
    all[place < 0 ? length + 1 : place + 1] = value;
    return new CallHeaders(all);
  }

  private int place(@Nullable Object name) {
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int size() {
    return lines.length / 2;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return place(name) >= 0;
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    int place = place(name);
    return place < 0 ? null : lines[place + 1];
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super String> action) {
    for (int i = 0; i < lines.length; i += 2) {
      action.accept(lines[i], lines[i + 1]);
    }
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return new AbstractSet<Entry<String, String>>() {
      @Override
      public int size() {
        return CallHeaders.this.size();
      }

      @Override
      public Iterator<Entry<String, String>> iterator() {
        return new Each();
      }
    };
  }

  private final class Each implements Iterator<Entry<String, String>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < lines.length;
    }

    @Override
    public Entry<String, String> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      next += 2;
      return new SimpleImmutableEntry<>(lines[next - 2], lines[next - 1]);
    }
  }
}
