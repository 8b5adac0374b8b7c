package dev.pictor.model;

import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
public final class JobHandle extends ValueType {
  private static final String PREFIX = "pictor1";
  private static final String UTF_8 = "UTF-8";
  private static final int SHOWN = 200;

  private final String provider;
  private final String endpoint;
  private final String id;
  private final Map<String, String> extras;

  JobHandle(Builder builder) {
    List<String> missing = new ArrayList<>();
    provider = required(missing, "provider", builder.provider);
    endpoint = required(missing, "endpoint", builder.endpoint);
    id = required(missing, "id", builder.id);
    extras = builder.takeExtras();
    check("JobHandle", missing);
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
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    return new IllegalArgumentException(
        "not a job handle: \"" + shown + "\"; write " + PREFIX + ":provider:endpoint:id");
  }

  /** The handle as one line without spaces: {@code pictor1:fal:fal-ai%2Fflux%2Fdev:019e...}. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(PREFIX);
    append(out, ':', provider);
    append(out, ':', endpoint);
    append(out, ':', id);
    char separator = ':';
    for (Map.Entry<String, String> extra : extras.entrySet()) {
      append(out, separator, extra.getKey());
      append(out, '=', extra.getValue());
      separator = '&';
    }
    return out.toString();
  }

  private static void append(StringBuilder out, char separator, String text) {
    try {
      out.append(separator).append(URLEncoder.encode(text, UTF_8));
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e); // every Java platform has it
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (UnsupportedEncodingException | IllegalArgumentException e) {
      throw noHandle(text); // a damaged escape
    }
  }

  @Override
  Object[] attributes() {
    return new Object[] {"provider", provider, "endpoint", endpoint, "id", id, "extras", extras};
  }

  /** Collects a {@link JobHandle}. Not thread-safe. */
  public static final class Builder {
    @Nullable String provider;
    @Nullable String endpoint;
    @Nullable String id;
    private Map<String, String> extras = Collections.emptyMap();
    private boolean isOwn;

    Builder() {}

    /** Takes over what there is; lists and maps are added to. */
    public Builder copyFrom(JobHandle value) {
      provider = value.provider();
      endpoint = value.endpoint();
      id = value.id();
      if (extras.isEmpty()) {
        extras = value.extras();
        isOwn = false;
      } else {
        ownExtras().putAll(value.extras());
      }
      return this;
    }

    /** Sets {@link JobHandle#provider()}. */
    public Builder provider(String provider) {
      this.provider = given("provider", provider);
      return this;
    }

    /** Sets {@link JobHandle#endpoint()}. */
    public Builder endpoint(String endpoint) {
      this.endpoint = given("endpoint", endpoint);
      return this;
    }

    /** Sets {@link JobHandle#id()}. */
    public Builder id(String id) {
      this.id = given("id", id);
      return this;
    }

    /** The handle has them itself from now on: they are not copied unless more are added later. */
    Map<String, String> takeExtras() {
      if (isOwn) {
        extras = Collections.unmodifiableMap(extras);
        isOwn = false;
      }
      return extras;
    }

    private Map<String, String> ownExtras() {
      if (!isOwn) {
        extras = new LinkedHashMap<>(extras);
        isOwn = true;
      }
      return extras;
    }

    /** Adds to {@link JobHandle#extras()}. */
    public Builder putExtras(String key, String value) {
      if (extras.isEmpty()) { // most have one
        extras = Collections.singletonMap(given("extras", key), given("extras", value));
        isOwn = false;
      } else {
        put("extras", ownExtras(), key, value);
      }
      return this;
    }

    /** Adds to {@link JobHandle#extras()}. */
    public Builder putAllExtras(Map<String, String> entries) {
      putAll("extras", ownExtras(), entries);
      return this;
    }

    /** Replaces {@link JobHandle#extras()}. */
    public Builder extras(Map<String, String> entries) {
      extras = Collections.emptyMap();
      isOwn = false;
      return putAllExtras(entries);
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public JobHandle build() {
      return new JobHandle(this);
    }
  }
}
