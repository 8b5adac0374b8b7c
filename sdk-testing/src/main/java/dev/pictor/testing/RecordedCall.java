package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that an emulator has received, exactly as it came in.
 *
 * <pre>{@code
 * RecordedCall submit = fal.requests(Step.SUBMIT).get(0);
 * assertThat(submit.json().member("prompt")).contains(JsonValue.of("a fox"));
 * assertThat(fal.requests(Step.DOWNLOAD)).noneMatch(RecordedCall::carriesAuthorization);
 * }</pre>
 */
public final class RecordedCall {
  private final int index;
  private final Step step;
  private final Instant receivedAt;
  private final Incoming incoming;

  RecordedCall(int index, Step step, Instant receivedAt, Incoming incoming) {
    this.index = index;
    this.step = step;
    this.receivedAt = receivedAt;
    this.incoming = incoming;
  }

  /** Its place in the order of arrival, counted from 0 over all hosts. */
  public int index() {
    return index;
  }

  /** What it was for. */
  public Step step() {
    return step;
  }

  /** When it arrived, on the emulator's clock. */
  public Instant receivedAt() {
    return receivedAt;
  }

  /** Whether it went to the host that serves files and not to the API. */
  public boolean reachedFilesHost() {
    return incoming.host() == Host.FILES;
  }

  /** The method, in capitals. */
  public String method() {
    return incoming.method();
  }

  /** The whole address that was asked for. */
  public String url() {
    return incoming.url().toString();
  }

  /** The path as it was sent, still percent-encoded. */
  public String path() {
    return incoming.url().encodedPath();
  }

  /** The parts of the path, decoded. A path that ends with a slash ends with an empty part. */
  public List<String> segments() {
    return incoming.url().pathSegments();
  }

  /** The first value of a query parameter, decoded. */
  public Optional<String> query(String name) {
    return Optional.ofNullable(incoming.url().queryParameter(name));
  }

  /** The names of the query parameters, in their order. */
  public List<String> queryNames() {
    return Collections.unmodifiableList(
        Arrays.asList(incoming.url().queryParameterNames().toArray(new String[0])));
  }

  /** The last value of a header, whose name may be in any case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(incoming.headers().get(name));
  }

  /** All headers; the keys ignore case. */
  public Map<String, List<String>> headers() {
    return Collections.unmodifiableMap(incoming.headers().toMultimap());
  }

  /** Whether it brought credentials along. */
  public boolean carriesAuthorization() {
    return header("authorization").isPresent();
  }

  /** The bytes of its body, none if it had no body. */
  public byte[] body() {
    return incoming.body().clone();
  }

  /** Its body as text in UTF-8. */
  public String bodyText() {
    return new String(incoming.body(), StandardCharsets.UTF_8);
  }

  /**
   * Its body as JSON.
   *
   * @throws IllegalArgumentException if it is none
   */
  public JsonValue json() {
    return JsonValue.parse(incoming.body());
  }

  /** Method, address and step; never the headers, which hold credentials. */
  @Override
  public String toString() {
    return index + " " + method() + " " + url() + " (" + step + ")";
  }
}
