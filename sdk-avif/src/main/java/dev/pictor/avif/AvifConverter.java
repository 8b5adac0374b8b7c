package dev.pictor.avif;

import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;

/**
 * AVIF, by libaom as FFmpeg has it. Found on the class path.
 *
 * <p>Written with 8 bits for each colour and none of them at half of the size, with transparency
 * where there is any; 100 is without a loss but for the rounding of colours. Read with 8, 10 or 12
 * bits, in colour or grey, with transparency, turned and mirrored as the file says. Not read: a
 * picture of several tiles, a video, and HDR. Colours are taken for sRGB, whatever profile the file
 * has.
 *
 * <p>Needs the native code of {@code org.bytedeco:ffmpeg} and {@code org.bytedeco:javacpp} for the
 * system on the class path, which this module does not bring; without it, nothing is read or
 * written. It is unpacked into {@code ~/.javacpp} at the first use. JDK 24 and later warn of it
 * unless they are started with {@code --enable-native-access=ALL-UNNAMED}. Stateless and
 * thread-safe.
 */
public final class AvifConverter implements ImageConverter {
  private static final Set<OutputFormat> AVIF = Collections.singleton(OutputFormat.AVIF);

  /** The converter. */
  public AvifConverter() {}

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
      return Av1.isHere() ? AVIF : Collections.emptySet();
    } catch (LinkageError | RuntimeException e) { // no native code for this system
      return Collections.emptySet();
    }
  }

  @Override
  public ImageConverter.Picture read(byte[] file, OutputFormat format) throws IOException {
    known(format);
    try {
      return AvifReader.read(file);
    } catch (RuntimeException e) {
      throw new IOException("The file is no whole AVIF: " + e, e);
    } catch (LinkageError e) {
      throw missing(e);
    }
  }

  @Override
  public byte[] write(ImageConverter.Picture picture, OutputFormat format, int quality)
      throws IOException {
    known(format);
    try {
      return AvifWriter.write(picture, quality);
    } catch (RuntimeException e) {
      throw new IOException("A " + picture + " cannot be written as AVIF: " + e, e);
    } catch (LinkageError e) {
      throw missing(e);
    }
  }

  private static void known(OutputFormat format) throws IOException {
    if (!AVIF.contains(format)) {
      throw new IOException(format + " is not AVIF");
    }
  }

  private static IOException missing(LinkageError e) {
    return new IOException("FFmpeg does not load here: " + e, e);
  }
}
