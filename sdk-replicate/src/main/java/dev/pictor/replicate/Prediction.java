package dev.pictor.replicate;

import dev.pictor.model.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A prediction as the service shows it, read leniently: the service's own schema refuses the
 * service's own replies. Only the id is certain; every other member may be missing or {@code null}.
 */
final class Prediction {
  /** Of a prediction that was made through the API. */
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
    String id = json.string("id").orElse("");
    return id.trim().isEmpty() ? Optional.empty() : Optional.of(new Prediction(json, id));
  }

  /** A member; {@code null} of JSON where there is none, of which all accessors are empty. */
  private static JsonValue member(JsonValue object, String name) {
    return object.member(name).orElse(JsonValue.ofNull());
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
      images = Optional.of(OutputUrls.of(member(json, "output")));
    }
    return images.get();
  }

  /** The text of the error, whatever its JSON. */
  Optional<String> error() {
    Optional<JsonValue> error = json.member("error");
    String text = error.isPresent() ? text(error.get()) : "";
    return text.trim().isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static String text(JsonValue error) {
    String members =
        error.string("detail").orElse(error.string("message").orElse(error.toString()));
    return error.asString().orElse(members);
  }

  /** Whether input, output and logs are gone, as they are after one hour. */
  boolean isRemoved() {
    return member(json, "data_removed").asBoolean().orElse(false);
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
    Optional<String> text = json.string(name);
    try {
      return text.isPresent() ? Optional.of(Timestamp.parse(text.get())) : Optional.empty();
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
    BigDecimal seconds = member(member(json, "metrics"), name).asNumber().orElse(BigDecimal.ZERO);
    return seconds.compareTo(SHORTEST) > 0 && seconds.compareTo(LONGEST) < 0
        ? Optional.of(Duration.ofNanos(seconds.movePointRight(9).longValue()))
        : Optional.empty();
  }

  /**
   * Until when its files can be counted on: from when the hour counts is not documented, so it does
   * from the creation. Empty for times that are none.
   */
  Optional<Instant> filesEnd() {
    Optional<Instant> created = created();
    Optional<Instant> known = created.isPresent() ? created : time("completed_at");
    return known.isPresent() ? Optional.of(known.get().plus(FILES_LIVE)) : known;
  }

  /** What it was asked for; {@code null} of JSON if that is not shown. */
  JsonValue input() {
    return member(json, "input");
  }

  /** How many images were asked for, where the input says so. */
  Optional<Integer> askedImages() {
    return member(input(), "num_outputs").asInt();
  }

  /** The seed: what the model logged is what it used; the input is what was asked for. */
  Optional<BigInteger> seed() {
    Optional<BigInteger> used = logs().seed();
    if (used.isPresent()) {
      return used;
    }
    Optional<BigInteger> asked = member(input(), "seed").asBigInteger();
    return asked.isPresent() && asked.get().signum() >= 0 ? asked : Optional.empty();
  }

  Optional<String> url(String name) {
    return member(json, "urls").string(name);
  }

  JsonValue json() {
    return json;
  }
}
