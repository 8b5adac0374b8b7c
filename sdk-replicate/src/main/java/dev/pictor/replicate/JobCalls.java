package dev.pictor.replicate;

import dev.pictor.model.JobHandle;
import dev.pictor.spi.HttpCall;
import java.util.Optional;

/** The calls about a prediction that exists. */
final class JobCalls {
  /** The names under which a handle keeps URLs that cannot be rebuilt from the id. */
  private static final String GET = "get";

  private static final String CANCEL = "cancel";
  private static final String PREDICTIONS = "/predictions/";
  private static final String CANCEL_PATH = "/cancel";

  private JobCalls() {}

  static HttpCall poll(JobHandle job, BaseUrl base) {
    return HttpCall.builder()
        .purpose(HttpCall.Purpose.POLL)
        .contents(HttpCall.Contents.IMAGES) // the last one carries the output
        .method("GET")
        .url(target(job, GET, base, path(job.id())))
        .putHeaders("Accept", "application/json")
        // A cache in between would show the same state for ever.
        .putHeaders("Cache-Control", "no-store")
        .build();
  }

  static HttpCall cancel(JobHandle job, BaseUrl base) {
    return HttpCall.builder()
        .purpose(HttpCall.Purpose.CANCEL)
        .method("POST")
        .url(target(job, CANCEL, base, path(job.id()) + CANCEL_PATH))
        .putHeaders("Accept", "application/json")
        .build();
  }

  /** The handle of a prediction, with its URLs where they are not the usual ones. */
  static JobHandle handle(String endpoint, Prediction prediction, BaseUrl base) {
    String id = prediction.id();
    JobHandle.Builder handle =
        JobHandle.builder().provider(Replicate.NAME).endpoint(endpoint).id(id);
    Optional<String> get = prediction.url(GET);
    if (get.isPresent()
        && !base.isUrl(get.get(), PREDICTIONS, SubmitCall.encode(id), "")
        && isTrusted(get.get(), id, base)) {
      handle.putExtras(GET, get.get());
    }
    Optional<String> cancel = prediction.url(CANCEL);
    if (cancel.isPresent()
        && !base.isUrl(cancel.get(), PREDICTIONS, SubmitCall.encode(id), CANCEL_PATH)
        && isTrusted(cancel.get(), id, base)) {
      handle.putExtras(CANCEL, cancel.get());
    }
    return handle.build();
  }

  /** A handle comes from outside, and the token goes along: its URLs are checked again. */
  private static String target(JobHandle job, String name, BaseUrl base, String usualPath) {
    String kept = job.extras().get(name);
    return kept != null && isTrusted(kept, job.id(), base) ? kept : base.url(usualPath);
  }

  private static boolean isTrusted(String url, String id, BaseUrl base) {
    return base.owns(url) && url.contains("/" + SubmitCall.encode(id));
  }

  private static String path(String id) {
    if (id.equals(".") || id.equals("..")) { // which would be resolved into another path
      throw new IllegalArgumentException("\"" + id + "\" is no id of Replicate");
    }
    return PREDICTIONS.concat(SubmitCall.encode(id));
  }
}
