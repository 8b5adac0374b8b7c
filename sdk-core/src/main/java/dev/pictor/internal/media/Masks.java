package dev.pictor.internal.media;

import dev.pictor.spi.ImageConverter;

/**
 * The two ways to say where a picture may change: by white on black, or by transparency. One goes
 * into the other and back without a loss; what is half editable stays so.
 */
public final class Masks {
  private static final int OPAQUE = 255;

  private Masks() {}

  /**
   * From transparent-is-edit: what is transparent becomes white, what is opaque black. The colours
   * under the mask are not looked at.
   *
   * @return an opaque picture of greys
   */
  public static ImageConverter.Picture whiteIsEdit(ImageConverter.Picture transparentIsEdit) {
    int[] from = transparentIsEdit.argb();
    int[] to = new int[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = grey(OPAQUE, OPAQUE - (from[i] >>> 24));
    }
    return ImageConverter.Picture.of(transparentIsEdit.width(), transparentIsEdit.height(), to);
  }

  /**
   * From white-is-edit: the lighter a pixel, the more transparent it becomes; black is opaque.
   * Colours count by their luminance (ITU-R BT.601), and what is transparent already counts as on
   * black: nobody painted there, so it is not edited.
   *
   * @return a black picture of varying transparency: black, so that a program that looks at the
   *     colours instead of the transparency changes nothing, rather than something else
   */
  public static ImageConverter.Picture transparentIsEdit(ImageConverter.Picture whiteIsEdit) {
    int[] from = whiteIsEdit.argb();
    int[] to = new int[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = grey(OPAQUE - luminance(from[i]), 0);
    }
    return ImageConverter.Picture.of(whiteIsEdit.width(), whiteIsEdit.height(), to);
  }

  private static int luminance(int argb) {
    int red = argb >> 16 & 0xff;
    int green = argb >> 8 & 0xff;
    int blue = argb & 0xff;
    int light = (299 * red + 587 * green + 114 * blue + 500) / 1000;
    return (light * (argb >>> 24) + OPAQUE / 2) / OPAQUE;
  }

  private static int grey(int alpha, int level) {
    return alpha << 24 | level << 16 | level << 8 | level;
  }
}
