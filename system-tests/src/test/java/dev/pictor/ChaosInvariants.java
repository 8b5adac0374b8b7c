package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import dev.pictor.testing.EmulatedJob;
import dev.pictor.testing.EmulatedService;
import dev.pictor.testing.RecordedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What holds whatever goes wrong, checked against the ledgers of the services: they know what was
 * paid for. Nothing here asks for a certain exception.
 *
 * <ol>
 *   <li>No image is paid for twice.
 *   <li>Every paid job can be named by the caller, or its submission was reported as unknown.
 *   <li>What nobody waits for any more is told to end.
 *   <li>Every delivered image is there, and is the right one.
 *   <li>The key is seen by nobody but the provider.
 *   <li>When all has ended no call, connection, socket or thread is left.
 * </ol>
 */
final class ChaosInvariants {
  /** In real time, so that what never ends is noticed. */
  /** Some more may be started while they are counted. */
  private static final int SPARE_THREADS = 64;

  private static final Duration HANG = Duration.ofSeconds(20);

  private final List<EmulatedService> services;
  private final ChaosNetwork network;
  private final ForeignServer foreign;
  private final Leaks leaks;

  ChaosInvariants(
      ChaosNetwork network, ForeignServer foreign, Leaks leaks, EmulatedService... services) {
    this.services = Arrays.asList(services);
    this.network = network;
    this.foreign = foreign;
    this.leaks = leaks;
  }

  /** All jobs, by the prompt that they were given. */
  Map<String, List<EmulatedJob>> jobsByMark() {
    return services.stream()
        .flatMap(service -> service.jobs().stream())
        .collect(Collectors.groupingBy(job -> job.input().string("prompt").orElse("")));
  }

  // ---- money

  /** What is wrong with what one attempt has cost. */
  List<String> wrongWithMoney(Attempt attempt, List<EmulatedJob> jobs) {
    List<String> wrong = new ArrayList<>();
    if (!attempt.end().isDone()) {
      wrong.add("its future never completed");
    }
    jobs.stream()
        .collect(Collectors.groupingBy(job -> job.endpoint() + job.input()))
        .forEach(
            (input, same) -> {
              if (same.size() > 1) {
                wrong.add("the same call was paid " + same.size() + " times: " + same);
              }
            });
    int alive = 0;
    for (EmulatedJob job : jobs) {
      alive += isRefunded(job) || attempt.isDenied(job.endpoint()) ? 0 : images(job);
    }
    if (alive > attempt.request().n()) {
      wrong.add(alive + " images were paid for, and " + attempt.request().n() + " asked for");
    }
    Map<String, JobHandle> known = attempt.knownHandles();
    List<EmulatedJob> nameless =
        jobs.stream().filter(job -> !known.containsKey(job.id())).collect(Collectors.toList());
    if (attempt.mustEndByItself()) {
      nameless.stream()
          .filter(job -> !job.state().isTerminal() && !network.toldToEnd().contains(job.id()))
          .forEach(job -> wrong.add("nobody waits for it, and it was not told to end: " + job));
    } else if (!attempt.isAbandoned() && nameless.size() > attempt.unknowns()) {
      wrong.add("no handle of, and no word about: " + nameless);
    }
    return wrong;
  }

  private static boolean isRefunded(EmulatedJob job) {
    return job.state() == JobState.FAILED || job.state() == JobState.CANCELED;
  }

  /** The jobs of one attempt. */
  List<EmulatedJob> jobs(Attempt attempt) {
    return jobsByMark().getOrDefault(attempt.mark(), Collections.emptyList());
  }

  private static int images(EmulatedJob job) {
    return job.input()
        .member("num_images")
        .flatMap(JsonValue::asInt)
        .orElseGet(() -> job.input().member("num_outputs").flatMap(JsonValue::asInt).orElse(1));
  }

  // ---- images

