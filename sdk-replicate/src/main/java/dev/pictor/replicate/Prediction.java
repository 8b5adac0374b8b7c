package dev.pictor.replicate;

import dev.pictor.model.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A prediction as the service shows it, read leniently: the service's own schema refuses the
 * service's own replies. Only the id is certain; every other member may be missing or {@code null}.
 */
final class Prediction {
  /** After the end of a prediction that was made through the API. */
  static final Duration FILES_LIVE = Duration.ofHours(1);

  /** No model runs for a day. */
  private static final BigDecimal LONGEST = BigDecimal.valueOf(86_400);

  private static final BigDecimal SHORTEST = new BigDecimal("0.000001");

  private final JsonValue json;
  private final String id;
  private Optional<List<String>> images = Optional.empty();

  private Prediction(JsonValue json, String id) {
    this.json = json;
    this.id = id;
  }

  /** The prediction, if this is one: an object with an id. */
  static Optional<Prediction> of(JsonValue json) {
    return json.string("id").filter(id -> !id.trim().isEmpty()).map(id -> new Prediction(json, id));
  }

  String id() {
    return id;
  }

  Optional<String> status() {
    return json.string("status");
  }

  /** The output; empty while there is none, whether it is {@code null} or missing. */
  Optional<JsonValue> output() {
    return json.member("output");
  }

  /** The URLs of its images, in order; looked for once, as they are asked for several times. */
  List<String> images() {
    if (!images.isPresent()) {
      images = Optional.of(output().map(OutputUrls::of).orElse(Collections.emptyList()));
    }
    return images.get();
  }

  /** The text of the error, whatever its JSON. */
  Optional<String> error() {
    return json.member("error")
        .map(
            error ->
                error
                    .asString()
                    .orElseGet(
                        () ->
                            error
                                .string("detail")
                                .orElseGet(() -> error.string("message").orElse(error.toString()))))
        .filter(text -> !text.trim().isEmpty());
  }

  /** Whether input, output and logs are gone, as they are one hour after the end. */
  boolean isRemoved() {
    return json.member("data_removed").flatMap(JsonValue::asBoolean).orElse(false);
  }

  Logs logs() {
    return new Logs(json.string("logs").orElse(""));
  }

  /** When the service ends it by itself. */
  Optional<String> deadline() {
    return json.string("deadline");
  }

  /** The model; not always by the name that it was called by. */
  Optional<String> model() {
    return json.string("model");
  }

  Optional<String> version() {
    return json.string("version");
  }

  Optional<String> deployment() {
    return json.string("deployment");
  }

  /** When it was created; empty for a time that is none. */
  Optional<Instant> created() {
    return time("created_at");
  }

  private Optional<Instant> time(String name) {
    try {
      return json.string(name).map(Timestamp::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** How long the model ran, once it has ended. */
  Optional<Duration> runTime() {
    return metric("predict_time");
  }

  /** How long it took from its creation to its end, the queue included. */
  Optional<Duration> totalTime() {
    return metric("total_time");
  }

  private Optional<Duration> metric(String name) {
    return json.member("metrics")
        .flatMap(metrics -> metrics.member(name))
        .flatMap(JsonValue::asNumber)
        .filter(seconds -> seconds.compareTo(SHORTEST) > 0 && seconds.compareTo(LONGEST) < 0)
        .map(seconds -> Duration.ofNanos(seconds.movePointRight(9).longValue()));
  }

  /** When its files are deleted; empty before its end, and for a time that is none. */
  Optional<Instant> filesEnd() {
    return time("completed_at").map(end -> end.plus(FILES_LIVE));
  }

  /** What it was asked for; {@code null} of JSON if that is not shown. */
  JsonValue input() {
    return json.member("input").orElse(JsonValue.ofNull());
  }

  /** How many images were asked for, where the input says so. */
  Optional<Integer> askedImages() {
    return input("num_outputs").flatMap(JsonValue::asInt);
  }

  /** The seed: what the model logged is what it used; the input is what was asked for. */
  Optional<BigInteger> seed() {
    Optional<BigInteger> used = logs().seed();
    return used.isPresent()
        ? used
        : input("seed").flatMap(JsonValue::asBigInteger).filter(seed -> seed.signum() >= 0);
  }

  private Optional<JsonValue> input(String name) {
    return json.member("input").flatMap(input -> input.member(name));
  }

  Optional<String> url(String name) {
    return json.member("urls").flatMap(urls -> urls.string(name));
  }

  JsonValue json() {
    return json;
  }
}
