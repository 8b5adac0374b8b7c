package dev.pictor.spi;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** The reply to an {@link HttpCall}: plain data, the body bounded. Immutable and thread-safe. */
@Value.Immutable
@ValueStyle
public abstract class HttpReply {
  HttpReply() {}

  /** Starts a reply. */
  public static Builder builder() {
    return new Builder();
  }

  /** The name of the provider that was called. */
  public abstract String provider();

  /** What the call was for. */
  public abstract HttpCall.Purpose purpose();

  /** The job that the call was about, if there was one already. */
  public abstract Optional<JobHandle> job();

  /** The HTTP status. */
  public abstract int status();

  /** The headers, names in lower case. */
  public abstract Map<String, List<String>> headers();

  /** The body, empty if there was none. */
  public abstract HttpBody body();

  /** Whether the status is 2xx. */
  public final boolean isSuccessful() {
    return status() >= 200 && status() < 300;
  }

  /** The first value of a header, whatever the case of its name. */
  public final Optional<String> header(String name) {
    List<String> values = headers().get(name.toLowerCase(Locale.ROOT));
    return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }

  /** The body as JSON; empty if it is not JSON. */
  public final Optional<JsonValue> jsonIfAny() {
    try {
      return Optional.of(JsonValue.parse(body().text()));
    } catch (IllegalArgumentException notJson) {
      return Optional.empty();
    }
  }

  /**
   * The body as JSON.
   *
   * @throws MalformedReplyException if it is not JSON
   */
  public final JsonValue json() {
    try {
      return JsonValue.parse(body().text());
    } catch (IllegalArgumentException e) {
      throw malformed("The reply is not JSON: " + e.getMessage(), e);
    }
  }

  /** An exception that says what is wrong with this reply. */
  public final MalformedReplyException malformed(String message) {
    return new MalformedReplyException(message, details().build());
  }

  private MalformedReplyException malformed(String message, Throwable cause) {
    return new MalformedReplyException(message, details().cause(cause).build());
  }

  /** Starts error details with provider, status, job and the bounded body of this reply. */
  public final ErrorDetails.Builder details() {
    return ErrorDetails.builder()
        .provider(provider())
        .handle(job())
        .status(status())
        .body(body().text());
  }

  /** Collects an {@link HttpReply}. Not thread-safe. */
  public static final class Builder extends ImmutableHttpReply.Builder {
    Builder() {}

    private final Map<String, List<String>> headers = new LinkedHashMap<>();

    /** Adds a value of a header, whatever the case of its name. */
    public Builder addHeader(String name, String value) {
      String key = name.toLowerCase(Locale.ROOT);
      List<String> values = new ArrayList<>(headers.getOrDefault(key, Collections.emptyList()));
      values.add(value);
      headers.put(key, Collections.unmodifiableList(values));
      return headers(headers);
    }
  }
}
