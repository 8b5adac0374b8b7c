package dev.pictor.avif;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One of the things in a file: a picture, its transparency, or what is not read. */
final class Item {
  private static final Set<String> ALPHA =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1")));

  /** What a reader has to know, and this one does. */
  private static final Set<String> KNOWN =
      Collections.unmodifiableSet(
          new HashSet<>(Arrays.asList("av1C", "ispe", "pixi", "colr", "auxC", "irot", "imir")));

  private static final Set<String> TURNS =
      Collections.unmodifiableSet(new HashSet<>(Arrays.asList("irot", "imir")));

  private final String type;
  private final List<Box> properties = new ArrayList<>();
  private String unknown = "";
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

  Item(String type) {
    this.type = type;
  }

  /**
   * One more property, in the order of the file.
   *
   * @param isEssential whether a reader that does not know it shows something else
   * @throws IOException if the picture was to be turned like that before: by ISO/IEC 23000-22, once
   *     is all there may be, and each time costs a copy of all pixels
   */
  void add(Box property, boolean isEssential) throws IOException {
    if (TURNS.contains(property.type) && property(property.type).isPresent()) {
      throw new IOException("The file turns its picture twice by " + property.type);
    }
    properties.add(property);
    if (!KNOWN.contains(property.type) && (isEssential || property.type.equals("clap"))) {
      unknown = property.type;
    }
  }

  /** Some more of its bytes. */
  void add(byte[] bytes) {
    stream.write(bytes, 0, bytes.length);
  }

  Optional<Box> property(String name) {
    return properties.stream()
        .filter(property -> property.type.equals(name))
        .findFirst()
        .map(Box::copy);
  }

  List<Box> properties() {
    return properties;
  }

  boolean isAlpha() throws IOException {
    Optional<Box> kind = property("auxC");
    if (!kind.isPresent()) {
      return false;
    }
    kind.get().number(4);
    return ALPHA.contains(kind.get().text());
  }

  Planes decode() throws IOException {
    if (!type.equals("av01")) {
      throw new IOException(
          type.equals("grid")
              ? "The file is a picture of several tiles, which is not read"
              : "The file holds a picture of type '" + type + "', which is not read");
    }
    if (!unknown.isEmpty()) {
      throw new IOException("The file needs the property " + unknown + ", which is not read");
    }
    Planes planes = Av1.decode(stream.toByteArray());
    Optional<Box> size = property("ispe");
    if (!size.isPresent()) {
      throw new IOException("The file declares no size");
    }
    size.get().number(4);
    long width = size.get().number(4);
    long height = size.get().number(4);
    if (planes.width != width || planes.height != height) {
      throw new IOException(
          "The file declares a picture of "
              + width
              + "x"
              + height
              + " pixels and holds one of "
              + planes.width
              + "x"
              + planes.height);
    }
    return planes.as(cicp(planes.cicp));
  }

  /** What the file says of the colours, before what its stream says. */
  private Cicp cicp(Cicp ofStream) throws IOException {
    for (Box property : properties) {
      Box colour = property.copy();
      if (colour.type.equals("colr") && colour.text(4).equals("nclx")) {
        return new Cicp(colour.small(2), colour.small(2), colour.small(2), colour.small(1) >= 128);
      }
    }
    return ofStream;
  }
}
