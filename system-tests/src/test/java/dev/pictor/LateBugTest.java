package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.RequestOptions.Watching;
import dev.pictor.model.ImageRequest;
import dev.pictor.spi.Provider;
import dev.pictor.testing.EmulatedJob;
import dev.pictor.testing.Fault;
import dev.pictor.testing.Step;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A provider module with a bug in any one of its methods, which shows at the first call or only
 * when several images of a request are under way: the request ends, no call is paid twice, and no
 * job is lost.
 */
@Timeout(120)
class LateBugTest {
  /**
   * Each a call of its own, and more than are under way at once: some calls begin behind the reply
   * to another.
   */
  private static final int IMAGES = 10;

  private static final int[] SOUND_CALLS = {0, 5};

  /** Longer than all waits between two tries, and shorter than the deadline. */
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private static final Duration STEP = Duration.ofMillis(50);

  private enum Bug {
    ERROR,
    NULL;

    @Nullable Object happens() {
      if (this == NULL) {
        return null;
      }
      throw new StackOverflowError("a bug");
    }
  }

  static List<Arguments> methods() {
    List<Arguments> all = new ArrayList<>();
    for (Service.Kind kind : Service.Kind.values()) {
      for (Method method : Provider.class.getMethods()) {
        if (!method.getName().equals("name")) { // no client comes of that
          all.add(Arguments.of(kind, method));
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void theRequestEndsAndNothingIsLost(Service.Kind kind, Method method) {
    List<String> wrong = new ArrayList<>();
    for (Watching watching : Watching.values()) {
      for (Bug bug : Bug.values()) {
        for (int soundCalls : SOUND_CALLS) {
          boolean isRough = (bug == Bug.ERROR) == (soundCalls > 0);
          wrongWith(kind, method, watching, bug, soundCalls, isRough).stream()
              .map(text -> watching + ", " + bug + " after " + soundCalls + " calls: " + text)
              .forEach(wrong::add);
        }
      }
    }
    assertThat(wrong).as("%s %s", kind, method.getName()).isEmpty();
  }

  private static List<String> wrongWith(
      Service.Kind kind,
      Method method,
      Watching watching,
      Bug bug,
      int soundCalls,
      boolean isRough) {
    List<String> wrong = new ArrayList<>();
    TestTime time = new TestTime();
    try (Service service = kind.startForMany();
        ImageClient client =
            ImageClient.builder()
                .provider(broken(service.provider(), method, bug, soundCalls))
                .time(time)
                .allowDownloads(ImageClient.DownloadPermission.values())
                .watching(watching)
                .build()) {
      if (isRough) {
        service.emulator().fail(Step.SUBMIT, Fault.json(422, "{\"detail\":\"no\"}"));
        service.emulator().fail(Step.SUBMIT, Fault.reset().afterEffect());
        service.emulator().fail(Step.SUBMIT, Fault.html(502));
        service.emulator().fail(Step.STATUS, Fault.json(500, "{}"));
      }
      Attempt attempt = new Attempt(request(kind));
      try {
        attempt.follow(client.generateAsync(attempt.request()));
      } catch (Throwable e) {
        wrong.add("thrown at the caller: " + e);
        return wrong;
      }
      awaitEnd(attempt, time, kind + ", " + method.getName() + ", " + watching + ", " + bug);
      List<EmulatedJob> jobs = service.emulator().jobs();
      Map<String, Long> same =
          jobs.stream()
              .collect(Collectors.groupingBy(job -> job.input().toString(), Collectors.counting()));
      same.forEach(
          (input, count) -> {
            if (count > 1) {
              wrong.add(count + " jobs of " + input);
            }
          });
      long nameless =
          jobs.stream().filter(job -> !attempt.knownHandles().containsKey(job.id())).count();
      if (nameless > attempt.unknowns()) {
        wrong.add(nameless + " jobs that nobody can name, " + attempt.unknowns() + " unknown");
      }
      wrong.addAll(ChaosInvariants.wrongWithImages(attempt));
    } finally {
      time.close();
    }
    return wrong;
  }

  /** Moves the time, little by little, for the waits that last; never as far as the deadline. */
  private static void awaitEnd(Attempt attempt, TestTime time, String what) {
    Until.holds(
        what + " ends",
        () -> {
          if (!attempt.end().isDone() && time.nanos() < PATIENCE.toNanos()) {
            time.advance(STEP);
          }
          return attempt.end().isDone();
        });
  }

  private static ImageRequest request(Service.Kind kind) {
    return ImageRequest.builder()
        .model(kind == Service.Kind.FAL ? "flux-2-pro" : "flux1.1-pro")
        .prompt("a paper boat")
        .seed(7)
        .n(IMAGES)
        .build();
  }

  private static Provider broken(Provider sound, Method broken, Bug bug, int soundCalls) {
    AtomicInteger calls = new AtomicInteger();
    return (Provider)
        Proxy.newProxyInstance(
            Provider.class.getClassLoader(),
            new Class<?>[] {Provider.class},
            (proxy, called, arguments) -> {
              if (called.equals(broken) && calls.getAndIncrement() >= soundCalls) {
                return bug.happens();
              }
              try {
                return called.invoke(sound, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
