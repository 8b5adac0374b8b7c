package dev.pictor;

import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.RoutingPolicy;
import dev.pictor.testing.EmulatedService;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Two services and a client of both, which asks the first one first. */
final class Pair implements AutoCloseable {
  private final Service first;
  private final Service second;
  private final TestTime time = new TestTime();
  private final ImageClient client;

  /** The given service first, the other one second. */
  Pair(Service.Kind first) {
    this(first, builder -> {});
  }

  Pair(Service.Kind first, RoutingPolicy policy) {
    this(first, builder -> builder.routing(policy));
  }

  Pair(Service first, Service second) {
    this(first, second, builder -> {});
  }

  Pair(Service.Kind kind, Consumer<ImageClient.Builder> more) {
    this(
        kind.start(),
        (kind == Service.Kind.FAL ? Service.Kind.REPLICATE : Service.Kind.FAL).start(),
        more);
  }

  private Pair(Service first, Service second, Consumer<ImageClient.Builder> more) {
    this.first = first;
    this.second = second;
    ImageClient.Builder builder =
        ImageClient.builder()
            .provider(first.provider())
            .provider(second.provider())
            .time(time)
            .watching(RequestOptions.Watching.POLLING);
    more.accept(builder);
    client = builder.build();
  }

  /** A request that both can serve in the same way. */
  static ImageRequest.Builder request() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").seed(7);
  }

  EmulatedService first() {
    return first.emulator();
  }

  EmulatedService second() {
    return second.emulator();
  }

  Service firstService() {
    return first;
  }

  Service secondService() {
    return second;
  }

  String secondName() {
    return second.provider().name();
  }

  String firstName() {
    return first.provider().name();
  }

  ImageClient client() {
    return client;
  }

  TestTime time() {
    return time;
  }

  /**
   * The result of a job, whatever its last poll waits. The client's clock moves in steps: what
   * comes as soon as there is an image, like a cancellation, is given up when it has taken seconds.
   */
  ImageResult awaitInSteps(ImageJob job) {
    return awaitInSteps(job.result());
  }

  /** As for a job. */
  ImageResult awaitInSteps(CompletableFuture<ImageResult> result) {
    awaitEndInSteps(result);
    return Until.done(result);
  }

  /** Whatever the end. */
  void awaitEndInSteps(CompletableFuture<ImageResult> result) {
    Until.holds(
        "the end",
        () -> {
          time.advance(Duration.ofMillis(100));
          return result.isDone();
        });
  }

  /** How many submissions each has received, as {@code 1+0}. */
  String submissions() {
    return first().count(Step.SUBMIT) + "+" + second().count(Step.SUBMIT);
  }

  /** How many jobs each has stored, as {@code 1+0}. */
  String paidJobs() {
    return first().paidJobs() + "+" + second().paidJobs();
  }

  @Override
  public void close() {
    client.close();
    first.close();
    second.close();
    time.close();
  }
}
