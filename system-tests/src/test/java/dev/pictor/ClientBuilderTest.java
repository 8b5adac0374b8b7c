package dev.pictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.DownloadException;
import dev.pictor.model.ImageEvent;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.RoutingPolicy;
import dev.pictor.testing.Step;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a builder of clients takes, and what it leaves alone. */
@Timeout(60)
class ClientBuilderTest {
  /** Its parts are made with its first request; they are made of what was set before it was. */
  @Test
  void aBuilderThatGoesOnChangesNoClientThatItHasMade() {
    List<ImageEvent> heard = new CopyOnWriteArrayList<>();
    try (Service fal = Service.fal();
        Service replicate = Service.replicate();
        TestTime time = new TestTime()) {
      ImageClient.Builder builder =
          ImageClient.builder()
              .provider(fal.provider())
              .time(time)
              .watching(RequestOptions.Watching.POLLING);
      try (ImageClient first = builder.build()) {
        builder
            .provider(replicate.provider())
            .routing(RoutingPolicy.builder().order(RoutingPolicy.Order.CHEAPEST).build())
            .watching(RequestOptions.Watching.AUTOMATIC)
            .listener(heard::add)
            .maxImageBytes(1);
        ImageResult result = first.generate(Pair.request().size(1440, 1024).build());

        assertThat(first.models()).extracting(ModelOffer::provider).containsOnly("fal");
        assertThat(result.provider()).isEqualTo("fal");
        assertThat(result.image().bytes()).hasSizeGreaterThan(1);
        assertThat(fal.emulator().count(Step.STATUS)).isPositive();
        assertThat(fal.emulator().count(Step.STREAM)).isZero();
        assertThat(heard).isEmpty();
      }
      try (ImageClient second = builder.build()) {
        ImageResult result = second.generate(Pair.request().size(1440, 1024).build());

        assertThat(result.provider()).isEqualTo("replicate");
        assertThatThrownBy(() -> result.image().bytes()).isInstanceOf(DownloadException.class);
        assertThat(heard).isNotEmpty();
      }
    }
  }

  @Test
  void refusesASecondProviderOfAName() {
    try (Service fal = Service.fal()) {
      ImageClient.Builder builder = ImageClient.builder().provider(fal.provider());
      assertThatThrownBy(() -> builder.provider(fal.provider()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("provider \"fal\" was added before; a client has one of each name");
    }
  }

  @Test
  void refusesToMakeAClientWithoutAProvider() {
    assertThatThrownBy(() -> ImageClient.builder().build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no provider")
        .hasMessageContaining("provider(...)");
  }

  @Test
  void refusesAWeightForAProviderThatItHasNot() {
    RoutingPolicy mistyped = RoutingPolicy.builder().weight("faal", 3).weight("fal", 1).build();
    String message =
        "The routing policy has a weight for \"faal\", and this client has no provider of that"
            + " name; it has [fal]";
    try (Service fal = Service.fal();
        TestTime time = new TestTime()) {
      ImageClient.Builder builder =
          ImageClient.builder().provider(fal.provider()).time(time).routing(mistyped);
      assertThatThrownBy(builder::build)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith(message);
      try (ImageClient client = fal.client(time)) {
        RequestOptions options = RequestOptions.builder().routing(mistyped).build();
        assertThatThrownBy(() -> client.generate(Pair.request().build(), options))
            .isInstanceOf(ConfigurationException.class)
            .hasMessageStartingWith(message);
      }
      assertThat(fal.emulator().requests()).isEmpty();
    }
  }

  @Test
  @SuppressWarnings("NullAway") // which a caller may not have
  void namesWhatIsNull() {
    try (Service fal = Service.fal();
        TestTime time = new TestTime();
        ImageClient client = fal.client(time)) {
      assertThatThrownBy(() -> client.generate(Pair.request().build(), null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("options");
      assertThatThrownBy(() -> client.submit(Pair.request().build(), null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("options");
      assertThatThrownBy(
              () -> client.resume(Arrays.asList(JobHandle.parse("pictor1:fal:a%2Fb:c")), null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("options");
    }
  }
}
