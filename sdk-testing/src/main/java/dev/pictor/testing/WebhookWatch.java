package dev.pictor.testing;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;

/** What the receiver of one prediction's webhooks still has to be told. For one thread. */
final class WebhookWatch {
  /** Seconds after the end at which the last webhook is tried again. */
  private static final int[] AGAIN = {2, 6, 14, 30, 60};

  private final ReplicateEmulator emulator;
  private final WebhookSender sender;
  private final ReplicateIds ids;
  private final ReplicateJob job;
  private final HttpUrl url;
  private final Set<String> events;
  private final List<WebhookSender.Message> held = new ArrayList<>();
  private JobState told = JobState.QUEUED;
  private Optional<WebhookSender.Message> last = Optional.empty();
  private Instant lastAt = Instant.MIN;
  private int attempts;

  WebhookWatch(
      ReplicateEmulator emulator,
      WebhookSender sender,
      ReplicateIds ids,
      ReplicateJob job,
      HttpUrl url,
      Set<String> events) {
    this.emulator = emulator;
    this.sender = sender;
    this.ids = ids;
    this.job = job;
    this.url = url;
    this.events = events;
  }

  /** Tells what is to be told now. Returns when to come again; never, if all has been told. */
  Instant step() {
    Optional<Instant> change = job.progress().nextChange();
    JobState state = job.progress().state();
    Instant now = emulator.clock().instant(); // not before the state: time may move in between
    if (state != told) {
      tell(state, now);
      told = state;
    }
    if (!state.isTerminal()) {
      return change.orElse(Instant.MAX);
    }
    return last.isPresent() ? tryLast(now) : Instant.MAX;
  }

  boolean isOver() {
    return told.isTerminal() && !last.isPresent();
  }

  private void tell(JobState state, Instant now) {
    WebhookRules rules = emulator.webhookRules();
    if (told == JobState.QUEUED && job.progress().startedAt().isPresent()) {
      add("start", JobState.RUNNING, emulator.writer().seen(job, JobState.RUNNING));
      add("logs", JobState.RUNNING, emulator.writer().seen(job, JobState.RUNNING));
    }
    if (state == JobState.COMPLETED) {
      add("output", state, emulator.writer().waited(job, state));
    }
    if (state.isTerminal() && (rules.tellsAborted() || !job.status(state).equals("aborted"))) {
      last = message("completed", emulator.writer().seen(job, state));
      lastAt = now;
    }
    if (state.isTerminal() && rules.isReversed()) {
      Collections.reverse(held);
      if (last.isPresent()) {
        tryLast(now);
      }
    }
    if (state.isTerminal() || !rules.isReversed()) {
      held.forEach(message -> send(message, now));
      held.clear();
    }
  }

  private void add(String event, JobState state, JsonValue prediction) {
    if (!job.status(state).equals("starting")) {
      message(event, prediction).ifPresent(held::add);
    }
  }

  private Optional<WebhookSender.Message> message(String event, JsonValue prediction) {
    if (!events.contains(event)) {
      return Optional.empty();
    }
    JsonValue.ObjectBuilder body = JsonValue.objectBuilder();
    prediction.members().forEach(body::put);
    body.put("webhook", url.toString());
    String text = PredictionJson.sorted(body.build()).toString();
    return Optional.of(new WebhookSender.Message(ids.message(), event, job.id(), text));
  }

  /** Tries the last webhook if it is due, and says when it will be due again. */
  private Instant tryLast(Instant now) {
    if (now.isBefore(due())) {
      return due();
    }
    attempts++;
    // One that did not answer is asked again later; nobody asks for anything but the end again.
    if (last.filter(message -> send(message, now)).isPresent() || attempts > AGAIN.length) {
      last = Optional.empty();
      return Instant.MAX;
    }
    return due();
  }

  private Instant due() {
    return attempts == 0 ? lastAt : lastAt.plusSeconds(AGAIN[attempts - 1]);
  }

  private boolean send(WebhookSender.Message message, Instant now) {
    boolean taken = false;
    for (int i = 0; i < emulator.webhookRules().copies(); i++) {
      taken |= sender.send(message, url, now);
    }
    return taken;
  }
}