  /** What is wrong with the images that were delivered; fetches those that are not here yet. */
  static List<String> wrongWithImages(Attempt attempt) {
    List<String> wrong = new ArrayList<>();
    Map<Integer, ImageOutcome> byIndex = new LinkedHashMap<>();
    for (ImageOutcome outcome : attempt.outcomes()) {
      if (byIndex.put(outcome.index(), outcome) != null) {
        wrong.add("two outcomes of image " + outcome.index());
      }
      if (outcome.kind() == ImageOutcome.Kind.IMAGE) {
        outcome.image().ifPresent(image -> check(image, attempt.mark(), wrong));
      } else if (!outcome.failure().isPresent()) {
        wrong.add("no reason for " + outcome);
      }
    }
    if (attempt.result().isPresent() && byIndex.size() != attempt.request().n()) {
      wrong.add(byIndex.size() + " outcomes for " + attempt.request().n() + " images");
    }
    return wrong;
  }

  private static void check(GeneratedImage image, String mark, List<String> wrong) {
    byte[] bytes = image.bytes();
    if (!SmallPicture.isOf(bytes, mark)) {
      wrong.add("image " + image.index() + " is another one: " + GeneratedImage.Facts.of(bytes));
    }
  }

  /** What is wrong if a job that ended well does not give its images to who has its handle. */
  List<String> wrongWithResume(Attempt attempt, ImageClient client) {
    List<String> wrong = new ArrayList<>();
    Map<String, JobHandle> known = attempt.knownHandles();
    for (EmulatedJob job : jobs(attempt)) {
      JobHandle handle = known.get(job.id());
      if (handle == null || isRefunded(job)) {
        continue;
      }
      try {
        List<GeneratedImage> images = client.resume(handle).await(HANG).images();
        if (images.size() != images(job)) {
          wrong.add(images.size() + " images came of resuming " + job);
        }
        images.forEach(image -> check(image, attempt.mark(), wrong));
      } catch (RuntimeException e) {
        // A cancellation that nobody has waited for may have come in the meantime.
        if (jobs(attempt).stream().noneMatch(now -> now.id().equals(job.id()) && isRefunded(now))) {
          wrong.add("it could not be resumed: " + job + ": " + e);
        }
      }
    }
    return wrong;
  }

  // ---- the key

  /** Everything that has a key and should not. */
  List<String> wrongWithKeys(Iterable<Attempt> attempts) {
    List<String> wrong = new ArrayList<>(leaks.said());
    for (EmulatedService service : services) {
      for (RecordedCall call : service.requests()) {
        boolean isForeign = call.reachedFilesHost();
        if (Leaks.hasKey(isForeign ? call + " " + call.headers() : call.url() + call.bodyText())) {
          wrong.add("the key went where it should not: " + call);
        }
      }
    }
    foreign.received().stream()
        .filter(
            call -> Leaks.hasKey(call) || call.toLowerCase(Locale.ROOT).contains("authorization"))
        .forEach(call -> wrong.add("the key went to a stranger: " + call));
    if (network.intercepted() > 0) {
      wrong.add("somebody without a trusted certificate was spoken to");
    }
    for (Attempt attempt : attempts) {
      if (Leaks.hasKey(attempt.toString()) || Leaks.hasKey(attempt.knownHandles().toString())) {
        wrong.add("a result or a handle has the key: " + attempt.mark());
      }
      attempt.failure().ifPresent(Failures::assertNoKey);
      attempt.outcomes().forEach(outcome -> outcome.failure().ifPresent(Failures::assertNoKey));
    }
    return wrong;
  }

  // ---- what is left

  /** Waits until nothing goes on any more in clients that are open. */
  void awaitQuiet() {
    Until.holds(
        "no call runs and no connection is held",
        () -> network.running() == 0 && network.heldConnections() == 0);
  }

  /** Waits until closed clients have left nothing behind. */
  void awaitNothing() {
    // Idle threads end after a while by themselves, too.
    assertThat(network.hasNoThreadsReady()).as("threads are told to end").isTrue();
    awaitQuiet();
    Until.holds("every socket is closed", () -> network.openSockets() == 0);
    Until.holds("every thread has ended", () -> threads().isEmpty());
  }

  private static Set<String> threads() {
    Thread[] all = new Thread[Thread.activeCount() + SPARE_THREADS]; // with no stack: that is dear
    int count = Thread.enumerate(all);
    return Arrays.stream(all, 0, count)
        .map(Thread::getName)
        .filter(name -> name.startsWith("pictor-") && !name.startsWith("pictor-emulator"))
        .collect(Collectors.toSet());
  }
}
