package dev.pictor.testing;

import dev.pictor.model.OutputFormat;

/** A program that encodes a picture in each of the given formats, or says why not. */
final class EncodeMain {
  private EncodeMain() {}

  public static void main(String[] formats) {
    for (String format : formats) {
      TestPicture picture = TestPicture.builder().format(OutputFormat.of(format)).build();
      try {
        System.out.println(format + " " + (picture.encode().length > 0));
      } catch (IllegalStateException e) {
        System.out.println(format + " " + e.getMessage());
      }
    }
  }
}
