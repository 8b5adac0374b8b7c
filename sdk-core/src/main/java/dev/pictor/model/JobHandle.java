package dev.pictor.model;

import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Map;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/**
 * The durable name of one job at one provider: a short string from which another process picks the
 * job up.
 *
 * <p>It holds no secret. Store {@link #toString()}, and hand {@link #parse} to {@code
 * ImageClient.resume}.
 *
 * <p>Immutable and thread-safe.
 */
@Value.Immutable
@ValueStyle
public abstract class JobHandle {
  private static final String PREFIX = "pictor1";

  JobHandle() {}

  /** Starts a handle; for provider modules. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts a handle that begins as a copy of this one. */
  public final Builder toBuilder() {
    return builder().copyFrom(this);
  }

  /** The provider's name: {@code fal}, {@code replicate} ... */
  public abstract String provider();

  /** The endpoint that the job was submitted to, in the provider's own words. */
  public abstract String endpoint();

  /** The provider's own id of the job (fal: request id; Replicate: prediction id). */
  public abstract String id();

  /** What else is needed to pick the job up or to read its result, by name. */
  public abstract Map<String, String> extras();

  @Value.Check
  void check() {
    if (provider().isEmpty() || endpoint().isEmpty() || id().isEmpty()) {
      throw new IllegalArgumentException(
          "a job handle needs a provider, an endpoint and an id; this one is \"" + this + "\"");
    }
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

  /** Collects a {@link JobHandle}. Not thread-safe. */
  public static final class Builder extends ImmutableJobHandle.Builder {
    Builder() {}
  }
}
