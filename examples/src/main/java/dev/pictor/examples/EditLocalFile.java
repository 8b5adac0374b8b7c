package dev.pictor.examples;

import dev.pictor.ImageClient;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.ImageSource;
import dev.pictor.model.OutputFormat;
import java.nio.file.Path;
import java.nio.file.Paths;

/** Edits a file of your own; without an argument, one that it makes first. */
final class EditLocalFile {
  private EditLocalFile() {}

  public static void main(String[] args) {
    try (Demo demo = Demo.start();
        ImageClient images = demo.client()) {
      Path photo = args.length > 0 ? Paths.get(args[0]) : photo(images);
      ImageRequest request =
          ImageRequest.builder()
              .model("flux-kontext-pro")
              .prompt("the same scene in deep winter")
              // Turned upright, freed of the place where it was taken, and uploaded.
              .addImages(ImageSource.file(photo))
              .outputFormat(OutputFormat.PNG)
              .build();
      System.out.print(images.plan(request));

      ImageResult result = images.generate(request);
      result.image().saveTo(Paths.get("winter.png"));
      System.out.println(photo + " became winter.png");
    }
  }

  private static Path photo(ImageClient images) {
    Path file = Paths.get("summer.jpg");
    images
        .generate(
            ImageRequest.builder()
                .model("flux1.1-pro")
                .prompt("a lake in summer")
                .outputFormat(OutputFormat.JPEG)
                .build())
        .image()
        .saveTo(file);
    return file;
  }
}
