package dev.pictor.examples.view;

import dev.pictor.examples.run.Failure;
import dev.pictor.examples.run.KeptInput;
import dev.pictor.examples.run.RunReport;
import dev.pictor.examples.run.SavedImage;
import dev.pictor.model.Cost;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JobHandle;
import dev.pictor.model.Plan;
import java.util.Locale;
import java.util.Optional;

/** The cards of a contact sheet: one for each image, and one for each that is missing. */
final class SheetCards {
  private SheetCards() {}

  static void image(Html html, RunReport report, SavedImage saved, String alt) {
    // Made of letters, digits, dots and dashes: it needs no encoding in a URL.
    String file = Html.escape(String.valueOf(saved.file().getFileName()));
    html.raw("<figure class=\"card\">\n<a href=\"" + file + "\"><img src=\"" + file + "\"");
    html.raw(" alt=\"").text(alt).raw("\"");
    saved
        .facts()
        .size()
        .ifPresent(
            size -> html.raw(" width=\"" + size.width() + "\" height=\"" + size.height() + "\""));
    html.raw("></a>\n<figcaption class=\"caption\">\n");
    title(html, report.provider(), saved.size() + " " + saved.format());
    html.raw("<dl class=\"facts\">\n").fact("model", report.plan().model());
    facts(html, report, saved);
    html.raw("</dl>\n</figcaption>\n</figure>\n");
  }

  /** What the images were made from stands before them, in the same row. */
  static void input(Html html, KeptInput input) {
    html.raw("<figure class=\"card input\">\n");
    if (input.file().isPresent()) {
      String file = Html.escape(String.valueOf(input.file().get().getFileName()));
      html.raw("<a href=\"" + file + "\"><img src=\"" + file + "\"");
      html.raw(" alt=\"").text(input.role()).raw("\"></a>\n");
    }
    html.raw("<figcaption class=\"caption\">\n");
    title(html, input.role(), input.file().isPresent() ? "from here" : "behind a URL");
    html.raw("<dl class=\"facts\">\n").fact("source", input.source().name());
    html.raw("</dl>\n</figcaption>\n</figure>\n");
  }

  private static void facts(Html html, RunReport report, SavedImage saved) {
    GeneratedImage image = saved.image();
    html.fact("endpoint", report.plan().endpoint());
    html.fact("seed", image.seed().map(Object::toString).orElse("not told"));
    html.fact("size", size(saved));
    html.fact("format", saved.format() + ", " + bytes(saved.facts().byteCount()));
    html.fact(
        "time",
        Seconds.of(report.result().map(result -> result.elapsed()).orElse(report.elapsed())));
    report
        .result()
        .flatMap(result -> result.cost())
        .ifPresent(cost -> html.fact("cost", cost(report, cost)));
    image
        .flagged()
        .filter(flagged -> flagged)
        .ifPresent(flagged -> html.fact("safety", "flagged by the provider"));
    html.fact("file", String.valueOf(saved.file().getFileName()));
    html.code("handle", image.handle());
  }

  /** The measured size, and those asked for and sent where they differ. */
  private static String size(SavedImage saved) {
    StringBuilder text = new StringBuilder(saved.size());
    differing(saved.image().requestedSize(), saved)
        .ifPresent(size -> text.append(", asked for ").append(size));
    differing(saved.image().sentSize(), saved)
        .filter(size -> !saved.image().requestedSize().equals(Optional.of(size)))
        .ifPresent(size -> text.append(", sent ").append(size));
    return text.toString();
  }

  private static Optional<ImageSize> differing(Optional<ImageSize> size, SavedImage saved) {
    return size.filter(value -> !saved.facts().size().equals(Optional.of(value)));
  }

  private static String cost(RunReport report, Cost cost) {
    int images = report.images().size() + report.failures().size();
    return images == 1 ? cost.toString() : cost + " for all " + images;
  }

  private static String bytes(long count) {
    return count < 1_000_000
        ? String.format(Locale.ROOT, "%.0f kB", Math.max(1, count / 1e3))
        : String.format(Locale.ROOT, "%.1f MB", count / 1e6);
  }

  static void failure(Html html, RunReport report, Failure failure) {
    html.raw("<section class=\"card failed\">\n<div class=\"caption\">\n");
    title(html, failure.title(), "no image");
    html.element("p", "reason", withoutHandle(failure));
    html.raw("<dl class=\"facts\">\n").fact("model", report.plan().model());
    html.fact("endpoint", report.plan().endpoint());
    html.fact("time", Seconds.of(report.elapsed()));
    failure.handles().forEach(handle -> html.code("handle", handle));
    html.raw("</dl>\n</div>\n</section>\n");
  }

  /** The handles have lines of their own. */
  private static String withoutHandle(Failure failure) {
    String text = failure.message();
    for (JobHandle handle : failure.handles()) {
      text = text.replace(", handle " + handle, "");
    }
    return text;
  }

  static void refusal(Html html, Plan.Candidate candidate) {
    html.raw("<section class=\"card failed\">\n<div class=\"caption\">\n");
    title(html, candidate.provider(), "not asked");
    candidate.refusals().forEach(reason -> html.element("p", "reason", reason));
    html.raw("</div>\n</section>\n");
  }

  private static void title(Html html, String left, String right) {
    html.raw("<p class=\"title\">").element("strong", "", left);
    html.element("span", "", right).raw("</p>\n");
  }
}
