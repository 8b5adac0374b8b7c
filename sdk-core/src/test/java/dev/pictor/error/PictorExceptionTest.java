package dev.pictor.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.model.JobHandle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PictorExceptionTest {
  private static final ErrorDetails DETAILS =
      ErrorDetails.builder()
          .provider("fal")
          .status(503)
          .requestId("r-1")
          .handle(JobHandle.parse("pictor1:fal:flux:1"))
          .body("a reply that no message repeats")
          .retry(ErrorDetails.Retry.MAY_HELP)
          .cause(new IOException("reset"))
          .build();

  static Stream<BiFunction<String, ErrorDetails, PictorException>> all() {
    return Stream.of(
        AuthenticationException::new,
        BillingException::new,
        ConfigurationException::new,
        DeadlineExceededException::new,
        DownloadException::new,
        InvalidInputException::new,
        JobCanceledException::new,
        JobCanceledException::endedHere,
        JobFailedException::new,
        MalformedReplyException::new,
        ModerationException::new,
        NotFoundException::new,
        OutcomeUnknownException::new,
        RateLimitException::new,
        RequestRefusedException::new,
        ServiceException::new,
        TransportException::new);
  }

  @ParameterizedTest
  @MethodSource("all")
  void saysWhatAndThenWhoAndWhich(BiFunction<String, ErrorDetails, PictorException> make) {
    PictorException exception = make.apply("The service failed.", DETAILS);

    assertThat(exception)
        .hasMessage(
            "The service failed. [provider fal, status 503, request id r-1,"
                + " handle pictor1:fal:flux:1]")
        .hasCause(DETAILS.cause().get());
    assertThat(exception.details()).isSameAs(DETAILS);
    assertThat(exception.handle()).isEqualTo(DETAILS.handle());
    assertThat(exception.isRetryable()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("all")
  void saysOnlyWhatIsKnown(BiFunction<String, ErrorDetails, PictorException> make) {
    PictorException exception = make.apply("The service failed.", ErrorDetails.none());

    assertThat(exception).hasMessage("The service failed.").hasNoCause();
    assertThat(exception.handle()).isEmpty();
    assertThat(exception.isRetryable()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("all")
  void keepsItsMessageThroughSerialisation(BiFunction<String, ErrorDetails, PictorException> make)
      throws Exception {
    PictorException exception = make.apply("The service failed.", DETAILS);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(exception);
    }
    PictorException read;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      read = (PictorException) in.readObject();
    }

    assertThat(read).isExactlyInstanceOf(exception.getClass()).hasMessage(exception.getMessage());
    assertThat(read.getCause()).hasMessage("reset");
    assertThat(read.details()).isEqualTo(ErrorDetails.none());
    assertThat(read.handle()).isEmpty();
    assertThat(read.isRetryable()).isFalse();
  }

  @Test
  void aJobIsOverOnlyIfTheProviderSaysSo() {
    assertThat(new JobCanceledException("there", DETAILS).isOver()).isTrue();
    assertThat(JobCanceledException.endedHere("here", DETAILS).isOver()).isFalse();
    assertThat(new JobFailedException("CUDA", DETAILS).isOver()).isTrue();
    assertThat(new ModerationException("E005", DETAILS).isOver()).isTrue();
    assertThat(new InvalidInputException("no picture", DETAILS).isOver()).isTrue();
    assertThat(new NotFoundException("expired", DETAILS).isOver()).isTrue();
    assertThat(new RequestRefusedException("no handle of fal", DETAILS).isOver()).isTrue();
  }

  @Test
  void aJobMayBeWellWhateverKeepsThisMachineFromIt() {
    assertThat(
            Stream.<PictorException>of(
                new AuthenticationException("no key", DETAILS),
                new BillingException("no money", DETAILS),
                new ConfigurationException("closed", DETAILS),
                new DeadlineExceededException("late", DETAILS),
                new DownloadException("cut", DETAILS),
                new MalformedReplyException("HTML", DETAILS),
                new OutcomeUnknownException("lost", DETAILS),
                new RateLimitException("slow down", DETAILS),
                new ServiceException("502", DETAILS),
                new TransportException("no route", DETAILS)))
        .noneMatch(PictorException::isOver);
  }

  @Test
  void attemptsAreOverOnceAllOfThemAre() {
    PictorException failed = new JobFailedException("CUDA", DETAILS);
    PictorException late = new DeadlineExceededException("late", DETAILS);
    assertThat(attempts(failed, failed).isOver()).isTrue();
    assertThat(attempts(failed, late).isOver()).isFalse();
  }

  private static PictorException attempts(PictorException... failures) {
    return new AttemptsFailedException("none", Arrays.asList(failures), DETAILS);
  }

  private static ErrorDetails of(int job) {
    return ErrorDetails.builder().handle(JobHandle.parse("pictor1:fal:flux:" + job)).build();
  }

  private static JobHandle[] jobs(int... numbers) {
    return IntStream.of(numbers)
        .mapToObj(number -> JobHandle.parse("pictor1:fal:flux:" + number))
        .toArray(JobHandle[]::new);
  }

  @Test
  void namesEachJobOfItsRequestOnce() {
    PictorException exception =
        new DeadlineExceededException(
            "late", of(1).toBuilder().cause(new ServiceException("down", of(1))).build());
    PictorException second = new DeadlineExceededException("late, too", of(2));
    second.addSuppressed(new IOException(new TransportException("reset", of(4))));
    exception.addSuppressed(second);
    exception.addSuppressed(new IllegalStateException("no exception of ours"));
    exception.addSuppressed(new JobFailedException("failed", of(2)));
    exception.addSuppressed(new JobFailedException("failed", of(3)));

    assertThat(exception.handles()).containsExactly(jobs(1, 2, 4, 3));
  }

  @Test
  void namesTheJobsOfAllAttemptsInTheirOrder() {
    PictorException first = new DeadlineExceededException("late", of(1));
    PictorException last = new DeadlineExceededException("late", of(2));
    ErrorDetails details = last.details().toBuilder().cause(last).build();

    assertThat(new AttemptsFailedException("none", Arrays.asList(first, last), details).handles())
        .containsExactly(jobs(1, 2));
  }

  @Test
  void namesNoJobWhereThereIsNone() {
    assertThat(new RequestRefusedException("no", ErrorDetails.none()).handles()).isEmpty();
  }

  @Test
  void findsAnUnknownOutcomeWhereverItIs() {
    PictorException unknown = new OutcomeUnknownException("lost", ErrorDetails.none());
    PictorException refused = new BillingException("no credit", ErrorDetails.none());
    PictorException beside = new BillingException("no credit", ErrorDetails.none());
    beside.addSuppressed(new IOException(unknown));
    ErrorDetails none = ErrorDetails.none();

    assertThat(unknown.hasUnknownOutcome()).isTrue();
    assertThat(beside.hasUnknownOutcome()).isTrue();
    assertThat(new AttemptsFailedException("none", Arrays.asList(unknown, refused), none))
        .matches(PictorException::hasUnknownOutcome);
    assertThat(refused.hasUnknownOutcome()).isFalse();
    assertThat(new AttemptsFailedException("none", Arrays.asList(refused), none))
        .matches(failure -> !failure.hasUnknownOutcome());
  }

  @Test
  void endsItsSearchWhereExceptionsNameEachOther() {
    PictorException one = new JobFailedException("failed", of(1));
    PictorException other = new JobFailedException("failed", of(2).toBuilder().cause(one).build());
    one.addSuppressed(other);

    assertThat(one.handles()).containsExactly(jobs(1, 2));
  }

  @Test
  void theNoOfAProviderIsAnApiException() {
    assertThat(all().map(make -> make.apply("", ErrorDetails.none())))
        .filteredOn(ApiException.class::isInstance)
        .hasOnlyElementsOfTypes(
            AuthenticationException.class,
            BillingException.class,
            InvalidInputException.class,
            JobFailedException.class,
            ModerationException.class,
            NotFoundException.class,
            RateLimitException.class,
            ServiceException.class);
  }
}
