package dev.pictor.examples;

import dev.pictor.ImageClient;
import dev.pictor.ImageJob;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobUpdate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What a web service needs: take a request, answer at once, and tell the progress when asked. */
final class ImageService {
  private final ImageClient images;
  private final Map<String, ImageJob> jobs = new ConcurrentHashMap<>();
  private final Map<String, JobUpdate> news = new ConcurrentHashMap<>();

  ImageService(ImageClient images) {
    this.images = images;
  }

  /** {@code POST /images}: returns when the provider has accepted the job. */
  String create(String prompt) {
    ImageRequest request = ImageRequest.builder().model("flux1.1-pro").prompt(prompt).build();
    ImageJob job = images.submit(request);
    String id = job.handle().toString(); // also after a restart, see below
    jobs.put(id, watch(id, job));
    return id;
  }

  /** {@code GET /images/ID}: never blocks. */
  String state(String id) {
    ImageJob job = jobs.computeIfAbsent(id, old -> watch(old, images.resume(JobHandle.parse(old))));
    return job.result()
        .thenApply(result -> "ready: " + result.image().url().orElse(""))
        .exceptionally(failure -> "failed: " + failure.getMessage())
        .getNow(latest(id));
  }

  private String latest(String id) {
    return Optional.ofNullable(news.get(id))
        .map(update -> update.state().toString())
        .orElse("accepted");
  }

  private ImageJob watch(String id, ImageJob job) {
    return job.onUpdate(update -> news.put(id, update));
  }

  public static void main(String[] args) throws InterruptedException {
    try (Demo demo = Demo.start();
        ImageClient images = demo.client()) {
      ImageService service = new ImageService(images);
      Map<String, String> seen = new LinkedHashMap<>();
      for (String prompt : Arrays.asList("a paper fox", "a glass whale", "a wooden moon")) {
        seen.put(service.create(prompt), "created");
      }
      while (!seen.values().stream().allMatch(state -> state.matches("(ready|failed): .*"))) {
        for (Map.Entry<String, String> image : seen.entrySet()) {
          String state = service.state(image.getKey());
          if (!state.equals(image.setValue(state))) {
            System.out.println(JobHandle.parse(image.getKey()).id() + " " + state);
          }
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }
}
