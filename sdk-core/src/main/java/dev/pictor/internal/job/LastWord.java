package dev.pictor.internal.job;

import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.Time;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Ends a remote job as a stop wants it, and says what is left of it. Where another provider may be
 * asked instead, the job is asked how it ended: nothing may be paid elsewhere before that is known,
 * and a job that was faster than its cancellation has made an image that was paid for.
 */
final class LastWord implements Watching.Owner {
  private final Engine engine;
  private final Provider provider;
  private final JobHandle job;
  private final Stop why;
  private final Retries retries;
  private final CompletableFuture<LastWord> known = new CompletableFuture<>();
  private Fate fate = Fate.MAY_BE_ALIVE;
  private ImageOutcome.Kind kind = ImageOutcome.Kind.UNKNOWN;
  private String consequence = "";
  private Optional<ProviderOutput> output = Optional.empty();
  private Optional<Watching> look = Optional.empty();
  private Optional<Time.Alarm> limit = Optional.empty();

  LastWord(Engine engine, Provider provider, JobHandle job, Stop why, Retries retries) {
    this.engine = engine;
    this.provider = provider;
    this.job = job;
    this.why = why;
    this.retries = retries;
  }

  /** Completes when it is said, at the latest after {@link Cancellations#LIMIT} twice. */
  CompletableFuture<LastWord> known() {
    return known;
  }

  synchronized Fate fate() {
    return fate;
  }

  /** What has become of the images, if there is no output. */
  synchronized ImageOutcome.Kind kind() {
    return kind;
  }

  /** What the stop means for the job, for a message. */
  synchronized String consequence() {
    return consequence;
  }

  /** What it made all the same. */
  synchronized Optional<ProviderOutput> output() {
    return output;
  }

  void ask() {
    if (!why.cancelsRemote()) {
      say("the job was left running: pick it up by its handle", false);
      return;
    }
    Futures.whenDone(
        engine.cancellations().cancel(provider, job, retries.cancel()),
        (isTold, failure) -> {
          if (!why.isFinal()) {
            look();
          } else if (Boolean.TRUE.equals(isTold)) {
            say("the remote job was told to end", true);
          } else {
            say("the provider did not confirm that it ends the remote job", false);
          }
        });
  }

  private void look() {
    Watching watch = Watching.byPolling(engine, provider, job, retries, this);
    synchronized (this) {
      look = Optional.of(watch);
    }
    Time.Alarm alarm = engine.time().after(Cancellations.LIMIT, this::giveUp);
    synchronized (this) {
      limit = Optional.of(alarm);
    }
    watch.start(Optional.empty(), Optional.empty());
  }

  private void giveUp() {
    looking().ifPresent(Watching::stop);
    say("the remote job may go on", false);
  }

  private synchronized Optional<Watching> looking() {
    return look;
  }

  @Override
  public void update(JobSnapshot snapshot, List<String> newLogLines) {
    // Nobody is to hear of it.
  }

  @Override
  public boolean mayGoOn() {
    return false;
  }

  @Override
  public void made(ProviderOutput made) {
    synchronized (this) {
      output = Optional.of(made);
    }
    hasLooked();
  }

  @Override
  public void madeNothing(Throwable reason) {
    hasLooked();
  }

  private void hasLooked() {
    synchronized (this) {
      limit.ifPresent(Time.Alarm::cancel);
    }
    boolean isEnded = looking().filter(Watching::isEnded).isPresent();
    say(isEnded ? "the remote job was told to end, and has" : "the remote job may go on", isEnded);
  }

  private void say(String meaning, boolean isEnded) {
    synchronized (this) {
      consequence = meaning;
      kind = isEnded ? ImageOutcome.Kind.FAILED : ImageOutcome.Kind.UNKNOWN;
      fate = why.isFinal() ? Fate.STOPPED : isEnded ? Fate.ENDED : Fate.MAY_BE_ALIVE;
    }
    known.complete(this);
  }
}
