package dev.pictor.internal.media;

import static dev.pictor.internal.media.Fixtures.chunk;
import static dev.pictor.internal.media.Fixtures.drawn;
import static dev.pictor.internal.media.Fixtures.insert;
import static dev.pictor.internal.media.Fixtures.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.JobCanceledException;
import dev.pictor.internal.http.ConversionThreads;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ImageConverter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What converters do together, and that an image survives all that they do wrong. */
@Timeout(30)
class ConvertersTest {
  private static final Conversion TO_GIF = new Conversion(OutputFormat.GIF, 70);

  private final ConversionThreads threads = new ConversionThreads();

  @AfterEach
  void close() {
    threads.close();
  }

  /** Reads PNG and writes GIF, both no more than headers; counts. */
  private static class Fake implements ImageConverter {
    final AtomicInteger reads = new AtomicInteger();
    final Set<OutputFormat> from;
    final Set<OutputFormat> to;
    volatile int quality = -1;

    Fake(OutputFormat from, OutputFormat to) {
      this.from = Collections.singleton(from);
      this.to = Collections.singleton(to);
    }

    Fake() {
      this(OutputFormat.PNG, OutputFormat.GIF);
    }

    @Override
    public Set<OutputFormat> reads() {
      return from;
    }

    @Override
    public Set<OutputFormat> writes() {
      return to;
    }

    @Override
    public ImageConverter.Picture read(byte[] file, OutputFormat format) throws IOException {
      reads.incrementAndGet();
      return ImageConverter.Picture.of(3, 2, new int[6]);
    }

    @Override
    public byte[] write(ImageConverter.Picture picture, OutputFormat format, int quality)
        throws IOException {
      this.quality = quality;
      return gif(picture.width(), picture.height());
    }
  }

  private static byte[] gif(int width, int height) {
    byte[] file = Arrays.copyOf("GIF89a".getBytes(StandardCharsets.US_ASCII), 13);
    file[6] = (byte) width;
    file[8] = (byte) height;
    return file;
  }

  private static byte[] png(int width, int height) {
    byte[] file = new byte[40];
    byte[] start = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
    System.arraycopy(start, 0, file, 0, start.length);
    for (int i = 0; i < 4; i++) {
      file[16 + i] = (byte) (width >> (24 - 8 * i));
      file[20 + i] = (byte) (height >> (24 - 8 * i));
    }
    return file;
  }

  private static ErrorDetails about() {
    return ErrorDetails.builder().requestId("of the job").build();
  }

  private Converters converters(ImageConverter... all) {
    return new Converters(() -> Arrays.asList(all), threads);
  }

  private static void stays(Converted converted, byte[] file, String why) {
    assertThat(converted.file()).isSameAs(file);
    assertThat(converted.before()).isEmpty();
    assertThat(converted.obstacle().get()).contains(why);
  }

  @Test
  void whatOneReadsAnotherWrites() throws IOException {
    Fake reader = new Fake(OutputFormat.PNG, OutputFormat.AVIF);
    Fake writer = new Fake(OutputFormat.AVIF, OutputFormat.GIF);
    Converted converted = converters(reader, writer).convert(png(3, 2), TO_GIF);
    assertThat(converted.bytes()).isEqualTo(gif(3, 2));
    assertThat(converted.obstacle()).isEmpty();
    assertThat(converted.before().get().format()).hasValue(OutputFormat.PNG);
    assertThat(writer.quality).isEqualTo(70);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GeneratedImage.Content original = to -> to.write(png(3, 2));
    converters(reader, writer).convert(original, TO_GIF, ConvertersTest::about).writeTo(out);
    assertThat(out.toByteArray()).isEqualTo(gif(3, 2));
  }

  @Test
  void ofTwoTheFirstDoesIt() {
    Fake first = new Fake();
    Fake second = new Fake();
    converters(first, second).convert(png(3, 2), TO_GIF);
    assertThat(first.reads).hasValue(1);
    assertThat(second.reads).hasValue(0);
  }

  @Test
  void whatIsAlreadyRightIsNotDecoded() throws Exception {
    Fake converter = new Fake();
    byte[] file = gif(9, 9);
    Converters converters = converters(converter);
    assertThat(converters.convert(file, TO_GIF).file()).isSameAs(file);
    assertThat(converters.begin(file, TO_GIF).done().get().file()).isSameAs(file);
    assertThat(converter.reads).hasValue(0);
  }

  @Test
  void decodesNothingThatDeclaresTooManyPixels() {
    Fake converter = new Fake();
    byte[] huge = png(10_001, 10_000);
    stays(converters(converter).convert(huge, TO_GIF), huge, "10001x10000");
    byte[] absurd = png(60_000, 60_000);
    stays(converters(converter).convert(absurd, TO_GIF), absurd, "its header declares");
    assertThat(converter.reads).hasValue(0);
    byte[] untrue = png(-1, 5);
    stays(converters(converter).convert(untrue, TO_GIF), untrue, "no size that can be true");
    byte[] allowed = png(10_000, 10_000);
    converters(converter).convert(allowed, TO_GIF);
    assertThat(converter.reads).hasValue(1);
  }

