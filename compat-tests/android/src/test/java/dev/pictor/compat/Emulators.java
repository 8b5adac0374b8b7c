package dev.pictor.compat;

import dev.pictor.model.JsonValue;
import dev.pictor.testing.EmulatedJob;
import dev.pictor.testing.EmulatorClock;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.FalFailure;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.RecordedCall;
import dev.pictor.testing.ReplicateEmulator;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Both services for one run of the app. A prompt that names a fault meets it, so that the app needs
 * no other way to ask for one, and each run meets the same.
 */
final class Emulators implements AutoCloseable {
  // Ids hold the time, and are to be the same in each run.
  private final FalEmulator fal = FalEmulator.builder().clock(EmulatorClock.manual()).start();
  private final ReplicateEmulator replicate =
      ReplicateEmulator.builder().clock(EmulatorClock.manual()).start();

  Emulators() {
    fal.everyJob(JobScript.succeedsAtOnce());
    replicate.everyJob(JobScript.succeedsAtOnce());
    job("slowly", JobScript.succeeds().queuedPolls(1).runningPolls(1));
    job("endless", JobScript.neverEnds());
    job("one of two is withheld", JobScript.succeedsAtOnce().nsfw(1));
    job("withheld", ending(FalFailure.contentPolicy()));
    job("crashing", ending(FalFailure.crashed()));
    fal.failBy(this::fault);
  }

  private void job(String prompt, JobScript script) {
    fal.jobsWith(input -> prompt.equals(prompt(input)), script);
  }

  private static JobScript ending(FalFailure failure) {
    return JobScript.failsWith(failure).queuedPolls(0).runningPolls(0);
  }

  private static String prompt(JsonValue input) {
    return input.string("prompt").orElse("");
  }

  private Optional<Fault> fault(RecordedCall call) {
    switch (call.step()) {
      case SUBMIT:
        return Optional.ofNullable(refusal(prompt(call.json())));
      case STATUS:
        return "answered by a gateway".equals(promptOfJob(call))
            ? Optional.of(Fault.html(502))
            : Optional.empty();
      case RESULT:
        return "answered with nonsense".equals(promptOfJob(call))
            ? Optional.of(Fault.malformedJson())
            : Optional.empty();
      default:
        return Optional.empty();
    }
  }

  private static Fault refusal(String prompt) {
    switch (prompt) {
      case "without a key":
        return Fault.json(401, "{\"detail\":\"No user found\"}");
      case "without money":
        return Fault.json(402, "{\"detail\":\"Pay first\"}");
      case "unheard of":
        return Fault.json(404, "{\"detail\":\"Application not found\"}");
      case "of no use":
        return Fault.json(422, "{\"detail\":\"Not like this\"}");
      case "crowded":
        return Fault.rateLimited(Duration.ofSeconds(1));
      case "lost on the way":
        return Fault.disconnect().afterEffect();
      default:
        return null;
    }
  }

  private String promptOfJob(RecordedCall call) {
    for (EmulatedJob job : fal.jobs()) {
      if (call.path().contains(job.id())) {
        return prompt(job.input());
      }
    }
    return "";
  }

  FalEmulator fal() {
    return fal;
  }

  /** What the app takes before the folder. */
  List<String> addresses() {
    return Arrays.asList(fal.queueUrl(), fal.runUrl(), fal.restUrl(), replicate.apiUrl());
  }

  String replicateUrl() {
    return replicate.apiUrl();
  }

  int paidJobs() {
    return fal.paidJobs() + replicate.paidJobs();
  }

  int submissions() {
    return fal.count(Step.SUBMIT) + replicate.count(Step.SUBMIT);
  }

  @Override
  public void close() {
    fal.close();
    replicate.close();
  }
}
