package dev.pictor.examples;

import dev.pictor.ImageClient;
import dev.pictor.ImageJob;
import dev.pictor.error.PictorException;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JobHandle;
import dev.pictor.model.OutputFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A list of jobs on disk, instead of webhooks: every handle is written down before anybody waits,
 * and every start of the program picks up what is on the list.
 */
final class PendingJobs {
  private static final Path LIST = Paths.get("pending.txt");

  private PendingJobs() {}

  public static void main(String[] args) throws IOException {
    try (Demo demo = Demo.start()) {
      try (ImageClient images = demo.client()) {
        for (String prompt : Arrays.asList("a paper fox", "a glass whale", "a wooden moon")) {
          remember(images.submit(request(prompt)));
        }
      } // as if the process had died here: the jobs go on at the provider
      System.out.println(Files.readAllLines(LIST).size() + " jobs are on the list");
      try (ImageClient images = demo.client()) {
        collect(images);
      }
    }
  }

  private static ImageRequest request(String prompt) {
    return ImageRequest.builder()
        .model("flux1.1-pro")
        .prompt(prompt)
        .outputFormat(OutputFormat.PNG)
        .build();
  }

  private static void remember(ImageJob job) throws IOException {
    byte[] line = (job.handle() + "\n").getBytes(StandardCharsets.UTF_8);
    Files.write(LIST, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static void collect(ImageClient images) throws IOException {
    List<String> left = new ArrayList<>(Files.readAllLines(LIST));
    for (String line : new ArrayList<>(left)) {
      try {
        GeneratedImage image = images.resume(JobHandle.parse(line)).await().image();
        Path file = Paths.get("job-" + image.handle().id() + ".png");
        image.saveTo(file);
        System.out.println(file + " is saved");
      } catch (PictorException e) {
        System.err.println(line + ": " + e.getMessage());
        if (e.isRetryable()) {
          continue; // it stays on the list
        }
      }
      left.remove(line);
      Files.write(LIST, left); // only what is saved, or lost for good, leaves the list
    }
  }
}