  @Test
  void anImageSurvivesEachFailure() throws Exception {
    byte[] file = png(3, 2);
    stays(converters().convert(file, TO_GIF), file, "no converter that reads png");
    stays(
        converters(new Fake()).convert(file, new Conversion(OutputFormat.AVIF, 1)),
        file,
        "no converter that writes avif");
    byte[] unknown = {1, 2, 3};
    stays(converters(new Fake()).convert(unknown, TO_GIF), unknown, "no format that Pictor knows");
    for (Throwable bug :
        Arrays.asList(
            new IOException("cut"),
            new IllegalStateException("a bug"),
            new OutOfMemoryError("no memory"),
            new NoClassDefFoundError("java/awt/Image"))) {
      Fake failing =
          new Fake() {
            @Override
            public ImageConverter.Picture read(byte[] read, OutputFormat format)
                throws IOException {
              if (bug instanceof IOException) {
                throw (IOException) bug;
              }
              if (bug instanceof Error) {
                throw (Error) bug;
              }
              throw (RuntimeException) bug;
            }
          };
      stays(converters(failing).convert(file, TO_GIF), file, bug.getMessage());
      stays(converters(failing).begin(file, TO_GIF).done().get(), file, bug.getMessage());
    }
  }

  @Test
  void anImageSurvivesAFailureThatHasNoWords() throws Exception {
    Fake failing =
        new Fake() {
          @Override
          public ImageConverter.Picture read(byte[] read, OutputFormat format) {
            throw new Wordless();
          }
        };
    byte[] file = png(3, 2);
    String why = Wordless.class.getName();
    stays(converters(failing).convert(file, TO_GIF), file, why);
    stays(converters(failing).begin(file, TO_GIF).done().get(5, TimeUnit.SECONDS), file, why);
  }

