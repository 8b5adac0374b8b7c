package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.OutcomeUnknownException;
import dev.pictor.error.PictorException;
import dev.pictor.error.TransportException;
import dev.pictor.model.ImageRequest;
import dev.pictor.testing.Fault;
import dev.pictor.testing.Step;
import java.util.function.Predicate;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code that users put into their OkHttp client, and that throws where a call is made. */
@Tag("wide")
@Timeout(60)
class UsersHttpCodeTest {
  private static final String BUG = "a bug of the user's";

  private final TestTime time = new TestTime();
  private final Service service = Service.replicate();

  @AfterEach
  void close() {
    service.close();
    time.close();
  }

  private static RuntimeException bug(Class<? extends RuntimeException> type) {
    return type == IllegalArgumentException.class
        ? new IllegalArgumentException(BUG)
        : type == IllegalStateException.class
            ? new IllegalStateException(BUG)
            : new ClassCastException(BUG);
  }

  private ImageClient client(OkHttpClient.Builder http) {
    return ImageClient.builder()
        .provider(service.provider())
        .time(time)
        .watching(RequestOptions.Watching.POLLING)
        .httpClient(http.build())
        .build();
  }

  private static OkHttpClient.Builder failingFactory(
      RuntimeException bug, Predicate<Request> when) {
    EventListener.Factory factory =
        (Call call) -> {
          if (when.test(call.request())) {
            throw bug;
          }
          return EventListener.NONE;
        };
    return new OkHttpClient.Builder().eventListenerFactory(factory);
  }

  private static ImageRequest request() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a paper boat").seed(7).build();
  }

  private static void blamesTheRightOne(PictorException failure, RuntimeException bug) {
    assertThat(failure)
        .hasMessageContaining("threw " + bug)
        .hasMessageContaining("OkHttpClient")
        .hasRootCause(bug);
    assertThat(failure.getMessage())
        .doesNotContain("not valid in HTTP", "stray characters", "connection broke");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        IllegalArgumentException.class,
        IllegalStateException.class,
        ClassCastException.class
      })
  void aFactoryOfListenersThatThrowsIsNoFaultOfTheUrl(Class<? extends RuntimeException> type) {
    RuntimeException bug = bug(type);
    try (ImageClient client = client(failingFactory(bug, request -> true))) {
      PictorException failure =
          Failures.exactly(ConfigurationException.class, () -> client.generate(request()));
      blamesTheRightOne(failure, bug);
    }
    assertThat(service.emulator().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, ClassCastException.class})
  void theHandleIsToldWhereAPollCannotBeMade(Class<? extends RuntimeException> type) {
    RuntimeException bug = bug(type);
    try (ImageClient client =
        client(failingFactory(bug, request -> request.url().pathSize() == 3 && isGet(request)))) {
      PictorException failure =
          Failures.exactly(ConfigurationException.class, () -> client.generate(request()));
      blamesTheRightOne(failure, bug);
      assertThat(failure.handle())
          .hasValueSatisfying(
              job -> assertThat(job.id()).isEqualTo(service.emulator().jobs().get(0).id()));
    }
    assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
  }

  private static boolean isGet(Request request) {
    return request.method().equals("GET");
  }

  /** Nobody hears of a look that has not begun, and the submission would wait for it. */
  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, ClassCastException.class})
  void aLostSubmissionDoesNotWaitForAListThatCannotBeAskedFor(
      Class<? extends RuntimeException> type) {
    RuntimeException bug = bug(type);
    service.emulator().fail(Step.SUBMIT, Fault.disconnect().afterEffect());
    try (ImageClient client = client(failingFactory(bug, UsersHttpCodeTest::isGet))) {
      PictorException failure =
          Failures.exactly(OutcomeUnknownException.class, () -> client.generate(request()));
      assertThat(failure).hasMessageContaining("its list of jobs could not be read");
    }
    assertThat(service.emulator().count(Step.SUBMIT)).isEqualTo(1);
    assertThat(service.emulator().paidJobs()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, ClassCastException.class})
  void anInterceptorThatThrowsIsNoFaultOfTheConnection(Class<? extends RuntimeException> type) {
    RuntimeException bug = bug(type);
    OkHttpClient.Builder http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  throw bug;
                });
    try (ImageClient client = client(http)) {
      PictorException failure =
          Failures.exactly(TransportException.class, () -> client.generate(request()));
      blamesTheRightOne(failure, bug);
    }
    assertThat(service.emulator().requests()).isEmpty();
  }

  @Test
  void aListenerThatThrowsIsNoFaultOfTheConnection() {
    RuntimeException bug = bug(IllegalStateException.class);
    EventListener listener =
        new EventListener() {
          @Override
          public void callStart(Call call) {
            throw bug;
          }
        };
    try (ImageClient client = client(new OkHttpClient.Builder().eventListener(listener))) {
      PictorException failure =
          Failures.exactly(TransportException.class, () -> client.generate(request()));
      blamesTheRightOne(failure, bug);
    }
    assertThat(service.emulator().requests()).isEmpty();
  }
}
