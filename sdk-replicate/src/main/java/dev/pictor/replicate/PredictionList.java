package dev.pictor.replicate;

import dev.pictor.model.JobHandle;
import dev.pictor.model.JsonValue;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.HttpCall;
import dev.pictor.spi.HttpReply;
import dev.pictor.spi.Submission;
import dev.pictor.spi.Submission.Lookup;
import java.time.Instant;
import java.util.Optional;

/** The predictions of the account, newest first, searched for the one of a submission. */
final class PredictionList {
  private final PlannedCall call;
  private final Instant since;
  private final BaseUrl base;
  private final Runs runs;
  private final JsonValue sent;

  /**
   * Searches for one submission.
   *
   * @param since what is older is none of it
   */
  PredictionList(PlannedCall call, Instant since, BaseUrl base) {
    this.call = call;
    this.since = since;
    this.base = base;
    this.runs = Endpoint.parse(call.endpoint()).runs();
    this.sent = call.input();
  }

  static HttpCall call(Instant since, BaseUrl base) {
    return page(base.url("/predictions") + "?created_after=" + SubmitCall.encode(since.toString()));
  }

  private static HttpCall page(String url) {
    return HttpCall.builder()
        .purpose(HttpCall.Purpose.LOOKUP)
        .contents(HttpCall.Contents.IMAGES) // a hundred predictions, and the inputs of each
        .method("GET")
        .url(url)
        .putHeaders("Accept", "application/json")
        .putHeaders("Cache-Control", "no-store")
        .build();
  }

  Lookup read(HttpReply reply) {
    JsonValue json = reply.json();
    Lookup.Builder lookup = Lookup.builder();
    boolean goesOn = true;
    for (JsonValue entry : JobsPage.entries(json, reply)) {
      Prediction prediction =
          Replicate.required(
              Prediction.of(entry), reply, "The list holds what is no prediction: it has no id");
      if (isOlder(prediction)) {
        goesOn = false;
      } else {
        add(lookup, prediction, reply);
      }
    }
    return goesOn ? lookup.next(next(json, reply)).build() : lookup.build();
  }

  private void add(Lookup.Builder lookup, Prediction prediction, HttpReply reply) {
    Likeness likeness = runs.likeness(prediction).and(InputLikeness.of(sent, prediction));
    if (likeness == Likeness.SAME) {
      lookup.addMatches(submission(prediction, reply));
    } else if (likeness == Likeness.UNCLEAR) {
      lookup.addDoubtful(submission(prediction, reply));
    }
  }

  private Submission submission(Prediction prediction, HttpReply reply) {
    JobHandle job = JobCalls.handle(call.endpoint(), prediction, base);
    return Submission.builder()
        .handle(job)
        .snapshot(JobsPage.snapshot(job, prediction, reply))
        .build();
  }

  private boolean isOlder(Prediction prediction) {
    Optional<Instant> created = prediction.created();
    return created.isPresent() && created.get().isBefore(since);
  }

  /** Its text as it came: the cursor in it is nobody else's business. */
  private static Optional<HttpCall> next(JsonValue json, HttpReply reply) {
    Optional<JsonValue> next = json.member("next");
    if (!next.isPresent()) {
      return Optional.empty();
    }
    Optional<String> url = next.get().asString();
    return Optional.of(page(Replicate.required(url, reply, "The URL of the next page is no text")));
  }
}
