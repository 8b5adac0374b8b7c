package dev.pictor.compat.app;

import dev.pictor.ImageClient;
import dev.pictor.RequestOptions;
import dev.pictor.fal.Fal;
import dev.pictor.model.ImageRequest;
import dev.pictor.replicate.Replicate;
import java.nio.file.Path;
import java.util.Optional;

/** Where the services are. */
final class Services {
  static final String KEY = "id:secret";

  /** A prompt that makes a service behave in a special way is the name of that way. */
  static final String MODEL = "flux1.1-pro";

  private final String queueUrl;
  private final String runUrl;
  private final String restUrl;
  private final String replicateUrl;
  private final Path folder;

  Services(String queueUrl, String runUrl, String restUrl, String replicateUrl, Path folder) {
    this.queueUrl = queueUrl;
    this.runUrl = runUrl;
    this.restUrl = restUrl;
    this.replicateUrl = replicateUrl;
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  Fal fal() {
    return falBuilder().key(KEY).build();
  }

  Fal.Builder falBuilder() {
    return Fal.builder()
        .environment(name -> Optional.empty())
        .queueUrl(queueUrl)
        .runUrl(runUrl)
        .restUrl(restUrl);
  }

  Replicate replicate() {
    return replicateBuilder().token("r8_token").build();
  }

  Replicate.Builder replicateBuilder() {
    return Replicate.builder().baseUrl(replicateUrl);
  }

  ImageClient falOnly() {
    return polling().provider(fal()).build();
  }

  ImageClient both() {
    return polling().provider(fal()).provider(replicate()).build();
  }

  /** The faults of this app strike polls, and its transcript is to be the same each time. */
  static ImageClient.Builder polling() {
    return ImageClient.builder().watching(RequestOptions.Watching.POLLING);
  }

  /** Small, so that little is drawn. */
  static ImageRequest.Builder request(String prompt) {
    return ImageRequest.builder().model(MODEL).prompt(prompt).size(256, 256).seed(7);
  }
}
