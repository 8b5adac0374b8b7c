package dev.pictor.examples;

import dev.pictor.ImageClient;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.OutputFormat;
import java.nio.file.Paths;

/** The shortest way to an image. */
final class Quickstart {
  private Quickstart() {}

  public static void main(String[] args) {
    try (Demo demo = Demo.start();
        ImageClient images = demo.client()) {
      ImageResult result =
          images.generate(
              ImageRequest.builder()
                  .model("flux1.1-pro")
                  .prompt("a lighthouse made of paper")
                  .aspectRatio(AspectRatio.of(16, 9))
                  .outputFormat(OutputFormat.PNG)
                  .build());
      result.image().saveTo(Paths.get("lighthouse.png"));

      System.out.println("lighthouse.png, by " + result.endpoint() + " at " + result.provider());
      result.adjustments().forEach(System.out::println);
    }
  }
}
