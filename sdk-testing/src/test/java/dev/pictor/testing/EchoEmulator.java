package dev.pictor.testing;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The smallest service on the base: submit, status, stream and one file per job. */
final class EchoEmulator extends EmulatedService {
  enum Broken implements JobFailure {
    BROKEN
  }

  private final JobRegistry<StoredJob> jobs = new JobRegistry<>();

  private EchoEmulator(Builder builder) {
    super(builder);
  }

  static EchoEmulator start() {
    return builder().start();
  }

  static Builder builder() {
    return new Builder();
  }

  @Override
  Route route(Incoming incoming) {
    List<String> path = incoming.url().pathSegments();
    if (incoming.method().equals("POST")) {
      return new Route(Step.SUBMIT, this::submit);
    }
    Optional<StoredJob> job = jobs.find(path.get(0));
    if (job.isPresent() && path.size() == 2) {
      return new Route(
          Step.STREAM,
          call ->
              Reply.live(
                  "text/event-stream",
                  out -> {
                    Progress progress = job.get().progress();
                    while (true) {
                      // Before the state: should time pass in between, the wait is over at once.
                      Optional<Instant> change = progress.nextChange();
                      JobState state = progress.poll();
                      out.send("data: " + state + "\n\n");
                      if (state.isTerminal() || !out.waitUntil(change.orElse(clock().instant()))) {
                        return;
                      }
                    }
                  }));
    }
    return job.map(found -> new Route(Step.STATUS, call -> status(found)))
        .orElseGet(() -> new Route(Step.OTHER, call -> Reply.empty(404)));
  }

  private Reply submit(RecordedCall call) {
    JsonValue input = call.json();
    StoredJob job =
        jobs.store(
            new StoredJob("job" + jobs.size(), call.path(), input, scripts().take(input), clock()));
    files()
        .put(
            "/" + job.id() + ".png",
            TestPicture.builder().prompt(input.string("prompt").orElse("")).size(64, 48).build());
    return Reply.json(200, JsonValue.objectBuilder().put("id", job.id()).build());
  }

  private static Reply status(StoredJob job) {
    Look look = job.progress().look();
    return Reply.json(
        200,
        JsonValue.objectBuilder()
            .put("id", job.id())
            .put("state", look.state().name())
            .put("left", look.looksLeftInQueue())
            .build());
  }

  @Override
  Reply rateLimited(RecordedCall call, Duration retryAfter) {
    return Reply.json(429, "{\"retry_after\":" + retryAfter.toMillis() / 1000 + "}");
  }

  @Override
  boolean knows(JobFailure failure) {
    return failure instanceof Broken;
  }

  @Override
  JobRegistry<?> registry() {
    return jobs;
  }

  static final class Builder extends EmulatorBuilder<Builder, EchoEmulator> {
    @Override
    public EchoEmulator start() {
      return new EchoEmulator(this);
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
