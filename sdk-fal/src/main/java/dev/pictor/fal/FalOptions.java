package dev.pictor.fal;

import dev.pictor.model.JsonValue;
import dev.pictor.spi.Origin;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What fal's queue and storage can be told beside the model's input, as options of a request.
 *
 * <pre>{@code
 * ImageRequest.builder()
 *     .model("fal/flux1.1-pro")
 *     .prompt("a lighthouse made of paper")
 *     .putAllOptions(FalOptions.builder().lowPriority().objectLifetime(Duration.ofDays(1)).build())
 *     .build();
 * }</pre>
 *
 * <p>They go to fal only: another provider that serves the same request never sees them.
 */
public final class FalOptions {
  private static final String HEADER = "fal/header:";
  private static final String QUERY = "fal/query:";

  private FalOptions() {}

  /** Starts options; nothing is set, and fal's own defaults hold. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options. Not thread-safe. */
  public static final class Builder {
    private static final int MAX_TAGS = 10;
    private static final int MAX_TAGS_LENGTH = 1_024;
    private static final Pattern TAG_KEY = Pattern.compile("[a-z0-9._-]{1,64}");
    private static final Pattern TAG_VALUE = Pattern.compile("[\\x20-\\x7e&&[^,]]{1,256}");
    private static final Pattern HEADER_TEXT = Pattern.compile("[\\x21-\\x7e]{1,1024}");

    private final Map<String, JsonValue> options = new LinkedHashMap<>();
    private final Map<String, String> tags = new LinkedHashMap<>();

    Builder() {}

    /** Lets jobs of normal priority go first. fal has no higher priority than normal. */
    public Builder lowPriority() {
      return header("X-Fal-Queue-Priority", "low");
    }

    /**
     * Asks for the machine that served an earlier job with the same hint.
     *
     * @param hint 1 to 1024 characters of printable ASCII without spaces
     * @throws IllegalArgumentException if it is longer or holds another character
     */
    public Builder runnerHint(String hint) {
      if (!HEADER_TEXT.matcher(hint).matches()) {
        throw new IllegalArgumentException(
            "runnerHint is \"" + hint + "\"; it must be 1 to 1024 printable ASCII characters");
      }
      return header("X-Fal-Runner-Hint", hint);
    }

    /** Tells fal not to run a failed job again by itself. Default: up to ten attempts. */
    public Builder noPlatformRetry() {
      return header("X-Fal-No-Retry", "1");
    }

    /** Tells fal not to send the job to another endpoint when this one fails. */
    public Builder noFallback() {
      return header("x-app-fal-disable-fallback", "true");
    }

    /**
     * Sets after what time fal deletes the images; {@code GeneratedImage.urlExpiry()} counts with
     * it. Default: the account's setting.
     *
     * @param lifetime at least one second; parts of a second count as a whole one
     * @throws IllegalArgumentException if it is shorter; fal reads zero as "keep for ever"
     */
    public Builder objectLifetime(Duration lifetime) {
      if (lifetime.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException(
            "objectLifetime is " + lifetime + "; it must be at least one second");
      }
      long seconds = lifetime.getSeconds() + (lifetime.getNano() > 0 ? 1 : 0);
      return header(
          ObjectLifetime.HEADER,
          JsonValue.objectBuilder().put("expiration_duration_seconds", seconds).build().toString());
    }

    /**
     * Tells fal not to store input and output. The result is then kept for an hour after completion
     * (6 minutes from 10 KB on), so it must be fetched in that time.
     */
    public Builder noPayloadStorage() {
      return header("X-Fal-Store-IO", "0");
    }

    /** Tells fal to store input and output for its usual time, whatever the account's setting. */
    public Builder payloadStorage() {
      return header("X-Fal-Store-IO", "1");
    }

    /**
     * Adds a tag for fal's usage reports; a key that is set again keeps its last value.
     *
     * @param key 1 to 64 characters of {@code a-z 0-9 . _ -}, not beginning with {@code fal.}
     * @param value 1 to 256 characters of printable ASCII without comma
     * @throws IllegalArgumentException if one of them is not, or if there are more than 10 tags or
     *     more than 1024 characters of tags
     */
    public Builder tag(String key, String value) {
      if (!TAG_KEY.matcher(key).matches() || key.startsWith("fal.")) {
        throw new IllegalArgumentException(
            "the key of a tag is \""
                + key
                + "\"; it must be 1 to 64 characters of a-z 0-9 . _ - and not begin with fal.");
      }
      if (!TAG_VALUE.matcher(value).matches()) {
        throw new IllegalArgumentException(
            "the value of the tag "
                + key
                + " is \""
                + value
                + "\"; it must be 1 to 256 printable ASCII characters without comma");
      }
      Map<String, String> all = new LinkedHashMap<>(tags);
      all.put(key, value);
      String text =
          all.entrySet().stream()
              .map(tag -> tag.getKey() + "=" + tag.getValue())
              .collect(Collectors.joining(","));
      if (all.size() > MAX_TAGS || text.length() > MAX_TAGS_LENGTH) {
        throw new IllegalArgumentException(
            "there are "
                + all.size()
                + " tags of "
                + text.length()
                + " characters; fal takes at most "
                + MAX_TAGS
                + " of "
                + MAX_TAGS_LENGTH
                + " in total");
      }
      tags.put(key, value);
      return header("X-Fal-Tags", text);
    }

    /**
     * Refuses the job when more than this many requests are already waiting, instead of joining a
     * long queue; the submission then fails with a {@link dev.pictor.error.RateLimitException}.
     * Only the queue can do it, so the job goes there even if a direct run was chosen.
     *
     * @param requests at least 0
     * @throws IllegalArgumentException if it is negative
     */
    public Builder maxQueueLength(int requests) {
      if (requests < 0) {
        throw new IllegalArgumentException(
            "maxQueueLength is " + requests + "; it must be at least 0");
      }
      return option(QUERY + Fal.QUEUE_LIMIT, Integer.toString(requests));
    }

    /**
     * Asks fal to post the result to this URL too. It may arrive more than once, and before the
     * submission returns. Only the queue can do it, so the job goes there even if a direct run was
     * chosen.
     *
     * @param url an absolute {@code https:} or {@code http:} URL that fal can reach; fal follows no
     *     redirect
     * @throws IllegalArgumentException if it is none
     */
    public Builder webhook(URI url) {
      if (!isAbsolute(url)) {
        throw new IllegalArgumentException(
            "webhook is \"" + url + "\"; it must be an absolute https or http URL");
      }
      return option(QUERY + "fal_webhook", url.toASCIIString());
    }

    private static boolean isAbsolute(URI url) {
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      boolean hasHost = url.getHost() != null || isUnderscored(url);
      return hasHost && (scheme.equals("https") || scheme.equals("http"));
    }

    /** {@link URI} reads no host out of an authority that has an underscore. */
    private static boolean isUnderscored(URI url) {
      try {
        Origin.of(url.toString());
        return true;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    private Builder header(String name, String value) {
      return option(HEADER + name, value);
    }

    private Builder option(String name, String value) {
      options.put(name, JsonValue.of(Objects.requireNonNull(value, name)));
      return this;
    }

    /** The options, for {@code ImageRequest.Builder.putAllOptions}. */
    public Map<String, JsonValue> build() {
      return Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
  }
}
