package dev.pictor.internal.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pictor.error.RequestRefusedException;
import dev.pictor.internal.http.SystemTime;
import dev.pictor.internal.http.Time;
import dev.pictor.internal.plan.Machine;
import dev.pictor.internal.plan.TestModels;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageSource;
import dev.pictor.model.Plan;
import dev.pictor.model.RoutingPolicy;
import dev.pictor.spi.Provider;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
  private static final Provider FAL =
      new TableProvider(
          "fal", "[^/]+(/[^/]+)+", TestModels.FAL_PRO, TestModels.FAL_ULTRA, TestModels.KONTEXT);
  private static final Provider REPLICATE =
      new TableProvider(
          "replicate",
          "[^/]+/[^/]+",
          TestModels.REPLICATE_PRO,
          TestModels.REPLICATE_ULTRA,
          TestModels.SCHNELL);
  private static final List<Provider> BOTH = Arrays.asList(FAL, REPLICATE);

  private static ImageRequest.Builder request(String model) {
    return ImageRequest.builder().model(model).prompt("a fox");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "flux1.1-pro | [fal/fal-ai/flux-pro/v1.1, replicate/black-forest-labs/flux-1.1-pro]",
        "flux-pro-1.1 | [fal/fal-ai/flux-pro/v1.1, replicate/black-forest-labs/flux-1.1-pro]",
        "' flux1.1-pro ' | [fal/fal-ai/flux-pro/v1.1, replicate/black-forest-labs/flux-1.1-pro]",
        "flux-schnell | [replicate/black-forest-labs/flux-schnell]",
        "fal/flux1.1-pro | [fal/fal-ai/flux-pro/v1.1]",
        "replicate/flux-pro-1.1 | [replicate/black-forest-labs/flux-1.1-pro]",
        "fal/fal-ai/flux-pro/v1.1 | [fal/fal-ai/flux-pro/v1.1]",
        "fal/fal-ai/unheard-of | [fal/fal-ai/unheard-of]",
        "replicate/acme/thing | [replicate/acme/thing]",
      })
  void findsTheEndpointsOfAName(String model, String endpoints) {
    assertThat(ModelResolver.resolve(model, BOTH)).hasToString(endpoints);
  }

  @Test
  void takesTheProvidersInTheirOrder() {
    assertThat(ModelResolver.resolve("flux1.1-pro", Arrays.asList(REPLICATE, FAL)))
        .extracting(choice -> choice.provider().name())
        .containsExactly("replicate", "fal");
  }

  @Test
  @DisplayName("requirement 29: an endpoint that no table describes passes through")
  void describesOnlyWhatATableDescribes() {
    assertThat(described("fal/fal-ai/unheard-of")).isFalse();
    assertThat(described("fal/fal-ai/flux-pro/v1.1")).isTrue();
  }

  private static boolean described(String model) {
    return ModelResolver.resolve(model, BOTH).get(0).spec().isDescribed();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "flux1.1-prp | Did you mean flux1.1-pro?",
        "FLUX-SCHNELL | Did you mean flux-schnell?",
        "nonsense | Known: flux1.1-pro, flux1.1-pro-ultra, flux-kontext-pro, flux-schnell.",
        "fal-ai/flux/dev | put its provider first: fal/fal-ai/flux/dev.",
        "black-forest-labs/flux-dev | first: replicate/black-forest-labs/flux-dev.",
        "acme/thing | first: fal/acme/thing or replicate/acme/thing.",
        "openai/flux1.1-pro | there is no openai among fal, replicate",
        "openai/flux1.1-pro | Described models like it: flux1.1-pro.",
        "Fal/flux1.1-pro | among fal, replicate. Did you mean fal/flux1.1-pro?",
        "REPLICATE/acme/thing | Did you mean replicate/acme/thing?",
        "replicate/a/b/c | an endpoint of replicate looks like",
        "fal/flux1.1-prp | Did you mean flux1.1-pro?",
        "fal/flux-schnell | not known at fal",
        "fal/ | not known at fal",
      })
  void saysWhatToWriteInsteadOfAnUnknownName(String model, String hint) {
    assertThatThrownBy(() -> ModelResolver.resolve(model, BOTH))
        .isInstanceOf(RequestRefusedException.class)
        .hasMessageContaining("model \"")
        .hasMessageContaining(hint);
  }

  @Test
  void saysThatThereIsNoProvider() {
    assertThatThrownBy(() -> ModelResolver.resolve("flux1.1-pro", Collections.emptyList()))
        .isInstanceOf(RequestRefusedException.class)
        .hasMessageContaining("no provider is configured");
  }

  @Test
  void doesNotSuggestForAnEmptyRest() {
    assertThatThrownBy(() -> ModelResolver.resolve("x", BOTH))
        .hasMessageNotContaining("Did you mean");
  }

  @Test
  @DisplayName("requirement 23: a provider that would lose an input is passed over")
  void plansAllAndChoosesTheFirstThatCanServe() {
    ImageRequest request =
        request("flux1.1-pro").imagePrompt(ImageSource.url("https://example.com/a.png")).build();
    Plan plan = Router.planAll(request, BOTH);

    assertThat(plan.request()).isEqualTo(request);
    assertThat(plan.candidates())
        .extracting(Plan.Candidate::provider, Plan.Candidate::isUsable)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("fal", false),
            org.assertj.core.groups.Tuple.tuple("replicate", true));
    assertThat(plan.candidates().get(0).refusals())
        .singleElement()
        .asString()
        .contains("these do: flux1.1-pro-ultra");
    assertThat(chosen(plan)).isSameAs(plan.candidates().get(1));
  }

  @Test
  @DisplayName("requirement 27: when none can serve, each reason of each provider is named")
  void refusesWithEveryReason() {
    ImageRequest request =
        request("flux1.1-pro")
            .safetyTolerance(0)
            .mask(ImageSource.url("https://example.com/a.png"))
            .build();

    assertThatThrownBy(() -> chosen(Router.planAll(request, BOTH)))
        .isInstanceOf(RequestRefusedException.class)
        .hasMessageContaining("fal: safetyTolerance is 0")
        .hasMessageContaining("fal: mask")
        .hasMessageContaining("replicate: safetyTolerance is 0")
        .hasMessageContaining("replicate: mask");
  }

  private static Plan.Candidate chosen(Plan plan) {
    Time time = new SystemTime();
    return new Routing(
            plan,
            Machine.none(),
            name -> BOTH.stream().filter(p -> p.name().equals(name)).findFirst().get(),
            RoutingPolicy.defaults(),
            new Health(time),
            time)
        .chosen();
  }

  @Test
  void measuresNames() {
    assertThat(EditDistance.between("", "abc")).isEqualTo(3);
    assertThat(EditDistance.between("kitten", "sitting")).isEqualTo(3);
    assertThat(EditDistance.between("same", "same")).isZero();
  }
}
