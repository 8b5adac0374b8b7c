package dev.pictor.imageio;

import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** From a file to pixels. */
final class FileReader {
  private FileReader() {}

  static ImageConverter.Picture read(byte[] file, OutputFormat format) throws IOException {
    if (format.equals(OutputFormat.JPEG)) {
      JpegScans.refuseMany(file);
    }
    ImageReader reader = Plugins.reader(format);
    Damage damage = new Damage();
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      boolean isGif = format.equals(OutputFormat.GIF);
      // Texts and profiles in a PNG may unpack to any length; a GIF says there where its frame
      // lies.
      reader.setInput(in, false, !isGif);
      reader.addIIOReadWarningListener(damage);
      refuseHuge(reader.getWidth(0), reader.getHeight(0));
      ImageConverter.Picture picture;
      if (isGif) {
        picture = GifFrame.first(reader);
      } else if (format.equals(OutputFormat.JPEG) && hasFourInks(reader)) {
        picture = CmykJpeg.read(reader, file);
      } else {
        picture = Pixels.of(reader.read(0));
      }
      if (damage.found.isPresent()) {
        throw new IOException("The " + format + " is damaged or cut: " + damage.found.get());
      }
      return picture;
    } finally {
      reader.dispose();
    }
  }

  /** Some releases of the platform refuse them, others make them too pale. */
  private static boolean hasFourInks(ImageReader reader) throws IOException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    return !types.hasNext() || types.next().getNumBands() == 4;
  }

  /** By what the codec is about to allocate, which is not always what the header declares. */
  static void refuseHuge(long width, long height) throws IOException {
    if (width * height > ImageConverter.MAX_PIXELS) {
      throw new IOException(
          "The file holds "
              + width
              + "x"
              + height
              + " pixels; at most "
              + ImageConverter.MAX_PIXELS
              + " are decoded");
    }
  }

  /** Where half a file is there, the JPEG codec warns, and paints the rest grey. */
  private static final class Damage implements IIOReadWarningListener {
    private Optional<String> found = Optional.empty();

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      String text = warning.toLowerCase(Locale.ROOT);
      if (text.contains("premature") || text.contains("corrupt") || text.contains("truncated")) {
        found = Optional.of(warning);
      }
    }
  }
}
