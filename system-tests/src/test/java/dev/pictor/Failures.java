package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.PictorException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Catches what fails, and looks through all of it for a key. */
final class Failures {
  private Failures() {}

  /** What a call throws: a {@link PictorException} without a key anywhere in it. */
  static PictorException of(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(PictorException.class);
    assertNoKey(thrown);
    return (PictorException) thrown;
  }

  /** What a future fails with, unwrapped; a future that does not end fails the test. */
  static PictorException of(CompletableFuture<?> future) {
    try {
      future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertNoKey(e);
      assertThat(e.getCause()).isInstanceOf(PictorException.class);
      return (PictorException) e.getCause();
    } catch (Exception e) {
      return fail("The future did not end as one that fails", e);
    }
    return fail("The future did not fail");
  }

  /** As {@link #of(ThrowingCallable)}, of exactly one class. */
  static <T extends PictorException> T exactly(Class<T> type, ThrowingCallable call) {
    PictorException thrown = of(call);
    assertThat(thrown).isExactlyInstanceOf(type);
    return type.cast(thrown);
  }

  /** No message, no text, no stack trace and no details of a failure and its causes has a key. */
  static void assertNoKey(Throwable failure) {
    assertNoKey(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static void assertNoKey(Throwable failure, Set<Throwable> seen) {
    if (!seen.add(failure)) {
      return;
    }
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertNoKey(trace.toString());
    assertNoKey(String.valueOf(failure.getMessage()));
    if (failure instanceof PictorException) {
      ErrorDetails details = ((PictorException) failure).details();
      assertNoKey(details.toString());
      details.body().ifPresent(Failures::assertNoKey);
      details.providerMessage().ifPresent(Failures::assertNoKey);
      details.code().ifPresent(Failures::assertNoKey);
      details.requestId().ifPresent(Failures::assertNoKey);
      details.handle().ifPresent(handle -> assertNoKey(handle.toString()));
      details.cause().ifPresent(cause -> assertNoKey(cause, seen));
      assertThat(details.body().orElse("").length()).isLessThanOrEqualTo(ErrorDetails.MAX_BODY);
    }
    if (failure.getCause() != null) {
      assertNoKey(failure.getCause(), seen);
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      assertNoKey(suppressed, seen);
    }
  }

  /** No text of ours has a key. */
  static void assertNoKey(String text) {
    assertThat(text.toLowerCase(Locale.ROOT))
        .doesNotContain(Wire.SECRET, Wire.OTHER_SECRET, "key traps-id", Leaks.SECRET, Leaks.FAL_ID);
  }
}
