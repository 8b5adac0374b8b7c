package dev.pictor.imageio;

import dev.pictor.model.OutputFormat;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;

/** The platform's own codecs, whatever others have been plugged in: those are what was tested. */
final class Plugins {
  private static final String OWN = "com.sun.imageio.";

  private Plugins() {}

  static boolean areHere() {
    return ImageIO.getImageReadersByFormatName(OutputFormat.PNG.value()).hasNext();
  }

  static ImageReader reader(OutputFormat format) {
    return own(ImageIO.getImageReadersByFormatName(format.value()), format);
  }

  static ImageWriter writer(OutputFormat format) {
    return own(ImageIO.getImageWritersByFormatName(format.value()), format);
  }

  private static <T> T own(Iterator<T> all, OutputFormat format) {
    if (!all.hasNext()) {
      throw new IllegalStateException("ImageIO has no codec for " + format);
    }
    T first = all.next();
    T candidate = first;
    while (!candidate.getClass().getName().startsWith(OWN) && all.hasNext()) {
      candidate = all.next();
    }
    return candidate.getClass().getName().startsWith(OWN) ? candidate : first;
  }
}
