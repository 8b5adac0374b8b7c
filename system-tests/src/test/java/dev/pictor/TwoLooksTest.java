package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.Step;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A stop asks the provider's list for the job, and the reply that breaks then would ask it, too.
 */
@Timeout(60)
class TwoLooksTest {
  private final CountDownLatch reply = new CountDownLatch(1);
  private final CountDownLatch broken = new CountDownLatch(1);
  private final CountDownLatch firstList = new CountDownLatch(1);
  private final CountDownLatch nextLists = new CountDownLatch(1);
  private final CountDownLatch claimed = new CountDownLatch(1);
  private final CountDownLatch told = new CountDownLatch(1);
  private final AtomicInteger lists = new AtomicInteger();
  private volatile Thread reader = Thread.currentThread();

  private static boolean isLook(Request request) {
    return request.url().toString().contains("created_after");
  }

  private Response held(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    if (isLook(chain.request())) {
      Until.open(lists.incrementAndGet() == 1 ? firstList : nextLists);
    } else if (chain.request().url().encodedPath().endsWith("/predictions")) {
      reader = Thread.currentThread();
      Until.open(reply);
      response.close();
      throw new IOException("broken");
    }
    return response;
  }

  /** Between the claim of a job and what is told of it, its look is ended. */
  private final class Slow extends EventListener {
    @Override
    public void canceled(Call call) {
      if (isLook(call.request()) && claimed.getCount() > 0) {
        claimed.countDown();
        Until.open(told);
      }
    }

    @Override
    public void callFailed(Call call, IOException why) {
      broken.countDown();
    }
  }

  /** It has another call, which is held, or none. */
  private boolean isReaderDone() {
    Thread.State state = reader.getState();
    return state == Thread.State.WAITING
        || state == Thread.State.TIMED_WAITING
        || state == Thread.State.TERMINATED;
  }

  @Test
  void theJobThatOneFindsIsToldToEnd() {
    OkHttpClient http =
        new OkHttpClient.Builder().addInterceptor(this::held).eventListener(new Slow()).build();
    TestTime time = new TestTime();
    try (Service service = Service.replicate();
        ImageClient client =
            ImageClient.builder()
                .provider(service.provider())
                .httpClient(http)
                .time(time)
                .build()) {
      service.emulator().everyJob(JobScript.neverEnds());
      CompletableFuture<ImageResult> result =
          client.generateAsync(
              ImageRequest.builder().model("flux1.1-pro").prompt("boats").seed(7).build());
      Until.holds("a job", () -> service.emulator().paidJobs() == 1);
      time.advance(RequestOptions.defaults().deadline());
      Until.holds("a look", () -> lists.get() == 1);
      reply.countDown();
      Until.open(broken);
      Until.holds("what follows from that", this::isReaderDone);
      firstList.countDown();
      Until.open(claimed);
      nextLists.countDown();
      Until.holds("nobody else has looked and said", () -> lists.get() == 1 || result.isDone());
      told.countDown();

      assertThat(Failures.of(result).handle()).isPresent();
      assertThat(service.emulator().count(Step.CANCEL)).isEqualTo(1);
      assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    } finally {
      time.close();
    }
  }
}
