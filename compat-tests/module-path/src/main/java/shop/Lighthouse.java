package shop;

import dev.pictor.ImageClient;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.OutputFormat;
import java.nio.file.Paths;

/** The first program of the README. */
public final class Lighthouse {
  private Lighthouse() {}

  public static void main(String[] args) {
    try (ImageClient images = ImageClient.fromEnvironment()) {
      ImageResult result =
          images.generate(
              ImageRequest.builder()
                  .model("flux1.1-pro")
                  .prompt("a lighthouse made of paper")
                  .aspectRatio(AspectRatio.of(16, 9))
                  .outputFormat(OutputFormat.PNG)
                  .build());
      result.image().saveTo(Paths.get("lighthouse.png"));
    }
  }
}
