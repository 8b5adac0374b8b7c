package dev.pictor.error;

import dev.pictor.model.JobHandle;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a failure beyond its message. Holds no secret. Immutable and thread-safe. */
public final class ErrorDetails {
  /** Whether trying again can help. */
  public enum Retry {
    /** The same request may succeed later. */
    MAY_HELP,
    /** It will fail again unless something is changed. */
    USELESS
  }

  /** How much of a reply is kept, in characters. */
  public static final int MAX_BODY = 8 * 1024;

  /** What a message repeats is a word, whatever a server sends. */
  private static final int MAX_WORD = 200;

  private final Optional<String> provider;
  private final Optional<String> requestId;
  private final Optional<JobHandle> handle;
  private final Optional<Integer> status;
  private final Optional<String> code;
  private final Optional<String> providerMessage;
  private final Optional<String> body;
  private final Optional<Duration> retryAfter;
  private final Optional<BigDecimal> billableUnits;
  private final Retry retry;
  private final Optional<Throwable> cause;

  ErrorDetails(Builder builder) {
    provider = builder.provider;
    requestId = bounded(MAX_WORD, builder.requestId);
    handle = builder.handle;
    status = builder.status;
    code = bounded(MAX_WORD, builder.code);
    providerMessage = bounded(MAX_BODY, builder.providerMessage);
    body = bounded(MAX_BODY, builder.body);
    retryAfter = builder.retryAfter;
    billableUnits = builder.billableUnits;
    retry = builder.retry;
    cause = builder.cause;
  }

  /** Starts details. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts details that begin as a copy of these. */
  public Builder toBuilder() {
    return builder().copyFrom(this);
  }

  /** Details of which nothing is known. */
  public static ErrorDetails none() {
    return builder().build();
  }

  /** The provider's name. */
  public Optional<String> provider() {
    return provider;
  }

  /** The provider's own id of the call, from a response header; for its support. */
  public Optional<String> requestId() {
    return requestId;
  }

  /** The job that this is about, if it came to one. */
  public Optional<JobHandle> handle() {
    return handle;
  }

  /** The HTTP status of the reply. */
  public Optional<Integer> status() {
    return status;
  }

  /** The provider's own code of the error: {@code content_policy_violation}, {@code E005} ... */
  public Optional<String> code() {
    return code;
  }

  /** The provider's own text, at most its first {@value #MAX_BODY} characters. */
  public Optional<String> providerMessage() {
    return providerMessage;
  }

  /** The reply as it was sent, at most its first {@value #MAX_BODY} characters. */
  public Optional<String> body() {
    return body;
  }

  /** How long to wait at least before the next try, where the provider says so. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /**
   * What the provider says it bills all the same, in the units of its price list. Empty: it says
   * nothing of it.
   */
  public Optional<BigDecimal> billableUnits() {
    return billableUnits;
  }

  /** Whether trying again can help. Default: it is useless. */
  public Retry retry() {
    return retry;
  }

  /** What caused it. */
  public Optional<Throwable> cause() {
    return cause;
  }

  static <T> Optional<T> first(Optional<T> one, Optional<T> other) {
    return one.isPresent() ? one : other;
  }

  private static Optional<String> bounded(int length, Optional<String> text) {
    return text.isPresent() && text.get().length() > length
        ? Optional.of(text.get().substring(0, length))
        : text;
  }

  /** The end of a message: who, what, which. */
  final String suffix() {
    StringBuilder out = new StringBuilder();
    append(out, "provider", provider);
    append(out, "status", status);
    append(out, "code", code);
    append(out, "request id", requestId);
    append(out, "handle", handle);
    return out.length() == 0 ? "" : " [" + out + "]";
  }

  private static void append(StringBuilder out, String name, Optional<?> value) {
    if (value.isPresent()) {
      out.append(out.length() == 0 ? "" : ", ").append(name).append(' ').append(value.get());
    }
  }

  /** Who, what, which; without the reply, which may be long. */
  @Override
  public String toString() {
    return "ErrorDetails" + suffix();
  }

  /** Equal in all but the cause. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ErrorDetails
        && attributes().equals(((ErrorDetails) other).attributes());
  }

  @Override
  public int hashCode() {
    return attributes().hashCode();
  }

  private List<Object> attributes() {
    return Arrays.asList(
        provider,
        requestId,
        handle,
        status,
        code,
        providerMessage,
        body,
        retryAfter,
        billableUnits,
        retry);
  }

  /** Collects {@link ErrorDetails}. Not thread-safe. */
  public static final class Builder {
    Optional<String> provider = Optional.empty();
    Optional<String> requestId = Optional.empty();
    Optional<JobHandle> handle = Optional.empty();
    Optional<Integer> status = Optional.empty();
    Optional<String> code = Optional.empty();
    Optional<String> providerMessage = Optional.empty();
    Optional<String> body = Optional.empty();
    Optional<Duration> retryAfter = Optional.empty();
    Optional<BigDecimal> billableUnits = Optional.empty();
    Retry retry = Retry.USELESS;
    Optional<Throwable> cause = Optional.empty();

