package dev.pictor.examples;

import dev.pictor.ImageClient;
import dev.pictor.RequestOptions;
import dev.pictor.error.AttemptsFailedException;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.RoutingPolicy;
import java.nio.file.Paths;
import java.time.Duration;

/** When the first provider fails or is too slow to start, the next one makes the image. */
final class FailOver {
  private FailOver() {}

  public static void main(String[] args) {
    RoutingPolicy policy =
        RoutingPolicy.builder().order(RoutingPolicy.Order.AS_ADDED).build(); // or CHEAPEST, FASTEST
    RequestOptions options = RequestOptions.builder().startTimeout(Duration.ofSeconds(30)).build();
    try (Demo demo = Demo.start();
        ImageClient images = demo.builder().routing(policy).listener(FailOver::tell).build()) {
      demo.breakFal();
      ImageResult result = images.generate(request(), options);
      result.image().saveTo(Paths.get("harbour.png"));

      System.out.println("harbour.png, made by " + result.provider());
      // Jobs that were paid or tried for the same image before: nothing is forgotten.
      result.otherHandles().forEach(handle -> System.out.println("tried before: " + handle));
    } catch (AttemptsFailedException e) {
      e.attempts().forEach(attempt -> System.err.println("failed: " + attempt.getMessage()));
      e.handles().forEach(handle -> System.err.println("job: " + handle)); // all may be billed
    }
  }

  /** A model that both providers have; {@code fal/flux1.1-pro} would leave nothing to choose. */
  private static ImageRequest request() {
    return ImageRequest.builder()
        .model("flux1.1-pro")
        .prompt("a harbour at night")
        .outputFormat(OutputFormat.PNG)
        .build();
  }

  private static void tell(ImageEvent event) {
    if (event.kind() == ImageEvent.Kind.FAIL_OVER) {
      System.out.println(event);
    }
  }
}
