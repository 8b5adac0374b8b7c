package dev.pictor.examples;

import dev.pictor.ImageClient;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.Strictness;
import dev.pictor.model.ImageResult;
import java.nio.file.Paths;

/** Exactly what was asked for, or nothing at all: no parameter is dropped, no shape is bent. */
final class StrictMode {
  private StrictMode() {}

  public static void main(String[] args) {
    ImageRequest request =
        ImageRequest.builder()
            .model("fal/flux1.1-pro-ultra")
            .prompt("a poster of a lighthouse")
            .negativePrompt("people")
            .aspectRatio(AspectRatio.of(7, 5))
            .strictness(Strictness.STRICT)
            .build();
    try (Demo demo = Demo.start();
        ImageClient images = demo.client()) {
      try {
        images.generate(request);
      } catch (RequestRefusedException e) {
        System.out.println(e.getMessage()); // every reason, with what the endpoint does take
      }

      ImageRequest possible =
          ImageRequest.builder()
              .model(request.model())
              .prompt("a poster of a lighthouse, nobody on it")
              .aspectRatio(AspectRatio.of(4, 3))
              .strictness(Strictness.STRICT)
              .build();
      ImageResult result = images.generate(possible);
      result.image().saveTo(Paths.get("poster.jpg"));
      System.out.println("poster.jpg, exactly as asked: " + result.adjustments());
    }
  }
}
