package dev.pictor;

import dev.pictor.fal.Fal;
import dev.pictor.model.ImageRequest;
import dev.pictor.replicate.Replicate;
import dev.pictor.spi.Provider;
import java.nio.file.Paths;

/** A program that saves an image which is larger than its memory. */
final class SaveProgram {
  private SaveProgram() {}

  /** Arguments: the URL of the provider, the file, and the provider if it is not a wire's. */
  public static void main(String[] args) {
    try (ImageClient client = ImageClient.builder().provider(provider(args)).build()) {
      ImageRequest request =
          args.length < 3
              ? Wire.request()
              : ImageRequest.builder().model("flux1.1-pro").prompt("boat").seed(7).build();
      long length = client.generate(request).image().saveTo(Paths.get(args[1])).byteCount();
      System.out.println("saved " + length);
    }
  }

  private static Provider provider(String[] args) {
    if (args.length < 3) {
      return Fal.builder().key(Wire.KEY).queueUrl(args[0]).build();
    }
    return args[2].equals("fal")
        ? Fal.builder().key(Service.FAL_KEY).queueUrl(args[0]).build()
        : Replicate.builder().token(Service.REPLICATE_TOKEN).baseUrl(args[0]).build();
  }
}
