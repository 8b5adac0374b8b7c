package dev.pictor.examples;

import dev.pictor.ImageClient;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import dev.pictor.model.OutputFormat;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Several requests at once, and none of them holds a thread while it waits. */
final class AsyncBatch {
  private AsyncBatch() {}

  public static void main(String[] args) {
    List<String> prompts = Arrays.asList("a paper fox", "a glass whale", "a wooden moon");
    try (Demo demo = Demo.start();
        ImageClient images = demo.client()) {
      CompletableFuture<?>[] saved =
          prompts.stream()
              .map(prompt -> images.generateAsync(request(prompt)))
              .map(future -> future.thenApplyAsync(AsyncBatch::save))
              .map(future -> future.exceptionally(failure -> "failed: " + failure.getMessage()))
              .map(future -> future.thenAccept(System.out::println))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(saved).join();
    }
  }

  private static ImageRequest request(String prompt) {
    return ImageRequest.builder()
        .model("flux1.1-pro")
        .prompt(prompt)
        .outputFormat(OutputFormat.PNG)
        // Downloaded as soon as it exists, side by side with the others.
        .responseFormat(ResponseFormat.BYTES)
        .build();
  }

  private static String save(ImageResult result) {
    Path file = Paths.get("batch-" + result.image().handle().id() + ".png");
    result.image().saveTo(file);
    return file + " after " + result.elapsed().toMillis() + " ms";
  }
}
