package dev.pictor.testing;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * fal on this machine: the queue with its status stream, blocking runs, uploads and the files.
 *
 * <p>It checks inputs like the real one, which is to say late: a bad input is accepted, waits, runs
 * and fails, and only the request for the result says why. It knows the inputs of the FLUX
 * endpoints; any other endpoint takes what it gets and makes images all the same. It sends no
 * webhooks: a {@code fal_webhook} is ignored.
 *
 * <pre>{@code
 * try (FalEmulator fal = FalEmulator.start()) {
 *   Provider provider =
 *       Fal.builder().key("id:secret").queueUrl(fal.queueUrl()).restUrl(fal.restUrl()).build();
 *   fal.nextJob(JobScript.failsWith(FalFailure.contentPolicy()));
 *   fal.fail(Step.SUBMIT, Fault.disconnect().afterEffect());
 *   ...
 * }
 * }</pre>
 */
public final class FalEmulator extends EmulatedService {
  private final Set<FalQuirk> quirks;
  private final FalJobs jobs;
  private final FalQueue queue;
  private final FalRun run;
  private final FalStorage storage;

  private FalEmulator(Builder builder) {
    super(builder, Host.RUN, Host.STORAGE);
    quirks = builder.quirks.isEmpty() ? EnumSet.noneOf(FalQuirk.class) : builder.quirks.clone();
    FalAuth auth = new FalAuth(key(), quirks);
    FalReplies replies = new FalReplies(queueUrl(), filesUrl(), quirks);
    FalOutput output = new FalOutput(files(), filesUrl(), quirks);
    FalStream stream = new FalStream(replies, quirks, clock(), builder.keepAlive);
    jobs = new FalJobs(scripts(), clock(), random(), quirks, builder.apps);
    queue = new FalQueue(jobs, auth, replies, output, stream, quirks);
    run = new FalRun(jobs, auth, replies, output, this::pauseUntil);
    storage = new FalStorage(files(), filesUrl(), auth, clock(), random());
  }

  /** Starts one as it usually answers, in real time, that welcomes every key and none. */
  public static FalEmulator start() {
    return builder().start();
  }

  /** Starts the description of one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Stands for {@code https://queue.fal.run}. */
  public String queueUrl() {
    return url();
  }

  /** Stands for {@code https://fal.run}. */
  public String runUrl() {
    return url(Host.RUN);
  }

  /** Stands for {@code https://rest.fal.ai}. */
  public String restUrl() {
    return url(Host.STORAGE);
  }

  /** Forgets the result of a job, as the real one does after a while. It stays in the books. */
  public void expire(String jobId) {
    jobs.forget(jobId);
  }

  @Override
  Route route(Incoming incoming) {
    List<String> segments = segments(incoming);
    switch (incoming.host()) {
      case RUN:
        return withRequestId(run.route(incoming.method(), segments));
      case STORAGE:
        return storage.route(incoming.method(), segments);
      default:
        return withRequestId(queue.route(incoming.method(), segments));
    }
  }

  @Override
  Route routeFile(Incoming incoming) {
    return storage
        .routeFile(incoming.method(), segments(incoming))
        .orElseGet(() -> super.routeFile(incoming));
  }

  @Override
  Reply rateLimited(RecordedCall call, Duration retryAfter) {
    Reply reply =
        call.step() == Step.RUN
            ? FalFailure.infrastructure(
                    429, "concurrent_requests_limit", "Concurrent requests limit exceeded")
                .withHeader("x-fal-needs-retry", "1")
                .reply()
            : FalErrors.plain(429, "Too many requests");
    long seconds = Math.max(1, (retryAfter.toMillis() + 999) / 1000);
    return quirks.contains(FalQuirk.RETRY_AFTER_TOLD)
        ? reply.header("retry-after", String.valueOf(seconds))
        : reply;
  }

  @Override
  boolean knows(JobFailure failure) {
    return failure instanceof FalFailure;
  }

  @Override
  JobRegistry<?> registry() {
    return jobs.registry();
  }

  /** Some of fal's own clients end their paths with a slash. */
  private static List<String> segments(Incoming incoming) {
    List<String> segments = incoming.url().pathSegments();
    int last = segments.size() - 1;
    return segments.get(last).isEmpty() ? segments.subList(0, last) : segments;
  }

  /** Gateways that answer in place of the service know no id: 403, 405 and pages have none. */
  private Route withRequestId(Route route) {
    return new Route(
        route.step(),
        call -> {
          Reply reply = route.handler().answer(call);
          boolean page = reply.header("content-type").filter("text/html"::equals).isPresent();
          if (quirks.contains(FalQuirk.NO_REQUEST_ID_HEADER)
              || reply.status() == 403
              || reply.status() == 405
              || page) {
            return reply.withoutHeader(FalReplies.REQUEST_ID);
          }
          return reply.header(FalReplies.REQUEST_ID).isPresent()
              ? reply
              : reply.header(FalReplies.REQUEST_ID, jobs.newId());
        });
  }

  /** Describes a {@link FalEmulator}. */
  public static final class Builder extends EmulatorBuilder<Builder, FalEmulator> {
    private final EnumSet<FalQuirk> quirks = EnumSet.noneOf(FalQuirk.class);
    private Duration keepAlive = Duration.ofSeconds(15);
    private List<String> apps = Collections.emptyList();

    Builder() {}

    /** Lets it answer in these ways where it usually would not. */
    public Builder with(FalQuirk... unusual) {
      quirks.addAll(Arrays.asList(unusual));
      return this;
    }

    /** Sets how often a status stream with no news says that it is still there. */
    public Builder keepAlive(Duration interval) {
      this.keepAlive = interval;
      return this;
    }

    /**
     * Lets it know no apps but these, each as owner and name: {@code fal-ai/flux-pro}. What runs
     * within them is not limited by this.
     */
    public Builder onlyApps(String... roots) {
      this.apps = Collections.unmodifiableList(Arrays.asList(roots.clone()));
      return this;
    }

    @Override
    public FalEmulator start() {
      return new FalEmulator(this);
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
