package dev.pictor;

import dev.pictor.fal.Fal;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JobHandle;
import dev.pictor.model.OutputFormat;
import dev.pictor.replicate.Replicate;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A program that writes the handle of each job into a file as soon as it has it, and another that
 * resumes what it finds there.
 */
final class KillProgram {
  static final int JOBS = 200;

  /** How many submissions are under way at once. */
  static final int CALLERS = 8;

  private KillProgram() {}

  /** Arguments: {@code submit} or {@code resume}, the URLs of fal and of Replicate, the file. */
  public static void main(String[] args) throws Exception {
    Path file = Paths.get(args[3]);
    try (ImageClient client =
        ImageClient.builder()
            .provider(Fal.builder().key(Service.FAL_KEY).queueUrl(args[1]).build())
            .provider(Replicate.builder().token(Service.REPLICATE_TOKEN).baseUrl(args[2]).build())
            .build()) {
      if (args[0].equals("submit")) {
        submit(client, file);
      } else {
        resume(client, file);
      }
    }
  }

  private static void submit(ImageClient client, Path file) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    AtomicInteger next = new AtomicInteger();
    for (int i = 0; i < JOBS; i++) {
      callers.execute(() -> submit(client, file, next.getAndIncrement()));
    }
    System.out.println("begun");
    Thread.sleep(Long.MAX_VALUE); // until it is killed
  }

  private static void submit(ImageClient client, Path file, int number) {
    ImageRequest request =
        ImageRequest.builder()
            .model((number % 2 == 0 ? "fal/" : "replicate/") + "flux1.1-pro")
            .prompt("boat " + number)
            .seed(number)
            .outputFormat(OutputFormat.PNG)
            .build();
    ImageJob job = client.submit(request);
    String line = job.handle() + "\n";
    // One write of a short line, so that no line is ever there in part.
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void resume(ImageClient client, Path file) throws IOException {
    List<ImageJob> jobs = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      jobs.add(client.resume(JobHandle.parse(line)));
    }
    for (ImageJob job : jobs) {
      for (GeneratedImage image : job.await().images()) {
        String text = new String(image.bytes(), StandardCharsets.UTF_8);
        System.out.println(
            "image " + job.handle().id() + " " + text.substring(text.indexOf(" of ") + 4));
      }
    }
    System.out.println("resumed");
  }
}
