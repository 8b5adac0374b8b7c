package dev.pictor.internal.job;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.internal.http.Clients;
import dev.pictor.internal.media.Inputs;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.JobHandle;
import dev.pictor.model.Plan;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.Provider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The jobs of one client that have not ended. */
public final class Jobs {
  private final Engine engine;
  private final Optional<Consumer<ImageEvent>> listener;
  private final Set<JobGroup> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param listener is told every step of every request
   */
  public Jobs(Engine engine, Optional<Consumer<ImageEvent>> listener) {
    this.engine = engine;
    this.listener = listener;
  }

  /**
   * Submits the calls of a plan, to the provider that was planned or to those that follow it.
   *
   * @param inputs the content of what has to be uploaded first
   * @param taker who gets the result
   */
  public JobGroup submit(
      ImageRequest request,
      Plan.Candidate plan,
      Inputs inputs,
      Route route,
      Limits limits,
      JobGroup.Taker taker) {
    RunContext context = context(limits, Optional.of(route), inputs);
    if (context.reports.hasListener()) {
      context.reports.event(planned(plan, request));
    }
    RunTask.Wish wish = RunTask.Wish.of(request);
    JobGroup group = new JobGroup(context, new Results(Optional.of(request)), taker);
    for (PlannedCall call : plan.calls()) {
      group.add(LegRun.first(context, route, new Slot(call), wish, group.owner()));
    }
    return start(group);
  }

  private static ImageEvent.Builder planned(Plan.Candidate plan, ImageRequest request) {
    return ImageEvent.builder()
        .kind(ImageEvent.Kind.PLANNED)
        .provider(plan.provider())
        .endpoint(plan.endpoint())
        .imageCount(request.n())
        .plan(plan);
  }

  /** Picks jobs up. */
  public JobGroup resume(
      List<JobHandle> handles,
      Function<JobHandle, Provider> providers,
      ResponseFormat responseFormat,
      Limits limits) {
    RunContext context = context(limits, Optional.empty(), new Inputs(engine.converters()));
    JobGroup group = new JobGroup(context, new Results(Optional.empty()), JobGroup.Taker.FUTURE);
    int firstImage = 0;
    for (JobHandle handle : handles) {
      RunTask task = RunTask.resume(handle, firstImage, responseFormat);
      firstImage += task.imageCount();
      group.add(LegRun.resumed(context, providers.apply(handle), task, group.owner()));
    }
    return start(group);
  }

  private RunContext context(Limits limits, Optional<Route> route, Inputs inputs) {
    Reports reports = new Reports(engine.callbacks(), engine.time(), listener);
    Uploads uploads = new Uploads(engine, inputs, limits.retries());
    return new RunContext(engine, limits, route, reports, uploads);
  }

  private JobGroup start(JobGroup group) {
    running.add(group);
    if (closed) { // after the adding: a closing that did not see the flag read sees the group
      running.remove(group);
      throw new ConfigurationException(Clients.CLOSED, ErrorDetails.none());
    }
    group.start(() -> running.remove(group));
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
