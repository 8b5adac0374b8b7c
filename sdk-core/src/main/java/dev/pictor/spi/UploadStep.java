package dev.pictor.spi;

import dev.pictor.model.JsonValue;
import java.util.Optional;

/**
 * Where an upload is: at a call that is to be sent next, or at its end. Immutable and thread-safe.
 */
public final class UploadStep extends ValueType {
  private final Optional<HttpCall> call;
  private final JsonValue state;
  private final Optional<String> url;

  private UploadStep(Optional<HttpCall> call, JsonValue state, Optional<String> url) {
    this.call = call;
    this.state = state;
    this.url = url;
  }

  /**
   * A call that is to be sent.
   *
   * @param call of {@link HttpCall.Purpose#UPLOAD}; may be sent again if it fails
   * @param state whatever the provider wants to know when it reads the reply
   */
  public static UploadStep call(HttpCall call, JsonValue state) {
    return new UploadStep(some("call", call), given("state", state), Optional.empty());
  }

  /**
   * The end.
   *
   * @param url what the field of the input gets
   */
  public static UploadStep done(String url) {
    return new UploadStep(Optional.empty(), JsonValue.ofNull(), some("url", url));
  }

  /** The call that is to be sent; empty at the end. */
  public Optional<HttpCall> call() {
    return call;
  }

  /** What the provider wants to know when it reads the reply. */
  public JsonValue state() {
    return state;
  }

  /** What the field of the input gets; empty before the end. */
  public Optional<String> url() {
    return url;
  }

  @Override
  Object[] attributes() {
    return new Object[] {"call", call, "state", state, "url", url};
  }
}