    Builder() {}

    /** Takes over what there is. */
    public Builder copyFrom(ErrorDetails value) {
      provider = first(value.provider(), provider);
      requestId = first(value.requestId(), requestId);
      handle = first(value.handle(), handle);
      status = first(value.status(), status);
      code = first(value.code(), code);
      providerMessage = first(value.providerMessage(), providerMessage);
      body = first(value.body(), body);
      retryAfter = first(value.retryAfter(), retryAfter);
      billableUnits = first(value.billableUnits(), billableUnits);
      retry = value.retry();
      cause = first(value.cause(), cause);
      return this;
    }

    /** Sets {@link ErrorDetails#provider()}. */
    public Builder provider(String provider) {
      this.provider = Optional.of(Objects.requireNonNull(provider, "provider"));
      return this;
    }

    /** Sets or clears {@link ErrorDetails#provider()}. */
    public Builder provider(Optional<String> provider) {
      this.provider = Objects.requireNonNull(provider, "provider");
      return this;
    }

    /** Sets {@link ErrorDetails#requestId()}. */
    public Builder requestId(String requestId) {
      this.requestId = Optional.of(Objects.requireNonNull(requestId, "requestId"));
      return this;
    }

    /** Sets or clears {@link ErrorDetails#requestId()}. */
    public Builder requestId(Optional<String> requestId) {
      this.requestId = Objects.requireNonNull(requestId, "requestId");
      return this;
    }

    /** Sets {@link ErrorDetails#handle()}. */
    public Builder handle(JobHandle handle) {
      this.handle = Optional.of(Objects.requireNonNull(handle, "handle"));
      return this;
    }

    /** Sets or clears {@link ErrorDetails#handle()}. */
    public Builder handle(Optional<JobHandle> handle) {
      this.handle = Objects.requireNonNull(handle, "handle");
      return this;
    }

    /** Sets {@link ErrorDetails#status()}. */
    public Builder status(int status) {
      this.status = Optional.of(status);
      return this;
    }

    /** Sets or clears {@link ErrorDetails#status()}. */
    public Builder status(Optional<Integer> status) {
      this.status = Objects.requireNonNull(status, "status");
      return this;
    }

    /** Sets {@link ErrorDetails#code()}. */
    public Builder code(String code) {
      this.code = Optional.of(Objects.requireNonNull(code, "code"));
      return this;
    }

    /** Sets or clears {@link ErrorDetails#code()}. */
    public Builder code(Optional<String> code) {
      this.code = Objects.requireNonNull(code, "code");
      return this;
    }

    /** Sets {@link ErrorDetails#providerMessage()}. */
    public Builder providerMessage(String providerMessage) {
      this.providerMessage =
          Optional.of(Objects.requireNonNull(providerMessage, "providerMessage"));
      return this;
    }

    /** Sets or clears {@link ErrorDetails#providerMessage()}. */
    public Builder providerMessage(Optional<String> providerMessage) {
      this.providerMessage = Objects.requireNonNull(providerMessage, "providerMessage");
      return this;
    }

    /** Sets {@link ErrorDetails#body()}. */
    public Builder body(String body) {
      this.body = Optional.of(Objects.requireNonNull(body, "body"));
      return this;
    }

    /** Sets or clears {@link ErrorDetails#body()}. */
    public Builder body(Optional<String> body) {
      this.body = Objects.requireNonNull(body, "body");
      return this;
    }

    /** Sets {@link ErrorDetails#retryAfter()}. */
    public Builder retryAfter(Duration retryAfter) {
      this.retryAfter = Optional.of(Objects.requireNonNull(retryAfter, "retryAfter"));
      return this;
    }

    /** Sets or clears {@link ErrorDetails#retryAfter()}. */
    public Builder retryAfter(Optional<Duration> retryAfter) {
      this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
      return this;
    }

    /** Sets {@link ErrorDetails#billableUnits()}. */
    public Builder billableUnits(BigDecimal billableUnits) {
      this.billableUnits = Optional.of(Objects.requireNonNull(billableUnits, "billableUnits"));
      return this;
    }

    /** Sets or clears {@link ErrorDetails#billableUnits()}. */
    public Builder billableUnits(Optional<BigDecimal> billableUnits) {
      this.billableUnits = Objects.requireNonNull(billableUnits, "billableUnits");
      return this;
    }

    /** Sets {@link ErrorDetails#retry()}. */
    public Builder retry(Retry retry) {
      this.retry = Objects.requireNonNull(retry, "retry");
      return this;
    }

    /** Sets {@link ErrorDetails#cause()}. */
    public Builder cause(Throwable cause) {
      this.cause = Optional.of(Objects.requireNonNull(cause, "cause"));
      return this;
    }

    /** Sets or clears {@link ErrorDetails#cause()}. */
    public Builder cause(Optional<? extends Throwable> cause) {
      this.cause = Optional.ofNullable(cause.orElse(null));
      return this;
    }

    /** The finished details. */
    public ErrorDetails build() {
      return new ErrorDetails(this);
    }
  }
}
