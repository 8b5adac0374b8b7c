package dev.pictor.examples.view;

import dev.pictor.examples.run.RunReport;
import dev.pictor.model.Adjustment;
import dev.pictor.model.PlannedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lower part of a contact sheet: how the request was fitted to each provider. */
final class SheetDetails {
  private SheetDetails() {}

  /** The fate of each parameter: what was touched, and in one line what was not. */
  static void changes(Html html, List<RunReport> reports) {
    html.element("h2", "", "What became of the request");
    warnings(html, reports);
    html.raw("<div class=\"scroll\"><table>\n<thead><tr><th>Provider</th><th>Parameter</th>");
    html.raw("<th>Asked for</th><th>Sent</th><th>How</th></tr></thead>\n<tbody>\n");
    for (RunReport report : reports) {
      List<String> asTheyWere = new ArrayList<>();
      for (Adjustment fate : Changes.of(report).all()) {
        if (fate.mode() == Adjustment.Mode.PASSTHROUGH && !fate.isChange()) {
          asTheyWere.add(fate.parameter());
        } else {
          change(html, report.provider(), fate);
        }
      }
      if (!asTheyWere.isEmpty()) {
        html.raw("<tr>").element("td", "", report.provider());
        html.raw("<td class=\"rest\" colspan=\"4\">");
        html.text("as asked: " + String.join(", ", asTheyWere)).raw("</td></tr>\n");
      }
    }
    html.raw("</tbody>\n</table></div>\n");
  }

  private static void change(Html html, String provider, Adjustment fate) {
    html.raw("<tr>").element("td", "", provider).element("td", "", fate.parameter());
    html.element("td", "", fate.from()).raw("<td>");
    html.element("code", "", fate.to().orElse("nothing")).raw("</td>");
    html.raw(fate.isChange() ? "<td class=\"change\">" : "<td>");
    html.text(fate.mode().name().toLowerCase(Locale.ROOT));
    html.text(fate.isChange() ? ", not as asked" : "");
    fate.note().ifPresent(note -> html.element("small", "", note));
    html.raw("</td></tr>\n");
  }

  private static void warnings(Html html, List<RunReport> reports) {
    if (reports.stream().allMatch(report -> Changes.of(report).warnings().isEmpty())) {
      return;
    }
    html.raw("<ul class=\"notes\">\n");
    for (RunReport report : reports) {
      for (String warning : Changes.of(report).warnings()) {
        html.element("li", "", report.provider() + ": " + warning);
      }
    }
    html.raw("</ul>\n");
  }

  /** The exact bodies. */
  static void sent(Html html, List<RunReport> reports) {
    html.element("h2", "", "What was sent");
    for (RunReport report : reports) {
      for (PlannedCall call : report.plan().calls()) {
        html.raw("<details><summary>").text(report.provider() + " ");
        html.element("code", "", call.endpoint()).raw("</summary>");
        html.element("pre", "", shortened(call)).raw("</details>\n");
      }
    }
  }

  /** The body, with the content of data URIs cut: they are long, and say nothing to a person. */
  private static String shortened(PlannedCall call) {
    return call.input().toString().replaceAll("(data:[a-z/]+;base64,[^\"]{24})[^\"]+", "$1...");
  }
}
