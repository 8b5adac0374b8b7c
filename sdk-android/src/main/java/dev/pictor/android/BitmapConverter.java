package dev.pictor.android;

import android.graphics.Bitmap;
import android.graphics.BitmapFactory;
import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * PNG, JPEG and WebP by Android's own codecs; GIF is read, not written. Found on the class path.
 *
 * <p>The quality is that of {@link Bitmap#compress}: at 100, Android 10 and later write WebP
 * without loss. Stateless and thread-safe; do not use it in the main thread.
 */
public final class BitmapConverter implements ImageConverter {
  private static final int OPAQUE = 255;

  private static final Set<OutputFormat> WRITES =
      set(OutputFormat.PNG, OutputFormat.JPEG, OutputFormat.WEBP);
  private static final Set<OutputFormat> READS =
      set(OutputFormat.PNG, OutputFormat.JPEG, OutputFormat.WEBP, OutputFormat.GIF);

  /** The converter. */
  public BitmapConverter() {}

  private static Set<OutputFormat> set(OutputFormat... formats) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(formats)));
  }

  @Override
  public Set<OutputFormat> reads() {
    return READS;
  }

  @Override
  public Set<OutputFormat> writes() {
    return WRITES;
  }

  @Override
  @SuppressWarnings("NullAway") // Android says null where it cannot decode, and declares nothing
  public ImageConverter.Picture read(byte[] file, OutputFormat format) throws IOException {
    try {
      WholeFile.check(file);
    } catch (EOFException e) {
      throw new IOException("The file is no whole " + format, e);
    }
    BitmapFactory.Options header = new BitmapFactory.Options();
    header.inJustDecodeBounds = true;
    BitmapFactory.decodeByteArray(file, 0, file.length, header);
    long size = (long) header.outWidth * header.outHeight;
    if (header.outWidth < 1 || header.outHeight < 1 || size > MAX_PIXELS) {
      throw new IOException(
          "The file is no " + format + " of at most " + MAX_PIXELS + " pixels that can be decoded");
    }
    BitmapFactory.Options exact = new BitmapFactory.Options();
    exact.inScaled = false;
    exact.inPreferredConfig = Bitmap.Config.ARGB_8888;
    Bitmap bitmap = BitmapFactory.decodeByteArray(file, 0, file.length, exact);
    if (bitmap == null) {
      throw new IOException("The file is no whole " + format);
    }
    try {
      int width = bitmap.getWidth();
      int height = bitmap.getHeight();
      int[] argb = new int[Math.multiplyExact(width, height)];
      bitmap.getPixels(argb, 0, width, 0, 0, width, height);
      return ImageConverter.Picture.of(width, height, argb);
    } finally {
      bitmap.recycle();
    }
  }

  @Override
  public byte[] write(ImageConverter.Picture picture, OutputFormat format, int quality)
      throws IOException {
    boolean isJpeg = format.equals(OutputFormat.JPEG);
    Bitmap bitmap =
        Bitmap.createBitmap(
            isJpeg ? onWhite(picture.argb()) : picture.argb(),
            picture.width(),
            picture.height(),
            Bitmap.Config.ARGB_8888);
    try {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      if (!bitmap.compress(codec(format), Math.max(0, Math.min(100, quality)), file)) {
        throw new IOException("A " + picture + " cannot be written as " + format);
      }
      return file.toByteArray();
    } finally {
      bitmap.recycle();
    }
  }

  private static Bitmap.CompressFormat codec(OutputFormat format) throws IOException {
    if (format.equals(OutputFormat.PNG)) {
      return Bitmap.CompressFormat.PNG;
    }
    if (format.equals(OutputFormat.JPEG)) {
      return Bitmap.CompressFormat.JPEG;
    }
    if (format.equals(OutputFormat.WEBP)) {
      return Bitmap.CompressFormat.WEBP;
    }
    throw new IOException(format + " is none of " + WRITES);
  }

  private static int[] onWhite(int[] argb) {
    int[] rgb = argb.clone();
    for (int i = 0; i < rgb.length; i++) {
      int alpha = rgb[i] >>> 24;
      if (alpha != OPAQUE) {
        rgb[i] =
            (OPAQUE << 24)
                | (over(rgb[i] >> 16, alpha) << 16)
                | (over(rgb[i] >> 8, alpha) << 8)
                | over(rgb[i], alpha);
      }
    }
    return rgb;
  }

  private static int over(int colour, int alpha) {
    return ((colour & 0xff) * alpha + OPAQUE * (OPAQUE - alpha) + OPAQUE / 2) / OPAQUE;
  }
}
