package dev.pictor.spi;

import dev.pictor.model.OutputFormat;
import java.io.IOException;
import java.util.Set;

/**
 * Reads and writes image files, where an endpoint does not make the format that was asked for, or
 * an input has to be turned. Found on the class path by {@link java.util.ServiceLoader}, or given
 * to the client's builder.
 *
 * <p>An implementation is stateless and thread-safe. It meets files from servers: what is no such
 * file, or is damaged, ends as an {@link IOException}. Pictor measures a file by its header first
 * and never hands over one that declares more pixels than it allows.
 */
public interface ImageConverter {
  /** The formats that it reads. */
  Set<OutputFormat> reads();

  /** The formats that it writes. */
  Set<OutputFormat> writes();

  /**
   * Decodes a file; the first frame of an animation. An EXIF orientation is not applied, what the
   * format itself says of rotation is.
   *
   * @param format one of {@link #reads()}, by the file's own signature
   */
  PixelImage read(byte[] file, OutputFormat format) throws IOException;

  /**
   * Encodes a picture. A format without transparency shows it on white.
   *
   * @param format one of {@link #writes()}
   * @param quality 0 to 100, 100 best; ignored by a format that loses nothing
   */
  byte[] write(PixelImage picture, OutputFormat format, int quality) throws IOException;
}
