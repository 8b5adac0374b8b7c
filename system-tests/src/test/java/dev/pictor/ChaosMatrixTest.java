package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.error.DeadlineExceededException;
import dev.pictor.testing.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every fault at every stage with every provider, once and for ever. Whatever comes of it, no image
 * is paid twice, none is lost, nothing hangs, and the key stays where it belongs: see {@link
 * ChaosInvariants}. With {@code -Dpictor.chaos.share=4} every fourth of them is done.
 */
@Tag("slow")
class ChaosMatrixTest {
  private static final int FOR_EVER = Integer.MAX_VALUE;
  private static final int SHARE = Integer.getInteger("pictor.chaos.share", 1);

  private static Service fal;
  private static Service replicate;
  private static ChaosNetwork network;
  private static ForeignServer foreign;
  private static Leaks leaks;

  /** A fault that strikes at a stage. */
  private static final class Trouble {
    final Service.Kind kind;
    final ChaosStage stage;
    final ChaosFault fault;

    Trouble(Service.Kind kind, ChaosStage stage, ChaosFault fault) {
      this.kind = kind;
      this.stage = stage;
      this.fault = fault;
    }

    @Override
    public String toString() {
      return kind + ", " + stage + ": " + fault;
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

  private static List<Trouble> troubles() {
    List<Trouble> all = new ArrayList<>();
    for (Service.Kind kind : Service.Kind.values()) {
      for (ChaosStage stage : ChaosStage.values()) {
        for (ChaosFault fault : ChaosFaults.all()) {
          if (stage.isOf(kind) && fault.fits(stage)) {
            all.add(new Trouble(kind, stage, fault));
          }
        }
      }
    }
    return all;
  }

  @Test
  void theMatrixIsAsLargeAsItIsSaidToBe() {
    assertThat(troubles().stream().map(Trouble::toString).distinct()).hasSizeGreaterThan(400);
  }

  private static Stream<Trouble> share() {
    List<Trouble> all = troubles();
    return IntStream.range(0, all.size()).filter(i -> i % SHARE == 0).mapToObj(all::get);
  }

  @TestFactory
  Stream<DynamicTest> once() {
    return share()
        .map(trouble -> DynamicTest.dynamicTest(trouble + ", once", () -> run(trouble, 1)));
  }

  @TestFactory
  Stream<DynamicTest> forEver() {
    return share()
        .map(
            trouble ->
                DynamicTest.dynamicTest(trouble + ", for ever", () -> run(trouble, FOR_EVER)));
  }

  private static void run(Trouble trouble, int times) {
    Service service = trouble.kind == Service.Kind.FAL ? fal : replicate;
    try (ChaosCell cell = new ChaosCell(service, network, foreign, leaks)) {
      BooleanSupplier happened = trouble.fault.happen(cell.place(), trouble.stage, times);
      cell.begin(trouble.stage);
      cell.drive(() -> trouble.fault.isSilent() && happened.getAsBoolean());
      assertThat(happened.getAsBoolean()).as("the fault has struck").isTrue();
      cell.check(trouble.fault.isSilent() && trouble.stage.step == Step.SUBMIT);
      if (trouble.stage.step != Step.DOWNLOAD) {
        assertThat(foreign.received()).as("a stranger was asked about a job").isEmpty();
      }
      if (times == 1 && trouble.fault.isOverAtOnce()) {
        // Otherwise it would be the deadline that hides what hangs.
        assertThat(cell.attempt().failure().map(Throwable::getClass))
            .as("%s", cell.attempt())
            .isNotEqualTo(Optional.of(DeadlineExceededException.class));
      }
    }
  }
}
