package dev.pictor;

import dev.pictor.fal.Fal;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageSource;
import dev.pictor.replicate.Replicate;
import dev.pictor.spi.Provider;
import java.nio.file.Paths;

/** A program that edits a long file. */
final class UploadProgram {
  private UploadProgram() {}

  /** Arguments: the queue of fal, or nothing for Replicate; storage or API; a file. */
  public static void main(String[] args) {
    Provider provider =
        args[0].isEmpty()
            ? Replicate.builder().token(Service.REPLICATE_TOKEN).baseUrl(args[1]).build()
            : Fal.builder().key(Service.FAL_KEY).queueUrl(args[0]).restUrl(args[1]).build();
    try (ImageClient client = ImageClient.builder().provider(provider).build()) {
      int images =
          client
              .generate(
                  ImageRequest.builder()
                      .model("flux-dev-image-to-image")
                      .prompt("in winter")
                      .addImages(ImageSource.file(Paths.get(args[2])).asIs())
                      .build())
              .images()
              .size();
      System.out.println(images + " image");
    }
  }
}
