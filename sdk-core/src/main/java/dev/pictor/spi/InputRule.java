package dev.pictor.spi;

/**
 * How images that are on this machine reach a provider: small ones inside the request, as {@code
 * data:} URIs, the others by an upload. Immutable and thread-safe.
 */
public final class InputRule extends ValueType {
  private final long maxInlineLength;
  private final long maxUploadBytes;

  private InputRule(long maxInlineLength, long maxUploadBytes) {
    this.maxInlineLength = maxInlineLength;
    this.maxUploadBytes = maxUploadBytes;
  }

  /**
   * Inside the request, for a provider without uploads.
   *
   * @param maxInlineLength the longest {@code data:} URI, in characters; base64 takes four for
   *     three bytes
   */
  public static InputRule inline(long maxInlineLength) {
    return new InputRule(maxInlineLength, 0);
  }

  /**
   * The same rule for a provider that takes uploads as well; see {@link Provider#upload}.
   *
   * @param maxUploadBytes the longest file, in bytes; more than 0
   */
  public InputRule upload(long maxUploadBytes) {
    return new InputRule(maxInlineLength, maxUploadBytes);
  }

  /** The longest {@code data:} URI, in characters. */
  public long maxInlineLength() {
    return maxInlineLength;
  }

  /** The longest file that can be uploaded, in bytes; 0 if none can. */
  public long maxUploadBytes() {
    return maxUploadBytes;
  }

  @Override
  Object[] attributes() {
    return new Object[] {"maxInlineLength", maxInlineLength, "maxUploadBytes", maxUploadBytes};
  }
}
