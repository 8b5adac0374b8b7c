package dev.pictor.codecs;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPImageWriterSpi;
import com.luciad.imageio.webp.WebPWriteParam;
import dev.pictor.spi.ImageConverter;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferInt;
import java.awt.image.DirectColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * The native library, through its plug-in for ImageIO, which is made here and not looked for: what
 * ImageIO finds depends on who used it first.
 */
final class LibWebp {
  private static final int LONGEST_SIDE = 16_383;
  private static final int PROBE_QUALITY = 50;

  private LibWebp() {}

  /** Whether it works: it is loaded and used once. */
  static boolean isHere() {
    try {
      return write(ImageConverter.Picture.of(1, 1, new int[] {-1}), PROBE_QUALITY).length > 0;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  static ImageConverter.Picture read(byte[] file) throws IOException {
    ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, false, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels < 1 || pixels > ImageConverter.MAX_PIXELS) {
        throw new IOException(
            "The file holds "
                + pixels
                + " pixels; 1 to "
                + ImageConverter.MAX_PIXELS
                + " are decoded");
      }
      return pixels(reader.read(0));
    } finally {
      reader.dispose();
    }
  }

  private static ImageConverter.Picture pixels(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] argb = image.getRGB(0, 0, width, height, new int[width * height], 0, width);
    return ImageConverter.Picture.of(width, height, argb);
  }

  static byte[] write(ImageConverter.Picture picture, int quality) throws IOException {
    if (Math.max(picture.width(), picture.height()) > LONGEST_SIDE) {
      throw new IOException(
          "A side of a WebP has at most " + LONGEST_SIDE + " pixels, not " + picture);
    }
    ImageWriter writer = new WebPImageWriterSpi().createWriterInstance(null);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      WebPWriteParam param = (WebPWriteParam) writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType("Lossy");
      param.setCompressionQuality(Math.max(0, Math.min(100, quality)) / 100f);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image(picture), null, null), param);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  /** The same pixels, not a copy. */
  private static BufferedImage image(ImageConverter.Picture picture) {
    int[] argb = picture.argb();
    DirectColorModel model =
        isOpaque(argb)
            ? new DirectColorModel(24, 0xff0000, 0xff00, 0xff)
            : (DirectColorModel) ColorModel.getRGBdefault();
    return new BufferedImage(
        model,
        Raster.createPackedRaster(
            new DataBufferInt(argb, argb.length),
            picture.width(),
            picture.height(),
            picture.width(),
            model.getMasks(),
            null),
        false,
        null);
  }

  private static boolean isOpaque(int[] argb) {
    for (int pixel : argb) {
      if ((pixel >>> 24) != 255) {
        return false;
      }
    }
    return true;
  }
}
