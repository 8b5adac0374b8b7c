package dev.pictor;

import dev.pictor.RequestOptions.Watching;
import dev.pictor.testing.Step;

/** The exchanges of a job in which something can go wrong. */
enum ChaosStage {
  /** The submission, without any effect at the provider. */
  SUBMIT(Step.SUBMIT, Watching.POLLING),
  /** The submission, after the job has been stored. */
  SUBMIT_DONE(Step.SUBMIT, Watching.POLLING),
  /** The submission whose reply is held back, without any effect at the provider. */
  HELD(Step.SUBMIT, Watching.HELD_REPLY),
  /** The submission whose reply is held back, after the job has been stored. */
  HELD_DONE(Step.SUBMIT, Watching.HELD_REPLY),
  /** The stream of the status. */
  STREAM(Step.STREAM, Watching.AUTOMATIC),
  /** A question after the status. */
  STATUS(Step.STATUS, Watching.POLLING),
  /** The request for the result. */
  RESULT(Step.RESULT, Watching.POLLING),
  /** The download of an image. */
  DOWNLOAD(Step.DOWNLOAD, Watching.POLLING),
  /** The cancellation of a running job. */
  CANCEL(Step.CANCEL, Watching.POLLING);

  final Step step;
  final Watching watching;

  ChaosStage(Step step, Watching watching) {
    this.step = step;
    this.watching = watching;
  }

  /** What a request is to be made with, to get there. */
  RequestOptions options() {
    return RequestOptions.builder().deadline(ChaosCell.DEADLINE).watching(watching).build();
  }

  /** Whether jobs of this service get there. */
  boolean isOf(Service.Kind kind) {
    switch (this) {
      case RESULT:
      case STREAM:
        return kind == Service.Kind.FAL;
      case HELD:
      case HELD_DONE:
        return kind == Service.Kind.REPLICATE;
      default:
        return true;
    }
  }

  /** Whether what goes wrong there happens before the provider has done anything for money. */
  boolean isBeforeThePayment() {
    return this == SUBMIT || this == HELD;
  }

  /** Whether it happens right after that. */
  boolean isAfterThePayment() {
    return this == SUBMIT_DONE || this == HELD_DONE;
  }
}
