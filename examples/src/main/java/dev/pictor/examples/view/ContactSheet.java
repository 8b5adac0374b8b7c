package dev.pictor.examples.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pictor.examples.run.Failure;
import dev.pictor.examples.run.ImageFolder;
import dev.pictor.examples.run.KeptInput;
import dev.pictor.examples.run.RunReport;
import dev.pictor.examples.run.SavedImage;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.Plan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One page with everything that came of a request: the images and their facts, the failures beside
 * them, what was changed on the way, and what was sent. It needs nothing but the image files.
 */
public final class ContactSheet {
  /** From this length on a prompt is a text, not a headline. */
  private static final int LONG_PROMPT = 140;

  /** By which an earlier sheet is told from a page of the user's own. */
  private static final String MARK = "<meta name=\"generator\" content=\"Pictor, contact sheet\">";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH);

  private final ImageRequest request;
  private final List<KeptInput> inputs;
  private final List<Plan.Candidate> plans;
  private final List<RunReport> reports;
  private final String origin;
  private final ZonedDateTime when;

  /**
   * The sheet of one request.
   *
   * @param inputs what the images were made from
   * @param plans what each provider would do, also of those that could not serve it
   * @param origin where the images come from, in one sentence
   */
  public ContactSheet(
      ImageRequest request,
      List<KeptInput> inputs,
      List<Plan.Candidate> plans,
      List<RunReport> reports,
      String origin,
      ZonedDateTime when) {
    this.request = request;
    this.inputs = new ArrayList<>(inputs);
    this.plans = new ArrayList<>(plans);
    this.reports = new ArrayList<>(reports);
    this.origin = origin;
    this.when = when;
  }

  /** Writes it beside the images, in place of an earlier one, and of nothing else. */
  public Path writeTo(ImageFolder folder) throws IOException {
    return folder.page(html(), "index", MARK);
  }

  String html() throws IOException {
    Html html = new Html();
    html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw(MARK).raw("\n");
    html.element("title", "", title() + " - Pictor");
    html.raw("<style>\n").raw(style()).raw("</style>\n</head>\n<body>\n");
    header(html);
    html.raw("<main>\n<div class=\"grid\">\n");
    inputs.forEach(input -> SheetCards.input(html, input));
    for (RunReport report : reports) {
      for (SavedImage image : report.images()) {
        SheetCards.image(html, report, image, title());
      }
      for (Failure failure : report.failures()) {
        SheetCards.failure(html, report, failure);
      }
    }
    plans.stream().filter(plan -> !plan.isUsable()).forEach(plan -> SheetCards.refusal(html, plan));
    html.raw("</div>\n");
    SheetDetails.changes(html, reports);
    SheetDetails.sent(html, reports);
    html.raw("</main>\n<footer>Made by the main example of Pictor, a typed Java SDK for image");
    return html.raw(" generation.</footer>\n</body>\n</html>\n").toString();
  }

  private String title() {
    return request.prompt().orElse(request.model());
  }

  private void header(Html html) {
    html.raw("<header>\n").element("p", "kicker", "Contact sheet");
    html.element("h1", title().length() > LONG_PROMPT ? "long" : "", title());
    html.raw("<dl class=\"chips\">\n").fact("model", request.model());
    request.size().ifPresent(size -> html.fact("size", size));
    request.aspectRatio().ifPresent(ratio -> html.fact("aspect ratio", ratio));
    if (request.n() > 1) {
      html.fact("images", request.n() + " of each");
    }
    request.seed().ifPresent(seed -> html.fact("seed", seed));
    request.outputFormat().ifPresent(format -> html.fact("format", format));
    html.raw("</dl>\n").element("p", "made", DATE.format(when) + ". " + origin);
    html.raw("</header>\n");
  }

  private static String style() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ContactSheet.class.getResourceAsStream("contact-sheet.css"), "contact-sheet.css")) {
      ByteArrayOutputStream css = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        css.write(buffer, 0, read);
      }
      return new String(css.toByteArray(), UTF_8);
    }
  }
}
