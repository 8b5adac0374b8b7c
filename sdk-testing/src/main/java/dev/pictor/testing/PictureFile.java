package dev.pictor.testing;

import com.luciad.imageio.webp.WebPImageWriterSpi;
import com.luciad.imageio.webp.WebPWriteParam;
import dev.pictor.model.OutputFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes pixels as an image file: with the JDK's writers, and WebP with libwebp. No picture goes to
 * the disk, and no display is needed.
 */
final class PictureFile {
  // A writer wants all pixels at once. More writers than processors would not end sooner, and a
  // thousand downloads would hold a thousand rasters.
  private static final Semaphore AT_ONCE =
      new Semaphore(Runtime.getRuntime().availableProcessors());

  private PictureFile() {}

  /**
   * Returns the bytes of the file.
   *
   * @throws IllegalStateException if this JVM has no writer for the format
   */
  static byte[] write(Pixels pixels, OutputFormat format) {
    AT_ONCE.acquireUninterruptibly();
    try {
      return format.equals(OutputFormat.WEBP) ? Webp.write(pixels) : Jdk.write(pixels, format);
    } catch (LinkageError e) {
      String needs = format.equals(OutputFormat.WEBP) ? Webp.NEEDS : Jdk.NEEDS;
      throw new IllegalStateException(
          "cannot write " + format + " on this JVM: " + needs + " (" + e + ")", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      AT_ONCE.release();
    }
  }

  // The classes below are apart from the code above, which must work where they do not load.

  private static final class Raster {
    static byte[] write(Pixels pixels, ImageWriter writer, ImageWriteParam param)
        throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
        writer.setOutput(out);
        writer.write(null, new IIOImage(draw(pixels), null, null), param);
      } finally {
        writer.dispose();
      }
      return bytes.toByteArray();
    }

    private static BufferedImage draw(Pixels pixels) {
      BufferedImage image =
          new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
      int[] rgb = new int[pixels.width()];
      for (int y = 0; y < pixels.height(); y++) {
        pixels.row(y, rgb);
        image.getRaster().setDataElements(0, y, pixels.width(), 1, rgb);
      }
      return image;
    }
  }

  private static final class Jdk {
    static final String NEEDS =
        "PNG, JPEG and GIF need ImageIO. Take a Java runtime with the module java.desktop (Android"
            + " has none); on Java 8, exclude com.github.usefulness:webp-imageio from"
            + " pictor-sdk-testing, which may keep ImageIO from starting there";

    static {
      if (isThePluginTooNew()) {
        startWithoutPlugins();
      }
    }

    /** Asked here: the class below does not even load without the plug-in. */
    private static boolean isThePluginTooNew() {
      try {
        new WebPImageWriterSpi();
        return false;
      } catch (LinkageError e) {
        return e instanceof UnsupportedClassVersionError;
      }
    }

    static byte[] write(Pixels pixels, OutputFormat format) throws IOException {
      ImageWriter writer = ImageIO.getImageWritersByFormatName(format.value()).next();
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (format.equals(OutputFormat.JPEG)) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(0.95f);
      } else if (format.equals(OutputFormat.PNG) && param.canWriteCompressed()) {
        // Level 1 of 9, the fastest: flat colours become small at any. Java 8 offers no choice.
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(8 / 9f);
      }
      return Raster.write(pixels, writer, param);
    }

    /** ImageIO fails for good if it meets a plug-in that it cannot load, so it must not meet it. */
    private static void startWithoutPlugins() {
      Thread thread = Thread.currentThread();
      ClassLoader loader = thread.getContextClassLoader();
      thread.setContextClassLoader(ClassLoader.getSystemClassLoader().getParent());
      try {
        IIORegistry.getDefaultInstance();
      } finally {
        thread.setContextClassLoader(loader);
      }
    }
  }

  private static final class Webp {
    static final String NEEDS =
        "WebP needs Java 9 or later, com.github.usefulness:webp-imageio on the class path, and an"
            + " operating system and processor that it has native code for. Ask for png or jpeg"
            + " instead, or run with another JVM";

    static byte[] write(Pixels pixels) throws IOException {
      // Not by the name of the format: whoever used ImageIO first decided which plug-ins it knows.
      ImageWriter writer = new WebPImageWriterSpi().createWriterInstance(null);
      WebPWriteParam param = (WebPWriteParam) writer.getDefaultWriteParam();
      // Lossless, and as fast as it goes.
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType("Lossless");
      param.setCompressionQuality(0);
      param.setMethod(0);
      return Raster.write(pixels, writer, param);
    }
  }
}
