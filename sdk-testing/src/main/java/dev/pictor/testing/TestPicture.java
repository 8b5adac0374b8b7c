package dev.pictor.testing;

import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A drawn picture that stands for what a model would have made: the same prompt, seed and provider
 * give the same picture, any other give another one.
 *
 * <p>It has exactly the size that was asked for, and its bytes are real PNG, JPEG, GIF or WebP. A
 * person tells such pictures apart at a glance: the prompt chooses the colours and the landscape,
 * the seed how it lies and, in the blocks of the lower margin, its own bits; the mark beside them
 * is the provider's. Nothing is drawn before {@link #encode()}, and no display is needed for it.
 *
 * <pre>{@code
 * byte[] png =
 *     TestPicture.builder().prompt("a fox").seed(7).provider("fal").size(1024, 768).build().encode();
 * }</pre>
 */
public final class TestPicture {
  // What the formats can hold; PNG could hold more than anybody asks for.
  private static final int LONGEST_SIDE = 16_383;

  private final String prompt;
  private final long seed;
  private final String provider;
  private final int width;
  private final int height;
  private final OutputFormat format;
  private final boolean black;

  private TestPicture(Builder builder) {
    this.prompt = builder.prompt;
    this.seed = builder.seed;
    this.provider = builder.provider;
    this.width = builder.width;
    this.height = builder.height;
    this.format = builder.format;
    this.black = builder.black;
  }

  /** Starts a picture of 1024 x 1024 pixels in PNG. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts a picture like this one. */
  public Builder toBuilder() {
    Builder builder =
        builder().prompt(prompt).seed(seed).provider(provider).size(width, height).format(format);
    return black ? builder.blackedOut() : builder;
  }

  /** Width in pixels. */
  public int width() {
    return width;
  }

  /** Height in pixels. */
  public int height() {
    return height;
  }

  /** The format of its bytes. */
  public OutputFormat format() {
    return format;
  }

  /**
   * Draws it and returns the bytes of the file. The same picture has the same bytes, on the same
   * JVM.
   *
   * <p>WebP is written by native code, of which JDK 24 and later warn unless they are started with
   * {@code --enable-native-access=ALL-UNNAMED}.
   *
   * @throws IllegalStateException if this JVM cannot write the format: WebP needs Java 9 and one of
   *     the usual systems, the others the module {@code java.desktop}
   */
  public byte[] encode() {
    Pixels pixels =
        black ? Pixels.black(width, height) : new Landscape(prompt, seed, provider, width, height);
    return PictureFile.write(pixels, format);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof TestPicture)) {
      return false;
    }
    TestPicture that = (TestPicture) other;
    return prompt.equals(that.prompt)
        && seed == that.seed
        && provider.equals(that.provider)
        && width == that.width
        && height == that.height
        && format.equals(that.format)
        && black == that.black;
  }

  @Override
  public int hashCode() {
    return Objects.hash(prompt, seed, provider, width, height, format, black);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%dx%d %s of \"%s\", seed %s, %s",
        width,
        height,
        format,
        prompt,
        Long.toUnsignedString(seed),
        provider);
  }

  /** Collects what a {@link TestPicture} is made from. */
  public static final class Builder {
    private String prompt = "";
    private long seed;
    private String provider = "";
    private int width = 1024;
    private int height = 1024;
    private OutputFormat format = OutputFormat.PNG;
    private boolean black;

    Builder() {}

    /** Sets what it shows. */
    public Builder prompt(String prompt) {
      this.prompt = prompt;
      return this;
    }

    /** Sets the seed; one above {@link Long#MAX_VALUE} is given by its 64 bits. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /** Sets who made it, by the name that the provider has in Pictor. */
    public Builder provider(String provider) {
      this.provider = provider;
      return this;
    }

    /**
     * Sets its size in pixels.
     *
     * @throws IllegalArgumentException if a side is not within 1 and 16383
     */
    public Builder size(int width, int height) {
      if (width < 1 || height < 1 || width > LONGEST_SIDE || height > LONGEST_SIDE) {
        throw new IllegalArgumentException(
            "a side must be within 1 and " + LONGEST_SIDE + ": " + width + "x" + height);
      }
      this.width = width;
      this.height = height;
      return this;
    }

    /** Sets its size in pixels. */
    public Builder size(ImageSize size) {
      return size(size.width(), size.height());
    }

    /**
     * Sets the format of its bytes.
     *
     * @throws IllegalArgumentException if it is not PNG, JPEG, GIF or WebP
     */
    public Builder format(OutputFormat format) {
      if (!format.equals(OutputFormat.PNG)
          && !format.equals(OutputFormat.JPEG)
          && !format.equals(OutputFormat.GIF)
          && !format.equals(OutputFormat.WEBP)) {
        throw new IllegalArgumentException("pictures are png, jpeg, gif or webp, not " + format);
      }
      this.format = format;
      return this;
    }

    /** Makes it all black, as services do to what their safety checker objects to. */
    public Builder blackedOut() {
      this.black = true;
      return this;
    }

    /** Builds it; nothing is drawn yet. */
    public TestPicture build() {
      return new TestPicture(this);
    }
  }
}
