package dev.pictor.internal.media;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The items of an AVIF file, which its meta box lists: pictures, and metadata about them. */
final class AvifItems {
  private static final String RDF = "application/rdf+xml";

  private final Fields meta;

  /** Where in the file the content of the meta box begins. */
  private final long base;

  /** The metadata by their numbers: what to call them. */
  private final Map<Long, String> metadata = new HashMap<>();

  private final List<Long> types = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private long dataFrom = -1;
  private long dataTo = -1;

  /**
   * @param content of the meta box
   * @param base where in the file it begins
   */
  AvifItems(byte[] content, long base) throws DamagedException {
    this.meta = new Fields(content);
    this.base = base;
    long list = -1;
    long listEnd = -1;
    long places = -1;
    for (long at = 4; at < meta.length(); at = boxEnd(at)) {
      String type = meta.name(at + 4);
      if (type.equals("iinf")) {
        list = content(at);
        listEnd = boxEnd(at);
      } else if (type.equals("iloc")) {
        places = content(at);
      } else if (type.equals("idat")) {
        dataFrom = base + content(at);
        dataTo = base + boxEnd(at);
      }
    }
    if (list >= 0) {
      readList(list, listEnd);
    }
    if (places >= 0) {
      readPlaces(places);
    }
  }

  /** Where the names of the types of metadata stand in the file. */
  List<Long> types() {
    return types;
  }

  /** What to call the metadata. */
  Iterable<String> words() {
    return metadata.values();
  }

  /** Where the items are. */
  List<Part> parts() {
    return parts;
  }

  /** Where in the file the data within the meta box begin; -1 if there are none. */
  long dataFrom() {
    return dataFrom;
  }

  long dataTo() {
    return dataTo;
  }

  boolean hasAlpha() {
    return meta.contains("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha")
        || meta.contains("urn:mpeg:hevc:2015:auxid:1");
  }

  private void readList(long at, long end) throws DamagedException {
    int count = meta.big(at, 1) == 0 ? 2 : 4;
    for (long item = at + 4 + count; item < end; item = boxEnd(item)) {
      if (!meta.name(item + 4).equals("infe")) {
        continue;
      }
      long fields = content(item);
      long version = meta.big(fields, 1);
      if (version != 2 && version != 3) {
        throw new DamagedException("it lists its parts in a way that Pictor does not know");
      }
      int size = version == 2 ? 2 : 4;
      long type = fields + 4 + size + 2;
      String name = meta.name(type);
      boolean isXmp = name.equals("mime") && meta.has(meta.zeroFrom(type + 4) + 1L, RDF);
      if (name.equals("Exif") || name.equals("mime") || name.equals("uri ")) {
        String other = isXmp ? Findings.XMP : Findings.APPLICATION;
        metadata.put(meta.big(fields + 4, size), name.equals("Exif") ? "EXIF" : other);
        types.add(base + type);
      }
    }
  }

  private void readPlaces(long start) throws DamagedException {
    long version = meta.big(start, 1);
    if (version > 2) {
      throw new DamagedException("it says where its parts are in a way that Pictor does not know");
    }
    long sizes = meta.big(start + 4, 2);
    int offsetSize = size(sizes >> 12);
    int lengthSize = size(sizes >> 8);
    int baseSize = size(sizes >> 4);
    int indexSize = version == 0 ? 0 : size(sizes);
    int idSize = version < 2 ? 2 : 4;
    int step = indexSize + offsetSize + lengthSize;
    long items = meta.big(start + 6, idSize);
    long at = start + 6 + idSize;
    for (long item = 0; item < items; item++) {
      long id = meta.big(at, idSize);
      at += idSize;
      long method = version == 0 ? 0 : meta.big(at, 2) & 0xf;
      at += version == 0 ? 2 : 4; // with the number of the file that has it: this one
      long origin = meta.big(at, baseSize);
      long extents = meta.big(at + baseSize, 2);
      at += baseSize + 2;
      if (extents > 0 && step == 0) {
        throw new DamagedException("it has parts without a place");
      }
      for (long extent = 0; extent < extents; extent++) {
        long offset = origin + meta.big(at + indexSize, offsetSize);
        part(id, method, offset, meta.big(at + indexSize + offsetSize, lengthSize));
        at += step;
      }
    }
  }

  private void part(long id, long method, long offset, long length) throws DamagedException {
    boolean isMetadata = metadata.containsKey(id);
    if (parts.size() >= Edits.MOST) {
      throw new DamagedException("it has more than " + Edits.MOST + " parts");
    }
    if (method > 1 || (method == 1 && dataFrom < 0)) {
      if (isMetadata) {
        throw new DamagedException("its metadata are where Pictor does not find them");
      }
      return; // made from other items
    }
    if (isMetadata && length == 0) {
      throw new DamagedException("its metadata have no length");
    }
    long from = method == 1 ? dataFrom + offset : offset;
    long to = length == 0 ? Long.MAX_VALUE : from + length;
    if (offset < 0 || from < 0 || to < from) {
      throw new DamagedException("it has a number that cannot be true");
    }
    parts.add(new Part(from, to, isMetadata, "EXIF".equals(metadata.get(id))));
  }

  private static int size(long bits) throws DamagedException {
    int size = (int) (bits & 0xf);
    if (size != 0 && size != 4 && size != 8) {
      throw new DamagedException("it has numbers of " + size + " bytes");
    }
    return size;
  }

  /** Where a box ends, which is always behind its beginning. */
  private long boxEnd(long at) throws DamagedException {
    long length = meta.big(at, 4);
    if (length == 0) {
      return meta.length();
    }
    if (length == 1) {
      length = meta.big(at + 8, 8);
    }
    if (length < content(at) - at || length > meta.length() - at) {
      throw new DamagedException("a part of it has a length that cannot be true");
    }
    return at + length;
  }

  private long content(long at) throws DamagedException {
    return at + (meta.big(at, 4) == 1 ? 16 : 8);
  }

  /** A range of the file that belongs to an item. */
  static final class Part {
    final long from;
    final long to;
    final boolean isMetadata;
    final boolean isExif;

    Part(long from, long to, boolean isMetadata, boolean isExif) {
      this.from = from;
      this.to = to;
      this.isMetadata = isMetadata;
      this.isExif = isExif;
    }
  }
}
