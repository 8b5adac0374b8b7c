package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.AuthenticationException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.error.TransportException;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.ImageSource;
import dev.pictor.model.JsonValue;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.ParameterRule;
import dev.pictor.testing.Fault;
import dev.pictor.testing.RecordedCall;
import dev.pictor.testing.Step;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("wide")
class LocalInputTest {
  /** A file of the user that is too long for a request of any provider. */
  private static final byte[] BIG = InputPicture.png(400, 300);

  private static final byte[] SMALL = InputPicture.png(16, 12);

  @TempDir Path folder;

  /** Where an image can be when it is not behind a URL. */
  enum Kind {
    BYTES,
    FILE,
    STREAM,
    DATA_URI;

    ImageSource of(byte[] bytes, Path folder) throws IOException {
      switch (this) {
        case BYTES:
          return ImageSource.bytes(bytes);
        case FILE:
          return ImageSource.file(Files.write(folder.resolve("lake.png"), bytes));
        case STREAM:
          return ImageSource.stream(() -> new ByteArrayInputStream(bytes));
        default:
          return ImageSource.url(
              "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes));
      }
    }
  }

  static Stream<Arguments> everySourceInEveryRole() {
    List<Arguments> all = new ArrayList<>();
    for (Service.Kind kind : Service.Kind.values()) {
      kind.models().stream()
          .flatMap(spec -> spec.parameters().stream().map(rule -> Arguments.of(spec, rule)))
          .filter(pair -> isImage((ParameterRule) pair.get()[1]))
          .forEach(
              pair -> {
                for (Kind source : Kind.values()) {
                  String id = ((dev.pictor.spi.ModelSpec) pair.get()[0]).id();
                  all.add(Arguments.of(kind, kind.prefix() + id, pair.get()[1], source));
                }
              });
    }
    return all.stream();
  }

  private static boolean isImage(ParameterRule rule) {
    return rule.parameter() == Parameter.IMAGES
        || rule.parameter() == Parameter.IMAGE_PROMPT
        || rule.parameter() == Parameter.MASK;
  }

  private static ImageRequest request(
      Service.Kind kind, String model, ParameterRule rule, ImageSource... images) {
    ImageRequest.Builder request = Models.minimal(kind, model).seed(7);
    return (rule.parameter() == Parameter.IMAGES
            ? request.images(Arrays.asList(images))
            : request.imagePrompt(images[0]))
        .build();
  }

  /** What the job got in a field: of a list, its only element. */
  private static String sent(Service service, String field) {
    RecordedCall call = service.emulator().requests(Step.SUBMIT).get(0);
    JsonValue body = call.json();
    JsonValue value = body.member("input").orElse(body).member(field).get();
    return value.elements().isEmpty()
        ? value.asString().get()
        : value.elements().get(0).asString().get();
  }

