package dev.pictor.testing;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The three doors through which a prediction is created. */
final class ReplicateCreate {
  private static final Pattern VERSION =
      Pattern.compile("(?:([^/:\\s]+/[^/:\\s]+):)?([0-9a-f]{64})");

  private final ReplicateEmulator emulator;
  private final ReplicateStudio studio;
  private final ReplicateIds ids;

  ReplicateCreate(ReplicateEmulator emulator, ReplicateStudio studio, ReplicateIds ids) {
    this.emulator = emulator;
    this.studio = studio;
    this.ids = ids;
  }

  Reply byVersion(RecordedCall call) {
    return create(
        call,
        ReplicateDoor.VERSION,
        body -> {
          Optional<ReplicateModel> model = versioned(body.string("version").orElse(""));
          return model
              .map(found -> Target.of(found, Optional.empty()))
              .orElseGet(() -> Target.none(ReplicateErrors.invalidVersion()));
        });
  }

  Reply byModel(RecordedCall call, String name) {
    return create(
        call,
        ReplicateDoor.MODEL,
        body ->
            emulator
                .model(name)
                .filter(ReplicateModel::isOfficial)
                .map(found -> Target.of(found, Optional.empty()))
                .orElseGet(() -> Target.none(ReplicateErrors.notFound())));
  }

  Reply byDeployment(RecordedCall call, String name) {
    return create(
        call,
        ReplicateDoor.DEPLOYMENT,
        body ->
            emulator
                .deployment(name)
                .map(found -> Target.of(found, Optional.of(name)))
                .orElseGet(() -> Target.none(ReplicateErrors.notFound())));
  }

  /** {@code owner/name} is for official models, the digits are for all others. */
  private Optional<ReplicateModel> versioned(String version) {
    Matcher digits = VERSION.matcher(version);
    if (!digits.matches()) {
      return emulator.model(version).filter(ReplicateModel::isOfficial);
    }
    String name = digits.group(1);
    return emulator.models().stream()
        .filter(model -> !model.isOfficial() && model.version().equals(digits.group(2)))
        .filter(model -> name == null || model.name().equals(name))
        .findFirst();
  }

  private Reply create(RecordedCall call, ReplicateDoor door, Finder finder) {
    Optional<JsonValue> body = parse(call);
    List<InputProblem> misshapen = door.check(body);
    if (!misshapen.isEmpty() || !body.isPresent()) {
      return InputProblem.reply(misshapen);
    }
    Optional<Reply> badHeader = RunLimits.refuse(call);
    if (badHeader.isPresent()) {
      return badHeader.get();
    }
    Target target = finder.find(body.get());
    if (!target.model.isPresent()) {
      return target.refusal;
    }
    if (!emulator.limits().hasCredit()) {
      return ReplicateErrors.insufficientCredit();
    }
    ReplicateModel model = target.model.get();
    JsonValue input = body.get().member("input").orElse(JsonValue.objectBuilder().build());
    List<InputProblem> problems = model.inputs().check(input, emulator.rules().unknownInput());
    if (!problems.isEmpty()) {
      return InputProblem.reply(problems);
    }
    ReplicateJob job = store(call, model, target.deployment, input);
    emulator.created(job, body.get());
    return answer(call, job);
  }

  private static Optional<JsonValue> parse(RecordedCall call) {
    try {
      return Optional.of(call.json());
    } catch (IllegalArgumentException notJson) {
      return Optional.empty();
    }
  }

  private ReplicateJob store(
      RecordedCall call, ReplicateModel model, Optional<String> deployment, JsonValue input) {
    JobScript script = emulator.scripts().take(input);
    if (call.body().length > emulator.rules().interruptAbove()) {
      script = script.ending(ReplicateFailure.interrupted());
    }
    String id = ids.prediction();
    long seed = studio.seed(input);
    List<OutputImage> images = studio.images(model, input, script, seed);
    Instant now = emulator.clock().instant();
    ReplicateJob job =
        new ReplicateJob(
            id,
            model,
            deployment,
            input,
            studio.withoutUnsafe(model, script, images),
            emulator.clock(),
            RunLimits.life(call).map(now::plus),
            seed,
            images);
    return emulator.registry().store(job);
  }

  private Reply answer(RecordedCall call, ReplicateJob job) {
    int status = emulator.style().createStatus();
    Optional<Duration> wait = RunLimits.waiting(call);
    if (!wait.isPresent()) {
      return Reply.text(
          status,
          "application/json; charset=utf-8",
          emulator.writer().created(job).toString() + "\n");
    }
    if (emulator.rules().waits() && !await(job, wait.get())) {
      return Reply.none();
    }
    JobState state = emulator.rules().waits() ? job.progress().state() : JobState.QUEUED;
    JsonValue prediction =
        state == JobState.COMPLETED
                && emulator.rules().finishedWait() == ReplicateRules.FinishedWait.SUCCEEDED
            ? emulator.writer().seen(job, state)
            : emulator.writer().waited(job, state);
    return Reply.text(status, "application/json; charset=UTF-8", prediction.toString())
        .header("Preference-Applied", call.header("prefer").orElse("wait").trim());
  }

  /**
   * Waits for a prediction to be over; false if the emulator is closed before. A script that counts
   * looks knows no time, so that tests with it need no clock: there, every second of the wait is
   * one look.
   */
  private boolean await(ReplicateJob job, Duration wait) {
    Progress progress = job.progress();
    Instant until = progress.submittedAt().plus(wait);
    long looks = wait.toMillis() / 1000;
    while (emulator.clock().instant().isBefore(until)) {
      Instant change = progress.nextChange().filter(until::isAfter).orElse(until);
      // Before the state: whoever reads the list meanwhile looks, too, and may end the job.
      boolean counted = progress.isMovedByPolls();
      if (progress.state().isTerminal()) {
        return true;
      }
      if (counted) {
        if (looks-- == 0) {
          return true;
        }
        progress.poll();
      } else if (!emulator.pauseUntil(
          change, () -> job.isCanceledByUser() || progress.state().isTerminal())) {
        return false;
      }
    }
    return true;
  }

  private interface Finder {
    Target find(JsonValue body);
  }

  /** What runs, or why nothing does. */
  private static final class Target {
    final Optional<ReplicateModel> model;
    final Optional<String> deployment;
    final Reply refusal;

    private Target(Optional<ReplicateModel> model, Optional<String> deployment, Reply refusal) {
      this.model = model;
      this.deployment = deployment;
      this.refusal = refusal;
    }

    static Target of(ReplicateModel model, Optional<String> deployment) {
      return new Target(Optional.of(model), deployment, ReplicateErrors.notFound());
    }

    static Target none(Reply refusal) {
      return new Target(Optional.empty(), Optional.empty(), refusal);
    }
  }
}
