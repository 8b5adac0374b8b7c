package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.testing.Fault;
import dev.pictor.testing.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Cancel, close, interrupt, deadline and jumps of clocks at every moment of a job: while the reply
 * is on its way, and while it never comes. What must hold is what {@link ChaosInvariants} says.
 */
@Tag("wide")
class ChaosEventsTest {
  private static Service fal;
  private static Service replicate;
  private static ChaosNetwork network;
  private static ForeignServer foreign;
  private static Leaks leaks;

  /** Whether the exchange that something happens in is answered. */
  private enum Reply {
    COMES,
    NEVER_COMES
  }

  /** An event at a moment. */
  private static final class Trouble {
    final Service.Kind kind;
    final ChaosMoment moment;
    final ChaosEvent event;
    final Reply reply;

    Trouble(Service.Kind kind, ChaosMoment moment, ChaosEvent event, Reply reply) {
      this.kind = kind;
      this.moment = moment;
      this.event = event;
      this.reply = reply;
    }

    boolean isPossible() {
      boolean hasJob = event != ChaosEvent.CANCEL || !moment.isOfSubmission();
      boolean hasExchange = moment.stage.isPresent() || reply == Reply.COMES;
      return moment.isOf(kind) && hasJob && hasExchange;
    }

    /** Whether a reply comes that names the job, and nobody has gone before. */
    boolean hasName() {
      return moment.stage.filter(ChaosStage::isAfterThePayment).isPresent()
          && reply == Reply.COMES
          && event != ChaosEvent.CLOSE;
    }

    @Override
    public String toString() {
      return kind + ", " + moment + ": " + event + ", reply " + reply;
    }
  }

  @BeforeAll
  static void start() {
    fal = Service.Kind.FAL.startForMany();
    replicate = Service.Kind.REPLICATE.startForMany();
    network = new ChaosNetwork();
    foreign = new ForeignServer();
    leaks = new Leaks();
  }

  @AfterAll
  static void stop() {
    leaks.close();
    foreign.close();
    network.close();
    replicate.close();
    fal.close();
  }

  @TestFactory
  Stream<DynamicTest> everythingAtEveryMoment() {
    List<Trouble> all = new ArrayList<>();
    for (Service.Kind kind : Service.Kind.values()) {
      for (ChaosMoment moment : ChaosMoment.values()) {
        for (ChaosEvent event : ChaosEvent.values()) {
          for (Reply reply : Reply.values()) {
            all.add(new Trouble(kind, moment, event, reply));
          }
        }
      }
    }
    return all.stream()
        .filter(Trouble::isPossible)
        .map(trouble -> DynamicTest.dynamicTest(trouble.toString(), () -> run(trouble)));
  }

  private static void run(Trouble trouble) {
    Service service = trouble.kind == Service.Kind.FAL ? fal : replicate;
    try (ChaosCell cell = new ChaosCell(service, network, foreign, leaks)) {
      ChaosCaller caller = new ChaosCaller(cell, trouble.moment.options());
      AtomicBoolean hasHappened = new AtomicBoolean();
      Thread event =
          new Thread(
              () -> {
                trouble.event.happen(cell, caller);
                hasHappened.set(true);
              },
              "chaos-event");
      AtomicBoolean isSilent = new AtomicBoolean();
      prepare(cell, trouble, event, isSilent);
      call(trouble, caller);
      if (trouble.moment == ChaosMoment.BETWEEN_POLLS) {
        Until.holds("a poll waits", () -> service.emulator().count(Step.SUBMIT) == 1);
        Until.holds("nothing runs", () -> network.running() == 0);
        event.start();
      }
      cell.drive(isSilent::get, () -> event.getState() != Thread.State.NEW);
      assertThat(event.getState()).as("it has happened").isNotEqualTo(Thread.State.NEW);
      Until.holds(
          "it has happened",
          () -> {
            if (trouble.event == ChaosEvent.CLOSE) {
              // It waits for a cancellation, and that one for time to pass.
              cell.time().advance(Duration.ofSeconds(1));
            }
            return hasHappened.get();
          });
      cell.check(isSilent.get() && trouble.moment.isOfSubmission());
      if (trouble.hasName()) {
        assertThat(cell.attempt().unknowns()).as("unknown: %s", cell.attempt()).isZero();
      }
    }
  }

  private static void call(Trouble trouble, ChaosCaller caller) {
    if (trouble.moment == ChaosMoment.DURING_CANCEL) {
      caller.canceling();
    } else if (trouble.event == ChaosEvent.INTERRUPT) {
      caller.blocking();
    } else if (trouble.event == ChaosEvent.CANCEL) {
      caller.submitting();
    } else {
      caller.async();
    }
  }

  private static void prepare(
      ChaosCell cell, Trouble trouble, Thread event, AtomicBoolean isSilent) {
    if (trouble.moment == ChaosMoment.BEFORE_SUBMIT) {
      network.failBy(
          request -> {
            begin(event);
            return Optional.empty();
          });
    } else if (trouble.moment == ChaosMoment.BETWEEN_POLLS) {
      cell.time().holdShortWaits();
    } else {
      during(cell, trouble, event, isSilent);
    }
  }

  private static void during(
      ChaosCell cell, Trouble trouble, Thread event, AtomicBoolean isSilent) {
    ChaosStage stage = trouble.moment.stage.orElseThrow(AssertionError::new);
    Fault fault;
    if (trouble.reply == Reply.NEVER_COMES) {
      // Something wakes up as soon as the service has begun to say nothing.
      fault = stage.isAfterThePayment() ? Fault.stall().afterEffect() : Fault.stall();
      if (trouble.moment.isOfSubmission()) {
        cell.attempt().isUnanswered();
      }
    } else if (stage.isBeforeThePayment()) {
      fault = Fault.html(503);
    } else {
      fault = Fault.rewriteReply(real -> real);
    }
    cell.service()
        .emulator()
        .fail(stage.step, fault)
        .when(
            call -> {
              // Before the event, which may end all that waits for it to be known.
              isSilent.set(trouble.reply == Reply.NEVER_COMES);
              begin(event);
              return true;
            });
  }

  private static synchronized void begin(Thread event) {
    if (event.getState() == Thread.State.NEW) {
      event.setDaemon(true);
      event.start();
    }
  }
}
