package dev.pictor.testing;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes predictions as the service does. Made for one reply. */
final class PredictionJson {
  private final ReplicateStyle style;
  private final String api;
  private final String files;

  /**
   * Writes in this style.
   *
   * @param api the base URL of the API
   * @param files the base URL of the files host
   */
  PredictionJson(ReplicateStyle style, String api, String files) {
    this.style = style;
    this.api = api;
    this.files = files;
  }

  /** The reply to a creation: always as it was stored, however short it is. */
  JsonValue created(ReplicateJob job) {
    return creation(job, JobState.QUEUED, "starting");
  }

  /** The reply to a creation that has waited, in which a success does not look like one yet. */
  JsonValue waited(ReplicateJob job, JobState state) {
    boolean hasOutput = state == JobState.COMPLETED;
    return creation(job, state, hasOutput ? "processing" : job.status(state));
  }

  private JsonValue creation(ReplicateJob job, JobState state, String status) {
    JsonValue.ObjectBuilder json = head(job, sorted(job.input()), state);
    json.put("status", status);
    json.put("created_at", time(job.progress().submittedAt(), 3));
    job.deadline().ifPresent(deadline -> json.put("deadline", time(deadline, 3)));
    json.put("urls", urls(job));
    return ordered(json.build());
  }

  /** The reply to whoever looks. */
  JsonValue seen(ReplicateJob job, JobState state) {
    JsonValue.ObjectBuilder json =
        head(job, job.isRemoved() ? JsonValue.objectBuilder().build() : job.input(), state);
    json.put("status", job.status(state));
    json.put("created_at", time(job.progress().submittedAt(), 3));
    startedAt(job, state).ifPresent(start -> json.put("started_at", time(start, 9)));
    endedAt(job, state).ifPresent(end -> json.put("completed_at", time(end, 9)));
    job.deadline().ifPresent(deadline -> json.put("deadline", time(deadline, 3)));
    json.put("urls", urls(job));
    if (state.isTerminal()) {
      json.put("metrics", metrics(job, state));
    }
    return ordered(json.build());
  }

  /** The reply to a cancellation, which is written by another part of the service. */
  JsonValue canceled(ReplicateJob job, JobState state) {
    JsonValue.ObjectBuilder urls = JsonValue.objectBuilder();
    urls.put("get", url(job));
    urls.put("cancel", url(job) + "/cancel");
    JsonValue nothing = JsonValue.ofNull();
    return ordered(
        JsonValue.objectBuilder()
            .put("completed_at", endedAt(job, state).map(end -> timeValue(end, 6)).orElse(nothing))
            .put("created_at", time(job.progress().submittedAt(), 6))
            .put("error", error(job, state))
            .put("id", job.id())
            .put("input", job.isRemoved() ? JsonValue.objectBuilder().build() : job.input())
            .put("logs", nothing)
            .put("metrics", state.isTerminal() ? times(job, state) : nothing)
            .put("output", output(job, state).orElse(nothing))
            .put("started_at", startedAt(job, state).map(at -> timeValue(at, 6)).orElse(nothing))
            .put("status", job.status(state))
            .put("urls", urls.build())
            .put("model", job.model().name())
            .put("version", style.version(job.model()))
            .put("webhook_completed", nothing)
            .build());
  }

  private JsonValue.ObjectBuilder head(ReplicateJob job, JsonValue input, JobState state) {
    JsonValue.ObjectBuilder json =
        JsonValue.objectBuilder()
            .put("id", job.id())
            .put("model", job.model().name())
            .put("version", style.version(job.model()));
    job.deployment().ifPresent(name -> json.put("deployment", name));
    json.put("input", input);
    json.put(
        "logs",
        style.hidesLogs() || job.isRemoved()
            ? JsonValue.ofNull()
            : JsonValue.of(ReplicateLogs.of(job, state)));
    Optional<JsonValue> output = output(job, state);
    if (output.isPresent() || style.showsNoOutput() || job.isRemoved()) {
      json.put("output", output.orElse(JsonValue.ofNull()));
    }
    if (style.showsDataRemoved() || job.isRemoved()) {
      json.put("data_removed", job.isRemoved());
    }
    return json.put("error", error(job, state));
  }

  private static JsonValue error(ReplicateJob job, JobState state) {
    return state == JobState.FAILED
        ? job.failure()
            .flatMap(ReplicateFailure::error)
            .map(JsonValue::of)
            .orElse(JsonValue.ofNull())
        : JsonValue.ofNull();
  }

