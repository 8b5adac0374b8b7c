package dev.pictor.model;

import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The durable name of one job at one provider: a short string from which another process picks the
 * job up.
 *
 * <p>It holds no secret. Store {@link #toString()}, and hand {@link #parse} to {@code
 * ImageClient.resume}.
 *
 * <p>Immutable and thread-safe.
 */
public final class JobHandle extends Value {
  private static final String PREFIX = "pictor1";

  private final String provider;
  private final String endpoint;
  private final String id;
  private final Map<String, String> extras;

  JobHandle(Builder builder) {
    Required required = new Required("JobHandle");
    provider = required.value("provider", builder.provider);
    endpoint = required.value("endpoint", builder.endpoint);
    id = required.value("id", builder.id);
    extras = copy(builder.extras);
    required.check();
    if (provider.isEmpty() || endpoint.isEmpty() || id.isEmpty()) {
      throw new IllegalArgumentException(
          "a job handle needs a provider, an endpoint and an id; this one is \"" + this + "\"");
    }
  }

  /** Starts a handle; for provider modules. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts a handle that begins as a copy of this one. */
  public Builder toBuilder() {
    return builder().copyFrom(this);
  }

  /** The provider's name: {@code fal}, {@code replicate} ... */
  public String provider() {
    return provider;
  }

  /** The endpoint that the job was submitted to, in the provider's own words. */
  public String endpoint() {
    return endpoint;
  }

  /** The provider's own id of the job (fal: request id; Replicate: prediction id). */
  public String id() {
    return id;
  }

  /** What else is needed to pick the job up or to read its result, by name. */
  public Map<String, String> extras() {
    return extras;
  }

  /**
   * Reads what {@link #toString()} wrote.
   *
   * @throws IllegalArgumentException if the text is no handle
   */
  public static JobHandle parse(String text) {
    String[] parts = text.trim().split(":", -1);
    if (parts.length < 4 || parts.length > 5 || !parts[0].equals(PREFIX)) {
      throw noHandle(text);
    }
    Builder handle =
        builder().provider(decode(parts[1])).endpoint(decode(parts[2])).id(decode(parts[3]));
    if (parts.length == 5) {
      for (String pair : parts[4].split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
          throw noHandle(text);
        }
        handle.putExtras(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return handle.build();
  }

  private static IllegalArgumentException noHandle(String text) {
    return new IllegalArgumentException(
        "not a job handle: \"" + text + "\"; write " + PREFIX + ":provider:endpoint:id");
  }

  /** The handle as one line without spaces: {@code pictor1:fal:fal-ai%2Fflux%2Fdev:019e...}. */
  @Override
  public String toString() {
    String extras =
        extras().entrySet().stream()
            .map(extra -> encode(extra.getKey()) + "=" + encode(extra.getValue()))
            .collect(Collectors.joining("&"));
    return PREFIX
        + ":"
        + encode(provider())
        + ":"
        + encode(endpoint())
        + ":"
        + encode(id())
        + (extras.isEmpty() ? "" : ":" + extras);
  }

  private static String encode(String text) {
    try {
      return URLEncoder.encode(text, "UTF-8");
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError("every Java platform has UTF-8", e);
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, "UTF-8");
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError("every Java platform has UTF-8", e);
    }
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "provider", provider,
      "endpoint", endpoint,
      "id", id,
      "extras", extras,
    };
  }

  /** Collects a {@link JobHandle}. Not thread-safe. */
  public static final class Builder {
    @Nullable String provider;
    @Nullable String endpoint;
    @Nullable String id;
    final Map<String, String> extras = new LinkedHashMap<>();

    Builder() {}

    /** Takes every attribute over; lists and maps are added to. */
    public Builder copyFrom(JobHandle value) {
      provider = value.provider();
      endpoint = value.endpoint();
      id = value.id();
      extras.putAll(value.extras());
      return this;
    }

    /** Sets {@link JobHandle#provider()}. */
    public Builder provider(String provider) {
      this.provider = Objects.requireNonNull(provider, "provider");
      return this;
    }

    /** Sets {@link JobHandle#endpoint()}. */
    public Builder endpoint(String endpoint) {
      this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
      return this;
    }

    /** Sets {@link JobHandle#id()}. */
    public Builder id(String id) {
      this.id = Objects.requireNonNull(id, "id");
      return this;
    }

    /** Adds to {@link JobHandle#extras()}. */
    public Builder putExtras(String key, String value) {
      put("extras", extras, key, value);
      return this;
    }

    /** Adds to {@link JobHandle#extras()}. */
    public Builder putAllExtras(Map<? extends String, ? extends String> entries) {
      entries.forEach(this::putExtras);
      return this;
    }

    /** Replaces {@link JobHandle#extras()}. */
    public Builder extras(Map<? extends String, ? extends String> entries) {
      extras.clear();
      return putAllExtras(entries);
    }

    /**
     * The finished value.
     *
     * @throws IllegalStateException if a required attribute is not set; the message names all of
     *     them
     */
    public JobHandle build() {
      return new JobHandle(this);
    }
  }
}
