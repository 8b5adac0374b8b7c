package dev.pictor.replicate;

import dev.pictor.error.PictorException;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.ProviderOutput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** A prediction as the state of a job. */
final class SnapshotReader {
  /** What a list in the output of a prediction that still runs means. */
  enum Lists {
    /** It is the whole output. */
    WHOLE,
    /** It may be the beginning: some models put their images out one by one. */
    MAY_GROW
  }

  private SnapshotReader() {}

  /** The state; {@code status} is that of the prediction. */
  static JobSnapshot read(
      JobHandle job, Prediction prediction, String status, HttpReply reply, Lists lists) {
    JobSnapshot.Builder snapshot =
        JobSnapshot.builder()
            .rawStatus(status)
            .createdAt(prediction.created())
            .runTime(prediction.runTime())
            .totalTime(prediction.totalTime());
    Failures failures = new Failures(prediction, job, reply);
    switch (status) {
      case "succeeded":
        snapshot.addAllLogLines(prediction.logs().lines());
        return prediction.images().isEmpty()
            ? snapshot.state(JobState.FAILED).failure(failures.noOutput()).build()
            : done(snapshot, prediction, Optional.empty());
      case "failed":
        return ended(snapshot, prediction, JobState.FAILED, failures.failed());
      case "canceled":
        return ended(snapshot, prediction, JobState.CANCELED, failures.canceled());
      case "aborted":
        return ended(snapshot, prediction, JobState.CANCELED, failures.aborted());
      default:
        return running(snapshot, prediction, status, lists);
    }
  }

  /** What one that ended too early had made by then is paid for. */
  private static JobSnapshot ended(
      JobSnapshot.Builder snapshot, Prediction prediction, JobState state, PictorException why) {
    snapshot.addAllLogLines(prediction.logs().lines());
    return holdsImages(prediction)
        ? done(snapshot, prediction, Optional.of(why))
        : snapshot.state(state).failure(why).build();
  }

  /** Of a failure the output may be anything else: a log, a part of what was to become images. */
  private static boolean holdsImages(Prediction prediction) {
    for (String url : prediction.images()) {
      if (!OutputUrls.looksLikeAnImage(url)) {
        return false;
      }
    }
    return !prediction.images().isEmpty() && !isOutput(JsonValue.Kind.OBJECT, prediction);
  }

  /** A prediction with output is done, whatever its status: a sync reply says "processing". */
  private static JobSnapshot running(
      JobSnapshot.Builder snapshot, Prediction prediction, String status, Lists lists) {
    if (isWhole(prediction, lists)) {
      snapshot.addAllLogLines(prediction.logs().lines());
      return done(snapshot, prediction, Optional.empty());
    }
    snapshot.addAllLogLines(prediction.logs().completeLines());
    switch (status) {
      case "starting":
        return snapshot.state(JobState.QUEUED).build();
      case "processing":
        return snapshot.state(JobState.RUNNING).build();
      default:
        return snapshot.state(JobState.UNKNOWN).build();
    }
  }

  private static boolean isWhole(Prediction prediction, Lists lists) {
    List<String> images = prediction.images();
    if (images.isEmpty()) {
      return false;
    }
    return isOutput(JsonValue.Kind.STRING, prediction)
        || lists == Lists.WHOLE
        || images.size() >= prediction.askedImages().orElse(Integer.MAX_VALUE);
  }

  private static boolean isOutput(JsonValue.Kind kind, Prediction prediction) {
    return prediction.output().orElse(JsonValue.ofNull()).kind() == kind;
  }

  /**
   * @param why why it ended before it was done, if it did
   */
  private static JobSnapshot done(
      JobSnapshot.Builder snapshot, Prediction prediction, Optional<PictorException> why) {
    return snapshot.state(JobState.COMPLETED).output(output(prediction, why)).build();
  }

  private static ProviderOutput output(Prediction prediction, Optional<PictorException> why) {
    int filtered = why.isPresent() ? prediction.logs().filtered() : filtered(prediction);
    ProviderOutput.Builder output =
        ProviderOutput.builder()
            .filtered(filtered)
            .filteredPlaces(filteredPlaces(prediction, filtered))
            .shortfall(why)
            .seed(prediction.seed())
            .raw(prediction.json());
    List<ProviderOutput.Image> images = new ArrayList<>(prediction.images().size());
    for (String url : prediction.images()) {
      images.add(
          ProviderOutput.Image.builder()
              .url(url)
              .mediaType(OutputUrls.mediaType(url))
              .urlExpiry(OutputUrls.isInline(url) ? Optional.empty() : prediction.filesEnd())
              .build());
    }
    return output.addAllImages(images).build(); // at once: each addition copies those before
  }

  /**
   * Moderation drops an image from a list without a word in the output: what was asked for tells
   * how many are missing, and the logs do where the input does not.
   */
  private static int filtered(Prediction prediction) {
    if (!isOutput(JsonValue.Kind.ARRAY, prediction)) {
      return 0;
    }
    Optional<Integer> asked = prediction.askedImages();
    return asked.isPresent()
        ? Math.max(0, asked.get() - prediction.images().size())
        : prediction.logs().filtered();
  }

  /**
   * Which ones they are, if the logs name as many, each of them one that the model can have made.
   */
  private static Collection<Integer> filteredPlaces(Prediction prediction, int filtered) {
    SortedSet<Integer> places =
        filtered == 0 ? Collections.emptySortedSet() : prediction.logs().filteredPlaces();
    return places.size() == filtered
            && places.headSet(prediction.images().size() + filtered).size() == filtered
        ? places
        : Collections.emptySet();
  }
}
