package dev.pictor.examples;

import dev.pictor.ImageClient;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import java.math.BigDecimal;

/** A request that is estimated to cost more than its budget is refused before it is sent. */
final class Budget {
  private Budget() {}

  public static void main(String[] args) {
    ImageRequest request =
        ImageRequest.builder()
            .model("flux1.1-pro")
            .prompt("a paper boat")
            .n(4)
            .outputFormat(OutputFormat.PNG)
            .maxCost(new BigDecimal("0.10")) // USD, for all four together
            .build();
    try (Demo demo = Demo.start();
        ImageClient images = demo.client()) {
      try {
        images.generate(request);
      } catch (RequestRefusedException e) {
        System.out.println(e.getMessage());
      }

      ImageRequest smaller = request.toBuilder().n(2).build();
      images
          .plan(smaller)
          .chosen()
          .flatMap(Plan.Candidate::cost)
          .ifPresent(cost -> System.out.println("Two would be " + cost));
      ImageResult result = images.generate(smaller);
      System.out.println(result.images().size() + " images for " + result.cost().get());
    }
  }
}
