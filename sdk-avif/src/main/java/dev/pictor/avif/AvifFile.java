package dev.pictor.avif;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The picture of a file, and its transparency, by ISO/IEC 23008-12. */
final class AvifFile {
  /** Of all items together; a picture and its transparency have about ten. */
  private static final int MOST_ASSOCIATIONS = 10_000;

  private final Box file;
  private final Map<Long, Item> items = new HashMap<>();
  private final Set<Long> alphas = new HashSet<>();
  private final Set<Long> multiplied = new HashSet<>();

  /** The items whose properties were named, which ISO/IEC 23008-12 allows once. */
  private final Set<Long> described = new HashSet<>();

  private int associations;
  private Optional<Box> data = Optional.empty();
  private Optional<Item> alpha = Optional.empty();
  private Item picture = new Item("");
  private boolean isMultiplied;
  private long primary;

  private AvifFile(byte[] bytes) {
    file = Box.whole(bytes);
  }

  static AvifFile of(byte[] bytes) throws IOException {
    AvifFile file = new AvifFile(bytes);
    Box outside = Box.whole(bytes);
    while (outside.hasMore()) {
      Box box = outside.next();
      if (box.type.equals("meta")) {
        file.read(box);
        return file;
      }
    }
    throw new IOException("The file holds no picture");
  }

  Item picture() {
    return picture;
  }

  Optional<Item> alpha() {
    return alpha;
  }

  /** Whether its colours have been multiplied by its transparency. */
  boolean isMultiplied() {
    return isMultiplied;
  }

  private void read(Box meta) throws IOException {
    meta.number(4);
    Map<String, Box> boxes = new HashMap<>();
    while (meta.hasMore()) {
      Box box = meta.next();
      boxes.putIfAbsent(box.type, box);
    }
    data = Optional.ofNullable(boxes.get("idat"));
    Box which = need(boxes, "pitm");
    primary = which.number(which.small(4) >> 24 == 0 ? 2 : 4);
    readTypes(need(boxes, "iinf"));
    if (boxes.containsKey("iref")) {
      readReferences(need(boxes, "iref"));
    }
    readProperties(need(boxes, "iprp"));
    for (long id : alphas) {
      Item one = items.get(id);
      if (one != null && one.isAlpha()) {
        alpha = Optional.of(one);
        isMultiplied = multiplied.contains(id);
        readPlaces(need(boxes, "iloc").copy(), id, one);
        break;
      }
    }
    Item first = items.get(primary);
    if (first == null) {
      throw new IOException("The file holds no picture");
    }
    picture = first;
    readPlaces(need(boxes, "iloc").copy(), primary, picture);
  }

  private static Box need(Map<String, Box> boxes, String name) throws IOException {
    Box box = boxes.get(name);
    if (box == null) {
      throw new IOException("The file has no box " + name);
    }
    return box;
  }

  private void readTypes(Box list) throws IOException {
    int version = list.small(4) >> 24;
    long count = list.number(version == 0 ? 2 : 4);
    for (long i = 0; i < count; i++) {
      Box entry = list.next();
      int itsVersion = entry.small(4) >> 24;
      if (entry.type.equals("infe") && itsVersion >= 2) {
        long id = entry.number(itsVersion == 2 ? 2 : 4);
        entry.number(2);
        items.put(id, new Item(entry.text(4)));
      }
    }
  }

  private void readReferences(Box list) throws IOException {
    int bytes = list.small(4) >> 24 == 0 ? 2 : 4;
    while (list.hasMore()) {
      Box entry = list.next();
      long from = entry.number(bytes);
      int count = entry.small(2);
      for (int i = 0; i < count; i++) {
        long to = entry.number(bytes);
        if (entry.type.equals("auxl") && to == primary) {
          alphas.add(from);
        } else if (entry.type.equals("prem") && from == primary) {
          multiplied.add(to);
        }
      }
    }
  }

  private void readProperties(Box parts) throws IOException {
    List<Box> all = new ArrayList<>();
    while (parts.hasMore()) {
      Box part = parts.next();
      if (part.type.equals("ipco")) {
        while (part.hasMore()) {
          all.add(part.next());
        }
      } else if (part.type.equals("ipma")) {
        readAssociations(part, all);
      }
    }
  }

  private void readAssociations(Box list, List<Box> all) throws IOException {
    int head = list.small(4);
    long count = list.number(4);
    boolean isWide = (head & 1) == 1;
    for (long i = 0; i < count; i++) {
      long id = list.number(head >> 24 == 0 ? 2 : 4);
      int properties = list.small(1);
      Item item = items.get(id);
      if (item != null && !described.add(id)) {
        throw new IOException("The file names the properties of its item " + id + " twice");
      }
      associations += properties;
      if (associations > MOST_ASSOCIATIONS) {
        throw new IOException(
            "The file names more than " + MOST_ASSOCIATIONS + " properties of its items");
      }
      for (int k = 0; k < properties; k++) {
        int one = list.small(isWide ? 2 : 1);
        int must = isWide ? 0x8000 : 0x80;
        int index = one & (must - 1);
        if (index > all.size()) {
          throw new IOException("The file has no property " + index);
        }
        if (index > 0 && item != null) {
          Box property = all.get(index - 1);
          item.add(property, (one & must) != 0);
        }
      }
    }
  }

  private void readPlaces(Box list, long wanted, Item item) throws IOException {
    int version = list.small(4) >> 24;
    int sizes = list.small(2);
    int offsetBytes = sizes >> 12;
    int lengthBytes = (sizes >> 8) & 15;
    int baseBytes = (sizes >> 4) & 15;
    int indexBytes = version == 0 ? 0 : sizes & 15;
    if (Math.max(Math.max(offsetBytes, lengthBytes), Math.max(baseBytes, indexBytes)) > 8) {
      throw new IOException("The file has numbers of more than 8 bytes");
    }
    int extentBytes = offsetBytes + lengthBytes + indexBytes;
    long count = list.number(version < 2 ? 2 : 4);
    long total = 0;
    for (long i = 0; i < count; i++) {
      long id = list.number(version < 2 ? 2 : 4);
      int method = version == 0 ? 0 : list.small(2) & 15;
      int reference = list.small(2);
      long base = list.number(baseBytes);
      int extents = list.small(2);
      if (extents > 1 && extentBytes == 0) {
        throw new IOException("The file has parts without a place");
      }
      for (int k = 0; k < extents; k++) {
        list.number(indexBytes);
        long from = base + list.number(offsetBytes);
        long length = list.number(lengthBytes);
        if (id == wanted) {
          total += length;
          if (total > file.length()) {
            throw new IOException("The file has a picture that is larger than the file");
          }
          item.add(bytes(method, reference, from, length));
        }
      }
    }
  }

  private byte[] bytes(int method, int reference, long from, long length) throws IOException {
    if (method > 1 || reference != 0) {
      throw new IOException("The file has its picture in another file or item, which is not read");
    }
    if (method == 1 && !data.isPresent()) {
      throw new IOException("The file has no box idat");
    }
    return (method == 1 ? data.get() : file).bytes(from, length);
  }
}
