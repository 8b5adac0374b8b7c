package dev.pictor;

import dev.pictor.fal.Fal;
import java.nio.file.Paths;

/** A program that saves an image which is larger than its memory. */
final class SaveProgram {
  private SaveProgram() {}

  public static void main(String[] args) {
    try (ImageClient client =
        ImageClient.builder()
            .provider(Fal.builder().key(Wire.KEY).queueUrl(args[0]).build())
            .build()) {
      long length = client.generate(Wire.request()).image().saveTo(Paths.get(args[1])).byteCount();
      System.out.println("saved " + length);
    }
  }
}
