package dev.pictor.replicate;

import dev.pictor.model.JobHandle;
import dev.pictor.spi.HttpCall;
import java.util.Optional;

/** The calls about a prediction that exists. */
final class JobCalls {
  /** The names under which a handle keeps URLs that cannot be rebuilt from the id. */
  private static final String GET = "get";

  private static final String CANCEL = "cancel";
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
    String usual = base.url(path(id));
    unusual(prediction.url(GET), id, base, usual, "").ifPresent(url -> handle.putExtras(GET, url));
    unusual(prediction.url(CANCEL), id, base, usual, CANCEL_PATH)
        .ifPresent(url -> handle.putExtras(CANCEL, url));
    return handle.build();
  }

  /** The URL, if it is not what its two parts make. */
  private static Optional<String> unusual(
      Optional<String> url, String id, BaseUrl base, String usualStart, String usualEnd) {
    if (!url.isPresent() || isBoth(url.get(), usualStart, usualEnd)) {
      return Optional.empty();
    }
    return url.filter(text -> isTrusted(text, id, base));
  }

  private static boolean isBoth(String text, String start, String end) {
    return text.length() == start.length() + end.length()
        && text.startsWith(start)
        && text.endsWith(end);
  }

  /** A handle comes from outside, and the token goes along: its URLs are checked again. */
  private static String target(JobHandle job, String name, BaseUrl base, String usualPath) {
    return Optional.ofNullable(job.extras().get(name))
        .filter(url -> isTrusted(url, job.id(), base))
        .orElseGet(() -> base.url(usualPath));
  }

  private static boolean isTrusted(String url, String id, BaseUrl base) {
    return base.owns(url) && url.contains("/" + SubmitCall.encode(id));
  }

  private static String path(String id) {
    return "/predictions/".concat(SubmitCall.encode(id));
  }
}
