package dev.pictor.examples;

import dev.pictor.ImageClient;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.OutputFormat;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;

/**
 * Each format from a model that makes some of them only: the others are converted by what is on the
 * class path, {@code pictor-sdk-imageio}, {@code pictor-sdk-codecs} and {@code pictor-sdk-avif}.
 */
final class Convert {
  private static final List<OutputFormat> FORMATS =
      Arrays.asList(
          OutputFormat.PNG,
          OutputFormat.JPEG,
          OutputFormat.GIF,
          OutputFormat.WEBP,
          OutputFormat.AVIF);

  private Convert() {}

  public static void main(String[] args) {
    try (Demo demo = Demo.start();
        ImageClient images = demo.client()) {
      for (OutputFormat format : FORMATS) {
        Path file = Paths.get("boat." + format.fileExtension());
        GeneratedImage.Facts facts =
            images
                .generate(
                    ImageRequest.builder()
                        .model("flux1.1-pro-ultra")
                        .prompt("a paper boat")
                        .seed(7)
                        .outputFormat(format)
                        .outputQuality(90)
                        .build())
                .image()
                .saveTo(file);
        System.out.println(
            file
                + " is "
                + facts.format().map(OutputFormat::value).orElse("unknown")
                + ", "
                + facts.byteCount()
                + " bytes");
      }
    }
  }
}
