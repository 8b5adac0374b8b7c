package dev.pictor.fal;

import dev.pictor.model.JobHandle;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.Origin;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The URLs of submissions and jobs.
 *
 * <p>fal names a job's URLs in its answer. They are used only where they lead to the configured
 * queue, so that no answer and no tampered handle can lead a key elsewhere; otherwise they are
 * derived from the endpoint and the id, which is also how a bare id is picked up.
 */
final class FalUrls {
  static final String QUEUE = "https://queue.fal.run";
  static final String RUN = "https://fal.run";
  static final String REST = "https://rest.fal.ai";

  /** Stands in for the default queue, with the same paths and keys. */
  private static final Origin BACKUP = Origin.of("https://queue.falrun.com");

  private static final String REQUESTS = "/requests/";
  private static final String STATUS_URL = "status_url";
  private static final String RESPONSE_URL = "response_url";
  private static final String CANCEL_URL = "cancel_url";
  private static final List<String> NAMES = Arrays.asList(RESPONSE_URL, STATUS_URL, CANCEL_URL);

  private final String queue;
  private final String run;
  private final String rest;
  private final Origin queueOrigin;
  private final Origin runOrigin;
  private final Origin restOrigin;

  /** Of the last job, whose endpoint is mostly that of the next one. */
  private volatile Optional<Root> last = Optional.empty();

  FalUrls(String queue, String run, String rest) {
    this.queue = queue;
    this.run = run;
    this.rest = rest;
    this.queueOrigin = Origin.of(queue);
    this.runOrigin = Origin.of(run);
    this.restOrigin = Origin.of(rest);
  }

  boolean trusts(Origin origin) {
    return isQueue(origin) || origin.equals(runOrigin) || origin.equals(restOrigin);
  }

  private boolean isQueue(Origin origin) {
    return origin.equals(queueOrigin)
        || (origin.equals(BACKUP) && queueOrigin.equals(Origin.of(QUEUE)));
  }

  String submit(Endpoint endpoint, Map<String, String> query) {
    return url(queue, endpoint, query);
  }

  /** Where a model runs while the connection is open. */
  String run(Endpoint endpoint, Map<String, String> query) {
    return url(run, endpoint, query);
  }

  private static String url(String origin, Endpoint endpoint, Map<String, String> query) {
    String path = endpoint.path();
    StringBuilder url = new StringBuilder(origin.length() + 1 + path.length());
    url.append(origin).append('/').append(path);
    char separator = '?';
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      url.append(separator)
          .append(Percent.encode(parameter.getKey()))
          .append('=')
          .append(Percent.encode(parameter.getValue()));
      separator = '&';
    }
    return url.toString();
  }

  /**
   * Whether uploads go where the jobs go. Whoever has moved the queue alone, to a gateway or to an
   * emulator, does not expect his images and his key at fal itself.
   */
  boolean hasStorage() {
    return !rest.equals(REST) || queue.equals(QUEUE);
  }

  /** Whether models run where the jobs go; as {@link #hasStorage}. */
  boolean hasRun() {
    return !run.equals(RUN) || queue.equals(QUEUE);
  }

  /** Where storage takes uploads; of one that is to go to the newer files host. */
  String upload(String way) {
    return rest + "/storage/upload/" + way + "?storage_type=fal-cdn-v3";
  }

  /** Whether storage is reached in the clear, as an emulator is. */
  boolean isPlain() {
    return rest.startsWith("http:");
  }

  String status(JobHandle job) {
    Optional<String> kept = kept(job, STATUS_URL);
    return kept.isPresent()
        ? kept.get() + (kept.get().indexOf('?') < 0 ? "?logs=1" : "&logs=1")
        : request(job, "/status?logs=1");
  }

  String stream(JobHandle job) {
    Optional<String> kept = kept(job, STATUS_URL);
    if (!kept.isPresent()) {
      return request(job, "/status/stream?logs=1");
    }
    String status = kept.get();
    int query = status.indexOf('?');
    return query < 0
        ? status + "/stream?logs=1"
        : status.substring(0, query) + "/stream" + status.substring(query) + "&logs=1";
  }

  String result(JobHandle job) {
    return url(job, RESPONSE_URL);
  }

  String cancel(JobHandle job) {
    return url(job, CANCEL_URL);
  }

  private String url(JobHandle job, String name) {
    Optional<String> kept = kept(job, name);
    return kept.isPresent() ? kept.get() : request(job, end(name));
  }

  private Optional<String> kept(JobHandle job, String name) {
    String kept = job.extras().get(name);
    return kept != null && isUsable(kept) ? Optional.of(kept) : Optional.empty();
  }

  private boolean isUsable(String url) {
    try {
      return url.indexOf('#') < 0 && isQueue(Origin.of(url));
    } catch (IllegalArgumentException notAUrl) {
      return false;
    }
  }

  /** The URL of a job, derived from its endpoint and its id. */
  private String request(JobHandle job, String end) {
    return root(job.endpoint()).concat(Percent.segment(job.id())).concat(end);
  }

  private String root(String endpoint) {
    Optional<Root> known = last;
    if (!known.isPresent() || !known.get().endpoint.equals(endpoint)) {
      String url = queue + "/" + Endpoint.parse(endpoint).root() + REQUESTS;
      known = Optional.of(new Root(endpoint, url));
      last = known;
    }
    return known.get().url;
  }

  /** What the URLs of the jobs of an endpoint begin with. */
  private static final class Root {
    final String endpoint;
    final String url;

    Root(String endpoint, String url) {
      this.endpoint = endpoint;
      this.url = url;
    }
  }

  /** What stands behind the URL of the request. */
  private static String end(String name) {
    switch (name) {
      case STATUS_URL:
        return "/status";
      case CANCEL_URL:
        return "/cancel";
      default:
        return "";
    }
  }

  /** The usable URLs of an answer that cannot be derived, for the handle. */
  Map<String, String> extras(JobHandle job, JsonValue answer) {
    Map<String, String> extras = Collections.emptyMap(); // as nearly always
    String request = request(job, "");
    for (String name : NAMES) {
      Optional<String> url = answer.string(name);
      if (url.isPresent() && !isDerived(url.get(), request, end(name)) && isUsable(url.get())) {
        extras = extras.isEmpty() ? new LinkedHashMap<>() : extras;
        extras.put(name, url.get());
      }
    }
    return extras;
  }

  private static boolean isDerived(String url, String request, String end) {
    return url.length() == request.length() + end.length()
        && url.startsWith(request)
        && url.endsWith(end);
  }

  @Override
  public String toString() {
    return queue;
  }
}
