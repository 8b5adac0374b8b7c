package dev.pictor;

import dev.pictor.error.DownloadException;
import dev.pictor.fal.Fal;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program that wants images in memory, of which it has little. */
final class BytesProgram {
  private BytesProgram() {}

  /** Arguments: the URL of the provider, and how many images, one after the other. */
  public static void main(String[] args) throws Exception {
    ImageRequest request = Wire.request().toBuilder().responseFormat(ResponseFormat.BYTES).build();
    try (ImageClient client =
        ImageClient.builder()
            .provider(Fal.builder().key(Wire.KEY).queueUrl(args[0]).build())
            .watching(RequestOptions.Watching.POLLING)
            .build()) {
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        try {
          long length =
              client.generateAsync(request).get(15, TimeUnit.SECONDS).image().bytes().length;
          System.out.println("came " + length);
        } catch (TimeoutException e) {
          System.out.println("hangs");
        } catch (ExecutionException e) {
          System.out.println(
              e.getCause() instanceof DownloadException
                      && ((DownloadException) e.getCause()).handle().isPresent()
                  ? "did not come, and has a handle"
                  : e.toString());
        }
      }
    }
  }
}
