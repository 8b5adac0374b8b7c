package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.avif.AvifConverter;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.model.Adjustment;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageRequest.Strictness;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import dev.pictor.spi.ImageConverter;
import dev.pictor.testing.FalEmulator;
import dev.pictor.testing.Fault;
import dev.pictor.testing.ReplicateEmulator;
import dev.pictor.testing.Reply;
import dev.pictor.testing.Step;
import dev.pictor.testing.TestPicture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** That a conversion is found, planned, remembered, and never costs an image that was paid for. */
@Tag("wide")
@Timeout(60)
class ConversionTest {
  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  /** GIF, which no endpoint makes. */
  private static ImageRequest.Builder boat(ResponseFormat delivery) {
    return ImageRequest.builder()
        .model("flux1.1-pro")
        .prompt("a paper boat")
        .seed(7)
        .size(256, 256)
        .outputFormat(OutputFormat.GIF)
        .responseFormat(delivery);
  }

  /** An endpoint that chooses the pixels makes four millions of them, which AVIF takes long for. */
  private static Service startSmall(Service.Kind kind) {
    Function<TestPicture, byte[]> encoder =
        picture -> picture.toBuilder().size(256, 256).build().encode();
    return kind == Service.Kind.FAL
        ? Service.fal(FalEmulator.builder().pictures(encoder))
        : Service.replicate(ReplicateEmulator.builder().pictures(encoder));
  }

  private ImageClient.Builder builder(Service service) {
    return ImageClient.builder().provider(service.provider()).time(time);
  }

  private static GeneratedImage.Facts facts(GeneratedImage image) {
    return GeneratedImage.Facts.of(image.bytes());
  }

  /** Reads PNG and writes GIF, and is asked for that by a test. */
  private abstract static class Custom implements ImageConverter {
    @Override
    public Set<OutputFormat> reads() {
      return new LinkedHashSet<>(Arrays.asList(OutputFormat.PNG, OutputFormat.JPEG));
    }

    @Override
    public Set<OutputFormat> writes() {
      return Collections.singleton(OutputFormat.GIF);
    }

    @Override
    public ImageConverter.Picture read(byte[] file, OutputFormat format) throws IOException {
      return ImageConverter.Picture.of(1, 1, new int[1]);
    }

    @Override
    public byte[] write(ImageConverter.Picture picture, OutputFormat format, int quality)
        throws IOException {
      return TestPicture.builder().size(1, 1).format(OutputFormat.GIF).build().encode();
    }
  }

  private static final class Broken extends Custom {
    @Override
    public ImageConverter.Picture read(byte[] file, OutputFormat format) throws IOException {
      throw new IOException("a bug of the converter");
    }
  }

  private static final class Sound extends Custom {}

  // --- Found

