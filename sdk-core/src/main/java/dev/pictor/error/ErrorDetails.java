package dev.pictor.error;

import dev.pictor.model.JobHandle;
import java.time.Duration;
import java.util.Optional;
import org.immutables.value.Value;

/** What is known of a failure beyond its message. Holds no secret. Immutable and thread-safe. */
@Value.Immutable
@ErrorStyle
public abstract class ErrorDetails {
  /** Whether trying again can help. */
  public enum Retry {
    /** The same request may succeed later. */
    MAY_HELP,
    /** It will fail again unless something is changed. */
    USELESS
  }

  /** How much of a reply is kept, in characters. */
  public static final int MAX_BODY = 8 * 1024;

  ErrorDetails() {}

  /** Starts details. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts details that begin as a copy of these. */
  public final Builder toBuilder() {
    return builder().copyFrom(this);
  }

  /** Details of which nothing is known. */
  public static ErrorDetails none() {
    return builder().build();
  }

  /** The provider's name. */
  public abstract Optional<String> provider();

  /** The provider's own id of the call, from a response header; for its support. */
  public abstract Optional<String> requestId();

  /** The job that this is about, if it came to one. */
  public abstract Optional<JobHandle> handle();

  /** The HTTP status of the reply. */
  public abstract Optional<Integer> status();

  /** The provider's own code of the error: {@code content_policy_violation}, {@code E005} ... */
  public abstract Optional<String> code();

  /** The provider's own text, as it was sent. */
  public abstract Optional<String> providerMessage();

  /** The reply as it was sent, at most its first {@value #MAX_BODY} characters. */
  public abstract Optional<String> body();

  /** How long to wait at least before the next try, where the provider says so. */
  public abstract Optional<Duration> retryAfter();

  /** Whether trying again can help. Default: it is useless. */
  @Value.Default
  public Retry retry() {
    return Retry.USELESS;
  }

  /** What caused it. */
  @Value.Auxiliary
  public abstract Optional<Throwable> cause();

  @Value.Check
  ErrorDetails bounded() {
    return body().filter(text -> text.length() > MAX_BODY).isPresent()
        ? toBuilder().body(body().map(text -> text.substring(0, MAX_BODY))).build()
        : this;
  }

  /** The end of a message: who, what, which. */
  final String suffix() {
    StringBuilder out = new StringBuilder();
    provider().ifPresent(value -> append(out, "provider", value));
    status().ifPresent(value -> append(out, "status", value));
    code().ifPresent(value -> append(out, "code", value));
    requestId().ifPresent(value -> append(out, "request id", value));
    handle().ifPresent(value -> append(out, "handle", value));
    return out.length() == 0 ? "" : " [" + out + "]";
  }

  private static void append(StringBuilder out, String name, Object value) {
    out.append(out.length() == 0 ? "" : ", ").append(name).append(' ').append(value);
  }

  /** Collects {@link ErrorDetails}. Not thread-safe. */
  public static final class Builder extends ImmutableErrorDetails.Builder {
    Builder() {}
  }
}
