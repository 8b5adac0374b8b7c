package dev.pictor.internal.media;

import dev.pictor.model.ImageSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a walk through a file has found so far. */
final class Findings {
  static final String XMP = "XMP";
  static final String IPTC = "IPTC";
  static final String TEXT = "text chunks";
  static final String COMMENT = "comment";
  static final String THUMBNAIL = "thumbnail";
  static final String APPLICATION = "application data";
  static final String BEHIND = "data behind the end of the image";

  /** What is done to the file in any case, only without its orientation, and only with it. */
  final Edits edits = new Edits();

  final Edits upright = new Edits();
  final Edits turned = new Edits();

  private final Set<String> removed = new LinkedHashSet<>();
  private Optional<ImageSize> size = Optional.empty();
  private boolean hasAlpha;
  private boolean hasOrientation;
  private int orientation = 1;

  /** Leaves a range out, and says so. */
  void cut(String what, long from, long to) throws DamagedException {
    edits.cut(from, to);
    if (to > from) {
      removed.add(what);
    }
  }

  void remove(String what) {
    removed.add(what);
  }

  /** Metadata were read; the first in a file count. */
  void exif(Exif exif) {
    if (!hasOrientation) {
      orientation = exif.orientation();
      hasOrientation = true;
    }
  }

  void alpha() {
    hasAlpha = true;
  }

  void size(long width, long height) {
    boolean isPossible =
        width >= 1 && height >= 1 && width <= ImageSize.MAX_SIDE && height <= ImageSize.MAX_SIDE;
    if (!size.isPresent() && isPossible) {
      size = Optional.of(ImageSize.of((int) width, (int) height));
    }
  }

  /** The end of the image was reached, and what follows is none of it. */
  void end(ScanStream in) throws IOException {
    long end = in.position();
    cut(BEHIND, end, in.length());
  }

  List<String> removed() {
    return new ArrayList<>(removed);
  }

  Optional<ImageSize> size() {
    return size;
  }

  boolean hasAlpha() {
    return hasAlpha;
  }

  int orientation() {
    return orientation;
  }
}
