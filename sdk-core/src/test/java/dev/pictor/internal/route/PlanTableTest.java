package dev.pictor.internal.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pictor.internal.plan.Conversions;
import dev.pictor.internal.plan.LocalImage;
import dev.pictor.internal.plan.Machine;
import dev.pictor.internal.plan.TestModels;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageRequest.Strictness;
import dev.pictor.model.ImageSource;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import dev.pictor.spi.Provider;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code Plan.toString()} prints, on plans as they come out of the router. */
class PlanTableTest {
  private static final List<Provider> BOTH =
      Arrays.asList(
          new TableProvider("fal", ".*", TestModels.FAL_PRO),
          new TableProvider("replicate", ".*", TestModels.REPLICATE_PRO));

  private static ImageRequest.Builder request() {
    return ImageRequest.builder().model("flux1.1-pro").prompt("a fox");
  }

  private static Plan plan(ImageRequest.Builder request) {
    return Router.planAll(request.build(), BOTH);
  }

  @Test
  void showsAPlanAtAGlance() {
    ImageRequest.Builder request =
        request().aspectRatio(AspectRatio.of(7, 5)).n(6).seed(8).outputQuality(90);

    assertThat(plan(request).toString().split("\n", 22))
        .startsWith(
            "Plan for flux1.1-pro: fal would be used",
            "",
            "fal: fal-ai/flux-pro/v1.1",
            "  2 calls for 6 images | 7:5 -> 1211x865 | 0.48 USD (estimated)",
            "",
            "    parameter      asked  fate         sent",
            "    prompt         a fox  passthrough  prompt=a fox",
            "    seed           8      passthrough  seed=8",
            "                   (a call gets seed + its first image; the provider derives those of"
                + " the others)",
            "  ! outputQuality  90     dropped      -",
            "                   (fal-ai/flux-pro/v1.1 does not take it)",
            "    aspectRatio    7:5    converted    image_size={\"width\":1211,\"height\":865}",
            "    n              6      emulated     2 calls of at most 4",
            "",
            "  cost      0.04 USD per started megapixel; 2 counted per image, a megapixel taken as"
                + " 1,000,000",
            "            pixels; price of 2026-09-01, fal",
            "  call 1    images 1-4 {\"prompt\":\"a fox\",\"seed\":8,\"image_size\":{\"width\":1211,"
                + "\"height\":865},",
            "            \"num_images\":4}",
            "  call 2    images 5-6 {\"prompt\":\"a fox\",\"seed\":12,\"image_size\":{\"width\":1211,"
                + "\"height\":865},",
            "            \"num_images\":2}",
            "");
  }

  @Test
  void showsWhyNobodyCanServe() {
    String table =
        plan(request()
                .size(4000, 3000)
                .outputFormat(OutputFormat.AVIF)
                .strictness(Strictness.STRICT))
            .toString();

    assertThat(table)
        .startsWith("Plan for flux1.1-pro: no provider can serve it\n")
        .contains("fal: fal-ai/flux-pro/v1.1\n  cannot serve this request\n")
        .contains(
            "  refused   outputFormat avif would be lost: fal-ai/flux-pro/v1.1 makes jpeg, png;"
                + " delivers jpeg\n")
        .contains("  ! size          4000x3000  converted    aspect_ratio=custom, width=1440,")
        .doesNotContain("call 1");
  }

  @Test
  void staysNarrowAndCutsDataUris() {
    String uri = "data:image/png;base64," + String.join("", Collections.nCopies(5000, "ABCD"));
    String prompt = String.join(" ", Collections.nCopies(100, "ünïcödé \uD83E\uDD8A\n\t"));
    LocalImage image =
        new LocalImage(
            Optional.of(OutputFormat.PNG),
            Optional.empty(),
            1,
            15_000,
            Collections.emptyList(),
            Optional.empty(),
            Optional.of(new byte[15_000]));
    Machine machine =
        new Machine(Conversions.none(), Conversions::none, source -> Optional.of(image));
    String table =
        Router.planAll(
                request()
                    .prompt(prompt + String.join("", Collections.nCopies(500, "\uD83E\uDD8A")))
                    .imagePrompt(ImageSource.url(uri))
                    .responseFormat(ResponseFormat.BYTES)
                    .option("replicate/header:X-A-Name-That-Is-Rather-Long", JsonValue.of("v"))
                    .option("nested", JsonValue.parse("{\"a\":[\"" + uri + "\"]}"))
                    .build(),
                BOTH,
                machine,
                Optional.empty())
            .toString();

    assertThat(table.split("\n"))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100).doesNotEndWith(" "));
    assertThat(table)
        .contains("then      download each image")
        .doesNotContain(uri.substring(0, 100));
    assertThat(table.chars().filter(Character::isISOControl).allMatch(c -> c == '\n')).isTrue();
    assertThat(table)
        .isEqualTo(
            new String(
                table.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.UTF_8));
  }
}
