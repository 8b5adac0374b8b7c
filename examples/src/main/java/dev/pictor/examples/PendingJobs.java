package dev.pictor.examples;

import dev.pictor.ImageClient;
import dev.pictor.ImageJob;
import dev.pictor.RequestOptions;
import dev.pictor.error.PictorException;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JobHandle;
import dev.pictor.model.OutputFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A list of jobs on disk, instead of webhooks: every handle is written down before anybody waits,
 * and every start of the program picks up what is on the list.
 */
final class PendingJobs {
  private static final Path LIST = Paths.get("pending.txt");

  /** A job that takes longer than this program waits goes on, and is picked up the next time. */
  private static final RequestOptions PATIENT =
      RequestOptions.builder().onExpiry(RequestOptions.OnExpiry.LEAVE_REMOTE_JOB).build();

  private PendingJobs() {}

  public static void main(String[] args) throws IOException {
    try (Demo demo = Demo.start()) {
      try (ImageClient images = demo.client()) {
        for (String prompt : Arrays.asList("a paper fox", "a glass whale", "a wooden moon")) {
          remember(images.submit(request(prompt), PATIENT));
        }
      } // as if the process had died here: the jobs go on at the provider
      System.out.println(list().size() + " jobs are on the list");
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
    List<String> lines = list();
    job.handles().forEach(handle -> lines.add(handle.toString())); // several images may be several
    write(lines);
  }

  private static List<String> list() throws IOException {
    return Files.exists(LIST) ? Files.readAllLines(LIST) : new ArrayList<>();
  }

  /** The old list or the new one is there, wherever the process ends: never half a list. */
  private static void write(List<String> lines) throws IOException {
    Path part = Paths.get(LIST + ".part");
    Files.write(part, lines);
    Files.move(part, LIST, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void collect(ImageClient images) throws IOException {
    List<String> left = list();
    for (String line : new ArrayList<>(left)) {
      try {
        List<JobHandle> job = Arrays.asList(JobHandle.parse(line));
        images.resume(job, PATIENT).await().images().forEach(PendingJobs::save);
      } catch (PictorException e) {
        if (!e.isOver()) {
          stays(line, e);
          continue; // the job may be well: another key, a better network or a person may help
        }
        System.err.println(line + " has ended without an image: " + e.getMessage());
      } catch (UncheckedIOException | IllegalArgumentException e) {
        stays(line, e);
        continue;
      }
      left.remove(line);
      write(left);
    }
  }

  private static void stays(String line, Exception why) {
    System.err.println(line + " stays on the list: " + why.getMessage());
  }

  private static void save(GeneratedImage image) {
    Path file = Paths.get("job-" + image.handle().id() + "-" + image.index() + ".png");
    image.saveTo(file);
    System.out.println(file + " is saved");
  }
}
