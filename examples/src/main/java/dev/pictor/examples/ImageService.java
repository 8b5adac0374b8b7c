package dev.pictor.examples;

import dev.pictor.ImageClient;
import dev.pictor.ImageJob;
import dev.pictor.RequestOptions;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JobHandle;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What a web service needs: take a request, answer at once, and tell the progress when asked. */
final class ImageService {
  /** A job that takes longer than this goes on, and is picked up when it is asked for again. */
  private static final RequestOptions PATIENT =
      RequestOptions.builder().onExpiry(RequestOptions.OnExpiry.LEAVE_REMOTE_JOB).build();

  private final ImageClient images;
  private final Set<String> created;
  private final Map<String, Watched> jobs = new ConcurrentHashMap<>();

  /** A job and what was last heard of it. */
  private static final class Watched {
    final ImageJob job;
    volatile String news = "accepted";

    Watched(ImageJob job) {
      this.job = job.onUpdate(update -> news = update.state().toString());
    }
  }

  /**
   * The service.
   *
   * @param created the ids that it has given out: a table of your database, to outlive a restart
   */
  ImageService(ImageClient images, Set<String> created) {
    this.images = images;
    this.created = created;
  }

  /** {@code POST /images}: returns when the provider has accepted the job. */
  String create(String prompt) {
    ImageRequest request = ImageRequest.builder().model("flux1.1-pro").prompt(prompt).build();
    ImageJob job = images.submit(request, PATIENT);
    String id = job.handle().toString(); // one image is one job; for several, keep job.handles()
    created.add(id);
    jobs.put(id, new Watched(job));
    return id;
  }

  /** {@code GET /images/ID}: never blocks. */
  String state(String id) {
    if (!created.contains(id)) {
      return "unknown"; // and asks nobody, whatever a stranger has made up
    }
    Watched watched = jobs.computeIfAbsent(id, this::resume);
    if (!watched.job.result().isDone()) {
      return watched.news;
    }
    jobs.remove(id); // told now; whoever asks again has it picked up, which costs nothing
    return watched
        .job
        .result()
        .handle(
            (result, failure) ->
                failure == null
                    ? "ready: " + result.image().url().orElse("")
                    : "failed: " + failure.getMessage())
        .join();
  }

  private Watched resume(String id) {
    return new Watched(images.resume(Arrays.asList(JobHandle.parse(id)), PATIENT));
  }

  public static void main(String[] args) throws InterruptedException {
    try (Demo demo = Demo.start();
        ImageClient images = demo.client()) {
      ImageService service = new ImageService(images, ConcurrentHashMap.newKeySet());
      Map<String, String> waiting = new LinkedHashMap<>();
      for (String prompt : Arrays.asList("a paper fox", "a glass whale", "a wooden moon")) {
        waiting.put(service.create(prompt), "created");
      }
      while (!waiting.isEmpty()) {
        for (Map.Entry<String, String> image : waiting.entrySet()) {
          String state = service.state(image.getKey());
          if (!state.equals(image.setValue(state))) {
            System.out.println(JobHandle.parse(image.getKey()).id() + " " + state);
          }
        }
        waiting.values().removeIf(state -> state.matches("(ready|failed): .*"));
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }
}
