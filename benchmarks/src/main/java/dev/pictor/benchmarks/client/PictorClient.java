package dev.pictor.benchmarks.client;

import dev.pictor.ImageClient;
import dev.pictor.RequestOptions;
import dev.pictor.fal.Fal;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.replicate.Replicate;
import dev.pictor.spi.Provider;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Pictor, as its README shows it. */
public final class PictorClient implements Maker {
  private static final int MOST_CONNECTIONS = 256;
  private static final int SHORT_CALLS = 16;

  private final ImageClient images;
  private final boolean isFal;
  private final RequestOptions options;

  private PictorClient(ImageClient images, boolean isFal, RequestOptions options) {
    this.images = images;
    this.isFal = isFal;
    this.options = options;
  }

  /**
   * Runs it.
   *
   * @param args those of {@link Target}, with {@code provider} and {@code watching}
   */
  public static void main(String[] args) {
    Target target = new Target(args);
    boolean isFal = target.text("provider").equals("fal");
    Watching watching = Watching.valueOf(target.text("watching"));
    Client.run(
        target,
        any -> {
          Provider provider = isFal ? fal(target) : replicate(target);
          ImageClient.Builder images = ImageClient.builder().provider(provider);
          connections(target).ifPresent(images::maxConnections);
          return new PictorClient(images.build(), isFal, watching.options());
        });
  }

  /** What is asked for; else a stream or a held reply for each image, as the bare loop has. */
  private static Optional<Integer> connections(Target target) {
    if (target.has("connections")) {
      return Optional.of(target.number("connections"));
    }
    int inFlight = target.inFlight();
    return inFlight <= MOST_CONNECTIONS ? Optional.of(inFlight + SHORT_CALLS) : Optional.empty();
  }

  private static Provider fal(Target target) {
    return Fal.builder()
        .key(Prompt.FAL_KEY)
        .queueUrl(target.url())
        .runUrl(target.directUrl())
        .build();
  }

  private static Provider replicate(Target target) {
    return Replicate.builder().token(Prompt.REPLICATE_TOKEN).baseUrl(target.url()).build();
  }

  @Override
  public String make(int number) {
    return url(images.generate(request(number), options));
  }

  @Override
  public CompletableFuture<String> makeAsync(int number, Executor threads) {
    return images.generateAsync(request(number), options).thenApply(PictorClient::url);
  }

  private ImageRequest request(int number) {
    ImageRequest.Builder request =
        ImageRequest.builder().model("flux1.1-pro").prompt(Prompt.TEXT).seed(number);
    return isFal
        ? request.size(Prompt.WIDTH, Prompt.HEIGHT).build()
        : request.aspectRatio(AspectRatio.of(16, 9)).build();
  }

  private static String url(ImageResult result) {
    return result
        .image()
        .url()
        .orElseThrow(() -> new IllegalStateException("an image without a URL"));
  }
}
