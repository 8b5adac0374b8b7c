package dev.pictor.model;

import dev.pictor.model.ImageRequest.ResponseFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One finished image: where it is, what is known of it, and its bytes.
 *
 * <p>With {@link ResponseFormat#BYTES} the bytes are already here; otherwise {@link #bytes()},
 * {@link #writeTo} and {@link #saveTo} fetch them, each time anew, through the client that made the
 * image: it must still be open. Providers delete images after minutes to days (Replicate: one
 * hour), so fetch what you want to keep. Where the plan says so, they are converted on the way
 * ({@link Plan.Candidate#convertsTo()}); what is behind the URL is not.
 *
 * <p>What a file is, is said by its bytes: {@link #facts()} with {@code BYTES}, otherwise what
 * {@link #saveTo} and {@link #writeTo} return, and {@link Facts#of} for an array. Nothing is
 * decoded, and nothing behind the image is looked at or taken away: a file that is a web page or an
 * archive as well stays both, so serve it under the media type of its facts.
 *
 * <p>Immutable and thread-safe.
 */
public final class GeneratedImage extends ValueType {
  private final int index;
  private final JobHandle handle;
  private final Optional<String> url;
  private final Optional<Instant> urlExpiry;
  private final Optional<BigInteger> seed;
  private final Optional<Boolean> flagged;
  private final Optional<ImageSize> requestedSize;
  private final Optional<ImageSize> sentSize;
  private final Optional<ImageSize> reportedSize;
  private final Optional<String> reportedMediaType;
  private final Optional<Facts> facts;
  private final Content content;

  GeneratedImage(Builder builder) {
    List<String> missing = new ArrayList<>();
    index = requiredInt(missing, "index", builder.index);
    handle = required(missing, "handle", builder.handle);
    url = builder.url;
    urlExpiry = builder.urlExpiry;
    seed = builder.seed;
    flagged = builder.flagged;
    requestedSize = builder.requestedSize;
    sentSize = builder.sentSize;
    reportedSize = builder.reportedSize;
    reportedMediaType = builder.reportedMediaType;
    facts = builder.facts;
    content = required(missing, "content", builder.content);
    check("GeneratedImage", missing);
  }

  /** Starts an image. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts an image that begins as a copy of this one. */
  public Builder toBuilder() {
    return builder().copyFrom(this);
  }

  /**
   * Which image of the request this is, from 0. No other image of the result has this number; one
   * that was made without having been asked for comes behind all others.
   */
  public int index() {
    return index;
  }

  /** The job that made it. */
  public JobHandle handle() {
    return handle;
  }

  /** Where the provider keeps it; a {@code data:} URI where it was sent inline. */
  public Optional<String> url() {
    return url;
  }

  /**
   * When the provider deletes what is behind the URL: as its reply tells, as the request asks
   * ({@code FalOptions.objectLifetime}), or as it documents for its accounts (Replicate: one hour
   * after the job; fal: not before seven days, unless your account has another setting). By the
   * provider's clock, or by this machine's. Empty where nothing is known, as for a job that is
   * resumed and whose request had set a lifetime, and for a {@code data:} URI, which does not end.
   */
  public Optional<Instant> urlExpiry() {
    return urlExpiry;
  }

  /** The seed it was made from, where it is known. */
  public Optional<BigInteger> seed() {
    return seed;
  }

  /** Whether the provider's moderation flagged it; empty means unknown, not harmless. */
  public Optional<Boolean> flagged() {
    return flagged;
  }

  /** The size that the request asked for in pixels. */
  public Optional<ImageSize> requestedSize() {
    return requestedSize;
  }

  /** The size that the endpoint was asked for in pixels. */
  public Optional<ImageSize> sentSize() {
    return sentSize;
  }

  /** The size that the provider says it has; not measured. */
  public Optional<ImageSize> reportedSize() {
    return reportedSize;
  }

  /** The media type that the provider says it has, before any conversion; not measured. */
  public Optional<String> reportedMediaType() {
    return reportedMediaType;
  }

  /** What the bytes themselves say; present with {@link ResponseFormat#BYTES}. */
  public Optional<Facts> facts() {
    return facts;
  }

  /** How the bytes are reached. */
  public Content content() {
    return content;
  }

  /**
   * The whole file in memory.
   *
   * @throws RuntimeException of {@code dev.pictor.error} if it cannot be fetched
   */
  public byte[] bytes() {
    try {
      return content.bytes();
    } catch (IOException e) {
      throw new UncheckedIOException("Copying image " + index + " of " + handle, e);
    }
  }

  /**
   * Copies the file to a stream, which stays open.
   *
   * @return what the copied bytes are
   * @throws RuntimeException of {@code dev.pictor.error} if it cannot be fetched
   * @throws UncheckedIOException if the stream cannot be written
   */
  public Facts writeTo(OutputStream out) {
    try {
      FactsStream measured = new FactsStream(out);
      content.writeTo(measured);
      return measured.facts();
    } catch (IOException e) {
      throw new UncheckedIOException("Copying image " + index + " of " + handle, e);
    }
  }

  /**
   * Writes the file, through a temporary one in the same folder: under the final name there is
   * never half an image, and after a failure or an interrupt nothing new under any. An existing
   * file is replaced, at once where the file system can, and only by a whole one; a missing folder
   * is made.
   *
   * @return what the written bytes are
   * @throws RuntimeException of {@code dev.pictor.error} if it cannot be fetched
   * @throws UncheckedIOException if the file cannot be written
   */
  public Facts saveTo(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null || Files.isDirectory(file)) {
        throw new IOException("this is a folder; name a file");
      }
      if (!Files.isDirectory(folder)) { // a link to a folder is one, but cannot be made
        Files.createDirectories(folder);
      }
      // Not createTempFile, which gives a file that nobody else may read.
      Path part = folder.resolve(".pictor-" + UUID.randomUUID() + ".part");
      try {
        Facts facts;
        try (FactsStream out =
            new FactsStream(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW))) {
          content.writeTo(out);
          facts = out.facts();
        }
        replace(part, file);
        return facts;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Saving image " + index + " to " + file, e);
    }
  }

  /**
   * Not REPLACE_EXISTING alone, which deletes the old file before it has a new one; nor ATOMIC_MOVE
   * alone, with which some file systems, that of archives for one, replace nothing.
   */
  private static void replace(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "index", index,
      "handle", handle,
      "url", url,
      "urlExpiry", urlExpiry,
      "seed", seed,
      "flagged", flagged,
      "requestedSize", requestedSize,
      "sentSize", sentSize,
      "reportedSize", reportedSize,
      "reportedMediaType", reportedMediaType,
      "facts", facts,
    };
  }

  /** Collects a {@link GeneratedImage}. Not thread-safe. */
  public static final class Builder {
    @Nullable Integer index;
    @Nullable JobHandle handle;
    Optional<String> url = Optional.empty();
    Optional<Instant> urlExpiry = Optional.empty();
    Optional<BigInteger> seed = Optional.empty();
    Optional<Boolean> flagged = Optional.empty();
    Optional<ImageSize> requestedSize = Optional.empty();
    Optional<ImageSize> sentSize = Optional.empty();
    Optional<ImageSize> reportedSize = Optional.empty();
    Optional<String> reportedMediaType = Optional.empty();
    Optional<Facts> facts = Optional.empty();
    @Nullable Content content;

    Builder() {}

    /** Takes over what there is. */
    public Builder copyFrom(GeneratedImage value) {
      index = value.index();
      handle = value.handle();
      url = first(value.url(), url);
      urlExpiry = first(value.urlExpiry(), urlExpiry);
      seed = first(value.seed(), seed);
      flagged = first(value.flagged(), flagged);
      requestedSize = first(value.requestedSize(), requestedSize);
      sentSize = first(value.sentSize(), sentSize);
      reportedSize = first(value.reportedSize(), reportedSize);
      reportedMediaType = first(value.reportedMediaType(), reportedMediaType);
      facts = first(value.facts(), facts);
      content = value.content();
      return this;
    }

    /** Sets {@link GeneratedImage#index()}. */
    public Builder index(int index) {
      this.index = index;
      return this;
    }

    /** Sets {@link GeneratedImage#handle()}. */
    public Builder handle(JobHandle handle) {
      this.handle = given("handle", handle);
      return this;
    }

    /** Sets {@link GeneratedImage#url()}. */
    public Builder url(String url) {
      this.url = some("url", url);
      return this;
    }

    /** Sets or clears {@link GeneratedImage#url()}. */
    public Builder url(Optional<String> url) {
      this.url = given("url", url);
      return this;
    }

    /** Sets {@link GeneratedImage#urlExpiry()}. */
    public Builder urlExpiry(Instant urlExpiry) {
      this.urlExpiry = some("urlExpiry", urlExpiry);
      return this;
    }

    /** Sets or clears {@link GeneratedImage#urlExpiry()}. */
    public Builder urlExpiry(Optional<Instant> urlExpiry) {
      this.urlExpiry = given("urlExpiry", urlExpiry);
      return this;
    }

    /** Sets {@link GeneratedImage#seed()}. */
    public Builder seed(BigInteger seed) {
      this.seed = some("seed", seed);
      return this;
    }

    /** Sets or clears {@link GeneratedImage#seed()}. */
    public Builder seed(Optional<? extends BigInteger> seed) {
      this.seed = any("seed", seed);
      return this;
    }

    /** Sets {@link GeneratedImage#flagged()}. */
    public Builder flagged(boolean flagged) {
      this.flagged = Optional.of(flagged);
      return this;
    }

    /** Sets or clears {@link GeneratedImage#flagged()}. */
    public Builder flagged(Optional<Boolean> flagged) {
      this.flagged = given("flagged", flagged);
      return this;
    }

    /** Sets {@link GeneratedImage#requestedSize()}. */
    public Builder requestedSize(ImageSize requestedSize) {
      this.requestedSize = some("requestedSize", requestedSize);
      return this;
    }

    /** Sets or clears {@link GeneratedImage#requestedSize()}. */
    public Builder requestedSize(Optional<ImageSize> requestedSize) {
      this.requestedSize = given("requestedSize", requestedSize);
      return this;
    }

    /** Sets {@link GeneratedImage#sentSize()}. */
    public Builder sentSize(ImageSize sentSize) {
      this.sentSize = some("sentSize", sentSize);
      return this;
    }

    /** Sets or clears {@link GeneratedImage#sentSize()}. */
    public Builder sentSize(Optional<ImageSize> sentSize) {
      this.sentSize = given("sentSize", sentSize);
      return this;
    }

    /** Sets {@link GeneratedImage#reportedSize()}. */
    public Builder reportedSize(ImageSize reportedSize) {
      this.reportedSize = some("reportedSize", reportedSize);
      return this;
    }

    /** Sets or clears {@link GeneratedImage#reportedSize()}. */
    public Builder reportedSize(Optional<ImageSize> reportedSize) {
      this.reportedSize = given("reportedSize", reportedSize);
      return this;
    }

    /** Sets {@link GeneratedImage#reportedMediaType()}. */
    public Builder reportedMediaType(String reportedMediaType) {
      this.reportedMediaType = some("reportedMediaType", reportedMediaType);
      return this;
    }

    /** Sets or clears {@link GeneratedImage#reportedMediaType()}. */
    public Builder reportedMediaType(Optional<String> reportedMediaType) {
      this.reportedMediaType = given("reportedMediaType", reportedMediaType);
      return this;
    }

    /** Sets {@link GeneratedImage#facts()}. */
    public Builder facts(Facts facts) {
      this.facts = some("facts", facts);
      return this;
    }

    /** Sets or clears {@link GeneratedImage#facts()}. */
    public Builder facts(Optional<Facts> facts) {
      this.facts = given("facts", facts);
      return this;
    }

    /** Sets {@link GeneratedImage#content()}. */
    public Builder content(Content content) {
      this.content = given("content", content);
      return this;
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public GeneratedImage build() {
      return new GeneratedImage(this);
    }
  }

  /**
   * What the bytes of an image file say of themselves, read from the header without decoding:
   * whatever name, media type or size a provider gave it. Immutable and thread-safe.
   */
  public static final class Facts extends ValueType {
    /** How many bytes from the start of a file are looked at, at most. */
    static final int HEAD = 64 * 1024;

    private final Optional<OutputFormat> format;
    private final Optional<ImageSize> size;
    private final long byteCount;

    private Facts(Optional<OutputFormat> format, Optional<ImageSize> size, long byteCount) {
      this.format = format;
      this.size = size;
      this.byteCount = byteCount;
    }

    /** What these bytes are. Never fails: what is no known image has no format and no size. */
    public static Facts of(byte[] file) {
      return of(file, file.length);
    }

    static Facts of(byte[] head, long byteCount) {
      ImageHeader header = new ImageHeader(head, Math.min(head.length, HEAD));
      return new Facts(header.format(), header.size(), byteCount);
    }

    /** The format by the file's signature; empty if it is none that Pictor knows. */
    public Optional<OutputFormat> format() {
      return format;
    }

    /**
     * The size by the file's header, as the pixels are stored: a JPEG whose EXIF has it turned by
     * 90 degrees when it is shown is measured before that. Empty if the header has none within the
     * first 64 KiB, or declares a side of 0 or of more than {@link ImageSize#MAX_SIDE} pixels: a
     * header of 60,000x60,000 is taken for a lie, and such a file is not to be decoded unseen.
     */
    public Optional<ImageSize> size() {
      return size;
    }

    /** How long the file is, in bytes. */
    public long byteCount() {
      return byteCount;
    }

    @Override
    Object[] attributes() {
      return new Object[] {"format", format, "size", size, "byteCount", byteCount};
    }
  }

  /** How the bytes of a {@link GeneratedImage} are reached. For provider modules and for tests. */
  public interface Content {
    /**
     * Copies all bytes to a stream, which stays open; may be called again. Blocks while they are
     * fetched, and honours interruption. The stream may be written from another thread, but not any
     * more once this method has returned.
     *
     * @throws IOException if the stream cannot be written
     * @throws RuntimeException of {@code dev.pictor.error} if the bytes cannot be fetched
     */
    void writeTo(OutputStream out) throws IOException;

    /**
     * All bytes in an array that is the caller's own. To be overridden by what can make it with
     * fewer copies than {@link #writeTo}.
     *
     * @throws IOException as {@link #writeTo}
     * @throws RuntimeException of {@code dev.pictor.error} if the bytes cannot be fetched
     */
    default byte[] bytes() throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      writeTo(out);
      return out.toByteArray();
    }
  }
}
