package dev.pictor.internal.media;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.JobCanceledException;
import dev.pictor.internal.http.ConversionThreads;
import dev.pictor.internal.plan.Conversions;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All converters of a client as one: what any of them reads, any other may write.
 *
 * <p>Whatever goes wrong, an image that was paid for is not lost: it stays as it came. Converters
 * are not asked for anything before a request names a format, since some load native code then.
 */
public final class Converters {
  private final Supplier<List<ImageConverter>> source;
  private final ConversionThreads threads;
  private Optional<Lookup> lookup = Optional.empty();

  /** Who does what. */
  static final class Lookup {
    final Map<OutputFormat, ImageConverter> readers = new LinkedHashMap<>();
    final Map<OutputFormat, ImageConverter> writers = new LinkedHashMap<>();
    final Conversions conversions;

    Lookup(List<ImageConverter> converters) {
      for (ImageConverter converter : converters) {
        add(readers, converter, ImageConverter::reads);
        add(writers, converter, ImageConverter::writes);
      }
      conversions = Conversions.of(readers.keySet(), writers.keySet());
    }

    private static void add(
        Map<OutputFormat, ImageConverter> all,
        ImageConverter converter,
        Function<ImageConverter, Set<OutputFormat>> formats) {
      try {
        formats.apply(converter).forEach(format -> all.putIfAbsent(format, converter));
      } catch (RuntimeException | Error e) {
        // One that cannot even say what it does is of no use, and no reason to stop anything.
      }
    }
  }

  /**
   * @param source gives the converters when they are needed first; of two that do the same, the
   *     first does it
   */
  public Converters(Supplier<List<ImageConverter>> source, ConversionThreads threads) {
    this.source = source;
    this.threads = threads;
  }

  private synchronized Lookup lookup() {
    Lookup known = lookup.orElseGet(() -> new Lookup(given()));
    lookup = Optional.of(known);
    return known;
  }

  private List<ImageConverter> given() {
    try {
      return new ArrayList<>(source.get());
    } catch (RuntimeException | Error e) {
      return new ArrayList<>();
    }
  }

  /** What can be converted into what. */
  public Conversions conversions() {
    return lookup().conversions;
  }

  /**
   * Decodes a file.
   *
   * @param scanned its size, where a scan has found one: more metadata may stand before it than the
   *     facts of a file go through
   * @throws IOException if nothing can, or its header declares no size or one beyond the limit
   */
  ImageConverter.Picture read(byte[] file, OutputFormat format, Optional<ImageSize> scanned)
      throws IOException {
    Optional<ImageSize> size = GeneratedImage.Facts.of(file).size();
    refuseHuge(size.isPresent() ? size : scanned);
    return find(lookup().readers, format, "reads").read(file, format);
  }

  /** Encodes a picture. */
  byte[] write(ImageConverter.Picture picture, OutputFormat format, int quality)
      throws IOException {
    return find(lookup().writers, format, "writes").write(picture, format, quality);
  }

  /**
   * Content that is converted each time it is asked for, in the thread that asks. An interrupt ends
   * that after the step that is under way, as no codec can be stopped.
   *
   * @param about what an exception tells of the job
   */
  public GeneratedImage.Content convert(
      GeneratedImage.Content original, Conversion wish, Supplier<ErrorDetails> about) {
    return out -> {
      InMemory file = new InMemory();
      original.writeTo(file);
      Converted converted = convert(file.toByteArray(), wish);
      boolean isNew = converted.obstacle().isPresent() || converted.before().isPresent();
      if (isNew && Thread.currentThread().isInterrupted()) {
        throw JobCanceledException.endedHere(
            "The thread was interrupted while it converted a finished image; nothing of it was"
                + " written, and it can be asked for again",
            about.get());
      }
      out.write(converted.file());
    };
  }

  /**
   * Runs what handles input files as a whole in a thread for that, as soon as one is free.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the client was closed
   */
  public void run(Runnable work) {
    threads.run(work);
  }