  /** The output in the form of the model, if there is any. */
  Optional<JsonValue> output(ReplicateJob job, JobState state) {
    List<OutputImage> made = job.made(state);
    if ((made.isEmpty() && state != JobState.COMPLETED) || job.isRemoved()) {
      return Optional.empty();
    }
    List<JsonValue> images =
        made.stream()
            .filter(OutputImage::isSafe)
            .map(image -> JsonValue.of(address(image)))
            .collect(Collectors.toList());
    return style.listsOutput(job.model())
        ? Optional.of(JsonValue.array(images))
        : images.stream().findFirst();
  }

  private String address(OutputImage image) {
    return style.inlinesOutput()
        ? "data:"
            + image.picture().format().mediaType()
            + ";base64,"
            + Base64.getEncoder().encodeToString(image.picture().encode())
        : files + image.path();
  }

  private JsonValue metrics(ReplicateJob job, JobState state) {
    if (style.hidesMetrics() || job.status(state).equals("aborted")) {
      return JsonValue.ofNull();
    }
    if (!job.model().isOfficial()) {
      return times(job, state);
    }
    JsonValue.ObjectBuilder metrics = JsonValue.objectBuilder();
    if (state == JobState.COMPLETED) {
      metrics.put("image_count", job.images().stream().filter(OutputImage::isSafe).count());
    }
    ranFor(job, state).ifPresent(ran -> metrics.put("predict_time", seconds(ran)));
    return metrics.build();
  }

  private static JsonValue times(ReplicateJob job, JobState state) {
    JsonValue.ObjectBuilder times = JsonValue.objectBuilder();
    ranFor(job, state).ifPresent(ran -> times.put("predict_time", seconds(ran)));
    endedAt(job, state)
        .map(end -> Duration.between(job.progress().submittedAt(), end))
        .ifPresent(total -> times.put("total_time", seconds(total)));
    return times.build();
  }

  private static Optional<Duration> ranFor(ReplicateJob job, JobState state) {
    return startedAt(job, state)
        .flatMap(start -> endedAt(job, state).map(end -> Duration.between(start, end)));
  }

  /** When it started to run; what was aborted says that it started when it ended. */
  private static Optional<Instant> startedAt(ReplicateJob job, JobState state) {
    String status = job.status(state);
    if (status.equals("aborted")) {
      return endedAt(job, state);
    }
    return status.equals("starting") ? Optional.empty() : job.progress().startedAt();
  }

  // Only when the state says so: time may have gone on since the state was looked at.
  private static Optional<Instant> endedAt(ReplicateJob job, JobState state) {
    return state.isTerminal() ? job.progress().endedAt() : Optional.empty();
  }

  private JsonValue urls(ReplicateJob job) {
    JsonValue.ObjectBuilder urls = JsonValue.objectBuilder();
    urls.put("cancel", url(job) + "/cancel");
    urls.put("get", url(job));
    if (style.showsStream()) {
      urls.put("stream", files + ReplicateStream.path(job));
    }
    if (style.showsWeb()) {
      urls.put("web", files + "/p/" + job.id());
    }
    return urls.build();
  }

  private String url(ReplicateJob job) {
    return api + "/predictions/" + job.id();
  }

  private String time(Instant at, int digits) {
    return Timestamps.write(at, style.digits(digits));
  }

  private JsonValue timeValue(Instant at, int digits) {
    return JsonValue.of(time(at, digits));
  }

  private static JsonValue seconds(Duration time) {
    BigDecimal seconds =
        BigDecimal.valueOf(time.getSeconds())
            .add(BigDecimal.valueOf(time.getNano(), 9))
            .stripTrailingZeros();
    // Without this, 100 would be written as 1E+2.
    return JsonValue.of(seconds.scale() < 0 ? seconds.setScale(0) : seconds);
  }

  private JsonValue ordered(JsonValue prediction) {
    return style.keyOrder() == ReplicateStyle.KeyOrder.ALPHABETICAL
        ? sorted(prediction)
        : prediction;
  }

  /** The same value with the members of all objects by name. */
  static JsonValue sorted(JsonValue value) {
    switch (value.kind()) {
      case OBJECT:
        TreeMap<String, JsonValue> members = new TreeMap<>();
        value.members().forEach((name, member) -> members.put(name, sorted(member)));
        return JsonValue.object(members);
      case ARRAY:
        List<JsonValue> elements = new ArrayList<>();
        value.elements().forEach(element -> elements.add(sorted(element)));
        return JsonValue.array(elements);
      default:
        return value;
    }
  }
}
