package dev.pictor.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.ImageClient;
import dev.pictor.ModelOffer;
import dev.pictor.fal.Fal;
import dev.pictor.model.Adjustment;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageSource;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import dev.pictor.model.Resolution;
import dev.pictor.replicate.Replicate;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.ParameterRule;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * What becomes of every parameter, of every model, at every provider: the table of the models is
 * made here, from plans, and must be the one that stands on the page.
 */
class CatalogueTest {
  private static final ImageSource PICTURE = ImageSource.url("https://example.com/a.png");

  private static final Map<String, UnaryOperator<ImageRequest.Builder>> PARAMETERS =
      new LinkedHashMap<>();

  static {
    PARAMETERS.put("prompt", request -> request.prompt("a boat"));
    PARAMETERS.put("negativePrompt", request -> request.negativePrompt("fog"));
    PARAMETERS.put("size", request -> request.size(1024, 768));
    PARAMETERS.put("aspectRatio", request -> request.aspectRatio(AspectRatio.of(3, 2)));
    PARAMETERS.put("resolution", request -> request.resolution(Resolution.TWO_K));
    PARAMETERS.put("seed", request -> request.seed(7));
    PARAMETERS.put("n", request -> request.n(2));
    PARAMETERS.put("outputFormat", request -> request.outputFormat(OutputFormat.JPEG));
    PARAMETERS.put("outputQuality", request -> request.outputQuality(80));
    PARAMETERS.put("outputCompression", request -> request.outputCompression(80));
    PARAMETERS.put("responseFormat", request -> request.responseFormat(ResponseFormat.BYTES));
    PARAMETERS.put("safetyTolerance", request -> request.safetyTolerance(2));
    PARAMETERS.put("enhancePrompt", request -> request.enhancePrompt(true));
    PARAMETERS.put("promptUpsampling", request -> request.promptUpsampling(true));
    PARAMETERS.put("syncMode", request -> request.syncMode(true));
    PARAMETERS.put("guidanceScale", request -> request.guidanceScale(new BigDecimal("3.5")));
    PARAMETERS.put("quality", request -> request.quality("high"));
    PARAMETERS.put("style", request -> request.style("vivid"));
    PARAMETERS.put("user", request -> request.user("u-1"));
    PARAMETERS.put("imagePrompt", request -> request.imagePrompt(PICTURE));
    PARAMETERS.put("images", request -> request.addImages(PICTURE));
    PARAMETERS.put("mask", request -> request.mask(PICTURE));
  }

  private static ImageRequest.Builder minimal(ModelOffer offer) {
    ImageRequest.Builder request = ImageRequest.builder().model(offer.model());
    ModelSpec spec = offer.spec();
    if (isRequired(spec, Parameter.PROMPT)) {
      request.prompt("a boat");
    }
    if (isRequired(spec, Parameter.IMAGE_PROMPT)) {
      request.imagePrompt(PICTURE);
    }
    if (isRequired(spec, Parameter.IMAGES)) {
      request.addImages(PICTURE);
    }
    return request;
  }

  private static boolean isRequired(ModelSpec spec, Parameter parameter) {
    return spec.rule(parameter).map(ParameterRule::isRequired).orElse(false);
  }

  private static String fate(ImageClient client, ModelOffer offer, String parameter) {
    boolean given = parameter.equals("images") && isRequired(offer.spec(), Parameter.IMAGES);
    ImageRequest.Builder request = minimal(offer);
    ImageRequest asked = (given ? request : PARAMETERS.get(parameter).apply(request)).build();
    Plan.Candidate plan = client.plan(asked).candidates().get(0);
    if (!plan.isUsable()) {
      assertThat(plan.refusals()).allSatisfy(why -> assertThat(why).contains(parameter));
      return "✗";
    }
    Optional<Adjustment> fate =
        plan.adjustments().stream().filter(a -> a.parameter().equals(parameter)).findFirst();
    assertThat(fate).as("%s of %s has a fate", parameter, offer).isPresent();
    switch (fate.get().mode()) {
      case PASSTHROUGH:
      case RENAMED:
        return "=";
      case CONVERTED:
        return "~";
      case EMULATED:
        return "+";
      default:
        return "–";
    }
  }

  private static String table() {
    StringBuilder out = new StringBuilder("| ");
    PARAMETERS.keySet().forEach(name -> out.append("| ").append(name).append(' '));
    out.append("|\n|---");
    PARAMETERS.keySet().forEach(name -> out.append("|:-:"));
    out.append("|\n");
    try (ImageClient client =
        ImageClient.builder()
            .provider(Fal.create("any:key"))
            .provider(Replicate.create("any"))
            .build()) {
      for (ModelOffer offer : client.models()) {
        out.append("| ").append(offer.model()).append(' ');
        for (String parameter : PARAMETERS.keySet()) {
          out.append("| ").append(fate(client, offer, parameter)).append(' ');
        }
        out.append("|\n");
      }
    }
    return out.toString();
  }

  @Test
  void thePageHasTheTableOfToday() throws IOException {
    Documents.check("docs/models.md", "catalogue", table());
  }

  @Test
  void everyParameterOfARequestHasAColumn() {
    for (Parameter parameter : Parameter.values()) {
      assertThat(PARAMETERS).containsKey(parameter.attribute());
    }
  }
}
