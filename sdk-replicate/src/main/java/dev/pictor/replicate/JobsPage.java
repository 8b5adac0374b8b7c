package dev.pictor.replicate;

import dev.pictor.error.PictorException;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobList;
import dev.pictor.spi.JobSnapshot;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A page of the account's predictions, read for the states of those that are waited for. */
final class JobsPage {
  private JobsPage() {}

  static HttpCall call(Instant before, BaseUrl base) {
    return HttpCall.builder()
        .purpose(HttpCall.Purpose.LIST)
        .contents(HttpCall.Contents.IMAGES) // a hundred predictions, with input and output
        .method("GET")
        .url(base.url("/predictions") + "?created_before=" + SubmitCall.encode(before.toString()))
        .putHeaders("Accept", "application/json")
        .putHeaders("Cache-Control", "no-store")
        .build();
  }

  static JobList read(Map<String, JobHandle> jobs, HttpReply reply) {
    JsonValue json = reply.json();
    JsonValue results =
        json.member("results")
            .filter(list -> list.kind() == JsonValue.Kind.ARRAY)
            .orElseThrow(() -> reply.malformed("The reply is no list of predictions"));
    JobList.Builder list = JobList.builder();
    Optional<Instant> oldest = Optional.empty();
    for (JsonValue entry : results.elements()) {
      Optional<Prediction> prediction = Prediction.of(entry);
      if (prediction.isPresent()) {
        oldest = prediction.get().created();
        JobHandle job = jobs.get(prediction.get().id());
        if (job != null) {
          snapshot(job, prediction.get(), reply)
              .ifPresent(state -> list.putSnapshots(prediction.get().id(), state));
        }
      }
    }
    return list.since(json.member("next").isPresent() ? oldest : Optional.empty()).build();
  }

  /**
   * Its state, unless it ended without an image: a list may leave out what a prediction made and
   * why it failed, and the prediction itself is to be asked.
   */
  static Optional<JobSnapshot> snapshot(JobHandle job, Prediction prediction, HttpReply reply) {
    try {
      return prediction
          .status()
          .map(status -> SnapshotReader.read(job, prediction, status, reply, Replicate.lists(job)))
          .filter(snapshot -> !snapshot.failure().isPresent());
    } catch (PictorException unreadable) {
      return Optional.empty();
    }
  }
}
