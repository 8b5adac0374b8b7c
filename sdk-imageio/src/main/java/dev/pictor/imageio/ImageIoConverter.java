package dev.pictor.imageio;

import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * PNG, JPEG and GIF, by the codecs that come with the Java platform. Found on the class path; needs
 * no display, writes no temporary file, and leaves the settings and plug-ins of {@link
 * javax.imageio.ImageIO} alone.
 *
 * <p>It reads what is usual: grey, indexed, 16-bit and CMYK pictures too, without the colour
 * profile of CMYK. Of the quality of a JPEG, 0 to 100 is the platform's 0 to 1. A GIF has 256
 * colours, and its pixels are transparent or not: those that are so by half or more are.
 *
 * <p>A Java runtime without the module {@code java.desktop} has no such codecs; there it reads and
 * writes nothing. Stateless and thread-safe.
 */
public final class ImageIoConverter implements ImageConverter {
  private static final Set<OutputFormat> FORMATS =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(
              Arrays.asList(OutputFormat.PNG, OutputFormat.JPEG, OutputFormat.GIF)));

  /** The converter. */
  public ImageIoConverter() {}

  @Override
  public Set<OutputFormat> reads() {
    return formats();
  }

  @Override
  public Set<OutputFormat> writes() {
    return formats();
  }

  private static Set<OutputFormat> formats() {
    try {
      return Plugins.areHere() ? FORMATS : Collections.emptySet();
    } catch (LinkageError e) { // of this runtime, or of a plug-in that ImageIO met
      return Collections.emptySet();
    }
  }

  @Override
  public ImageConverter.Picture read(byte[] file, OutputFormat format) throws IOException {
    known(format);
    try {
      return FileReader.read(file, format);
    } catch (RuntimeException e) { // what the platform's codecs throw at damaged files
      throw new IOException("The file is no whole " + format + ": " + e, e);
    }
  }

  @Override
  public byte[] write(ImageConverter.Picture picture, OutputFormat format, int quality)
      throws IOException {
    known(format);
    try {
      return FileWriter.write(picture, format, quality);
    } catch (RuntimeException e) {
      throw new IOException("A " + picture + " cannot be written as " + format + ": " + e, e);
    }
  }

  private static void known(OutputFormat format) throws IOException {
    if (!FORMATS.contains(format)) {
      throw new IOException(format + " is none of " + FORMATS);
    }
  }
}
