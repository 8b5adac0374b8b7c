package dev.pictor.spi;

import dev.pictor.model.JsonValue;
import dev.pictor.spi.UploadStep.FilePart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A description of one HTTP call: plain data, sent by the engine. Immutable and thread-safe.
 *
 * <p>{@link #toString()} shows the names of headers, never their values.
 */
public final class HttpCall extends ValueType {
  /** What a call is for, which decides what the engine may do when it fails. */
  public enum Purpose {
    /** Creates a job, and costs money: leaves this machine once. */
    SUBMIT,
    /** Brings an input to the provider, which costs nothing; may be repeated. */
    UPLOAD,
    /** Asks which jobs there are, after a submission whose reply was lost; may be repeated. */
    LOOKUP,
    /** Asks for the state of a job. */
    POLL,
    /** Asks to be told the state of a job whenever it changes, until the job has ended. */
    STREAM,
    /** Asks for the states of many jobs at once. */
    LIST,
    /** Asks for the output of a job. */
    RESULT,
    /** Asks the provider to end a job. */
    CANCEL
  }

  /** What becomes of a submission that the provider refuses with status 429. */
  public enum Refusal {
    /** It is sent again after a while: nothing was created, so nothing was paid. */
    SEND_AGAIN,
    /** It fails: the caller asked to be refused rather than to wait. */
    FINAL
  }

  /** What a reply may bring along, which decides how long it may be. */
  public enum Contents {
    /** The state of a job: some kilobytes of JSON. */
    STATE,
    /** Images as well, as {@code data:} URIs; always so for a {@link Purpose#RESULT}. */
    IMAGES
  }

  /** Whether the key goes along. */
  public enum Access {
    /** With the key, to an origin that {@link Provider#trusts} only. */
    KEY,
    /** Never with the key, as to a URL that is a permission by itself. */
    NO_KEY
  }

  private final Purpose purpose;
  private final String method;
  private final String url;
  private final CallHeaders headers;
  private final Optional<HttpBody> body;
  private final Duration hold;
  private final Refusal refusal;
  private final Contents contents;
  private final Access access;
  private final Optional<FilePart> file;

  HttpCall(Builder builder) {
    List<String> missing = new ArrayList<>();
    purpose = required(missing, "purpose", builder.purpose);
    method = required(missing, "method", builder.method);
    url = required(missing, "url", builder.url);
    headers = builder.headers;
    body = builder.body;
    hold = builder.hold;
    refusal = builder.refusal;
    contents = builder.contents;
    access = builder.access;
    file = builder.file;
    check("HttpCall", missing);
  }

  /** Starts a call. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts a call that begins as a copy of this one. */
  public Builder toBuilder() {
    return builder().copyFrom(this);
  }

  /** What it is for. */
  public Purpose purpose() {
    return purpose;
  }

  /** {@code GET}, {@code POST}, {@code PUT} ... */
  public String method() {
    return method;
  }

  /** The absolute URL. */
  public String url() {
    return url;
  }

  /** The request headers, by name. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The body; a {@code POST} or {@code PUT} without one has an empty body. */
  public Optional<HttpBody> body() {
    return body;
  }

  /**
   * How long the server may hold the reply back on purpose; the engine adds it to its timeouts.
   * Default: not at all.
   */
  public Duration hold() {
    return hold;
  }

  /** What becomes of it when it is refused with status 429. Default: it is sent again. */
  public Refusal refusal() {
    return refusal;
  }

  /** What its reply may bring along. Default: the state of a job. */
  public Contents contents() {
    return contents;
  }

  /** Whether the key goes along. Default: to an origin that the provider trusts. */
  public Access access() {
    return access;
  }

  /** The part of the uploaded file that is the body, in place of {@link #body()}. */
  public Optional<FilePart> file() {
    return file;
  }

  /** Method, URL and the names of the headers. */
  @Override
  public String toString() {
    return method + " " + url + " (headers: " + String.join(", ", headers.keySet()) + ")";
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "purpose", purpose,
      "method", method,
      "url", url,
      "headers", headers,
      "body", body,
      "hold", hold,
      "refusal", refusal,
      "contents", contents,
      "access", access,
      "file", file,
    };
  }

  /** Collects an {@link HttpCall}. Not thread-safe. */
  public static final class Builder {
    @Nullable Purpose purpose;
    @Nullable String method;
    @Nullable String url;
    CallHeaders headers = CallHeaders.NONE;
    Optional<HttpBody> body = Optional.empty();
    Duration hold = Duration.ZERO;
    Refusal refusal = Refusal.SEND_AGAIN;
    Contents contents = Contents.STATE;
    Access access = Access.KEY;
    Optional<FilePart> file = Optional.empty();

    Builder() {}

    /** Takes over what there is; lists and maps are added to. */
    public Builder copyFrom(HttpCall value) {
      purpose = value.purpose();
      method = value.method();
      url = value.url();
      if (headers.isEmpty()) {
        headers = value.headers;
      } else {
        putAllHeaders(value.headers);
      }
      body = first(value.body(), body);
      hold = value.hold();
      refusal = value.refusal();
      contents = value.contents();
      access = value.access();
      file = first(value.file(), file);
      return this;
    }

    /** Sets {@link HttpCall#purpose()}. */
    public Builder purpose(Purpose purpose) {
      this.purpose = given("purpose", purpose);
      return this;
    }

    /** Sets {@link HttpCall#method()}. */
    public Builder method(String method) {
      this.method = given("method", method);
      return this;
    }

    /** Sets {@link HttpCall#url()}. */
    public Builder url(String url) {
      this.url = given("url", url);
      return this;
    }

    /** Adds to {@link HttpCall#headers()}. */
    public Builder putHeaders(String key, String value) {
      headers = headers.with(given("headers", key), given("headers", value));
      return this;
    }

    /** Adds to {@link HttpCall#headers()}. */
    public Builder putAllHeaders(Map<String, String> entries) {
      entries.forEach(this::putHeaders);
      return this;
    }

    /** Replaces {@link HttpCall#headers()}. */
    public Builder headers(Map<String, String> entries) {
      headers = CallHeaders.NONE;
      return putAllHeaders(entries);
    }

    /** Sets {@link HttpCall#body()}. */
    public Builder body(HttpBody body) {
      this.body = some("body", body);
      return this;
    }

    /** Sets or clears {@link HttpCall#body()}. */
    public Builder body(Optional<HttpBody> body) {
      this.body = given("body", body);
      return this;
    }

    /** Sets {@link HttpCall#refusal()}. */
    public Builder refusal(Refusal refusal) {
      this.refusal = given("refusal", refusal);
      return this;
    }

    /** Sets {@link HttpCall#contents()}. */
    public Builder contents(Contents contents) {
      this.contents = given("contents", contents);
      return this;
    }

    /** Sets {@link HttpCall#access()}. */
    public Builder access(Access access) {
      this.access = given("access", access);
      return this;
    }

    /** Sets {@link HttpCall#file()}. */
    public Builder file(FilePart file) {
      this.file = some("file", file);
      return this;
    }

    /** Sets or clears {@link HttpCall#file()}. */
    public Builder file(Optional<FilePart> file) {
      this.file = given("file", file);
      return this;
    }

    /** Sets {@link HttpCall#hold()}. */
    public Builder hold(Duration hold) {
      this.hold = given("hold", hold);
      return this;
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public HttpCall build() {
      return new HttpCall(this);
    }

    /** Sets a JSON body and its content type. */
    public Builder json(JsonValue json) {
      return putHeaders("Content-Type", "application/json").body(HttpBody.wrap(json.toBytes()));
    }
  }
}
