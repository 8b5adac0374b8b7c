package dev.pictor;

import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** An image file as another program sees it: every pixel decoded, nothing taken from its header. */
final class Picture {
  private final OutputFormat format;
  private final ImageSize size;

  private Picture(OutputFormat format, ImageSize size) {
    this.format = format;
    this.size = size;
  }

  static Picture decode(byte[] file) {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new AssertionError("no image: " + file.length + " bytes");
      }
      ImageReader reader = readers.next();
      reader.setInput(in);
      BufferedImage image = reader.read(0);
      String name = reader.getFormatName().toLowerCase(Locale.ROOT);
      reader.dispose();
      return new Picture(OutputFormat.of(name), ImageSize.of(image.getWidth(), image.getHeight()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  OutputFormat format() {
    return format;
  }

  ImageSize size() {
    return size;
  }
}
