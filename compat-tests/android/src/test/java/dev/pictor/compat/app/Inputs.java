package dev.pictor.compat.app;

import dev.pictor.ImageClient;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageSource;
import dev.pictor.model.PlannedCall.Upload;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Images of this machine, in every form, inside the request and uploaded. */
final class Inputs {
  private Inputs() {}

  static void print(Services services, Transcript out) throws Exception {
    out.section("inputs");
    try (ImageClient images = services.both()) {
      byte[] small =
          images.generate(Services.request("a lake").size(64, 64).build()).image().bytes();
      byte[] large =
          images.generate(Services.request("a lake").size(1024, 1024).build()).image().bytes();
      out.line("lengths", small.length + " " + large.length);
      Path file = Files.write(services.folder().resolve("lake.jpg"), large);
      List<ImageSource> sources =
          Arrays.asList(
              ImageSource.url("https://example.com/lake.jpg"),
              ImageSource.url(
                  "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(small)),
              ImageSource.bytes(small),
              ImageSource.file(file),
              ImageSource.stream(() -> new ByteArrayInputStream(large)),
              ImageSource.file(file).asIs());
      for (ImageSource source : sources) {
        print(images, "fal/flux-kontext-pro", source, out);
        print(images, "replicate/flux-kontext-pro", source, out);
      }
    }
  }

  private static void print(ImageClient images, String model, ImageSource source, Transcript out)
      throws Exception {
    ImageRequest request =
        ImageRequest.builder().model(model).prompt("in winter").seed(7).addImages(source).build();
    out.line("source", source.name() + " " + source.isAsIs() + " " + source.url());
    if (!source.url().isPresent()) {
      try (InputStream content = source.open()) {
        out.line("begins with", content.read());
      }
    }
    List<Upload> uploads = images.plan(request).candidates().get(0).calls().get(0).uploads();
    out.line("uploads", uploads);
    out.line("edited", Images.text(images.generate(request)));
  }
}
