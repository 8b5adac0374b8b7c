package dev.pictor.internal.job;

import dev.pictor.error.AttemptsFailedException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageOutcome;
import java.util.ArrayList;
import java.util.List;

/** Makes the end of several attempts one failure that names them all. */
final class AttemptsFailed {
  private AttemptsFailed() {}

  /**
   * The outcomes of the last attempt, with every attempt in each failure.
   *
   * @param before the attempts before it
   */
  static List<ImageOutcome> told(RunResult last, List<Attempt> before, Attempt itself) {
    boolean mayBeAlive = before.stream().anyMatch(Attempt::mayBeAlive);
    List<ImageOutcome> told = new ArrayList<>();
    for (ImageOutcome outcome : last.outcomes()) {
      if (outcome.kind() == ImageOutcome.Kind.IMAGE || !outcome.failure().isPresent()) {
        told.add(outcome);
        continue;
      }
      told.add(
          ImageOutcome.builder()
              .index(outcome.index())
              .image(outcome.image())
              .handle(outcome.handle())
              .seed(outcome.seed())
              .kind(mayBeAlive ? ImageOutcome.Kind.UNKNOWN : outcome.kind())
              .failure(failure(last, before, itself, outcome.failure().get()))
              .build());
    }
    return told;
  }

  private static RuntimeException failure(
      RunResult last, List<Attempt> before, Attempt itself, RuntimeException why) {
    if (last.fate() == Fate.STOPPED || !(why instanceof PictorException)) {
      // Who cancels wants to see that, and not what was tried before.
      before.forEach(attempt -> attempt.failure().ifPresent(why::addSuppressed));
      return why;
    }
    return exception(before, itself, (PictorException) why);
  }

  private static AttemptsFailedException exception(
      List<Attempt> before, Attempt last, PictorException why) {
    List<Attempt> all = new ArrayList<>(before);
    all.add(last);
    StringBuilder message = new StringBuilder("No provider made the image.");
    List<PictorException> failures = new ArrayList<>();
    int number = 0;
    for (Attempt attempt : all) {
      message.append("\n  ").append(++number).append(". ").append(attempt);
      if (attempt.mayBeAlive()) {
        message.append("; that job may exist and may be billed");
      }
      attempt
          .failure()
          .filter(failure -> failure instanceof PictorException)
          .ifPresent(failure -> failures.add((PictorException) failure));
    }
    return new AttemptsFailedException(
        message.append('\n').toString(), failures, why.details().toBuilder().cause(why).build());
  }
}
