package dev.pictor;

import dev.pictor.testing.Step;
import java.util.Optional;

/** When something happens: in the middle of an exchange, or between two. */
enum ChaosMoment {
  BEFORE_SUBMIT(Optional.empty()),
  DURING_SUBMIT(Optional.of(ChaosStage.SUBMIT)),
  AFTER_SUBMIT(Optional.of(ChaosStage.SUBMIT_DONE)),
  DURING_HELD(Optional.of(ChaosStage.HELD)),
  AFTER_HELD(Optional.of(ChaosStage.HELD_DONE)),
  DURING_STREAM(Optional.of(ChaosStage.STREAM)),
  BETWEEN_POLLS(Optional.empty()),
  DURING_STATUS(Optional.of(ChaosStage.STATUS)),
  DURING_RESULT(Optional.of(ChaosStage.RESULT)),
  DURING_DOWNLOAD(Optional.of(ChaosStage.DOWNLOAD)),
  DURING_CANCEL(Optional.of(ChaosStage.CANCEL));

  final Optional<ChaosStage> stage;

  ChaosMoment(Optional<ChaosStage> stage) {
    this.stage = stage;
  }

  boolean isOf(Service.Kind kind) {
    return !stage.isPresent() || stage.get().isOf(kind);
  }

  /** Whether the caller does not know the job yet. */
  boolean isOfSubmission() {
    return this == BEFORE_SUBMIT || stage.filter(one -> one.step == Step.SUBMIT).isPresent();
  }

  /** How the job is to be watched, so that the moment comes. */
  RequestOptions options() {
    return stage.map(ChaosStage::options).orElse(ChaosCell.OPTIONS);
  }
}
