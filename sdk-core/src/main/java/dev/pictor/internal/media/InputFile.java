package dev.pictor.internal.media;

import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What an image file of the user's says of itself, and how it is sent without what is nobody else's
 * business: where and by whom it was taken, with which camera, and what it showed before it was cut
 * to size. Pictures themselves stay as they are, to the bit. Immutable and thread-safe.
 *
 * <p>What changes the look is kept: colour profiles, gamma, animation. A JPEG becomes the first of
 * its pictures: depth maps, gain maps and films behind it are cut. Of an AVIF the metadata are
 * overwritten in place, because its parts refer to each other by their positions.
 */
public final class InputFile {
  private final GeneratedImage.Facts facts;
  private final Findings found;
  private final Optional<String> problem;
  private final Recipe upright;
  private final Recipe turned;

  private InputFile(
      GeneratedImage.Facts facts,
      Findings found,
      Optional<String> problem,
      Recipe upright,
      Recipe turned) {
    this.facts = facts;
    this.found = found;
    this.problem = problem;
    this.upright = upright;
    this.turned = turned;
  }

  /**
   * Reads a file once, from start to end, in memory that does not grow with it.
   *
   * @param content the file from its start; not closed
   * @param maxBytes the longest file that is read
   * @throws IOException if the stream cannot be read, or the file is longer. A file that is damaged
   *     or unknown is no error
   */
  public static InputFile scan(InputStream content, long maxBytes) throws IOException {
    ScanStream in = new ScanStream(content, maxBytes);
    GeneratedImage.Facts facts = GeneratedImage.Facts.of(in.head());
    Findings found = new Findings();
    try {
      walk(facts.format(), in, found);
      long length = in.length();
      Recipe upright = new Recipe(length, found.edits.with(found.upright));
      Recipe turned = new Recipe(length, found.edits.with(found.turned));
      return new InputFile(facts, found, Optional.empty(), upright, turned);
    } catch (DamagedException e) {
      Recipe original = Recipe.original(in.length());
      return new InputFile(
          facts, found, Optional.of(String.valueOf(e.getMessage())), original, original);
    }
  }

  private static void walk(Optional<OutputFormat> format, ScanStream in, Findings found)
      throws IOException {
    if (format.equals(Optional.of(OutputFormat.PNG))) {
      PngWalk.walk(in, found);
    } else if (format.equals(Optional.of(OutputFormat.JPEG))) {
      JpegWalk.walk(in, found);
    } else if (format.equals(Optional.of(OutputFormat.GIF))) {
      GifWalk.walk(in, found);
    } else if (format.equals(Optional.of(OutputFormat.WEBP))) {
      WebpWalk.walk(in, found);
    } else if (format.equals(Optional.of(OutputFormat.AVIF))) {
      AvifWalk.walk(in, found);
    } else {
      throw new DamagedException("it is no PNG, JPEG, GIF, WebP or AVIF file");
    }
  }

  /** The format by the file's signature; empty if it is none of PNG, JPEG, GIF, WebP and AVIF. */
  public Optional<OutputFormat> format() {
    return facts.format();
  }

  /**
   * The size as it is stored, before {@link #orientation()}. Empty if the file declares none, or a
   * side of more than {@link ImageSize#MAX_SIDE} pixels: such a file is not to be decoded.
   */
  public Optional<ImageSize> size() {
    return facts.size().isPresent() ? facts.size() : found.size();
  }

  /**
   * How EXIF says that the picture is to be turned: 1 to 8, where 1 is upright. See {@link
   * Turning}. Always 1 for an AVIF, whose decoders turn by themselves, and for a GIF, which has no
   * EXIF.
   */
  public int orientation() {
    return found.orientation();
  }

  /**
   * Whether the header says that pixels may be transparent. They may all be opaque all the same; in
   * a GIF a colour of any frame counts.
   */
  public boolean hasAlpha() {
    return found.hasAlpha();
  }

  /** How long the file is. */
  public long originalLength() {
    return upright.originalLength();
  }

  /**
   * What {@link #cleaned()} leaves out, in words for a plan: "EXIF with GPS position", "EXIF",
   * "XMP", "IPTC", "text chunks", "comment", "thumbnail", "application data", "data behind the end
   * of the image". In the order of the file, each once; empty if the file is not understood.
   */
  public List<String> removed() {
    return isUnderstood() ? found.removed() : Collections.emptyList();
  }

  /** Whether the file could be walked to its end. Otherwise it is passed as it is. */
  public boolean isUnderstood() {
    return !problem.isPresent();
  }

  /** Why the file is not understood: "it ends too early". Empty if it is. */
  public Optional<String> problem() {
    return problem;
  }

  /**
   * The file without metadata and without its orientation: for a file that is upright, or whose
   * pixels are about to be turned.
   */
  public Recipe cleaned() {
    return upright;
  }

  /**
   * The file without metadata but for its orientation, for which it gets EXIF that holds nothing
   * else: for a machine that cannot turn the pixels. The same as {@link #cleaned()} if it is
   * upright.
   */
  public Recipe cleanedButTurned() {
    return turned;
  }

  /** The file as it is. */
  public Recipe original() {
    return Recipe.original(originalLength());
  }

  /** Format, size and length. */
  @Override
  public String toString() {
    return format().map(OutputFormat::value).orElse("unknown format")
        + size().map(size -> " " + size).orElse("")
        + ", "
        + originalLength()
        + " bytes";
  }
}
