package dev.pictor.internal.job;

import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.JobHandle;
import dev.pictor.model.Plan;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** How one run ended: an outcome for each of its images, whatever happened. */
final class RunResult {
  private final Provider provider;
  private final Optional<Plan.Candidate> plan;
  private final Optional<JobHandle> handle;
  private final Optional<ProviderOutput> output;
  private final int imageCount;
  private final List<ImageOutcome> outcomes;
  private final Fate fate;
  private final List<Attempt> others;

  private RunResult(
      Provider provider,
      Optional<Plan.Candidate> plan,
      Optional<JobHandle> handle,
      Optional<ProviderOutput> output,
      int imageCount,
      List<ImageOutcome> outcomes,
      Fate fate,
      List<Attempt> others) {
    this.provider = provider;
    this.plan = plan;
    this.handle = handle;
    this.output = output;
    this.imageCount = imageCount;
    this.outcomes = outcomes;
    this.fate = fate;
    this.others = others;
  }

  RunResult(
      RunTask task,
      Provider provider,
      Optional<JobHandle> handle,
      Optional<ProviderOutput> output,
      List<ImageOutcome> outcomes,
      Fate fate) {
    this(
        provider,
        task.plan(),
        handle,
        output,
        task.imageCount(),
        outcomes,
        fate,
        Collections.emptyList());
  }

  /** The same, with what was tried for these images beside it. */
  RunResult with(List<ImageOutcome> told, List<Attempt> beside) {
    return new RunResult(provider, plan, handle, output, imageCount, told, fate, beside);
  }

  Provider provider() {
    return provider;
  }

  /** What was sent; empty for a job that was picked up. */
  Optional<Plan.Candidate> plan() {
    return plan;
  }

  Optional<JobHandle> handle() {
    return handle;
  }

  /** What was asked, as far as that is known. */
  String endpoint() {
    return plan.isPresent()
        ? plan.get().endpoint()
        : handle.isPresent() ? handle.get().endpoint() : "";
  }

  Optional<ProviderOutput> output() {
    return output;
  }

  List<ImageOutcome> outcomes() {
    return outcomes;
  }

  /** Those that were asked for. */
  List<ImageOutcome> asked() {
    return outcomes.subList(0, Math.min(imageCount, outcomes.size()));
  }

  /** Whether the job has made more than it was asked for. */
  boolean hasSurplus() {
    return outcomes.size() > imageCount;
  }

  /** The same, with what it made beyond what was asked for numbered from here on. */
  RunResult withSurplusFrom(int first) {
    List<ImageOutcome> numbered = new ArrayList<>(asked());
    for (int i = imageCount; i < outcomes.size(); i++) {
      numbered.add(at(first + i - imageCount, outcomes.get(i)));
    }
    return with(numbered, others);
  }

  private static ImageOutcome at(int index, ImageOutcome outcome) {
    return ImageOutcome.builder()
        .index(index)
        .kind(outcome.kind())
        .image(outcome.image().map(image -> image.toBuilder().index(index).build()))
        .failure(outcome.failure())
        .handle(outcome.handle())
        .seed(outcome.seed())
        .build();
  }

  Fate fate() {
    return fate;
  }

  /** What else was tried for these images. */
  List<Attempt> others() {
    return others;
  }

  /** Whether at least one image is there. */
  boolean hasImage() {
    for (ImageOutcome outcome : outcomes) {
      if (outcome.kind() == ImageOutcome.Kind.IMAGE) {
        return true;
      }
    }
    return false;
  }

  /** Whether it was stopped before anything could be paid, here or at one more provider. */
  boolean isNothing() {
    return fate == Fate.STOPPED
        && !handle.isPresent()
        && others.size() < 2 // the one that it was asked beside tells of itself
        && !failure().filter(OutcomeUnknownException.class::isInstance).isPresent();
  }

  /** Whether nobody knows of at least one image whether it was made. */
  boolean isUnknown() {
    for (ImageOutcome outcome : outcomes) {
      if (outcome.kind() == ImageOutcome.Kind.UNKNOWN) {
        return true;
      }
    }
    return false;
  }

  /** What its provider says it has counted, for its images or for none. */
  Optional<BigDecimal> billed() {
    if (output.isPresent()) {
      return output.get().billableUnits();
    }
    return failure()
        .filter(why -> why instanceof PictorException)
        .flatMap(why -> ((PictorException) why).details().billableUnits());
  }

  /** Why the first image that is not there is not. */
  Optional<RuntimeException> failure() {
    return outcomes.stream()
        .map(ImageOutcome::failure)
        .filter(Optional::isPresent)
        .map(Optional::get)
        .findFirst();
  }
}
