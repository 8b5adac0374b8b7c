package dev.pictor;

import static dev.pictor.ListedJobs.assertEachHasItsOwnImage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.ImageResult;
import dev.pictor.model.JsonValue;
import dev.pictor.testing.Fault;
import dev.pictor.testing.JobScript;
import dev.pictor.testing.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of a list one by one, and several at once. */
@Timeout(60)
class ListPagesTest {
  private static final int JOBS = 350;
  private static final Duration RUN = Duration.ofSeconds(10);
  private static final Duration SLOW = Duration.ofMillis(200);

  private final Service service = Service.Kind.REPLICATE.startForMany();
  private final TestTime time = new TestTime().holdShortWaits();
  private final ListedJobs listed = new ListedJobs(service, time);

  @AfterEach
  void stop() {
    service.close();
    time.close();
  }

  /** Each page takes a while of the test's time. */
  private final class SlowPages implements Interceptor {
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile int broken;
    private volatile int silent;

    /** All that are under way now. */
    void breakThem() {
      broken = begun.get();
    }

    /** The last one that is under way now. */
    void silenceOne() {
      silent = begun.get();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
      if (chain.request().url().queryParameter("created_before") == null) {
        return chain.proceed(chain.request());
      }
      int number = begun.incrementAndGet();
      long since = time.nanos();
      underWay.incrementAndGet();
      try {
        Until.holds(
            "the page is there",
            () ->
                chain.call().isCanceled()
                    || (number != silent && time.nanos() - since >= SLOW.toNanos()));
        Response page = chain.proceed(chain.request());
        return number <= broken ? broken(page) : page;
      } finally {
        underWay.decrementAndGet();
      }
    }
  }

  private static Response broken(Response page) {
    page.close();
    return page.newBuilder()
        .code(502)
        .body(ResponseBody.create("<html>Bad Gateway</html>", MediaType.get("text/html")))
        .build();
  }

  private int count(Step step) {
    return service.emulator().count(step);
  }

  private ImageClient client(Interceptor interceptor) {
    return ImageClient.builder()
        .provider(service.provider())
        .time(time)
        .httpClient(new OkHttpClient.Builder().addInterceptor(interceptor).build())
        .build();
  }

  private void untilSoManyAreUnderWay(SlowPages pages, int wanted) {
    Until.holds(
        wanted + " pages are under way at once",
        () -> {
          time.advance(ListedJobs.STEP);
          return pages.underWay.get() >= wanted;
        });
  }

  /** Where one page takes 200 ms, five can be had in a second, of the 25 that the limit allows. */
  @Test
  void severalAreAskedForAtOnceWhereOneTakesLong() {
    SlowPages pages = new SlowPages();
    try (ImageClient client = client(pages)) {
      List<CompletableFuture<ImageResult>> all = listed.begin(client, JOBS, RUN);
      untilSoManyAreUnderWay(pages, 2);
      listed.drive(all);
      assertEachHasItsOwnImage(all);
    }
    assertThat(service.emulator().paidJobs()).isEqualTo(JOBS);
    assertThat(count(Step.STATUS)).isLessThan(JOBS);
  }

  /** What befalls one of them mostly befalls all: it is no proof that there is no list. */
  @Test
  void severalThatBreakAtOnceCountOnce() {
    SlowPages pages = new SlowPages();
    try (ImageClient client = client(pages)) {
      List<CompletableFuture<ImageResult>> all = listed.begin(client, 2 * JOBS, RUN);
      untilSoManyAreUnderWay(pages, 3);
      pages.breakThem();
      listed.drive(all);
      assertEachHasItsOwnImage(all);
    }
    assertThat(service.emulator().paidJobs()).isEqualTo(2 * JOBS);
    assertThat(count(Step.STATUS)).isLessThan(100);
  }

  /** The others are asked for again at once, and do not wait until that one is given up. */
  @Test
  void oneThatIsSilentHoldsNobodyUpWhosePageBroke() {
    SlowPages pages = new SlowPages();
    try (ImageClient client = client(pages)) {
      List<CompletableFuture<ImageResult>> all = listed.begin(client, 2 * JOBS, RUN);
      untilSoManyAreUnderWay(pages, 3);
      pages.silenceOne();
      pages.breakThem();
      int before = pages.begun.get();
      long since = time.nanos();
      Until.holds(
          "others are asked for",
          () -> {
            time.advance(ListedJobs.STEP);
            return pages.begun.get() > before;
          });
      assertThat(Duration.ofNanos(time.nanos() - since)).isLessThan(Duration.ofSeconds(20));
      listed.drive(all);
      assertEachHasItsOwnImage(all);
    }
    assertThat(service.emulator().paidJobs()).isEqualTo(2 * JOBS);
  }

  /** Who is told that there are too many calls does not make one for each job instead. */
  @Test
  void aListThatIsRefusedTwiceIsNoReasonToAskAfterEachJob() {
    service.emulator().fail(Step.LIST, Fault.rateLimited(Duration.ofSeconds(2))).times(5);
    try (ImageClient client = client(new SlowPages())) {
      List<CompletableFuture<ImageResult>> all = listed.begin(client, JOBS, RUN);
      Until.holds(
          "it was refused several times",
          () -> {
            time.advance(ListedJobs.STEP);
            return count(Step.LIST) > 5;
          });
      assertThat(count(Step.STATUS)).isZero();
      listed.drive(all);
      assertEachHasItsOwnImage(all);
    }
  }

  static Stream<List<Integer>> entriesThatBreakTheirPage() {
    return Stream.of(Arrays.asList(120), Arrays.asList(120, 230));
  }

  /** As with entries at which the service stumbles each time, while there are always new jobs. */
  @ParameterizedTest
  @MethodSource("entriesThatBreakTheirPage")
  void pagesThatNeverComeKeepNobodyFromHisImage(List<Integer> entries) {
    Interceptor stumbling =
        chain -> {
          Response reply = chain.proceed(chain.request());
          boolean isPage = chain.request().url().queryParameter("created_before") != null;
          String page = isPage ? reply.peekBody(Long.MAX_VALUE).string() : "";
          return entries.stream().anyMatch(entry -> page.contains("\"boat " + entry + "\""))
              ? broken(reply)
              : reply;
        };
    int oldest = 120;
    service
        .emulator()
        .jobsWith(
            input -> input.member("seed").flatMap(JsonValue::asInt).orElse(0) > oldest,
            JobScript.succeeds().queuedFor(Duration.ZERO).runningFor(Duration.ofHours(9)));
    try (ImageClient client = client(stumbling)) {
      List<CompletableFuture<ImageResult>> all = listed.begin(client, JOBS, RUN);
      Until.holds(
          "those that were there first have ended",
          () -> {
            for (int i = 0; i < 5; i++) {
              all.add(listed.begin(client, all.size()));
            }
            time.advance(Duration.ofMillis(250));
            service.clock().advance(Duration.ofMillis(250));
            return all.stream().limit(oldest).allMatch(CompletableFuture::isDone);
          });
      assertEachHasItsOwnImage(new ArrayList<>(all.subList(0, oldest)));
      all.forEach(one -> one.cancel(true));
    }
  }
}
