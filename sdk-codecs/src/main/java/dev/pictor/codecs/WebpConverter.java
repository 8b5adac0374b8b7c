package dev.pictor.codecs;

import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;

/**
 * WebP, by libwebp. Found on the class path.
 *
 * <p>Written lossy, with transparency where there is any; the quality is that of libwebp. Read
 * lossy or lossless; an animation is not read.
 *
 * <p>Needs Java 9 or later and one of the usual systems (Linux, macOS or Windows on x86-64, Linux
 * or macOS on ARM): elsewhere it reads and writes nothing. The native code is unpacked into the
 * folder of temporary files at the first use. JDK 24 and later warn of it unless they are started
 * with {@code --enable-native-access=ALL-UNNAMED}. Stateless and thread-safe.
 */
public final class WebpConverter implements ImageConverter {
  private static final Set<OutputFormat> WEBP = Collections.singleton(OutputFormat.WEBP);

  /** The converter. */
  public WebpConverter() {}

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
      return LibWebp.isHere() ? WEBP : Collections.emptySet();
    } catch (LinkageError e) { // an older Java, or none of the systems
      return Collections.emptySet();
    }
  }

  @Override
  public ImageConverter.Picture read(byte[] file, OutputFormat format) throws IOException {
    known(format);
    try {
      return LibWebp.read(file);
    } catch (RuntimeException e) {
      throw new IOException("The file is no whole WebP: " + e, e);
    } catch (LinkageError e) {
      throw missing(e);
    }
  }

  @Override
  public byte[] write(ImageConverter.Picture picture, OutputFormat format, int quality)
      throws IOException {
    known(format);
    try {
      return LibWebp.write(picture, quality);
    } catch (RuntimeException e) {
      throw new IOException("A " + picture + " cannot be written as WebP: " + e, e);
    } catch (LinkageError e) {
      throw missing(e);
    }
  }

  private static void known(OutputFormat format) throws IOException {
    if (!WEBP.contains(format)) {
      throw new IOException(format + " is not WebP");
    }
  }

  private static IOException missing(LinkageError e) {
    return new IOException("libwebp does not load here: " + e, e);
  }
}
