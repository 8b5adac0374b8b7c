package dev.pictor.internal.media;

import dev.pictor.internal.media.AvifItems.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * From box to box of an AVIF file. Its parts are found by their positions in the file, so nothing
 * is cut: metadata become zeros, and what was their type says that there is nothing.
 */
final class AvifWalk {
  /** The longest list of items that is read: some 100 bytes for each. */
  private static final int LONGEST_META = 4 << 20;

  private static final byte[] FREE = "free".getBytes(StandardCharsets.ISO_8859_1);
  private static final String XMP_ID =
      "\u00bez\u00cf\u00cb\u0097\u00a9B\u00e8\u009cq\u0099\u0094\u0091\u00e3\u00af" + "\u00ac";

  private static final Set<String> KEPT =
      new HashSet<>(
          Arrays.asList(
              "ftyp", "styp", "moof", "mfra", "sidx", "ssix", "pdin", "prft", "emsg", "etyp"));

  private static final Set<String> SPACE = new HashSet<>(Arrays.asList("free", "skip", "wide"));

  private final ScanStream in;
  private final Findings found;

  /** Where the payloads are: each range by its start. */
  private final TreeMap<Long, Long> data = new TreeMap<>();

  private Optional<AvifItems> items = Optional.empty();

  /** Where the film, if there is one, and its tracks end. */
  private long filmEnd;

  private String exifWords = "EXIF";

  private AvifWalk(ScanStream in, Findings found) {
    this.in = in;
    this.found = found;
  }

  static void walk(ScanStream in, Findings found) throws IOException {
    AvifWalk walk = new AvifWalk(in, found);
    while (!in.atEnd()) {
      walk.box();
    }
    walk.blankItems();
  }

  private void box() throws IOException {
    long start = in.position();
    byte[] head = in.upTo(8, 8);
    if (head.length < 8) {
      found.cut(Findings.BEHIND, start, in.position());
      return;
    }
    Fields fields = new Fields(head);
    String type = fields.name(4);
    long length = fields.big(0, 4);
    if (length == 1) {
      length = in.big(8);
    }
    long content = in.position();
    boolean isRest = length == 0;
    if (!isRest && length < content - start) {
      throw new DamagedException("a part of it has a length that cannot be true");
    }
    long end = isRest ? Long.MAX_VALUE : start + length;
    if (start < filmEnd) {
      film(type, start, content, end);
    } else if (type.equals("moov")) {
      filmEnd = end; // its parts come next
    } else if (type.equals("meta")) {
      meta(content, end);
    } else if (type.equals("mdat")) {
      readExif(end);
      data.put(content, skip(end));
      if (data.size() > Edits.MOST) {
        throw new DamagedException("it has more than " + Edits.MOST + " parts");
      }
    } else if (SPACE.contains(type)) {
      found.edits.blank(content, skip(end));
    } else if (KEPT.contains(type)) {
      skip(end);
    } else {
      blank(start, content, end);
    }
  }

  private void film(String type, long start, long content, long end) throws IOException {
    if (type.equals("udta") || type.equals("meta") || type.equals("uuid")) {
      blank(start, content, end);
    } else if (SPACE.contains(type)) {
      found.edits.blank(content, skip(end));
    } else if (!type.equals("trak")) { // whose parts come next
      skip(end);
    }
  }

  /** Makes free space of a whole box. */
  private void blank(long start, long content, long end) throws IOException {
    boolean isXmp = Bytes.startsWith(in.upTo(end - content, 16), XMP_ID);
    found.edits.replace(start + 4, start + 8, FREE);
    found.edits.blank(content, skip(end));
    found.remove(isXmp ? Findings.XMP : Findings.APPLICATION);
  }

  private void meta(long content, long end) throws IOException {
    if (items.isPresent()) {
      throw new DamagedException("it lists its parts twice");
    }
    byte[] bytes = in.upTo(end - content, LONGEST_META);
    skip(end);
    if (in.position() - content > bytes.length) {
      throw new DamagedException("its list of parts is longer than " + LONGEST_META + " bytes");
    }
    AvifItems read = new AvifItems(bytes, content);
    items = Optional.of(read);
    if (read.dataFrom() >= 0) {
      data.put(read.dataFrom(), read.dataTo());
    }
    if (read.hasAlpha()) {
      found.alpha();
    }
    for (Part part : read.parts()) {
      if (part.isExif && part.from >= content && part.to <= in.position()) {
        exif(new Fields(bytes).range(part.from - content, part.to - content));
      }
    }
  }

  /** On the way through payloads, looks into EXIF that lies ahead. */
  private void readExif(long end) throws IOException {
    if (!items.isPresent()) {
      return;
    }
    for (Part part : items.get().parts()) {
      if (part.isExif && part.from >= in.position() && part.to <= end) {
        in.skipTo(part.from);
        exif(in.upTo(part.to - part.from, Exif.LOOKED_AT));
      }
    }
  }

  /** The metadata begin with how far away they begin. */
  private void exif(byte[] item) throws DamagedException {
    Fields fields = new Fields(item);
    long at = item.length < 4 ? 0 : 4 + fields.big(0, 4);
    if (at < item.length) {
      String words = Exif.of(fields.range(at, item.length)).words();
      exifWords = words.length() > exifWords.length() ? words : exifWords;
    }
  }

  private void blankItems() throws DamagedException {
    if (!items.isPresent()) {
      if (filmEnd == 0) {
        throw new DamagedException("it has no list of its parts");
      }
      return;
    }
    requireOwnPlaces();
    for (Part part : items.get().parts()) {
      if (part.isMetadata) {
        found.edits.blank(part.from, part.to);
      }
    }
    for (long type : items.get().types()) {
      found.edits.replace(type, type + 4, FREE);
    }
    for (String words : items.get().words()) {
      found.remove(words.equals("EXIF") ? exifWords : words);
    }
  }

  /** What metadata share with a picture, or with the structure of the file, is no metadata. */
  private void requireOwnPlaces() throws DamagedException {
    List<Part> parts = new ArrayList<>(items.get().parts());
    Collections.sort(parts, Comparator.comparingLong(part -> part.from));
    long metadataEnd = 0;
    long pictureEnd = 0;
    for (Part part : parts) {
      if (part.from < (part.isMetadata ? pictureEnd : metadataEnd)) {
        throw new DamagedException("its metadata and its picture overlap");
      }
      if (part.isMetadata) {
        Map.Entry<Long, Long> zone = data.floorEntry(part.from);
        if (zone == null || part.to > zone.getValue()) {
          throw new DamagedException("its metadata are where Pictor does not find them");
        }
        metadataEnd = Math.max(metadataEnd, part.to);
      } else {
        pictureEnd = Math.max(pictureEnd, part.to);
      }
    }
  }

  /** Passes the rest of a box, and says where it ended. */
  private long skip(long end) throws IOException {
    if (end == Long.MAX_VALUE) {
      in.length();
    } else {
      in.skipTo(end);
    }
    return in.position();
  }
}
