package dev.pictor.spi;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.MalformedReplyException;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The reply to an {@link HttpCall}: plain data, the body bounded. Immutable and thread-safe. */
public final class HttpReply extends ValueType {
  /** Room for the name and the value of each of some dozen headers. */
  private static final int MANY_LINES = 28;

  private final String provider;
  private final HttpCall.Purpose purpose;
  private final Optional<JobHandle> job;
  private final int status;
  private final ReplyHeaders headers;
  private final HttpBody body;

  HttpReply(Builder builder) {
    List<String> missing = new ArrayList<>();
    provider = required(missing, "provider", builder.provider);
    purpose = required(missing, "purpose", builder.purpose);
    job = builder.job;
    status = requiredInt(missing, "status", builder.status);
    headers = builder.takeHeaders();
    body = required(missing, "body", builder.body);
    check("HttpReply", missing);
  }

  /** Starts a reply. */
  public static Builder builder() {
    return new Builder();
  }

  /** The name of the provider that was called. */
  public String provider() {
    return provider;
  }

  /** What the call was for. */
  public HttpCall.Purpose purpose() {
    return purpose;
  }

  /** The job that the call was about, if there was one already. */
  public Optional<JobHandle> job() {
    return job;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The headers, names in lower case. */
  public Map<String, List<String>> headers() {
    return headers.byName();
  }

  /** The body, empty if there was none. */
  public HttpBody body() {
    return body;
  }

  /** Whether the status is 2xx. */
  public boolean isSuccessful() {
    return status() >= 200 && status() < 300;
  }

  /** The first value of a header, whatever the case of its name. */
  public Optional<String> header(String name) {
    return headers.first(name);
  }

  /** The body as JSON; empty if it is not JSON. */
  public Optional<JsonValue> jsonIfAny() {
    try {
      return Optional.of(body().json());
    } catch (IllegalArgumentException notJson) {
      return Optional.empty();
    }
  }

  /**
   * The body as JSON.
   *
   * @throws MalformedReplyException if it is not JSON
   */
  public JsonValue json() {
    try {
      return body().json();
    } catch (IllegalArgumentException e) {
      throw new MalformedReplyException(
          "The reply is not JSON: " + e.getMessage(), details().cause(e).build());
    }
  }

  /** An exception that says what is wrong with this reply. */
  public MalformedReplyException malformed(String message) {
    return new MalformedReplyException(message, details().build());
  }

  /** Starts error details with provider, status, job and the bounded body of this reply. */
  public ErrorDetails.Builder details() {
    return ErrorDetails.builder()
        .provider(provider())
        .handle(job())
        .status(status())
        .body(body().text());
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "provider", provider,
      "purpose", purpose,
      "job", job,
      "status", status,
      "headers", headers(),
      "body", body,
    };
  }

  /** Collects an {@link HttpReply}. Not thread-safe. */
  public static final class Builder {
    @Nullable String provider;
    HttpCall.@Nullable Purpose purpose;
    Optional<JobHandle> job = Optional.empty();
    @Nullable Integer status;
    private List<String> lines = Collections.emptyList();
    private Optional<Map<String, List<String>>> byName = Optional.empty();
    private boolean isTaken;
    @Nullable HttpBody body;

    Builder() {}

    /** Sets {@link HttpReply#provider()}. */
    public Builder provider(String provider) {
      this.provider = given("provider", provider);
      return this;
    }

    /** Sets {@link HttpReply#purpose()}. */
    public Builder purpose(HttpCall.Purpose purpose) {
      this.purpose = given("purpose", purpose);
      return this;
    }

    /** Sets {@link HttpReply#job()}. */
    public Builder job(JobHandle job) {
      this.job = some("job", job);
      return this;
    }

    /** Sets or clears {@link HttpReply#job()}. */
    public Builder job(Optional<JobHandle> job) {
      this.job = given("job", job);
      return this;
    }

    /** Sets {@link HttpReply#status()}. */
    public Builder status(int status) {
      this.status = status;
      return this;
    }

    /** Those of a reply are many and mostly added once: not copied unless more are added later. */
    ReplyHeaders takeHeaders() {
      isTaken = true;
      return byName.isPresent() ? new ReplyHeaders(byName.get()) : ReplyHeaders.of(lines);
    }

    private Map<String, List<String>> ownHeaders() {
      Map<String, List<String>> own =
          byName.isPresent() ? byName.get() : ReplyHeaders.sorted(lines);
      if (isTaken && byName.isPresent()) {
        own = new LinkedHashMap<>(own);
      }
      byName = Optional.of(own);
      isTaken = false;
      return own;
    }

    /** Sets the values of a header, whatever the case of its name. */
    public Builder putHeaders(String name, List<String> values) {
      ownHeaders().put(name.toLowerCase(Locale.ROOT), copy(values));
      return this;
    }

    /** Sets the values of several headers, whatever the case of their names. */
    public Builder putAllHeaders(Map<String, ? extends List<String>> entries) {
      for (Map.Entry<String, ? extends List<String>> entry : entries.entrySet()) {
        putHeaders(entry.getKey(), entry.getValue());
      }
      return this;
    }

    /** Replaces all headers. */
    public Builder headers(Map<String, ? extends List<String>> entries) {
      ownHeaders().clear();
      return putAllHeaders(entries);
    }

