package dev.pictor;

import dev.pictor.model.ImageRequest;
import dev.pictor.replicate.Replicate;

/** A program that forgets to close its client. */
final class ExitProgram {
  private ExitProgram() {}

  @SuppressWarnings("resource") // that is what it is for
  public static void main(String[] args) {
    ImageClient client =
        ImageClient.builder()
            .provider(Replicate.builder().token(Service.REPLICATE_TOKEN).baseUrl(args[0]).build())
            .build();
    byte[] bytes =
        client
            .generate(ImageRequest.builder().model("flux1.1-pro").prompt("a boat").build())
            .image()
            .bytes();
    System.out.println("last call done: " + bytes.length);
  }
}
