package dev.pictor.replicate;

import dev.pictor.error.PictorException;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.JobList;
import dev.pictor.spi.JobSnapshot;
import dev.pictor.spi.ProviderOutput;
import java.time.Instant;
import java.util.List;
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
    JobList.Builder list = JobList.builder();
    Optional<Instant> oldest = Optional.empty();
    for (JsonValue entry : entries(json, reply)) {
      Optional<Prediction> prediction = Prediction.of(entry);
      if (prediction.isPresent()) {
        oldest = prediction.get().created();
        JobHandle job = jobs.get(prediction.get().id());
        if (job != null) {
          Optional<JobSnapshot> state = snapshot(job, prediction.get(), reply);
          if (state.isPresent()) {
            list.putSnapshots(prediction.get().id(), state.get());
          }
        }
      }
    }
    return list.since(json.member("next").isPresent() ? oldest : Optional.empty()).build();
  }

  /** The entries of a list of predictions. */
  static List<JsonValue> entries(JsonValue json, HttpReply reply) {
    JsonValue results = json.member("results").orElse(JsonValue.ofNull());
    if (results.kind() != JsonValue.Kind.ARRAY) {
      throw reply.malformed("The reply is no list of predictions");
    }
    return results.elements();
  }

  /**
   * Its state, unless it ended without all of its images: a list may leave out what a prediction
   * made and why it failed, and the prediction itself is to be asked.
   */
  static Optional<JobSnapshot> snapshot(JobHandle job, Prediction prediction, HttpReply reply) {
    Optional<String> status = prediction.status();
    if (!status.isPresent()) {
      return Optional.empty();
    }
    try {
      JobSnapshot snapshot =
          SnapshotReader.read(job, prediction, status.get(), reply, Replicate.lists(job));
      Optional<ProviderOutput> output = snapshot.output();
      boolean isCutShort = output.isPresent() && output.get().shortfall().isPresent();
      return snapshot.failure().isPresent() || isCutShort
          ? Optional.empty()
          : Optional.of(snapshot);
    } catch (PictorException unreadable) {
      return Optional.empty();
    }
  }
}
