package dev.pictor.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starting, crowds, and the end. */
@Timeout(120)
class EmulatorLifeTest {
  private static final int CROWD = 1000;

  @Test
  void aProgramEndsWithAnOpenEmulator(@TempDir Path folder) throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    File output = folder.resolve("output.txt").toFile();
    Process program =
        new ProcessBuilder(
                Paths.get(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                OpenEmulatorMain.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    boolean ended = program.waitFor(60, TimeUnit.SECONDS);
    program.destroyForcibly();
    String said = new String(Files.readAllBytes(output.toPath()), StandardCharsets.UTF_8);
    assertThat(said).isEqualTo("first byte 100, paid 1" + System.lineSeparator());
    assertThat(ended).as("ended by itself").isTrue();
    assertThat(program.exitValue()).isZero();
  }

  @Test
  void aThousandJobsAtOnce() throws Exception {
    ManualClock clock = EmulatorClock.manual();
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(CROWD);
    dispatcher.setMaxRequestsPerHost(CROWD);
    OkHttpClient client =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .retryOnConnectionFailure(false)
            .connectTimeout(60, TimeUnit.SECONDS)
            .readTimeout(60, TimeUnit.SECONDS)
            .build();
    try (FalEmulator fal = FalEmulator.builder().clock(clock).start()) {
      List<CompletableFuture<JsonValue>> submitted = new ArrayList<>();
      for (int i = 0; i < CROWD; i++) {
        String input = "{\"prompt\":\"job " + i + "\",\"image_size\":{\"width\":48,\"height\":48}}";
        submitted.add(
            send(
                client,
                new Request.Builder()
                    .url(fal.queueUrl() + "/fal-ai/flux/schnell")
                    .post(RequestBody.create(input, MediaType.get("application/json")))
                    .build()));
      }
      List<String> results =
          submitted.stream()
              .map(CompletableFuture::join)
              .map(answer -> answer.string("response_url").get())
              .collect(Collectors.toList());
      assertThat(fal.paidJobs()).isEqualTo(CROWD);
      assertThat(fal.jobs()).extracting(EmulatedJob::id).doesNotHaveDuplicates();
      clock.advance(Duration.ofSeconds(2));
      List<CompletableFuture<JsonValue>> finished =
          results.stream()
              .map(url -> send(client, new Request.Builder().url(url).build()))
              .collect(Collectors.toList());
      assertThat(finished)
          .allSatisfy(
              result -> assertThat(result.join().member("images").get().elements()).hasSize(1));
      assertThat(fal.jobs()).extracting(EmulatedJob::state).containsOnly(JobState.COMPLETED);
      assertThat(fal.count(Step.RESULT)).isEqualTo(CROWD);
    } finally {
      dispatcher.executorService().shutdown();
      client.connectionPool().evictAll();
    }
  }

  private static CompletableFuture<JsonValue> send(OkHttpClient client, Request request) {
    CompletableFuture<JsonValue> answer = new CompletableFuture<>();
    client
        .newCall(request)
        .enqueue(
            new Callback() {
              @Override
              public void onFailure(Call call, IOException e) {
                answer.completeExceptionally(e);
              }

              @Override
              public void onResponse(Call call, Response response) throws IOException {
                try (Response closing = response) {
                  answer.complete(JsonValue.parse(closing.body().bytes()));
                } catch (IOException | RuntimeException e) {
                  answer.completeExceptionally(e);
                }
              }
            });
    return answer;
  }

  @Test
  void closingLeavesNoThreads() throws Exception {
    FalEmulator fal = FalEmulator.start();
    Http http = new Http();
    http.post(fal.queueUrl() + "/fal-ai/flux/dev", "{}");
    List<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("MockWebServer"))
            .collect(Collectors.toList());
    assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);
    http.close();
    fal.close();
    for (Thread thread : threads) {
      thread.join(20_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }
}