  /** Begins to convert a file, in another thread. Never throws. */
  public Converting begin(byte[] file, Conversion wish) {
    Converting converting = new Converting(file);
    try {
      if (isAlready(file, wish)) { // nothing to do, and so nothing to wait for
        converting.done.complete(Converted.unchanged(file));
        return converting;
      }
      converting.work =
          Optional.of(threads.submit(() -> converting.done.complete(convert(file, wish))));
    } catch (RuntimeException | Error e) { // the client was closed, or there is no memory
      converting.stop("it could not be begun: " + e);
    }
    return converting;
  }

  /** A conversion on its way. */
  public static final class Converting {
    private final CompletableFuture<Converted> done = new CompletableFuture<>();
    private final byte[] file;
    private volatile Optional<Future<?>> work = Optional.empty();

    Converting(byte[] file) {
      this.file = file;
    }

    /** Never fails. */
    public CompletableFuture<Converted> done() {
      return done;
    }

    /** Waits no longer: the image stays as it came. */
    public void stop(String why) {
      done.complete(Converted.failed(file, why));
      work.ifPresent(running -> running.cancel(false));
    }
  }

  private static boolean isAlready(byte[] file, Conversion wish) {
    return GeneratedImage.Facts.of(file).format().filter(wish.format()::equals).isPresent();
  }

  /** Converts a file, unless it is what it should be. Never throws. */
  Converted convert(byte[] file, Conversion wish) {
    try {
      return isAlready(file, wish)
          ? Converted.unchanged(file)
          : Converted.from(GeneratedImage.Facts.of(file), converted(file, wish));
    } catch (IOException | RuntimeException | Error e) {
      return Converted.failed(file, words(e));
    }
  }

  /** What a converter throws may be as broken as the converter. */
  private static String words(Throwable failure) {
    try {
      return String.valueOf(failure.getMessage() == null ? failure : failure.getMessage());
    } catch (RuntimeException | Error e) {
      return failure.getClass().getName();
    }
  }

  private byte[] converted(byte[] file, Conversion wish) throws IOException {
    // Through the whole file: metadata of any length may stand before its size.
    InputFile seen = InputFile.scan(new ByteArrayInputStream(file), file.length);
    OutputFormat from =
        seen.format()
            .orElseThrow(() -> new IOException("its bytes are of no format that Pictor knows"));
    ImageConverter reader = find(lookup().readers, from, "reads");
    ImageConverter writer = find(lookup().writers, wish.format(), "writes");
    refuseHuge(seen.size());
    goOn();
    ImageConverter.Picture stored = reader.read(file, from);
    goOn();
    // What is written has no metadata, and so not the word that its pixels lie.
    ImageConverter.Picture picture = Turning.upright(stored, seen.orientation());
    byte[] written = writer.write(picture, wish.format(), wish.quality());
    GeneratedImage.Facts result = GeneratedImage.Facts.of(written);
    if (!result.format().equals(Optional.of(wish.format()))
        || !result.size().equals(Optional.of(ImageSize.of(picture.width(), picture.height())))) {
      throw new IOException("its converter wrote something else: " + result);
    }
    return written;
  }

  /** Between two steps, each of which may take seconds. */
  private static void goOn() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("its thread was interrupted");
    }
  }

  private static ImageConverter find(
      Map<OutputFormat, ImageConverter> all, OutputFormat format, String does) throws IOException {
    ImageConverter found = all.get(format);
    if (found == null) {
      throw new IOException("this client has no converter that " + does + " " + format);
    }
    return found;
  }

  /** By the header, which costs nothing: pixels would be allocated for what it declares. */
  private static void refuseHuge(Optional<ImageSize> declared) throws IOException {
    ImageSize size =
        declared.orElseThrow(() -> new IOException("its header declares no size that can be true"));
    if (size.pixels() > ImageConverter.MAX_PIXELS) {
      throw new IOException(
          "its header declares "
              + size
              + " pixels; at most "
              + ImageConverter.MAX_PIXELS
              + " are decoded");
    }
  }
}
