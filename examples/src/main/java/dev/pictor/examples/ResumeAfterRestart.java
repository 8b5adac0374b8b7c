package dev.pictor.examples;

import dev.pictor.ImageClient;
import dev.pictor.ImageJob;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JobHandle;
import dev.pictor.model.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * A job outlives the process that submitted it. The first run submits and prints the job's handle;
 * a second run, with the handle as its argument, picks the job up and saves the image.
 *
 * <p>Emulated jobs end with the process: without a key both halves happen in one run, with a client
 * each.
 */
final class ResumeAfterRestart {
  private ResumeAfterRestart() {}

  public static void main(String[] args) throws IOException {
    try (Demo demo = Demo.start()) {
      if (args.length > 0) {
        resume(demo, args[0]);
        return;
      }
      String handle = submit(demo);
      System.out.println(handle);
      if (demo.isEmulated()) {
        resume(demo, handle);
      }
    }
  }

  /** Submits, and closes the client while the job runs on. */
  private static String submit(Demo demo) {
    try (ImageClient images = demo.client()) {
      ImageRequest request =
          ImageRequest.builder()
              .model("flux1.1-pro")
              .prompt("a lighthouse made of paper")
              .outputFormat(OutputFormat.PNG)
              .build();
      ImageJob job = images.submit(request);
      return job.handle().toString(); // one image is one job; for several, keep job.handles()
    }
  }

  private static void resume(Demo demo, String handle) throws IOException {
    try (ImageClient images = demo.client()) {
      GeneratedImage image = images.resume(JobHandle.parse(handle)).await().image();
      byte[] bytes = image.bytes();
      // A handle may be of any job: only the bytes say what they are.
      GeneratedImage.Facts facts = GeneratedImage.Facts.of(bytes);
      String extension = facts.format().map(OutputFormat::fileExtension).orElse("bin");
      Path file = Files.write(Paths.get("resumed." + extension), bytes);
      System.out.println(file + ": " + facts);
    }
  }
}