  @Test
  void convertersAreFoundOnTheClassPathHoweverTheClientIsMade() {
    Map<String, String> keys = new HashMap<>();
    keys.put("FAL_KEY", Service.FAL_KEY);
    keys.put("REPLICATE_API_TOKEN", Service.REPLICATE_TOKEN);
    try (ImageClient found = Environment.client(name -> Optional.ofNullable(keys.get(name)));
        Service service = Service.fal();
        ImageClient built = builder(service).build()) {
      for (ImageClient client : Arrays.asList(found, built)) {
        for (Plan.Candidate candidate :
            client.plan(boat(ResponseFormat.URL).build()).candidates()) {
          assertThat(candidate.convertsTo()).hasValue(OutputFormat.GIF);
          assertThat(candidate.postProcessing()).containsExactly("convert to gif");
          assertThat(candidate.toString()).contains("converted by Pictor (emulated)");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConverterOfTheCallerComesFirst(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = builder(service).converter(new Sound()).build()) {
      GeneratedImage image = client.generate(boat(ResponseFormat.BYTES).build()).image();
      assertThat(image.facts().get().size().get()).hasToString("1x1");
    }
  }

  // --- Not there

  @ParameterizedTest
  @EnumSource
  void withoutAConverterStrictRefusesAndLenientDeliversWhatThereIs(Service.Kind kind) {
    try (Service service = kind.start();
        ImageClient client = builder(service).found().build()) {
      assertThatThrownBy(
              () ->
                  client.generate(boat(ResponseFormat.BYTES).strictness(Strictness.STRICT).build()))
          .isInstanceOf(RequestRefusedException.class)
          .hasMessageContaining("outputFormat gif would be lost");
      assertThat(service.emulator().count(Step.SUBMIT)).isZero();

      ImageResult result = client.generate(boat(ResponseFormat.BYTES).build());
      OutputFormat own = kind == Service.Kind.FAL ? OutputFormat.JPEG : OutputFormat.WEBP;
      assertThat(result.image().facts().get().format()).hasValue(own);
      assertThat(result.warnings())
          .containsExactly("image 0 is " + own + " by its bytes; gif was asked for");
      assertThat(result.adjustments())
          .filteredOn(fate -> fate.parameter().equals("outputFormat"))
          .extracting(Adjustment::mode)
          .containsExactly(Adjustment.Mode.DROPPED);
    }
  }

  // --- Failing

  @ParameterizedTest
  @EnumSource
  void anImageThatCannotBeConvertedStaysAsItCame(Service.Kind kind, @TempDir Path folder)
      throws IOException {
    try (Service service = kind.start();
        ImageClient client = builder(service).found(new Broken()).build()) {
      ImageResult bytes = client.generate(boat(ResponseFormat.BYTES).build());
      assertThat(bytes.image().facts().get().format()).hasValue(OutputFormat.PNG);
      assertThat(Picture.decode(bytes.image().bytes()).size()).hasToString("256x256");
      assertThat(bytes.warnings())
          .containsExactly(
              "image 0 stays png, as it came, because it could not be converted: a bug of the"
                  + " converter");

      GeneratedImage url = client.generate(boat(ResponseFormat.URL).build()).image();
      Path file = folder.resolve("boat");
      assertThat(url.saveTo(file).format()).hasValue(OutputFormat.PNG);
      assertThat(Picture.decode(Files.readAllBytes(file)).format()).isEqualTo(OutputFormat.PNG);
      assertThat(facts(url).format()).hasValue(OutputFormat.PNG);
      assertThat(service.emulator().paidJobs()).isEqualTo(2);
    }
  }

  private static byte[] png(int width, int height) {
    return TestPicture.builder().prompt("other").size(width, height).build().encode();
  }

  private static void delivers(Service service, byte[] file) {
    service
        .emulator()
        .fail(Step.DOWNLOAD, Fault.reply(Reply.bytes(200, "image/png", file)))
        .always();
  }

  private void staysAsItCame(Service.Kind kind, byte[] file, String... why) {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      delivers(service, file);
      ImageResult result = client.generate(boat(ResponseFormat.BYTES).build());
      assertThat(result.image().bytes()).isEqualTo(file);
      assertThat(result.warnings()).anySatisfy(line -> assertThat(line).contains(why));
      assertThat(client.generate(boat(ResponseFormat.URL).build()).image().bytes()).isEqualTo(file);
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfAPictureStaysAsItCame(Service.Kind kind) {
    byte[] whole = png(256, 256);
    staysAsItCame(
        kind, Arrays.copyOf(whole, whole.length * 2 / 3), "stays png", "could not be converted");
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsAllocatedForAHeaderThatLies(Service.Kind kind) {
    byte[] liar = png(16, 16);
    for (int at : new int[] {16, 20}) { // 14,000 x 14,000: 784 MB
      liar[at + 2] = 0x36;
      liar[at + 3] = (byte) 0xb0;
    }
    staysAsItCame(kind, liar, "stays png", "14000x14000");
    for (int at : new int[] {16, 20}) { // 60,000 x 60,000: 14 GB
      liar[at + 2] = (byte) 0xea;
      liar[at + 3] = 0x60;
    }
    staysAsItCame(kind, liar, "stays png", "its header declares no size that can be true");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAlreadyRightIsDeliveredToTheByte(Service.Kind kind) {
    byte[] gif =
        TestPicture.builder().prompt("x").size(256, 256).format(OutputFormat.GIF).build().encode();
    try (Service service = kind.start();
        ImageClient client = builder(service).found(new Broken()).build()) {
      delivers(service, gif);
      ImageResult result = client.generate(boat(ResponseFormat.BYTES).build());
      assertThat(result.image().bytes()).isEqualTo(gif);
      assertThat(client.generate(boat(ResponseFormat.URL).build()).image().bytes()).isEqualTo(gif);
      assertThat(result.warnings()).noneMatch(line -> line.contains("converted"));
    }
  }

  private static byte[] avif() throws IOException {
    ImageConverter.Picture picture = ImageConverter.Picture.of(256, 256, new int[256 * 256]);
    return new AvifConverter().write(picture, OutputFormat.AVIF, 80);
  }

  /** What a server delivers instead of what its endpoint was asked for. */
  @ParameterizedTest
  @EnumSource
  void anAvifOfTheServerIsReadToo(Service.Kind kind) throws IOException {
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      delivers(service, avif());
      GeneratedImage image = client.generate(boat(ResponseFormat.BYTES).build()).image();
      assertThat(image.facts().get().format()).hasValue(OutputFormat.GIF);
      assertThat(image.facts().get().size().get()).hasToString("256x256");
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfAnAvifStaysAsItCame(Service.Kind kind) throws IOException {
    byte[] whole = avif();
    staysAsItCame(kind, Arrays.copyOf(whole, whole.length - 9), "stays avif", "ends within");
  }

  /** A JPEG of 64x48 pixels with a segment at its start. */
  private static byte[] jpeg(int marker, byte... content) {
    byte[] plain = TestPicture.builder().size(64, 48).format(OutputFormat.JPEG).build().encode();
    ByteBuffer file = ByteBuffer.allocate(plain.length + 4 + content.length);
    file.put(plain, 0, 2).putShort((short) (0xff00 | marker));
    file.putShort((short) (content.length + 2)).put(content);
    return file.put(plain, 2, plain.length - 2).array();
  }

  /** That the file is to be turned is a word that the new one has not. */
  @ParameterizedTest
  @EnumSource
  void aPictureThatLiesIsTurnedUpright(Service.Kind kind) {
    byte[] turnRight = {
      'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6,
      0, 0, 0, 0, 0, 0
    };
    try (Service service = kind.start();
        ImageClient client = service.client(time)) {
      delivers(service, jpeg(0xe1, turnRight));
      GeneratedImage here = client.generate(boat(ResponseFormat.BYTES).build()).image();
      assertThat(facts(here).size().get()).hasToString("48x64");
      GeneratedImage there = client.generate(boat(ResponseFormat.URL).build()).image();
      assertThat(facts(there).size().get()).hasToString("48x64");
    }
  }

  /** Each costs the time of the whole picture, in code that nobody can stop. */
  @ParameterizedTest
  @EnumSource
  void aJpegOfVeryManyScansStaysAsItCame(Service.Kind kind) {
    byte[] plain = jpeg(0xfe);
    int end = plain.length - 2;
    int scan = new String(plain, StandardCharsets.ISO_8859_1).lastIndexOf("\u00ff\u00da");
    ByteBuffer many = ByteBuffer.allocate(plain.length + 299 * (end - scan));
    many.put(plain, 0, end);
    for (int i = 1; i < 300; i++) {
      many.put(plain, scan, end - scan);
    }
    many.put(plain, end, 2);
    staysAsItCame(kind, many.array(), "stays jpeg", "300 scans; at most 256");
  }

  // --- Remembered

  @ParameterizedTest
  @CsvSource({"FAL, webp", "FAL, avif", "REPLICATE, webp", "REPLICATE, avif"})
  void aResumedJobIsConvertedToo(Service.Kind kind, String format) {
    try (Service service = startSmall(kind)) {
      ImageRequest request =
          boat(ResponseFormat.URL)
              .model("flux1.1-pro-ultra")
              .outputFormat(OutputFormat.of(format))
              .outputQuality(9)
              .build();
      String stored;
      byte[] expected;
      try (ImageClient first = service.client(time)) {
        ImageJob job = first.submit(request);
        stored = job.handle().toString();
        expected = job.await().image().bytes();
      }
      assertThat(GeneratedImage.Facts.of(expected).format()).hasValue(OutputFormat.of(format));
      JobHandle handle = JobHandle.parse(stored);
      try (ImageClient second = service.client(time)) {
        assertThat(second.resume(handle).await().image().bytes()).isEqualTo(expected);
      }
      try (ImageClient third = builder(service).found().build()) {
        assertThat(facts(third.resume(handle).await().image()).format()).hasValue(OutputFormat.PNG);
      }
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @Test
  void theProviderThatFollowsConvertsIfItHasTo() {
    try (Pair pair = new Pair(Service.Kind.REPLICATE)) {
      ImageRequest webp =
          Pair.request()
              .outputFormat(OutputFormat.WEBP)
              .responseFormat(ResponseFormat.BYTES)
              .build();
      Plan.Candidate second = pair.client().plan(webp).candidates().get(1);
      assertThat(second.convertsTo()).hasValue(OutputFormat.WEBP);
      assertThat(pair.client().plan(webp).candidates().get(0).convertsTo()).isEmpty();
      pair.first().close();
      ImageResult result = pair.client().generate(webp);
      assertThat(result.provider()).isEqualTo(pair.secondName());
      assertThat(result.image().facts().get().format()).hasValue(OutputFormat.WEBP);
      assertThat(pair.second().requests(Step.SUBMIT).get(0).bodyText())
          .contains("\"output_format\":\"png\"");
    }
  }

  // --- Not waited for

  private static final class Slow extends Custom {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch free = new CountDownLatch(1);

    @Override
    public ImageConverter.Picture read(byte[] file, OutputFormat format) throws IOException {
      begun.countDown();
      try {
        assertThat(free.await(50, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return super.read(file, format);
    }
  }

  private static void isNotLost(CompletableFuture<ImageResult> future) throws Exception {
    ImageResult result = future.get(20, TimeUnit.SECONDS);
    assertThat(result.outcomes())
        .extracting(ImageOutcome::kind)
        .containsOnly(ImageOutcome.Kind.IMAGE);
    assertThat(facts(result.image()).format()).hasValue(OutputFormat.PNG);
    assertThat(result.warnings())
        .anySatisfy(line -> assertThat(line).contains("its request ended before that"));
  }

  @ParameterizedTest
  @EnumSource
  void theDeadlineDoesNotWaitForAConverter(Service.Kind kind) throws Exception {
    Slow slow = new Slow();
    try (Service service = kind.start();
        ImageClient client = builder(service).found(slow).build()) {
      CompletableFuture<ImageResult> result =
          client.generateAsync(
              boat(ResponseFormat.BYTES).build(),
              RequestOptions.builder().deadline(Duration.ofMinutes(5)).build());
      slow.begun.await();
      assertThat(result).isNotDone();
      time.advance(Duration.ofMinutes(6));
      isNotLost(result);
      slow.free.countDown();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCancellationDoesNotWaitForAConverter(Service.Kind kind) throws Exception {
    Slow slow = new Slow();
    try (Service service = kind.start();
        ImageClient client = builder(service).found(slow).build()) {
      ImageJob job = client.submit(boat(ResponseFormat.BYTES).build());
      slow.begun.await();
      job.cancel();
      isNotLost(job.result());
      slow.free.countDown();
    }
  }

  @Test
  void theEndOfTheClientDoesNotWaitForAConverter() throws Exception {
    Slow slow = new Slow();
    try (Service service = Service.fal()) {
      CompletableFuture<ImageResult> result;
      try (ImageClient client = builder(service).found(slow).build()) {
        result = client.generateAsync(boat(ResponseFormat.BYTES).n(3).build());
        slow.begun.await();
        Until.holds("all are here", () -> service.emulator().count(Step.DOWNLOAD) == 3);
      }
      result.get(20, TimeUnit.SECONDS);
      slow.free.countDown();
    }
  }

  /** While one image is converted, others come: the network has threads of its own. */
  @Test
  void aConverterHoldsNoDownloadUp() throws Exception {
    Slow slow = new Slow();
    try (Service service = Service.fal();
        ImageClient client = builder(service).found(slow).build()) {
      CompletableFuture<ImageResult> many =
          client.generateAsync(boat(ResponseFormat.BYTES).n(10).build());
      slow.begun.await();
      Until.holds("all are here", () -> service.emulator().count(Step.DOWNLOAD) == 10);
      List<GeneratedImage> plain =
          client
              .generate(boat(ResponseFormat.BYTES).outputFormat(OutputFormat.PNG).n(4).build())
              .images();
      assertThat(plain).hasSize(4);
      assertThat(many).isNotDone();
      slow.free.countDown();
      assertThat(many.get(20, TimeUnit.SECONDS).images()).hasSize(10);
    }
  }
}
