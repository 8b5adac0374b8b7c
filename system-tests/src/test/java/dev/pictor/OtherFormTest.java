package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.fal.Fal;
import dev.pictor.imageio.ImageIoConverter;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.MaskPolarity;
import dev.pictor.model.ImageResult;
import dev.pictor.model.ImageSource;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.RoutingPolicy;
import dev.pictor.spi.ImageConverter;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.ReplicateFailure;
import dev.pictor.testing.Step;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Where the second provider wants an input image in another form than the first: neither the timer
 * nor a thread of the network stands still while that is made.
 */
@Timeout(60)
class OtherFormTest {
  private static final Duration AFTER = Duration.ofSeconds(20);
  private static final RoutingPolicy HEDGING = RoutingPolicy.builder().hedgeAfter(AFTER).build();
  private static final String AT_REPLICATE = "black-forest-labs/flux-dev";

  private final TestTime time = new TestTime();
  private final Service replicate = Service.replicate();
  private final Service fal = Service.fal();
  private final List<String> threads = new CopyOnWriteArrayList<>();
  private final CountDownLatch mayConvert = new CountDownLatch(1);

  @BeforeEach
  void replicateIsSlow() {
    replicate
        .emulator()
        .everyJob(JobScript.succeeds().queuedPolls(0).runningFor(Duration.ofSeconds(60)));
  }

  @AfterEach
  void close() {
    mayConvert.countDown();
    replicate.close();
    fal.close();
    time.close();
  }

  /** Notes who converts, and takes its time. */
  private final class SlowConverter implements ImageConverter {
    private final ImageConverter real = new ImageIoConverter();

    @Override
    public Set<OutputFormat> reads() {
      return real.reads();
    }

    @Override
    public Set<OutputFormat> writes() {
      return real.writes();
    }

    @Override
    public Picture read(byte[] file, OutputFormat format) throws IOException {
      threads.add(Thread.currentThread().getName());
      try {
        mayConvert.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return real.read(file, format);
    }

    @Override
    public byte[] write(Picture picture, OutputFormat format, int quality) throws IOException {
      return real.write(picture, format, quality);
    }
  }

  /** Replicate takes the mask as it is, and fal the other way round. */
  private ImageClient masking() {
    return ImageClient.builder()
        .provider(
            new MaskingProvider(replicate.provider(), AT_REPLICATE, MaskPolarity.WHITE_IS_EDIT))
        .provider(new MaskingProvider(fal.provider(), MaskPolarity.TRANSPARENT_IS_EDIT))
        .time(time)
        .watching(RequestOptions.Watching.POLLING)
        .routing(HEDGING)
        .found(new SlowConverter())
        .build();
  }

  private static ImageRequest.Builder masked() {
    byte[] mask = InputPicture.mask(64, 48, MaskPolarity.WHITE_IS_EDIT);
    return ImageRequest.builder()
        .model("masked")
        .prompt("a boat")
        .seed(7)
        .addImages(ImageSource.bytes(InputPicture.png(64, 48)))
        .mask(ImageSource.bytes(mask))
        .maskPolarity(MaskPolarity.WHITE_IS_EDIT);
  }

  @Test
  void theTimerGoesOnWhileAHedgeConverts() {
    try (ImageClient client = masking()) {
      CompletableFuture<ImageResult> result = client.generateAsync(masked().n(2).build());
      Until.holds("both run", () -> replicate.emulator().count(Step.STATUS) >= 2);
      time.advance(AFTER); // this thread is the timer's, and there are two to be hedged
      Until.holds("it is converted", () -> !threads.isEmpty());
      assertThat(fal.emulator().count(Step.SUBMIT)).isZero();
      mayConvert.countDown();
      assertThat(Until.done(result).images()).hasSize(2);
      assertThat(Until.done(result).provider()).isEqualTo("fal");
      assertThat(fal.emulator().count(Step.SUBMIT)).isEqualTo(2);
      assertThat(threads).singleElement().asString().startsWith("pictor-input");
    }
  }

  @Test
  void noThreadOfTheNetworkConvertsForTheNextProvider() {
    mayConvert.countDown();
    replicate
        .emulator()
        .everyJob(
            JobScript.failsWith(ReplicateFailure.highDemand()).queuedPolls(0).runningPolls(1));
    try (ImageClient client = masking()) {
      assertThat(client.generate(masked().build()).provider()).isEqualTo("fal");
      assertThat(threads).singleElement().asString().startsWith("pictor-input");
    }
  }

  private static ImageRequest inWinter(ImageSource image) {
    return ImageRequest.builder()
        .model("flux-dev-image-to-image")
        .prompt("in winter")
        .seed(7)
        .addImages(image)
        .build();
  }

  @Test
  void theTimerReadsNoFileThatGoesInsideTheRequest() {
    byte[] noise = InputPicture.png(400, 300); // too much for a text that is kept
    List<String> readers = new CopyOnWriteArrayList<>();
    ImageSource image =
        ImageSource.stream(
            () -> {
              readers.add(Thread.currentThread().getName());
              return new ByteArrayInputStream(noise);
            });
    FalEmulator queue = (FalEmulator) fal.emulator();
    try (ImageClient client =
        ImageClient.builder()
            .provider(replicate.provider())
            .provider(Fal.builder().key(Service.FAL_KEY).queueUrl(queue.queueUrl()).build())
            .time(time)
            .watching(RequestOptions.Watching.POLLING)
            .routing(HEDGING)
            .build()) {
      CompletableFuture<ImageResult> result = client.generateAsync(inWinter(image));
      Until.holds("it runs", () -> replicate.emulator().count(Step.STATUS) >= 1);
      readers.clear();
      time.advance(AFTER);
      assertThat(Until.done(result).provider()).isEqualTo("fal");
      assertThat(readers).isNotEmpty().allMatch(name -> name.startsWith("pictor-input"));
      assertThat(queue.count(Step.UPLOAD)).isZero();
    }
  }

  /** A codec may take half a minute for one image. */
  @Test
  void noSubmissionWaitsForTheConversionsOfOtherJobs() {
    int threadsThatConvert = Math.min(2, Runtime.getRuntime().availableProcessors());
    FalEmulator queue = (FalEmulator) fal.emulator();
    try (ImageClient client =
        ImageClient.builder()
            .provider(Fal.builder().key(Service.FAL_KEY).queueUrl(queue.queueUrl()).build())
            .time(time)
            .watching(RequestOptions.Watching.POLLING)
            .found(new SlowConverter())
            .build()) {
      List<CompletableFuture<ImageResult>> all = new ArrayList<>();
      for (int i = 0; i < threadsThatConvert; i++) {
        all.add(
            client.generateAsync(
                ImageRequest.builder()
                    .model("flux1.1-pro")
                    .prompt("a boat")
                    .outputFormat(OutputFormat.GIF)
                    .responseFormat(ImageRequest.ResponseFormat.BYTES)
                    .build()));
      }
      Until.holds("all convert", () -> threads.size() == threadsThatConvert);
      assertThat(threads).allMatch(name -> name.startsWith("pictor-convert"));
      all.add(client.generateAsync(inWinter(ImageSource.bytes(InputPicture.png(400, 300)))));
      Until.holds("it is submitted", () -> queue.count(Step.SUBMIT) > threadsThatConvert);
      mayConvert.countDown();
      all.forEach(one -> assertThat(Until.done(one).images()).hasSize(1));
    }
  }
}
