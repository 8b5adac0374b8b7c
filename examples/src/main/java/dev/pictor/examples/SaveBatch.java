package dev.pictor.examples;

import dev.pictor.ImageClient;
import dev.pictor.error.PictorException;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.OutputFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import me.tongfei.progressbar.ProgressBar;

/** Saves forty images as they come, with a progress bar. No image is lost to another's failure. */
final class SaveBatch {
  private static final int REQUESTS = 10;
  private static final int IMAGES = 4;

  private SaveBatch() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Paths.get("batch"));
    try (Demo demo = Demo.start();
        ImageClient images = demo.client();
        ProgressBar bar = new ProgressBar("Images", REQUESTS * IMAGES)) {
      List<CompletableFuture<?>> requests = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        requests.add(
            images
                .generateAsync(request((long) i * IMAGES))
                .thenAcceptAsync(result -> save(result, folder, bar))
                .exceptionally(
                    failure -> {
                      System.err.println("No image at all: " + failure.getMessage());
                      return null;
                    }));
      }
      CompletableFuture.allOf(requests.toArray(new CompletableFuture<?>[0])).join();
    }
    System.out.println("Saved in " + folder);
  }

  private static ImageRequest request(long seed) {
    return ImageRequest.builder()
        .model("flux-schnell")
        .prompt("a paper animal")
        .n(IMAGES)
        .seed(seed)
        .outputFormat(OutputFormat.PNG)
        .build();
  }

  private static void save(ImageResult result, Path folder, ProgressBar bar) {
    for (ImageOutcome outcome : result.outcomes()) {
      if (outcome.image().isPresent()) {
        save(outcome.image().get(), folder);
      } else {
        System.err.println("Missing: " + outcome.failure().map(Throwable::getMessage).orElse(""));
      }
      bar.step();
    }
  }

  /** It is paid for: who has its handle can fetch it later, as ResumeAfterRestart does. */
  private static void save(GeneratedImage image, Path folder) {
    try {
      image.saveTo(folder.resolve(image.handle().id() + "-" + image.index() + ".png"));
    } catch (PictorException | UncheckedIOException e) {
      System.err.println("Not saved: " + image.handle() + ": " + e.getMessage());
    }
  }
}
