package dev.pictor.internal.job;

import dev.pictor.error.NotFoundException;
import dev.pictor.internal.http.Backoff;
import dev.pictor.internal.http.Futures;
import dev.pictor.internal.http.Time;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Ends a remote job as a stop wants it, and says what is left of it. It is asked how it ended, as a
 * job that was faster than its cancellation has made an image that was paid for. Where another
 * provider may be asked instead, its end is waited for: nothing may be paid elsewhere before that
 * is known. Else one look has to do.
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
  private Cancellations.Answer answer = Cancellations.Answer.NONE;
  private boolean isSaid;

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
    long askedAt = engine.time().nanos();
    Futures.whenDone(
        engine.cancellations().cancel(provider, job, retries.cancel()),
        (told, failure) -> {
          if (told != null) {
            synchronized (this) {
              answer = told;
            }
          }
          if (!why.isFinal()) {
            look(Cancellations.LIMIT, retries);
          } else if (answer() == Cancellations.Answer.NONE) {
            say("the provider did not confirm that it ends the remote job", false);
          } else {
            lookOnce(Cancellations.LIMIT.minusNanos(engine.time().nanos() - askedAt));
          }
        });
  }

  private synchronized Cancellations.Answer answer() {
    return answer;
  }

  private void lookOnce(Duration atMost) {
    if (why.isUnwanted() || atMost.isNegative() || atMost.isZero()) {
      giveUp();
    } else {
      look(atMost, retries.status(Backoff.DEFAULT.atMost(1)));
    }
  }

  private void look(Duration atMost, Retries tries) {
    Inquiry unheard = new Inquiry(engine, provider, job, tries, Report.silent(), grace());
    Watching watch = Watching.ofTheLast(unheard, this);
    synchronized (this) {
      look = Optional.of(watch);
    }
    Time.Alarm alarm;
    try {
      alarm = engine.time().after(atMost, this::giveUp);
    } catch (RuntimeException | Error e) { // no memory for it, and nobody else would end this
      giveUp();
      return;
    }
    synchronized (this) {
      limit = Optional.of(alarm);
    }
    watch.start(Optional.empty());
  }

  /** Where it took the cancellation, it knows the job, or has forgotten it. */
  private Duration grace() {
    return why.isFinal() || answer() == Cancellations.Answer.ACCEPTED
        ? Duration.ZERO
        : PollCall.UNKNOWN_GRACE;
  }

  private void giveUp() {
    looking().ifPresent(Watching::stop);
    say(
        why.isFinal() && answer() == Cancellations.Answer.ACCEPTED
            ? "the remote job was told to end"
            : "the remote job may go on",
        false);
  }

  private synchronized Optional<Watching> looking() {
    return look;
  }

  @Override
  public void update(JobSnapshot snapshot, List<String> newLogLines) {
    if (why.isFinal() && !snapshot.state().isTerminal()) { // its end is not waited for
      endLook();
      giveUp();
    }
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
    endLook();
    say("the job has completed", true);
  }

  @Override
  public void madeNothing(Throwable reason) {
    endLook();
    if (looking().filter(watch -> watch.isEndedBy(reason)).isPresent() || isGone(reason)) {
      say("the remote job was told to end, and has", true);
    } else {
      giveUp();
    }
  }

  /** A service may forget a job that it was told to end; one that it never knew may still come. */
  private boolean isGone(Throwable reason) {
    return reason instanceof NotFoundException && answer() == Cancellations.Answer.ACCEPTED;
  }

  private synchronized void endLook() {
    limit.ifPresent(Time.Alarm::cancel);
  }

  private void say(String meaning, boolean isEnded) {
    synchronized (this) {
      if (isSaid) {
        return;
      }
      isSaid = true;
      consequence = meaning;
      kind = isEnded ? ImageOutcome.Kind.FAILED : ImageOutcome.Kind.UNKNOWN;
      fate = why.isFinal() ? Fate.STOPPED : isEnded ? Fate.ENDED : Fate.MAY_BE_ALIVE;
    }
    known.complete(this);
  }
}
