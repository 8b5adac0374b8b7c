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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
            + " name; it has [fal, replicate]";
    try (Pair pair = new Pair(Service.Kind.FAL)) {
      ImageClient.Builder builder =
          ImageClient.builder()
              .provider(pair.firstService().provider())
              .provider(pair.secondService().provider())
              .routing(mistyped);
      assertThatThrownBy(builder::build)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith(message);
      RequestOptions options = RequestOptions.builder().routing(mistyped).build();
      assertThatThrownBy(() -> pair.client().generate(Pair.request().build(), options))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith(message);
      assertThat(pair.submissions()).isEqualTo("0+0");
    }
  }

  /** One configuration for several deployments, of which one has no key for Replicate. */
  @Test
  void aWeightForAProviderThatItHasNotIsNothingWhereThereIsOneOnly() {
    RoutingPolicy both = RoutingPolicy.builder().weight("fal", 1).weight("replicate", 3).build();
    try (Service fal = Service.fal();
        TestTime time = new TestTime();
        ImageClient client =
            ImageClient.builder().provider(fal.provider()).time(time).routing(both).build()) {
      RequestOptions options = RequestOptions.builder().routing(both).build();

      assertThat(client.generate(Pair.request().build()).provider()).isEqualTo("fal");
      assertThat(client.generate(Pair.request().build(), options).provider()).isEqualTo("fal");
    }
  }

  static Stream<RoutingPolicy> policiesThatAskNobodyByThatName() {
    return Stream.of(
        RoutingPolicy.builder().weight("other", 0).weight("fal", 1).build(),
        RoutingPolicy.builder()
            .weight("other", 3)
            .weight("fal", 1)
            .order(RoutingPolicy.Order.AS_ADDED)
            .build());
  }

  @ParameterizedTest
  @MethodSource("policiesThatAskNobodyByThatName")
  void aWeightThatDecidesNothingIsNotRefused(RoutingPolicy policy) {
    try (Pair pair = new Pair(Service.Kind.FAL, policy)) {
      RequestOptions options = RequestOptions.builder().routing(policy).build();

      assertThat(pair.client().generate(Pair.request().build()).provider()).isEqualTo("fal");
      assertThat(pair.client().generate(Pair.request().build(), options).provider())
          .isEqualTo("fal");
    }
  }

  @Test
  void aWeightIsNotLookedAtWhereTheModelNamesItsProvider() {
    RoutingPolicy other = RoutingPolicy.builder().weight("other", 3).weight("fal", 1).build();
    try (Pair pair = new Pair(Service.Kind.FAL)) {
      ImageResult result =
          pair.client()
              .generate(
                  Pair.request().model("replicate/flux1.1-pro").build(),
                  RequestOptions.builder().routing(other).build());

      assertThat(result.provider()).isEqualTo("replicate");
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
