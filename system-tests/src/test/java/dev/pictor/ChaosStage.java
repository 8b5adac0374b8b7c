package dev.pictor;

import dev.pictor.testing.Step;

/** The exchanges of a job in which something can go wrong. */
enum ChaosStage {
  /** The submission, without any effect at the provider. */
  SUBMIT(Step.SUBMIT),
  /** The submission, after the job has been stored. */
  SUBMIT_DONE(Step.SUBMIT),
  /** A question after the status. */
  STATUS(Step.STATUS),
  /** The request for the result. */
  RESULT(Step.RESULT),
  /** The download of an image. */
  DOWNLOAD(Step.DOWNLOAD),
  /** The cancellation of a running job. */
  CANCEL(Step.CANCEL);

  final Step step;

  ChaosStage(Step step) {
    this.step = step;
  }

  /** Whether jobs of this service get there. */
  boolean isOf(Service.Kind kind) {
    return this != RESULT || kind == Service.Kind.FAL;
  }
}