    /** Sets {@link HttpReply#body()}. */
    public Builder body(HttpBody body) {
      this.body = given("body", body);
      return this;
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public HttpReply build() {
      return new HttpReply(this);
    }

    /** Adds a value of a header, whatever the case of its name. */
    public Builder addHeader(String name, String value) {
      if (byName.isPresent()) {
        List<String> before = byName.get().get(name.toLowerCase(Locale.ROOT));
        List<String> values = before == null ? new ArrayList<>() : new ArrayList<>(before);
        values.add(value);
        return putHeaders(name, values);
      }
      if (lines.isEmpty()) { // an event of a stream has none
        lines = new ArrayList<>(MANY_LINES);
      } else if (isTaken) {
        lines = new ArrayList<>(lines);
      }
      isTaken = false;
      lines.add(given("headers", name));
      lines.add(given("headers", value));
      return this;
    }
  }

  /** Reads the header {@code Retry-After}, in seconds or as a date, and numbers of its kind. */
  public static final class RetryAfterHeader {
    private static final long MAX_SECONDS = 365L * 24 * 60 * 60;

    /** A longer wait is told as this one: a year. */
    public static final Duration MAX = Duration.ofSeconds(MAX_SECONDS);

    /** Digits of a number that surely is a {@code long}. */
    private static final int SHORT = 18;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}(\\.[0-9]{1,20})?");

    private RetryAfterHeader() {}

    /**
     * How long to wait: whole seconds, rounded up, at most {@link #MAX}. Empty for what is neither
     * a number nor a date, and for zero and less, on which no loop may run.
     *
     * @param value the header
     * @param date the reply's header {@code Date}, from which a date counts: the clocks of two
     *     machines differ, so without it a date says nothing
     */
    public static Optional<Duration> read(String value, Optional<String> date) {
      Optional<Duration> seconds = seconds(value);
      return seconds.isPresent() ? seconds : until(value, date);
    }

    /** A number of seconds; bounded, rounded and empty as for {@link #read}. */
    public static Optional<Duration> seconds(String text) {
      String number = text.trim();
      if (isShortInteger(number)) { // as nearly all are
        return seconds(BigDecimal.valueOf(Long.parseLong(number)));
      }
      return NUMBER.matcher(number).matches() ? seconds(new BigDecimal(number)) : Optional.empty();
    }

    private static boolean isShortInteger(String number) {
      for (int i = 0; i < number.length(); i++) {
        if (number.charAt(i) < '0' || number.charAt(i) > '9') {
          return false;
        }
      }
      return !number.isEmpty() && number.length() <= SHORT;
    }

    /** A number of seconds; bounded, rounded and empty as for {@link #read}. */
    public static Optional<Duration> seconds(BigDecimal seconds) {
      if (seconds.signum() <= 0) {
        return Optional.empty();
      }
      // Compared before it is rounded: rounding 1E999999999 or its inverse would take the memory.
      if (seconds.compareTo(BigDecimal.ONE) <= 0) {
        return Optional.of(Duration.ofSeconds(1));
      }
      if (seconds.compareTo(BigDecimal.valueOf(MAX_SECONDS)) >= 0) {
        return Optional.of(MAX);
      }
      return Optional.of(Duration.ofSeconds(seconds.setScale(0, RoundingMode.CEILING).longValue()));
    }

    private static Optional<Duration> until(String value, Optional<String> date) {
      return date(value)
          .flatMap(
              then -> date.flatMap(RetryAfterHeader::date).map(now -> Duration.between(now, then)))
          .filter(wait -> wait.compareTo(Duration.ZERO) > 0)
          .map(wait -> wait.compareTo(MAX) > 0 ? MAX : wait);
    }

    private static Optional<ZonedDateTime> date(String text) {
      try {
        return Optional.of(ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME));
      } catch (DateTimeException notADate) {
        return Optional.empty();
      }
    }
  }

  /**
   * What a provider says of its limit of requests beside a reply: how many more it takes, and when
   * it has forgotten those so far. Immutable and thread-safe.
   */
  public static final class RateBudget {
    private final int remaining;
    private final Duration reset;

    private RateBudget(int remaining, Duration reset) {
      this.remaining = remaining;
      this.reset = reset;
    }

    /**
     * A budget.
     *
     * @param remaining how many more requests are taken now, 0 or more
     * @param reset the time from the reply on until the budget is full again, not negative
     * @throws IllegalArgumentException if one of them is negative
     */
    public static RateBudget of(int remaining, Duration reset) {
      if (remaining < 0 || reset.isNegative()) {
        throw new IllegalArgumentException(
            "a budget of " + remaining + " that is full in " + reset + "; neither can be negative");
      }
      return new RateBudget(remaining, reset);
    }

    /** How many more requests are taken now. */
    public int remaining() {
      return remaining;
    }

    /** The time from the reply on until the budget is full again. */
    public Duration reset() {
      return reset;
    }

    /** Both numbers. */
    @Override
    public String toString() {
      return remaining + " left, full in " + reset;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof RateBudget
          && remaining == ((RateBudget) other).remaining
          && reset.equals(((RateBudget) other).reset);
    }

    @Override
    public int hashCode() {
      return Objects.hash(remaining, reset);
    }
  }
}
