package dev.pictor.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan as a table for a person, at most {@value #WIDTH} columns wide. */
final class PlanTable {
  static final int WIDTH = 100;

  private static final int INDENT = 2;
  private static final int MAX_PARAMETER = 20;
  private static final int MAX_ASKED = 20;
  private static final int MAX_SENT = 74;
  private static final int MAX_DATA_URI = 48;
  private static final int LABEL = 8;

  private final Plan plan;
  private final StringBuilder out = new StringBuilder(2000);

  private PlanTable(Plan plan) {
    this.plan = plan;
  }

  static String of(Plan plan) {
    return new PlanTable(plan).render();
  }

  private String render() {
    String model = TextColumns.shorten(plan.request().model(), 60);
    String chosen = plan.chosen().map(Plan.Candidate::provider).orElse("");
    out.append("Plan for ").append(model).append(": ");
    out.append(chosen.isEmpty() ? "no provider can serve it" : chosen + " would be used");
    out.append('\n');
    for (Plan.Candidate candidate : plan.candidates()) {
      candidate(candidate);
    }
    return out.toString();
  }

  private void candidate(Plan.Candidate candidate) {
    out.append('\n');
    line(0, candidate.provider() + ": " + candidate.endpoint());
    line(INDENT, candidate.isUsable() ? summary(candidate) : "cannot serve this request");
    if (!candidate.adjustments().isEmpty()) {
      out.append('\n');
      adjustments(candidate.adjustments());
    }
    out.append('\n');
    candidate.refusals().forEach(text -> labelled("refused", text));
    candidate.warnings().forEach(text -> labelled("warning", text));
    candidate.postProcessing().forEach(text -> labelled("then", text));
    candidate.cost().flatMap(Cost::note).ifPresent(text -> labelled("cost", text));
    calls(candidate.calls());
  }

  private String summary(Plan.Candidate candidate) {
    int calls = candidate.calls().size();
    int images = plan.request().n();
    return count(calls, "call")
        + " for "
        + count(images, "image")
        + " | "
        + asked()
        + " -> "
        + candidate.effectiveSize().map(ImageSize::toString).orElse("pixels not known")
        + " | "
        + candidate.cost().map(Cost::toString).orElse("cost not known");
  }

  private static String count(int count, String noun) {
    return count + " " + (count == 1 ? noun : noun + "s");
  }

  private String asked() {
    ImageRequest request = plan.request();
    if (request.size().isPresent()) {
      return request.size().get().toString();
    }
    String scale = request.resolution().map(Resolution::toString).orElse("");
    String shape = request.aspectRatio().map(AspectRatio::toString).orElse("");
    String both = (shape + " " + scale).trim();
    return both.isEmpty() ? "no size asked" : both;
  }

  private void adjustments(List<Adjustment> adjustments) {
    int[] widths = {"parameter".length(), "asked".length(), "passthrough".length(), 0};
    for (Adjustment adjustment : adjustments) {
      widths[0] = width(widths[0], adjustment.parameter(), MAX_PARAMETER);
      widths[1] = width(widths[1], adjustment.from(), MAX_ASKED);
    }
    widths[3] = WIDTH - INDENT - 2 - widths[0] - widths[1] - widths[2] - 6;
    TextColumns.row(out, INDENT + 2, widths, "parameter", "asked", "fate", "sent");
    for (Adjustment adjustment : adjustments) {
      adjustment(adjustment, widths);
    }
  }

  private static int width(int least, String text, int most) {
    return Math.min(most, Math.max(least, text.length()));
  }

  private void adjustment(Adjustment adjustment, int[] widths) {
    int start = out.length();
    TextColumns.row(
        out,
        INDENT + 2,
        widths,
        adjustment.parameter(),
        TextColumns.shorten(adjustment.from(), widths[1]),
        adjustment.mode().name().toLowerCase(Locale.ROOT),
        adjustment.to().map(to -> TextColumns.shorten(to, MAX_SENT)).orElse("-"));
    if (adjustment.isChange()) {
      out.setCharAt(start + INDENT, '!');
    }
    if (adjustment.note().isPresent()) {
      int indent = INDENT + 2 + widths[0] + 2;
      int[] rest = {WIDTH - indent};
      TextColumns.row(out, indent, rest, "(" + adjustment.note().get() + ")");
    }
  }

  private void labelled(String label, String text) {
    int[] widths = {LABEL, WIDTH - INDENT - LABEL - 2};
    TextColumns.row(out, INDENT, widths, label, text);
  }

  private void calls(List<PlannedCall> calls) {
    for (int i = 0; i < calls.size(); i++) {
      PlannedCall call = calls.get(i);
      int first = call.firstImage() + 1;
      int last = call.firstImage() + call.imageCount();
      String images = first == last ? "image " + first : "images " + first + "-" + last;
      for (PlannedCall.Upload upload :
          i == 0 ? call.uploads() : Collections.<PlannedCall.Upload>emptyList()) {
        labelled("input", upload(upload));
      }
      labelled("call " + (i + 1), calls.size() == 1 ? body(call) : images + " " + body(call));
    }
  }

  /** All calls of a candidate need the same ones, so they are named once. */
  private static String upload(PlannedCall.Upload upload) {
    return upload.source().name()
        + " as "
        + upload.fileName()
        + ", "
        + upload.mediaType()
        + upload.byteCount().map(bytes -> ", " + bytes + " bytes").orElse("")
        + " for "
        + upload.field();
  }

  private static String body(PlannedCall call) {
    return shortened(call.input()).toString();
  }

  /** The same JSON, with the data URIs in it cut: they can be megabytes long. */
  private static JsonValue shortened(JsonValue value) {
    if (value.kind() == JsonValue.Kind.OBJECT) {
      Map<String, JsonValue> members = new LinkedHashMap<>();
      value.members().forEach((name, member) -> members.put(name, shortened(member)));
      return JsonValue.object(members);
    }
    if (value.kind() == JsonValue.Kind.ARRAY) {
      List<JsonValue> elements = new ArrayList<>();
      value.elements().forEach(element -> elements.add(shortened(element)));
      return JsonValue.array(elements);
    }
    String text = value.asString().orElse("");
    return text.startsWith("data:") ? JsonValue.of(TextColumns.shorten(text, MAX_DATA_URI)) : value;
  }

  private void line(int indent, String text) {
    int[] widths = {WIDTH - indent};
    TextColumns.row(out, indent, widths, text);
  }
}
