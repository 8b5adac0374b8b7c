package dev.pictor.imageio;

import dev.pictor.spi.ImageConverter;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The first frame of a GIF, where it lies on its screen; around it nothing is seen. */
final class GifFrame {
  private GifFrame() {}

  static ImageConverter.Picture first(ImageReader reader) throws IOException {
    Element screen =
        element(
            reader.getStreamMetadata(), "javax_imageio_gif_stream_1.0", "LogicalScreenDescriptor");
    int width = number(screen, "logicalScreenWidth");
    int height = number(screen, "logicalScreenHeight");
    FileReader.refuseHuge(width, height);
    ImageConverter.Picture frame = Pixels.of(reader.read(0));
    Element place =
        element(reader.getImageMetadata(0), "javax_imageio_gif_image_1.0", "ImageDescriptor");
    int left = number(place, "imageLeftPosition");
    int top = number(place, "imageTopPosition");
    return left == 0 && top == 0 && width == frame.width() && height == frame.height()
        ? frame
        : place(frame, left, top, width, height);
  }

  private static ImageConverter.Picture place(
      ImageConverter.Picture frame, int left, int top, int width, int height) {
    int[] argb = new int[Math.multiplyExact(width, height)];
    int columns = Math.min(frame.width(), width - left);
    for (int y = 0; y < Math.min(frame.height(), height - top) && columns > 0; y++) {
      System.arraycopy(frame.argb(), y * frame.width(), argb, (top + y) * width + left, columns);
    }
    return ImageConverter.Picture.of(width, height, argb);
  }

  private static Element element(IIOMetadata metadata, String format, String name)
      throws IOException {
    Node root = metadata.getAsTree(format);
    for (Node child = root.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element && child.getNodeName().equals(name)) {
        return (Element) child;
      }
    }
    throw new IOException("The GIF has no " + name);
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }
}
