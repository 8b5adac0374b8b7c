package dev.pictor.compat.app;

import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.MaskPolarity;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.ImageRequest.SizePolicy;
import dev.pictor.model.ImageRequest.Strictness;
import dev.pictor.model.ImageSize;
import dev.pictor.model.ImageSource;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Resolution;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collections;

/** Every parameter of a request, and every way to set it. */
final class Requests {
  private static final ImageSource IMAGE = ImageSource.url("https://example.com/lake.jpg");
  private static final JsonValue YES = JsonValue.of(true);

  private Requests() {}

  static void print(Transcript out) {
    out.section("requests");
    ImageRequest request = everything();
    out.line("request", request);
    out.line("the same by optional values", again(request).equals(request));
    out.line("a copy", request.toBuilder().build().equals(copy(request)));
    out.line("images and options", images());
    for (Runnable impossible : impossible()) {
      try {
        impossible.run();
        out.line("impossible", "taken");
      } catch (IllegalArgumentException | IllegalStateException e) {
        out.line("impossible", e.getMessage());
      }
    }
  }

  private static ImageRequest copy(ImageRequest request) {
    return ImageRequest.builder().copyFrom(request).build();
  }

  static ImageRequest everything() {
    return ImageRequest.builder()
        .model("fal/fal-ai/some/thing")
        .prompt("a lighthouse made of paper")
        .negativePrompt("people")
        .size(640, 480)
        .aspectRatio(AspectRatio.of(4, 3))
        .resolution(Resolution.ONE_K)
        .sizePolicy(SizePolicy.AT_LEAST)
        .seed(1207)
        .n(2)
        .responseFormat(ResponseFormat.BYTES)
        .outputFormat(OutputFormat.WEBP)
        .outputCompression(70)
        .outputQuality(80)
        .safetyTolerance(3)
        .enhancePrompt(true)
        .promptUpsampling(false)
        .syncMode(false)
        .guidanceScale(new BigDecimal("3.5"))
        .quality("high")
        .style("natural")
        .user("somebody")
        .imagePrompt(IMAGE)
        .addImages(IMAGE)
        .mask(IMAGE)
        .maskPolarity(MaskPolarity.TRANSPARENT_IS_EDIT)
        .option("fal/raw", YES)
        .option("control_url", IMAGE)
        .maxCost(new BigDecimal("0.25"))
        .strictness(Strictness.LENIENT)
        .build();
  }

  private static ImageRequest again(ImageRequest request) {
    return ImageRequest.builder()
        .model(request.model())
        .prompt(request.prompt())
        .negativePrompt(request.negativePrompt())
        .size(request.size())
        .aspectRatio(request.aspectRatio())
        .resolution(request.resolution())
        .sizePolicy(request.sizePolicy())
        .seed(request.seed())
        .n(request.n())
        .responseFormat(request.responseFormat())
        .outputFormat(request.outputFormat())
        .outputCompression(request.outputCompression())
        .outputQuality(request.outputQuality())
        .safetyTolerance(request.safetyTolerance())
        .enhancePrompt(request.enhancePrompt())
        .promptUpsampling(request.promptUpsampling())
        .syncMode(request.syncMode())
        .guidanceScale(request.guidanceScale())
        .quality(request.quality())
        .style(request.style())
        .user(request.user())
        .imagePrompt(request.imagePrompt())
        .images(request.images())
        .mask(request.mask())
        .maskPolarity(request.maskPolarity())
        .options(request.options())
        .imageOptions(request.imageOptions())
        .maxCost(request.maxCost())
        .strictness(request.strictness())
        .build();
  }

  private static ImageRequest images() {
    return ImageRequest.builder()
        .model(Services.MODEL)
        .size(ImageSize.of(512, 512))
        .seed(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE))
        .addImages(IMAGE, IMAGE)
        .addAllImages(Arrays.asList(IMAGE, IMAGE))
        .putOptions("a", YES)
        .putOptions(new AbstractMap.SimpleEntry<>("b", YES))
        .putAllOptions(Collections.singletonMap("c", YES))
        .putImageOptions("d", IMAGE)
        .putImageOptions(new AbstractMap.SimpleEntry<>("e", IMAGE))
        .putAllImageOptions(Collections.singletonMap("f", IMAGE))
        .build();
  }

  private static Iterable<Runnable> impossible() {
    return Arrays.asList(
        () -> ImageRequest.builder().build(),
        () -> Services.request("a boat").n(11).build(),
        () -> Services.request("half of \ud83d").build(),
        () -> Services.request("a boat").maxCost(BigDecimal.ONE.negate()).build(),
        () -> ImageSource.url("ftp://example.com/lake.jpg"),
        () -> AspectRatio.parse("wide"));
  }
}