  /** The files that came, out of their forms. */
  private static List<byte[]> uploaded(Service service) {
    List<byte[]> files = new ArrayList<>();
    for (RecordedCall call : service.emulator().requests(Step.UPLOAD)) {
      if (call.method().equals("PUT")) {
        files.add(call.body());
      } else if (call.header("content-type").get().startsWith("multipart/")) {
        String form = new String(call.body(), StandardCharsets.ISO_8859_1);
        int from = form.indexOf("\r\n\r\n") + 4;
        files.add(
            form.substring(from, form.lastIndexOf("\r\n--", form.length() - 5))
                .getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  @ParameterizedTest
  @MethodSource("everySourceInEveryRole")
  void aLongImageIsUploadedAndItsUrlIsSent(
      Service.Kind kind, String model, ParameterRule rule, Kind source) throws IOException {
    try (Service service = kind.start();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      ImageResult result = client.generate(request(kind, model, rule, source.of(BIG, folder)));

      assertThat(result.images()).hasSize(1);
      assertThat(uploaded(service)).singleElement().isEqualTo(BIG);
      assertThat(sent(service, rule.name())).startsWith("http://127.0.0.1");
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("everySourceInEveryRole")
  void aShortImageIsSentInsideTheRequest(
      Service.Kind kind, String model, ParameterRule rule, Kind source) throws IOException {
    try (Service service = kind.start();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      client.generate(request(kind, model, rule, source.of(SMALL, folder)));

      assertThat(service.emulator().count(Step.UPLOAD)).isZero();
      assertThat(sent(service, rule.name()))
          .isEqualTo("data:image/png;base64," + Base64.getEncoder().encodeToString(SMALL));
    }
  }

  private static ImageRequest.Builder edit(Service.Kind kind) {
    return ImageRequest.builder()
        .model(kind.prefix() + "flux-dev-image-to-image")
        .prompt("in winter")
        .seed(7)
        .addImages(ImageSource.bytes(BIG));
  }

  @ParameterizedTest
  @EnumSource(Service.Kind.class)
  void aFanOutUploadsOnce(Service.Kind kind) {
    try (Service service = kind.start();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      ImageRequest request = edit(kind).n(10).build();

      assertThat(client.generate(request).images()).hasSize(10);

      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(3);
      assertThat(uploaded(service)).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Service.Kind.class)
  @DisplayName("requirement 35: what is sent is what the plan says, but for the URL")
  void thePlanNamesTheUpload(Service.Kind kind) throws IOException {
    try (Service service = kind.start();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      ImageRequest request = edit(kind).images(Collections.singletonList(file())).build();
      PlannedCall call = client.plan(request).candidates().get(0).calls().get(0);

      assertThat(call.uploads()).hasSize(1);
      assertThat(call.uploads().get(0).byteCount()).contains((long) BIG.length);
      assertThat(call.uploads().get(0).mediaType()).isEqualTo("image/png");
      assertThat(call.uploads().get(0).fileName()).isEqualTo("image.png");
      assertThat(call.input().toString()).contains("(upload of lake.png)");
      assertThat(client.plan(request).toString()).contains("lake.png as image.png, image/png");
      assertThat(service.emulator().requests()).isEmpty();

      client.generate(request);
      RecordedCall sent = service.emulator().requests(Step.SUBMIT).get(0);
      JsonValue body = sent.json().member("input").orElse(sent.json());
      String field = call.uploads().get(0).field();
      String planned =
          call.input()
              .toString()
              .replace("(upload of lake.png)", body.string(field).orElseThrow(AssertionError::new));
      assertThat(body).isEqualTo(JsonValue.parse(planned));
    }
  }

  private ImageSource file() throws IOException {
    return ImageSource.file(Files.write(folder.resolve("lake.png"), BIG));
  }

  @ParameterizedTest
  @EnumSource(Service.Kind.class)
  void anUploadThatFailsIsRepeatedAndTheSubmissionIsNot(Service.Kind kind) {
    List<ImageEvent> events = Collections.synchronizedList(new ArrayList<>());
    try (Service service = kind.start();
        TestTime time = new TestTime();
        ImageClient client =
            ImageClient.builder()
                .provider(service.provider())
                .time(time)
                .listener(events::add)
                .build()) {
      service.emulator().fail(Step.UPLOAD, Fault.html(503)).times(2);

      assertThat(client.generate(edit(kind).build()).images()).hasSize(1);

      assertThat(uploaded(service)).last().isEqualTo(BIG);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(events)
          .filteredOn(event -> event.kind() == ImageEvent.Kind.UPLOADED)
          .singleElement()
          .satisfies(event -> assertThat(event.bytes()).contains((long) BIG.length));
      assertThat(events).filteredOn(event -> event.kind() == ImageEvent.Kind.RETRY).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Service.Kind.class)
  void withoutItsInputNothingIsSubmitted(Service.Kind kind) {
    try (Service service = kind.start();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.UPLOAD, Fault.html(503)).always();

      assertThatThrownBy(() -> client.generate(edit(kind).build()))
          .isInstanceOf(PictorException.class);
      assertThat(service.emulator().requests(Step.UPLOAD)).hasSize(4);

      service.emulator().clearFaults();
      service.emulator().forgetRequests();
      service.emulator().fail(Step.UPLOAD, Fault.json(401, "{\"detail\":\"no\"}"));
      assertThatThrownBy(() -> client.generate(edit(kind).build()))
          .isInstanceOf(AuthenticationException.class);
      assertThat(service.emulator().requests(Step.UPLOAD)).hasSize(1);

      service.emulator().clearFaults();
      service.emulator().fail(Step.UPLOAD, Fault.disconnect()).always();
      assertThatThrownBy(() -> client.generate(edit(kind).build()))
          .isInstanceOf(TransportException.class);
      assertThat(service.emulator().count(Step.SUBMIT)).isZero();
      assertThat(service.emulator().paidJobs()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Service.Kind.class)
  void anImageThatCannotBeReadOrIsNoneIsRefusedBeforeAnyCall(Service.Kind kind) throws IOException {
    Path text = Files.write(folder.resolve("notes.txt"), new byte[] {'h', 'i'});
    Path empty = Files.write(folder.resolve("empty.png"), new byte[0]);
    try (Service service = kind.start();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      for (ImageSource source :
          Arrays.asList(
              ImageSource.file(folder.resolve("none.png")),
              ImageSource.file(folder),
              ImageSource.file(empty),
              ImageSource.file(text),
              ImageSource.url("data:image/png;base64,*"),
              ImageSource.stream(
                  () -> {
                    throw new IllegalStateException("closed");
                  }))) {
        ImageRequest request = edit(kind).images(Collections.singletonList(source)).build();
        assertThatThrownBy(() -> client.generate(request))
            .as("%s", source)
            .isInstanceOf(RequestRefusedException.class)
            .hasMessageContaining(source.name());
      }
      assertThat(service.emulator().requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Service.Kind.class)
  void aFileThatChangesMeanwhileIsNamed(Service.Kind kind) {
    AtomicInteger opened = new AtomicInteger();
    ImageSource source =
        ImageSource.stream(
            () ->
                new ByteArrayInputStream(
                    opened.getAndIncrement() == 0 ? BIG : Arrays.copyOf(BIG, BIG.length - 9)));
    try (Service service = kind.start();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      ImageRequest request = edit(kind).images(Collections.singletonList(source)).build();

      assertThatThrownBy(() -> client.generate(request))
          .isInstanceOf(RequestRefusedException.class)
          .hasMessageContaining("must not change");
      assertThat(service.emulator().count(Step.SUBMIT)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Service.Kind.class)
  void aStopDuringTheUploadEndsItAndNothingIsSubmitted(Service.Kind kind) {
    CountDownLatch came = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    EventListener ends =
        new EventListener() {
          @Override
          public void callFailed(Call call, IOException e) {
            ended.countDown();
          }
        };
    try (Service service = kind.start();
        TestTime time = new TestTime();
        ImageClient client =
            ImageClient.builder()
                .provider(service.provider())
                .httpClient(new OkHttpClient.Builder().eventListener(ends).build())
                .time(time)
                .build()) {
      service
          .emulator()
          .fail(Step.UPLOAD, Fault.stall())
          .when(
              call -> {
                came.countDown();
                return true;
              });
      CompletableFuture<ImageResult> result = client.generateAsync(edit(kind).build());
      Until.open(came);

      result.cancel(true);

      assertThat(result).isCancelled();
      Until.open(ended); // the server would be silent for much longer
      assertThat(service.emulator().count(Step.SUBMIT)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Service.Kind.class)
  void theKeyGoesWithNoSignedUrl(Service.Kind kind) {
    try (Service service = kind.start();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      client.generate(edit(kind).build());

      for (RecordedCall call : service.emulator().requests(Step.UPLOAD)) {
        assertThat(call.carriesAuthorization())
            .as("%s", call)
            .isEqualTo(!call.method().equals("PUT"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Service.Kind.class)
  @DisplayName("requirement 23: fail-over keeps an image of this machine")
  void theNextProviderGetsTheImageToo(Service.Kind first) {
    try (Pair pair = new Pair(first)) {
      pair.first().fail(Step.UPLOAD, Fault.html(503)).always();

      ImageResult result =
          pair.client().generate(edit(first).model("flux-dev-image-to-image").build());

      assertThat(result.images()).hasSize(1);
      assertThat(result.provider()).isEqualTo(pair.secondName());
      assertThat(pair.submissions()).isEqualTo("0+1");
      assertThat(pair.second().count(Step.UPLOAD)).isPositive();
    }
  }

  @Test
  void aVeryLongFileGoesToFalInPartsOfWhichEachIsRepeatedByItself() {
    byte[] file = Arrays.copyOf(SMALL, (90 << 20) + 12_345);
    try (Service service = Service.fal();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      service
          .emulator()
          .fail(Step.UPLOAD, Fault.disconnect())
          .when(call -> call.path().endsWith("/7") && call.body().length > 0)
          .times(2);

      client.generate(
          edit(Service.Kind.FAL)
              .images(
                  Collections.singletonList(
                      ImageSource.stream(() -> new ByteArrayInputStream(file)).asIs()))
              .build());

      String url = sent(service, "image_url");
      assertThat(new OkHttpClient().newCall(new Request.Builder().url(url).build()))
          .satisfies(
              call -> {
                try (Response response = call.execute()) {
                  assertThat(response.body().bytes()).isEqualTo(file);
                }
              });
      // The announcement, ten parts, one of them three times, and the end.
      assertThat(service.emulator().count(Step.UPLOAD)).isEqualTo(1 + 9 + 3 + 1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Service.Kind.class)
  void anyEndpointTakesImagesInTheFieldsThatTheCallerNames(Service.Kind kind) throws IOException {
    boolean isFal = kind == Service.Kind.FAL;
    String field = isFal ? "image_url" : "input_image";
    try (Service service = kind.start();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      client.generate(
          ImageRequest.builder()
              .model(
                  isFal
                      ? "fal/fal-ai/flux/dev/image-to-image/"
                      : "replicate/black-forest-labs/flux-kontext-dev")
              .prompt("in winter")
              .option(field, file())
              .build());

      assertThat(uploaded(service)).singleElement().isEqualTo(BIG);
      assertThat(sent(service, field)).startsWith("http://127.0.0.1");
    }
  }
}
