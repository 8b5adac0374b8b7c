package dev.pictor.spi;

/** What a provider needs to know of a file that is uploaded. Immutable and thread-safe. */
public final class UploadFile extends ValueType {
  private final String name;
  private final String mediaType;
  private final long length;

  private UploadFile(String name, String mediaType, long length) {
    this.name = name;
    this.mediaType = mediaType;
    this.length = length;
  }

  /**
   * A file.
   *
   * @param name its name at the provider, of letters, digits, dots, dashes and underscores
   * @param mediaType such as {@code image/png}
   * @param length in bytes
   */
  public static UploadFile of(String name, String mediaType, long length) {
    return new UploadFile(given("name", name), given("mediaType", mediaType), length);
  }

  /** Its name at the provider. */
  public String name() {
    return name;
  }

  /** The media type. */
  public String mediaType() {
    return mediaType;
  }

  /** How many bytes it has. */
  public long length() {
    return length;
  }

  @Override
  Object[] attributes() {
    return new Object[] {"name", name, "mediaType", mediaType, "length", length};
  }
}
