package dev.pictor.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * One finished image: where it is, what is known of it, and its bytes.
 *
 * <p>With {@link ResponseFormat#BYTES} the bytes are already here; otherwise {@link #bytes()},
 * {@link #writeTo} and {@link #saveTo} fetch them, each time anew, through the client that made the
 * image: it must still be open. Providers delete images after minutes to days (Replicate: one
 * hour), so fetch what you want to keep.
 *
 * <p>Immutable and thread-safe.
 */
@Value.Immutable
@ValueStyle
public abstract class GeneratedImage {
  GeneratedImage() {}

  /** Starts an image. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts an image that begins as a copy of this one. */
  public final Builder toBuilder() {
    return builder().copyFrom(this);
  }

  /** Which image of the request this is, from 0. */
  public abstract int index();

  /** The job that made it. */
  public abstract JobHandle handle();

  /** Where the provider keeps it; a {@code data:} URI where it was sent inline. */
  public abstract Optional<String> url();

  /** The seed it was made from, where it is known. */
  public abstract Optional<BigInteger> seed();

  /** Whether the provider's moderation flagged it; empty means unknown, not harmless. */
  public abstract Optional<Boolean> flagged();

  /** The size that the request asked for in pixels. */
  public abstract Optional<ImageSize> requestedSize();

  /** The size that the endpoint was asked for in pixels. */
  public abstract Optional<ImageSize> sentSize();

  /** The size that the provider says it has; not measured. */
  public abstract Optional<ImageSize> reportedSize();

  /** The media type that the provider says it has; not measured. */
  public abstract Optional<String> reportedMediaType();

  /** What the bytes themselves say; present with {@link ResponseFormat#BYTES}. */
  public abstract Optional<ImageFacts> facts();

  /** How the bytes are reached. */
  @Value.Auxiliary
  public abstract ImageContent content();

  /**
   * The whole file in memory.
   *
   * @throws RuntimeException of {@code dev.pictor.error} if it cannot be fetched
   */
  public final byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writeTo(out);
    return out.toByteArray();
  }

  /**
   * Copies the file to a stream, which stays open.
   *
   * @throws RuntimeException of {@code dev.pictor.error} if it cannot be fetched
   * @throws UncheckedIOException if the stream cannot be written
   */
  public final void writeTo(OutputStream out) {
    try {
      content().writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("Copying image " + index() + " of " + handle(), e);
    }
  }

  /**
   * Writes the file, through a temporary one in the same folder: under the final name there is
   * never half an image. An existing file is replaced; a missing folder is made.
   *
   * @return what the written bytes are
   * @throws RuntimeException of {@code dev.pictor.error} if it cannot be fetched
   * @throws UncheckedIOException if the file cannot be written
   */
  public final ImageFacts saveTo(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null) {
        throw new IOException("there is no folder to write into");
      }
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, ".pictor-", ".part");
      try {
        ImageFacts facts;
        try (FactsStream out = new FactsStream(Files.newOutputStream(part))) {
          content().writeTo(out);
          facts = out.facts();
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        return facts;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Saving image " + index() + " to " + file, e);
    }
  }

  /** Collects a {@link GeneratedImage}. Not thread-safe. */
  public static final class Builder extends ImmutableGeneratedImage.Builder {
    Builder() {}
  }
}
