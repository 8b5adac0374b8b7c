package dev.pictor.avif;

import dev.pictor.spi.ImageConverter;
import java.io.IOException;

/** A file as a picture. */
final class AvifReader {
  private AvifReader() {}

  static ImageConverter.Picture read(byte[] bytes) throws IOException {
    AvifFile file = AvifFile.of(bytes);
    Item item = file.picture();
    Planes planes = item.decode();
    int[] argb = ToPixels.colours(planes);
    if (file.alpha().isPresent()) {
      Planes alpha = file.alpha().get().decode();
      if (alpha.width != planes.width || alpha.height != planes.height) {
        throw new IOException("The file has a transparency of another size than its picture");
      }
      ToPixels.putAlpha(alpha, argb);
      if (file.isMultiplied()) {
        ToPixels.divideByAlpha(argb);
      }
    }
    return turned(ImageConverter.Picture.of(planes.width, planes.height, argb), item);
  }

  /** In the order in which the file names them. */
  private static ImageConverter.Picture turned(ImageConverter.Picture picture, Item item)
      throws IOException {
    ImageConverter.Picture turned = picture;
    for (Box property : item.properties()) {
      if (property.type.equals("irot")) {
        int quarters = property.copy().small(1) & 3;
        for (int i = 0; i < quarters; i++) {
          turned = Turn.left(turned);
        }
      } else if (property.type.equals("imir")) {
        turned = (property.copy().small(1) & 1) == 0 ? Turn.over(turned) : Turn.across(turned);
      }
    }
    return turned;
  }
}
