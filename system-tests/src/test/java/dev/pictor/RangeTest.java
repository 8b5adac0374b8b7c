package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.InvalidInputException;
import dev.pictor.model.Adjustment;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.Plan;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Numbers outside of what a service documents. */
@Timeout(30)
class RangeTest {
  private final TestTime time = new TestTime();

  @AfterEach
  void stopTime() {
    time.close();
  }

  private static ImageRequest.Builder kontext(int tolerance) {
    return ImageRequest.builder()
        .model("flux-kontext-pro")
        .prompt("a paper boat")
        .safetyTolerance(tolerance);
  }

  @Test
  @DisplayName("requirement 27: the smaller range of an edit is told before it is refused")
  void anEditOfReplicateTakesLessTolerance() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      ImageRequest edit = kontext(3).addImages(Models.INPUT).build();
      Plan.Candidate plan = client.plan(edit).chosen().get();
      assertThat(plan.warnings())
          .containsExactly(
              "safetyTolerance is 3; black-forest-labs/flux-kontext-pro takes 0 to 2 beside an"
                  + " input image. It is sent all the same, and the service may refuse it");
      assertThatThrownBy(() -> client.generate(edit))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("safety_tolerance: Must be less than or equal to 2");
      assertThat(service.emulator().paidJobs()).isZero();

      for (ImageRequest fine :
          new ImageRequest[] {
            kontext(2).addImages(Models.INPUT).build(), kontext(6).build(),
          }) {
        assertThat(client.generate(fine).warnings()).isEmpty();
      }
    }
  }

  @Test
  @DisplayName("requirement 27: Replicate has the last word on a range, as its schemas drift")
  void whatReplicateDoesNotDocumentIsSent() {
    try (Service service = Service.replicate();
        ImageClient client = service.client(time)) {
      ImageRequest flux2 =
          ImageRequest.builder()
              .model("flux-2-flex")
              .prompt("a paper boat")
              .safetyTolerance(6)
              .guidanceScale(new BigDecimal("1.2"))
              .build();
      Plan.Candidate plan = client.plan(flux2).chosen().get();
      assertThat(plan.warnings()).hasSize(2);
      assertThat(plan.adjustments())
          .filteredOn(Adjustment::isDoubtful)
          .extracting(Adjustment::parameter)
          .containsExactlyInAnyOrder("safetyTolerance", "guidanceScale");
      assertThatThrownBy(() -> client.generate(flux2))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("safety_tolerance: Must be less than or equal to 5")
          .hasMessageContaining("guidance: Must be greater than or equal to 1.5");
      assertThat(service.emulator().paidJobs()).isZero();
    }
  }

  @Test
  void whoDocumentsTheValueIsAskedBefore() {
    try (Service replicate = Service.replicate();
        Service fal = Service.fal();
        ImageClient client =
            ImageClient.builder()
                .provider(replicate.provider())
                .provider(fal.provider())
                .time(time)
                .build()) {
      ImageRequest edit = kontext(3).addImages(Models.INPUT).build();
      assertThat(client.plan(edit).chosen().get().provider()).isEqualTo("fal");
      assertThat(client.generate(edit).provider()).isEqualTo("fal");
      ImageRequest fine = edit.toBuilder().safetyTolerance(2).build();
      assertThat(client.generate(fine).provider()).isEqualTo("replicate");
    }
  }
}
