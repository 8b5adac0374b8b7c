package dev.pictor;

import dev.pictor.fal.Fal;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.replicate.Replicate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.CRC32;

/** A program that makes and saves many images at a time, and says what became of each. */
final class SaveManyProgram {
  static final int IMAGES = 200;
  private static final int IMAGES_A_JOB = 4;
  private static final int AT_A_TIME = 16;

  private SaveManyProgram() {}

  /** Arguments: the provider, its URL, a folder. */
  public static void main(String[] args) {
    Path folder = Paths.get(args[2]);
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    try (ImageClient client =
        ImageClient.builder()
            .provider(
                args[0].equals("fal")
                    ? Fal.builder().key(Service.FAL_KEY).queueUrl(args[1]).build()
                    : Replicate.builder().token(Service.REPLICATE_TOKEN).baseUrl(args[1]).build())
            .build()) {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < IMAGES / IMAGES_A_JOB; i++) {
        int job = i;
        all.add(CompletableFuture.runAsync(() -> save(client, job, folder), threads));
      }
      all.forEach(CompletableFuture::join);
    } finally {
      threads.shutdown();
    }
    System.out.println("done");
  }

  private static void save(ImageClient client, int job, Path folder) {
    ImageRequest request =
        ImageRequest.builder()
            .model("flux-dev")
            .prompt("boat " + job)
            .seed(job)
            .n(IMAGES_A_JOB)
            .build();
    for (GeneratedImage image : client.generate(request).images()) {
      Path file = folder.resolve(job + "-" + image.index() + ".png");
      long length = image.saveTo(file).byteCount();
      System.out.println("saved " + length + " " + crcOfWhatIsThenDeleted(file));
    }
  }

  private static long crcOfWhatIsThenDeleted(Path file) {
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
      }
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return crc.getValue();
  }
}