  private static final class Wordless extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("another bug");
    }
  }

  @Test
  void whatTheConverterWritesIsLookedAt() {
    byte[] file = png(3, 2);
    Fake liar =
        new Fake() {
          @Override
          public byte[] write(ImageConverter.Picture picture, OutputFormat format, int quality) {
            return gif(1, 1);
          }
        };
    stays(converters(liar).convert(file, TO_GIF), file, "something else");
  }

  @Test
  void aConverterThatCannotSayWhatItDoesIsNone() {
    ImageConverter broken =
        new Fake() {
          @Override
          public Set<OutputFormat> reads() {
            throw new NoClassDefFoundError("java/awt/Image");
          }

          @Override
          public Set<OutputFormat> writes() {
            return new LinkedHashSet<>(Arrays.asList(OutputFormat.PNG, null));
          }
        };
    byte[] file = png(3, 2);
    assertThat(converters(broken, new Fake()).convert(file, TO_GIF).bytes()).isEqualTo(gif(3, 2));
    Converters none =
        new Converters(
            () -> {
              throw new IllegalStateException("a bug");
            },
            threads);
    stays(none.convert(file, TO_GIF), file, "no converter");
  }

  @Test
  void noConverterIsAskedBeforeItIsNeeded() {
    AtomicInteger asked = new AtomicInteger();
    Converters converters =
        new Converters(
            () -> {
              asked.incrementAndGet();
              return Collections.singletonList(new Fake());
            },
            threads);
    assertThat(asked).hasValue(0);
    converters.conversions();
    converters.convert(png(3, 2), TO_GIF);
    assertThat(asked).hasValue(1);
  }

  /** Blocks in a thread of its own until it is let go. */
  private static final class Slow extends Fake {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch free = new CountDownLatch(1);
    final CompletableFuture<Thread> thread = new CompletableFuture<>();
    final AtomicInteger most = new AtomicInteger();
    final AtomicInteger now = new AtomicInteger();

    @Override
    public ImageConverter.Picture read(byte[] file, OutputFormat format) throws IOException {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      thread.complete(Thread.currentThread());
      begun.countDown();
      try {
        assertThat(free.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      now.decrementAndGet();
      return super.read(file, format);
    }
  }

  @Test
  void aStopDoesNotWaitForTheConverter() throws Exception {
    Slow slow = new Slow();
    byte[] file = png(3, 2);
    Converters.Converting converting = converters(slow).begin(file, TO_GIF);
    slow.begun.await();
    assertThat(converting.done()).isNotDone();
    converting.stop("enough");
    stays(converting.done().get(), file, "enough");
    slow.free.countDown();
    assertThat(converting.done().get().file()).isSameAs(file);
  }

  @Test
  void fewThreadsDoItAndTheyHoldNoProgramUp() throws Exception {
    Slow slow = new Slow();
    Converters converters = converters(slow);
    Converters.Converting[] all = new Converters.Converting[9];
    for (int i = 0; i < all.length; i++) {
      all[i] = converters.begin(png(3, 2), TO_GIF);
    }
    Thread thread = slow.thread.get(20, TimeUnit.SECONDS);
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getName()).startsWith("pictor-convert-");
    slow.free.countDown();
    for (Converters.Converting one : all) {
      assertThat(one.done().get(20, TimeUnit.SECONDS).bytes()).isEqualTo(gif(3, 2));
    }
    assertThat(slow.most.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void afterTheEndOfTheClientTheImageStaysAsItCame() throws Exception {
    threads.close();
    byte[] file = png(3, 2);
    stays(converters(new Fake()).begin(file, TO_GIF).done().get(), file, "could not be begun");
  }

  @Test
  void aFailingDownloadFailsAsBefore() {
    IOException broken = new IOException("broken");
    GeneratedImage.Content original =
        out -> {
          throw broken;
        };
    Throwable failure =
        catchThrowable(
            () ->
                converters(new Fake())
                    .convert(original, TO_GIF, ConvertersTest::about)
                    .writeTo(new ByteArrayOutputStream()));
    assertThat(failure).isSameAs(broken);
  }

  /** A codec cannot be stopped, but after it nothing more is done. */
  @Test
  void anInterruptDoesNotEndWhatNeedsNoConversion() throws Exception {
    GeneratedImage.Content content =
        converters(new Fake()).convert(to -> to.write(gif(3, 2)), TO_GIF, ConvertersTest::about);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Thread.currentThread().interrupt();
    try {
      content.writeTo(out);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(out.toByteArray()).isEqualTo(gif(3, 2));
  }

  @Test
  void anInterruptEndsAConversionAfterTheStepThatIsUnderWay() {
    AtomicInteger writes = new AtomicInteger();
    Fake interrupted =
        new Fake() {
          @Override
          public ImageConverter.Picture read(byte[] file, OutputFormat format) throws IOException {
            Thread.currentThread().interrupt();
            return super.read(file, format);
          }

          @Override
          public byte[] write(ImageConverter.Picture picture, OutputFormat format, int quality)
              throws IOException {
            writes.incrementAndGet();
            return super.write(picture, format, quality);
          }
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GeneratedImage.Content content =
        converters(interrupted).convert(to -> to.write(png(3, 2)), TO_GIF, ConvertersTest::about);
    Throwable failure = catchThrowable(() -> content.writeTo(out));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure).isExactlyInstanceOf(JobCanceledException.class);
    assertThat(((JobCanceledException) failure).details().requestId()).hasValue("of the job");
    assertThat(writes).hasValue(0);
    assertThat(out.size()).isZero();
  }

  /** Those of a provider that passes on what a phone took. */
  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png"})
  void aPictureThatLiesIsTurnedUpright(String format) {
    byte[] exif = Fixtures.exif(6, false, false); // to be turned right
    byte[] file =
        format.equals("jpg")
            ? insert(drawn("jpg", 3, 2), 2, segment(0xe1, Exif.PREFIX, exif))
            : insert(drawn("png", 3, 2), 33, chunk("eXIf", exif));
    List<ImageConverter.Picture> written = new ArrayList<>();
    Fake converter =
        new Fake(format.equals("jpg") ? OutputFormat.JPEG : OutputFormat.PNG, OutputFormat.GIF) {
          @Override
          public ImageConverter.Picture read(byte[] read, OutputFormat any) {
            return ImageConverter.Picture.of(3, 2, new int[] {1, 2, 3, 4, 5, 6});
          }

          @Override
          public byte[] write(ImageConverter.Picture picture, OutputFormat any, int quality)
              throws IOException {
            written.add(picture);
            return super.write(picture, any, quality);
          }
        };
    Converted converted = converters(converter).convert(file, TO_GIF);
    assertThat(converted.obstacle()).isEmpty();
    assertThat(converted.file()).isEqualTo(gif(2, 3));
    assertThat(written.get(0).argb()).containsExactly(4, 1, 5, 2, 6, 3);
    assertThat(converted.before().get().size()).hasValue(ImageSize.of(3, 2));
  }

  /** As those that say by C2PA who made them. */
  @Test
  void metadataBeforeTheSizeDoNotHideIt() {
    byte[] much = new byte[40_000];
    Fake converter = new Fake(OutputFormat.JPEG, OutputFormat.GIF);
    byte[] file = insert(drawn("jpg", 3, 2), 2, segment(0xeb, much), segment(0xeb, much));
    assertThat(GeneratedImage.Facts.of(file).size()).isEmpty();
    Converted converted = converters(converter).convert(file, TO_GIF);
    assertThat(converted.obstacle()).isEmpty();
    assertThat(converted.file()).isEqualTo(gif(3, 2));

    byte[] huge = file.clone();
    int frame = new String(file, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00c0");
    huge[frame + 5] = 0x30; // 12,291 x 12,290
    huge[frame + 7] = 0x30;
    stays(converters(converter).convert(huge, TO_GIF), huge, "12291x12290 pixels; at most");
    assertThat(converter.reads).hasValue(1);
  }
}
