package dev.pictor.internal.plan;

import dev.pictor.model.Adjustment;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.ResponseFormat;
import dev.pictor.spi.ModelSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the images come: in which file format, and as what. */
final class FormatFate {
  private static final String FORMAT = "outputFormat";
  private static final String FIELD = "output_format";

  private FormatFate() {}

  /**
   * Adds the field of the file format to a draft, and records what became of format and delivery.
   *
   * @param convertible the formats into which Pictor itself can convert
   */
  static void decide(Draft draft, Set<OutputFormat> convertible) {
    ImageRequest request = draft.request();
    if (request.outputFormat().isPresent()) {
      format(draft, request.outputFormat().get(), convertible);
    }
    if (request.responseFormat() == ResponseFormat.BYTES) {
      draft.keep("responseFormat", Adjustment.Mode.EMULATED, "BYTES", "downloaded by Pictor");
      draft.postProcessing().add("download each image");
    }
  }

  private static void format(Draft draft, OutputFormat asked, Set<OutputFormat> convertible) {
    ModelSpec spec = draft.spec();
    Optional<String> field = spec.isDescribed() ? spec.formatField() : Optional.of(FIELD);
    if (field.isPresent() && draft.options().has(field.get())) {
      draft.overridden(FORMAT, asked.value(), field.get());
      return;
    }
    Map<OutputFormat, String> formats = spec.formats();
    boolean known = formats.containsKey(asked) || formats.isEmpty();
    if (field.isPresent() && known) {
      send(draft, asked, field.get(), formats.getOrDefault(asked, asked.value()));
    } else if (spec.defaultFormat().filter(asked::equals).isPresent()) {
      draft.keep(FORMAT, Adjustment.Mode.PASSTHROUGH, asked.value(), "the endpoint's own format");
    } else if (convertible.contains(asked)) {
      convert(draft, asked, field);
    } else {
      draft.drop(FORMAT, asked.value(), delivers(spec));
    }
  }

  private static void send(Draft draft, OutputFormat asked, String field, String name) {
    draft.send(field, JsonValue.of(name));
    Adjustment.Mode mode =
        !name.equals(asked.value())
            ? Adjustment.Mode.CONVERTED
            : field.equals(FIELD) ? Adjustment.Mode.PASSTHROUGH : Adjustment.Mode.RENAMED;
    draft.keep(FORMAT, mode, asked.value(), field + "=" + name);
  }

  /** From PNG where there is one, so that the conversion loses nothing twice. */
  private static void convert(Draft draft, OutputFormat asked, Optional<String> field) {
    Map<OutputFormat, String> formats = draft.spec().formats();
    String png = formats.getOrDefault(OutputFormat.PNG, "");
    String to = "converted by Pictor";
    if (field.isPresent() && !png.isEmpty()) {
      draft.send(field.get(), JsonValue.of(png));
      to = field.get() + "=" + png + ", " + to;
    }
    draft.keep(FORMAT, Adjustment.Mode.EMULATED, asked.value(), to);
    draft.postProcessing().add("convert to " + asked.value());
  }

  private static String delivers(ModelSpec spec) {
    StringBuilder makes = new StringBuilder();
    for (OutputFormat format : spec.formats().keySet()) {
      makes.append(makes.length() == 0 ? "" : ", ").append(format);
    }
    String delivered =
        spec.defaultFormat().isPresent()
            ? "; delivers " + spec.defaultFormat().get()
            : "; delivers its own format";
    return makes.length() == 0
        ? spec.endpoint() + " has no choice of formats" + delivered
        : spec.endpoint() + " makes " + makes + delivered;
  }
}
