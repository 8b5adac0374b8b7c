package dev.pictor.internal.job;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.internal.http.Clients;
import dev.pictor.internal.http.Futures;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JobHandle;
import dev.pictor.model.PlanCandidate;
import dev.pictor.model.PlannedCall;
import dev.pictor.model.ResponseFormat;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.PriceRule;
import dev.pictor.spi.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The jobs of one client that have not ended. */
public final class Jobs {
  private final Engine engine;
  private final Set<JobGroup> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public Jobs(Engine engine) {
    this.engine = engine;
  }

  /** Submits the calls of a plan. */
  public JobGroup submit(
      ImageRequest request, PlanCandidate plan, Provider provider, Limits limits) {
    List<RunSpec> specs = new ArrayList<>();
    for (PlannedCall planned : plan.calls()) {
      PlannedCall.Builder call = planned.toBuilder().startLimit(limits.start());
      if (limits.expiry() == Limits.Expiry.CANCEL_REMOTE) {
        call.remoteTimeLimit(limits.deadline());
      }
      specs.add(
          new RunSpec(
              provider, RunTask.submit(call.build(), request.size(), request.responseFormat())));
    }
    return start(
        new JobGroup(
            engine, Results.of(request, plan, price(provider, plan.endpoint())), specs, limits));
  }

  /** Picks jobs up. */
  public JobGroup resume(
      List<JobHandle> handles,
      Function<JobHandle, Provider> providers,
      ResponseFormat responseFormat,
      Limits limits) {
    JobHandle first = handles.get(0);
    List<RunSpec> specs = new ArrayList<>();
    int firstImage = 0;
    for (JobHandle handle : handles) {
      RunTask task = RunTask.resume(handle, firstImage, responseFormat);
      firstImage += task.imageCount();
      specs.add(new RunSpec(providers.apply(handle), task));
    }
    return start(
        new JobGroup(
            engine,
            Results.of(first, price(providers.apply(first), first.endpoint())),
            specs,
            limits));
  }

  private static Optional<PriceRule> price(Provider provider, String endpoint) {
    return provider.models().stream()
        .filter(spec -> spec.endpoint().equals(endpoint))
        .findFirst()
        .flatMap(ModelSpec::price);
  }

  private JobGroup start(JobGroup group) {
    running.add(group);
    if (closed) { // after the adding: a closing that did not see the flag read sees the group
      running.remove(group);
      throw new ConfigurationException(Clients.CLOSED, ErrorDetails.none());
    }
    Futures.whenDone(group.result(), (result, failure) -> running.remove(group));
    group.start();
    return group;
  }

  /**
   * Stops everything: runs end, jobs stay. Waits, for a moment at most, for the cancellations that
   * are under way.
   */
  public void close() {
    closed = true;
    running.forEach(JobGroup::close);
    Optional<InterruptedException> interrupted =
        Waiting.briefly(engine.cancellations().all(), Cancellations.LIMIT);
    if (interrupted.isPresent()) {
      Thread.currentThread().interrupt();
    }
  }
}
