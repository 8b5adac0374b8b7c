package dev.pictor.examples.android;

import dev.pictor.ImageClient;
import dev.pictor.fal.Fal;
import dev.pictor.model.ImageRequest;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A process of the app, which ends like those of Android: without a word. */
final class RepositoryProgram {
  private RepositoryProgram() {}

  /** Asks for an image, and ends as soon as the provider has said something of the job. */
  public static void main(String[] args) throws Exception {
    ExecutorService background = Executors.newFixedThreadPool(2);
    ImageTask task =
        repository(args[0], Paths.get(args[1]), background).image(args[2], request("a boat"));
    task.watch(
        watched -> {
          if (watched.latest().isPresent()) {
            Runtime.getRuntime().halt(0);
          }
        },
        Runnable::run);
    task.file().get();
  }

  static ImageRepository repository(String queueUrl, Path folder, Executor background) {
    Fal gateway = Fal.builder().key("id:secret").queueUrl(queueUrl).build();
    return new ImageRepository(ImageClient.builder().provider(gateway).build(), folder, background);
  }

  static ImageRequest request(String prompt) {
    return ImageRequest.builder().model("flux1.1-pro").prompt(prompt).size(64, 64).build();
  }
}
