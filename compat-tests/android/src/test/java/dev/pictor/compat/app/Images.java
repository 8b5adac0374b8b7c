package dev.pictor.compat.app;

import dev.pictor.ImageClient;
import dev.pictor.ImageClient.DownloadPermission;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.GeneratedImage.Content;
import dev.pictor.model.GeneratedImage.Facts;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageResult;
import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import dev.pictor.spi.ImageConverter.Picture;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import okhttp3.OkHttpClient;

/** All that is told of a result, and every way to its bytes. */
final class Images {
  private Images() {}

  static void print(Services services, Transcript out) throws Exception {
    try (ImageClient images =
        Services.polling()
            .provider(services.fal())
            .provider(services.replicate())
            .httpClient(new OkHttpClient())
            .allowDownloads(
                DownloadPermission.ALLOW_PLAIN_HTTP, DownloadPermission.ALLOW_PRIVATE_ADDRESSES)
            .maxImageBytes(1 << 20)
            .converter(new OnePixel())
            .build()) {
      out.section("images");
      bytes(images.generate(Services.request("a boat").build()), services, out);
      inMemory(images, out);
      converted(images, out);
      topUp(images, out);
      values(
          images.generate(Services.request("a boat").model("replicate/flux1.1-pro").build()), out);
    }
  }

  /** What is the same each time. */
  static String text(ImageResult result) {
    return result.provider()
        + " "
        + result.endpoint()
        + " "
        + result.request().isPresent()
        + " "
        + result.outcomes().size()
        + " "
        + result.images().size()
        + " "
        + result.image().seed()
        + " "
        + result.adjustments()
        + " "
        + result.warnings()
        + " "
        + result.cost()
        + " "
        + result.elapsed().isNegative()
        + " "
        + result.handles()
        + " "
        + result.otherHandles()
        + " "
        + result.missing()
        + " "
        + result.rawReplies().size();
  }

  private static void bytes(ImageResult result, Services services, Transcript out)
      throws Exception {
    out.line("result", text(result));
    GeneratedImage image = result.image();
    out.line("index", image.index());
    out.line("made by", image.handle());
    out.present("url", image.url());
    out.present("until", image.urlExpiry());
    out.line("seed", image.seed());
    out.line("flagged", image.flagged());
    out.line("requested", image.requestedSize());
    out.line("sent", image.sentSize());
    out.line("reported", image.reportedSize());
    out.line("type", image.reportedMediaType());
    out.line("facts", image.facts());
    byte[] bytes = image.bytes();
    out.line("bytes", Arrays.hashCode(bytes));
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    Facts copied = image.writeTo(stream);
    out.line("copied", copied + " " + Arrays.equals(bytes, stream.toByteArray()));
    Path file = services.folder().resolve("boat");
    Facts saved = image.saveTo(file);
    out.line("saved", saved + " " + Arrays.equals(bytes, Files.readAllBytes(file)));
    out.line("measured", saved.format() + " " + saved.size() + " " + saved.byteCount());
  }

  private static void inMemory(ImageClient images, Transcript out) throws Exception {
    ImageRequest request =
        Services.request("a boat").n(2).responseFormat(ResponseFormat.BYTES).build();
    for (GeneratedImage image : images.generate(request).images()) {
      Content content = image.content();
      out.line("in memory", image.facts() + " " + Arrays.hashCode(content.bytes()));
    }
  }

  private static void converted(ImageClient images, Transcript out) {
    ImageRequest request = Services.request("a boat").outputFormat(OutputFormat.GIF).build();
    out.line("plan", images.plan(request).candidates().get(0).convertsTo());
    out.line("converted", Facts.of(images.generate(request).image().bytes()));
  }

  private static void topUp(ImageClient images, Transcript out) {
    ImageResult result = images.generate(Services.request("one of two is withheld").n(2).build());
    for (ImageOutcome outcome : result.outcomes()) {
      out.line(
          "outcome " + outcome.index(),
          outcome.kind()
              + " "
              + outcome.image().isPresent()
              + " "
              + outcome.failure().isPresent()
              + " "
              + outcome.handle().isPresent()
              + " "
              + outcome.seed());
    }
    out.line("missing", result.missing());
  }

  /** As an app's own tests make them. */
  private static void values(ImageResult result, Transcript out) {
    out.line("of Replicate", text(result));
    GeneratedImage image =
        GeneratedImage.builder()
            .index(0)
            .handle(result.image().handle())
            .content(stream -> stream.write(1))
            .build();
    out.line("made by hand", image.toBuilder().seed(result.image().seed()).build());
    out.line(
        "result by hand",
        ImageResult.builder().provider("own").endpoint("none").elapsed(Duration.ZERO).build());
  }

  /** Stands for a codec. */
  private static final class OnePixel implements ImageConverter {
    @Override
    public Set<OutputFormat> reads() {
      return new HashSet<>(Arrays.asList(OutputFormat.PNG, OutputFormat.JPEG, OutputFormat.WEBP));
    }

    @Override
    public Set<OutputFormat> writes() {
      return Collections.singleton(OutputFormat.GIF);
    }

    @Override
    public Picture read(byte[] file, OutputFormat format) {
      return Picture.of(1, 1, new int[1]);
    }

    @Override
    public byte[] write(Picture picture, OutputFormat format, int quality) {
      return Base64.getDecoder().decode("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==");
    }
  }
}
