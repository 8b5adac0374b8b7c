package dev.pictor.compat.app;

import dev.pictor.ImageClient;
import dev.pictor.ImageJob;
import dev.pictor.RequestOptions;
import dev.pictor.RetryPolicy;
import dev.pictor.fal.FalOptions;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.model.JobUpdate;
import dev.pictor.model.RoutingPolicy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Every way to run a request, to watch it, and to pick it up again. */
final class Jobs {
  private static final ImageRequest REQUEST = Services.request("a boat").build();

  private Jobs() {}

  static void print(Services services, Transcript out) throws Exception {
    out.section("jobs");
    List<ImageEvent> events = new CopyOnWriteArrayList<>();
    try (ImageClient images =
        Services.polling().provider(services.fal()).listener(events::add).build()) {
      out.line("generate", Images.text(images.generate(REQUEST)));
      out.line("with options", Images.text(images.generate(REQUEST, options())));
      out.line("async", Images.text(images.generateAsync(REQUEST).get(30, TimeUnit.SECONDS)));
      out.line(
          "async with options",
          Images.text(images.generateAsync(REQUEST, options()).get(30, TimeUnit.SECONDS)));
      watched(images, out);
      resumed(images, out);
      withOptionsOfTheProvider(images, out);
    }
    events(events, out);
  }

  private static void watched(ImageClient images, Transcript out) throws Exception {
    Set<JobState> states = new ConcurrentSkipListSet<>();
    Set<String> words = new ConcurrentSkipListSet<>();
    ImageJob job =
        images
            .submit(Services.request("slowly").build())
            .onUpdate(
                update -> {
                  states.add(update.state());
                  words.add(text(update));
                });
    out.line("job", job);
    ImageResult result = job.result().get(30, TimeUnit.SECONDS);
    out.line("watched", Images.text(result));
    out.line("the same once more", job.await(Duration.ofSeconds(30)).equals(result));
    out.line("states", states);
    out.line("ended", states.stream().filter(JobState::isTerminal).collect(Collectors.toList()));
    out.line("updates", words);
  }

  private static String text(JobUpdate update) {
    return update.state()
        + " "
        + update.rawStatus()
        + " "
        + update.queuePosition().isPresent()
        + " "
        + update.handle().provider()
        + " "
        + update.elapsed().isNegative()
        + " "
        + update.newLogLines().isEmpty();
  }

  private static void resumed(ImageClient images, Transcript out) {
    ImageJob job = images.submit(REQUEST, options());
    job.await();
    String stored = job.handle().toString();
    JobHandle handle = JobHandle.parse(stored);
    out.line("handle", stored);
    out.line("parts", handle.provider() + " " + handle.endpoint() + " " + handle.extras());
    out.line("id", handle.id());
    out.line("the same", handle.equals(job.handles().get(0)));
    out.line("resumed", Images.text(images.resume(handle).await()));
    out.line(
        "resumed with options",
        Images.text(images.resume(Collections.singletonList(handle), options()).await()));
  }

  private static void withOptionsOfTheProvider(ImageClient images, Transcript out) {
    ImageRequest request =
        REQUEST.toBuilder()
            .putAllOptions(FalOptions.builder().lowPriority().tag("app", "compat").build())
            .build();
    out.line("with fal's own options", Images.text(images.generate(request)));
  }

  /** All that can be set, at what it is anyway or at what does no harm. */
  static RequestOptions options() {
    RequestOptions.Builder options =
        RequestOptions.builder()
            .deadline(RequestOptions.defaults().deadline())
            .startTimeout(Duration.ofMinutes(5))
            .onExpiry(RequestOptions.OnExpiry.LEAVE_REMOTE_JOB)
            .routing(RoutingPolicy.defaults())
            .resubmission(RequestOptions.Resubmission.NEVER_IN_DOUBT);
    for (RequestOptions.Step step : RequestOptions.Step.values()) {
      options.retry(
          step,
          RetryPolicy.builder()
              .maxTries(2)
              .firstWait(Duration.ofMillis(50))
              .longestWait(Duration.ofSeconds(1))
              .build());
    }
    return options.build();
  }

  static String text(RequestOptions options) {
    return options.deadline()
        + " "
        + options.startTimeout()
        + " "
        + options.onExpiry()
        + " "
        + options.routing()
        + " "
        + options.resubmission()
        + " "
        + options.retry(RequestOptions.Step.STATUS).map(Jobs::text);
  }

  private static String text(RetryPolicy policy) {
    return policy + " " + policy.maxTries() + " " + policy.firstWait() + " " + policy.longestWait();
  }

  private static void events(List<ImageEvent> events, Transcript out) {
    out.line("options", text(options()));
    Set<String> kinds = new TreeSet<>();
    for (ImageEvent event : events) {
      kinds.add(
          event.kind()
              + " "
              + event.provider()
              + " "
              + event.endpoint()
              + " "
              + event.attempt()
              + " "
              + event.firstImage()
              + " "
              + event.imageCount()
              + " "
              + event.elapsed().isNegative()
              + " "
              + event.handle().isPresent()
              + " "
              + event.took().isPresent()
              + " "
              + event.waits().isPresent()
              + " "
              + event.failure().isPresent()
              + " "
              + event.update().isPresent()
              + " "
              + event.plan().isPresent()
              + " "
              + event.bytes().isPresent());
    }
    kinds.forEach(kind -> out.line("event", kind));
  }
}
