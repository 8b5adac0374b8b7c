package dev.pictor.imageio;

import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** From pixels to a file. */
final class FileWriter {
  private static final int LONGEST_SIDE = 65_535;

  private FileWriter() {}

  static byte[] write(ImageConverter.Picture picture, OutputFormat format, int quality)
      throws IOException {
    boolean isBounded = !format.equals(OutputFormat.PNG);
    if (isBounded && Math.max(picture.width(), picture.height()) > LONGEST_SIDE) {
      throw new IOException(
          "A side of a " + format + " has at most " + LONGEST_SIDE + " pixels, not " + picture);
    }
    ImageWriter writer = Plugins.writer(format);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (format.equals(OutputFormat.JPEG)) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(Math.max(0, Math.min(100, quality)) / 100f);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(image(picture, format), null, null), param);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  private static BufferedImage image(ImageConverter.Picture picture, OutputFormat format) {
    int width = picture.width();
    int height = picture.height();
    if (Pixels.isOpaque(picture)) {
      return Pixels.image(width, height, picture.argb(), false);
    }
    if (format.equals(OutputFormat.JPEG)) {
      return Pixels.image(width, height, Pixels.onWhite(picture), false);
    }
    return format.equals(OutputFormat.GIF)
        ? Pixels.image(width, height, Pixels.allOrNothing(picture), true)
        : Pixels.image(width, height, picture.argb(), true);
  }
}
