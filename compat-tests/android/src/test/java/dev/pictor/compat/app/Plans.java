package dev.pictor.compat.app;

import dev.pictor.ImageClient;
import dev.pictor.ModelOffer;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.Cost;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import dev.pictor.model.Plan.Candidate;
import dev.pictor.model.PlannedCall;

/** What is known and said before anything is sent. */
final class Plans {
  private Plans() {}

  static void print(Services services, Transcript out) {
    try (ImageClient images = services.both()) {
      out.section("models");
      out.line("client", images);
      for (ModelOffer offer : images.models()) {
        out.line(offer.provider() + " " + offer.model(), offer + " " + offer.spec());
      }
      out.section("plans");
      for (ModelOffer offer : images.models()) {
        print(images.plan(wish(offer.model())), out);
      }
      print(images.plan(Requests.everything()), out);
    }
  }

  private static ImageRequest wish(String model) {
    return ImageRequest.builder()
        .model(model)
        .prompt("a lighthouse made of paper")
        .aspectRatio(AspectRatio.of(7, 5))
        .outputFormat(OutputFormat.WEBP)
        .seed(7)
        .n(5)
        .build();
  }

  private static void print(Plan plan, Transcript out) {
    out.line("plan for", plan.request().model());
    out.line("table", plan);
    out.line("chosen", plan.chosen().map(Candidate::endpoint));
    for (Candidate candidate : plan.candidates()) {
      out.line("provider", candidate.provider());
      out.line("model", candidate.model());
      out.line("endpoint", candidate.endpoint());
      out.line("usable", candidate.isUsable());
      out.line("refusals", candidate.refusals());
      out.line("adjustments", candidate.adjustments());
      out.line("warnings", candidate.warnings());
      out.line("size", candidate.effectiveSize());
      out.line("converted", candidate.convertsTo());
      out.line("afterwards", candidate.postProcessing());
      out.line("cost", candidate.cost());
      out.line("how", candidate.cost().flatMap(Cost::note));
      for (PlannedCall call : candidate.calls()) {
        out.line("call", call.input());
      }
    }
  }
}
