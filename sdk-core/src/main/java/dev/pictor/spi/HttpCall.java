package dev.pictor.spi;

import dev.pictor.model.JsonValue;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/**
 * A description of one HTTP call: plain data, sent by the engine. Immutable and thread-safe.
 *
 * <p>{@link #toString()} shows the names of headers, never their values.
 */
@Value.Immutable
@ValueStyle
public abstract class HttpCall {
  /** What a call is for, which decides what the engine may do when it fails. */
  public enum Purpose {
    /** Creates a job, and costs money: leaves this machine once. */
    SUBMIT,
    /** Asks for the state of a job. */
    POLL,
    /** Asks for the output of a job. */
    RESULT,
    /** Asks the provider to end a job. */
    CANCEL
  }

  HttpCall() {}

  /** Starts a call. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts a call that begins as a copy of this one. */
  public final Builder toBuilder() {
    return builder().copyFrom(this);
  }

  /** What it is for. */
  public abstract Purpose purpose();

  /** {@code GET}, {@code POST}, {@code PUT} ... */
  public abstract String method();

  /** The absolute URL. */
  public abstract String url();

  /** The request headers, by name. */
  public abstract Map<String, String> headers();

  /** The body; a {@code POST} or {@code PUT} without one has an empty body. */
  public abstract Optional<HttpBody> body();

  /**
   * How long the server may hold the reply back on purpose; the engine adds it to its timeouts.
   * Default: not at all.
   */
  @Value.Default
  public Duration hold() {
    return Duration.ZERO;
  }

  /** Method, URL and the names of the headers. */
  @Override
  public final String toString() {
    return method()
        + " "
        + url()
        + headers().keySet().stream().collect(Collectors.joining(", ", " (headers: ", ")"));
  }

  /** Collects an {@link HttpCall}. Not thread-safe. */
  public static final class Builder extends ImmutableHttpCall.Builder {
    Builder() {}

    /** Sets a JSON body and its content type. */
    public Builder json(JsonValue json) {
      return putHeaders("Content-Type", "application/json").body(HttpBody.of(json.toBytes()));
    }
  }
}
