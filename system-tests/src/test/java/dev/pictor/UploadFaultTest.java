package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.PictorException;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.ImageSource;
import dev.pictor.model.JsonValue;
import dev.pictor.testing.EmulatedJob;
import dev.pictor.testing.EmulatedService;
import dev.pictor.testing.Fault;
import dev.pictor.testing.RecordedCall;
import dev.pictor.testing.Reply;
import dev.pictor.testing.Step;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever goes wrong while an input is uploaded: nothing is paid without it, nothing twice with
 * it, and the future ends.
 */
@Tag("wide")
class UploadFaultTest {
  private static final byte[] IMAGE = InputPicture.png(400, 300);
  private static final int TRIES = 4;

  /** Each of them, and whether it is worth another try. */
  private static Map<String, Fault> passing() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("html 502", Fault.html(502));
    faults.put("empty 500", Fault.empty(500));
    faults.put("503 that says at once", Fault.reply(Reply.html(503).header("Retry-After", "0")));
    faults.put("rate limit", Fault.rateLimited(Duration.ofSeconds(1)));
    faults.put("reset", Fault.reset());
    faults.put("disconnect", Fault.disconnect());
    faults.put("disconnect after it was stored", Fault.disconnect().afterEffect());
    faults.put("disconnect in the reply", Fault.disconnectDuringReply());
    faults.put("truncated reply", Fault.truncatedBody());
    return faults;
  }

  private static Map<String, Fault> lasting() {
    Map<String, Fault> faults = new LinkedHashMap<>();
    faults.put("401", Fault.json(401, "{\"detail\":\"no\"}"));
    faults.put("402", Fault.json(402, "{\"detail\":\"no\"}"));
    faults.put("403", Fault.json(403, "{\"detail\":\"no\"}"));
    faults.put("413", Fault.json(413, "{\"detail\":\"too large\"}"));
    faults.put("422", Fault.json(422, "{\"detail\":\"no\"}"));
    faults.put("redirect", Fault.redirect(302, "http://127.0.0.1:1/login"));
    return faults;
  }

  static Stream<Arguments> passingAtEachCall() {
    return atEachCall(passing());
  }

  static Stream<Arguments> finalAtEachCall() {
    return atEachCall(lasting());
  }

  private static Stream<Arguments> atEachCall(Map<String, Fault> faults) {
    List<Arguments> all = new ArrayList<>();
    faults.forEach(
        (name, fault) -> {
          all.add(Arguments.of(Service.Kind.FAL, "POST", name, fault));
          // The answer to a signed PUT has no body that could break.
          if (!name.contains("reply")) {
            all.add(Arguments.of(Service.Kind.FAL, "PUT", name, fault));
          }
          // A redirect of Replicate counts as a failure of the moment.
          if (!name.equals("redirect")) {
            all.add(Arguments.of(Service.Kind.REPLICATE, "POST", name, fault));
          }
        });
    return all.stream();
  }

  private static ImageRequest.Builder edit(Service.Kind kind) {
    return ImageRequest.builder()
        .model(kind.prefix() + "flux-dev-image-to-image")
        .prompt("in winter")
        .seed(7)
        .addImages(ImageSource.bytes(IMAGE));
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("passingAtEachCall")
  void whatPassesIsTriedAgain(Service.Kind kind, String method, String name, Fault fault) {
    try (Service service = kind.start();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      EmulatedService emulator = service.emulator();
      emulator.fail(Step.UPLOAD, fault).when(call -> call.method().equals(method)).times(2);

      assertThat(client.generate(edit(kind).build()).images()).hasSize(1);

      assertThat(uploads(emulator, method)).isEqualTo(3);
      assertThat(emulator.count(Step.SUBMIT)).isEqualTo(1);
      assertThat(emulator.paidJobs()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("passingAtEachCall")
  void whatDoesNotPassEndsItUnpaid(Service.Kind kind, String method, String name, Fault fault) {
    assertUnpaid(kind, method, fault, TRIES);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("finalAtEachCall")
  void whatIsFinalIsNotTriedAgain(Service.Kind kind, String method, String name, Fault fault) {
    assertUnpaid(kind, method, fault, 1);
  }

  private static void assertUnpaid(Service.Kind kind, String method, Fault fault, int tries) {
    try (Service service = kind.start();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      EmulatedService emulator = service.emulator();
      emulator.fail(Step.UPLOAD, fault).when(call -> call.method().equals(method)).always();

      PictorException failure = Failures.of(() -> client.generate(edit(kind).build()));

      assertThat(failure.handle()).isEmpty();
      assertThat(uploads(emulator, method)).isEqualTo(tries);
      assertThat(emulator.count(Step.SUBMIT)).isZero();
      assertThat(emulator.paidJobs()).isZero();
    }
  }

  /** A signature may hold what OkHttp sends as it is, and what no {@link java.net.URI} does. */
  @ParameterizedTest
  @ValueSource(strings = {"|", "{", "^"})
  void aUrlThatNotEveryoneTakesIsTriedAgainToo(String odd) {
    List<Throwable> uncaught = Collections.synchronizedList(new ArrayList<>());
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
    try (Service service = Service.fal();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      EmulatedService emulator = service.emulator();
      emulator
          .fail(Step.UPLOAD, Fault.rewriteJson(json -> signedBy(json, odd)))
          .when(call -> call.method().equals("POST"))
          .always();
      emulator.fail(Step.UPLOAD, Fault.reset()).when(call -> call.method().equals("PUT"));

      ImageResult result = Until.done(client.generateAsync(edit(Service.Kind.FAL).build()));

      assertThat(result.images()).hasSize(1);
      assertThat(uploads(emulator, "PUT")).isEqualTo(2);
      assertThat(emulator.paidJobs()).isEqualTo(1);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(uncaught).isEmpty();
  }

  @Test
  void ofAUrlThatNotEveryoneTakesNoMoreThanTheHostIsTold() {
    try (Service service = Service.fal();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      service
          .emulator()
          .fail(Step.UPLOAD, Fault.rewriteJson(json -> signedBy(json, "|")))
          .when(call -> call.method().equals("POST"))
          .always();
      service
          .emulator()
          .fail(Step.UPLOAD, Fault.reset())
          .when(call -> call.method().equals("PUT"))
          .always();

      PictorException failure = Failures.of(client.generateAsync(edit(Service.Kind.FAL).build()));

      assertThat(failure.getMessage()).contains("PUT to http://").doesNotContain("signature");
    }
  }

  private static JsonValue signedBy(JsonValue initiated, String odd) {
    return JsonValue.objectBuilder()
        .put("upload_url", initiated.string("upload_url").get() + odd)
        .put("file_url", initiated.string("file_url").get())
        .build();
  }

  private static long uploads(EmulatedService emulator, String method) {
    return emulator.requests(Step.UPLOAD).stream()
        .filter(call -> call.method().equals(method))
        .count();
  }

  /** By the seed, so that each run is the same whatever thread comes first. */
  private static Optional<Fault> cast(List<Fault> faults, long seed, RecordedCall call) {
    Random dice = new Random(seed * 1_000_003 + call.index());
    return call.step() == Step.UPLOAD && dice.nextInt(3) == 0
        ? Optional.of(faults.get(dice.nextInt(faults.size())))
        : Optional.empty();
  }

  @ParameterizedTest
  @EnumSource(Service.Kind.class)
  void inManyRequestsUnderMixedFaultsNoImageIsPaidTwice(Service.Kind kind) {
    List<Fault> faults = new ArrayList<>(passing().values());
    faults.addAll(lasting().values());
    try (Service service = kind.startForMany();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      EmulatedService emulator = service.emulator();
      emulator.failBy(call -> cast(faults, 20261120, call));
      List<CompletableFuture<ImageResult>> results = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        results.add(client.generateAsync(edit(kind).n(i % 3 == 0 ? 5 : 1).seed(i * 10L).build()));
      }

      int images = 0;
      for (CompletableFuture<ImageResult> result : results) {
        Until.holds("it ends", result::isDone);
        images += images(result);
      }

      assertThat(images).isPositive();
      assertThat(emulator.jobs().stream().mapToInt(UploadFaultTest::asked).sum()).isEqualTo(images);
    }
  }

  private static int asked(EmulatedJob job) {
    return job.input()
        .member("num_images")
        .map(Optional::of)
        .orElseGet(() -> job.input().member("num_outputs"))
        .flatMap(JsonValue::asBigInteger)
        .map(BigInteger::intValueExact)
        .orElse(1);
  }

  private static int images(CompletableFuture<ImageResult> result) {
    try {
      return (int)
          result.join().outcomes().stream()
              .filter(outcome -> outcome.kind() == ImageOutcome.Kind.IMAGE)
              .count();
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(PictorException.class);
      return 0;
    }
  }

  @Test
  void aLostReplyToTheSubmissionIsSettledByTheUrlOfTheUpload() {
    try (Service service = Service.replicate();
        TestTime time = new TestTime();
        ImageClient client = service.client(time)) {
      service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());

      assertThat(client.generate(edit(Service.Kind.REPLICATE).build()).images()).hasSize(1);

      assertThat(service.emulator().count(Step.UPLOAD)).isEqualTo(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
      assertThat(service.emulator().paidJobs()).isEqualTo(1);
    }
  }
}
