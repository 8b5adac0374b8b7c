package dev.pictor.internal.job;

import dev.pictor.error.NotFoundException;
import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Time;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Provider;
import java.time.Duration;
import java.util.Optional;

/** Asks for the state of a job, and knows how long it may be unknown. */
final class PollCall implements Question<JobSnapshot> {
  /** A service that is spread over many machines may not know a job at once that it accepted. */
  static final Duration UNKNOWN_GRACE = Duration.ofSeconds(3);

  private final Provider provider;
  private final JobHandle job;
  private final Time time;
  private final long since;
  private final Duration grace;
  private volatile Optional<HttpCall> made = Optional.empty();

  /**
   * @param grace how long from now on it may be unknown
   */
  PollCall(Provider provider, JobHandle job, Time time, Duration grace) {
    this.provider = provider;
    this.job = job;
    this.time = time;
    this.since = time.nanos();
    this.grace = grace;
  }

  /** When it was known first that there is a job, in the nanoseconds of {@link Time}. */
  long since() {
    return since;
  }

  /** It is the same each time: only the key may be another, and that is added by the engine. */
  @Override
  public HttpCall call() {
    Optional<HttpCall> call = made;
    if (!call.isPresent()) {
      call = Optional.of(Engine.guarded(provider, Optional.of(job), () -> provider.poll(job)));
      made = call;
    }
    return call.get();
  }

  @Override
  public JobSnapshot read(HttpReply reply) {
    return provider.readPoll(job, reply);
  }

  @Override
  public boolean mayPass(PictorException error) {
    return error instanceof NotFoundException
        && isOfNoJob(error.details().status().orElse(404))
        && time.nanos() - since < grace.toNanos();
  }

  /**
   * A gateway may make a 200 of the 404, or send it elsewhere; a 405 or 410 says more than that no
   * job is known.
   */
  private static boolean isOfNoJob(int status) {
    return status <= 404;
  }
}
