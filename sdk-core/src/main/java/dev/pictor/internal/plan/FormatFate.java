package dev.pictor.internal.plan;

import dev.pictor.model.Adjustment;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ModelSpec;
import java.util.Optional;

/** How the images come: in which file format, and as what. */
final class FormatFate {
  private static final String FORMAT = "outputFormat";
  private static final String QUALITY = "outputQuality";
  private static final String FIELD = "output_format";
  private static final String BY_PICTOR = "converted by Pictor";

  private final ImageRequest request;
  private final ModelSpec spec;
  private final Conversions conversions;
  private final Optional<String> field;
  private final boolean isOverridden;

  /**
   * @param conversions what Pictor itself can convert
   */
  FormatFate(ImageRequest request, ModelSpec spec, OptionSplit options, Conversions conversions) {
    this.request = request;
    this.spec = spec;
    this.conversions = conversions;
    this.field = spec.isDescribed() ? spec.formatField() : Optional.of(FIELD);
    this.isOverridden = field.isPresent() && options.has(field.get());
  }

  /** The format into which Pictor converts what comes. */
  Optional<OutputFormat> convertsTo() {
    return request.outputFormat().filter(asked -> isConverted(asked) || isUncertain(asked));
  }

  /** What the endpoint is told: of an image that Pictor writes, the quality is not its matter. */
  ImageRequest withoutWhatIsDoneHere() {
    return request.outputQuality().isPresent()
            && request.outputFormat().filter(this::isConverted).isPresent()
        ? request.toBuilder().outputQuality(Optional.empty()).build()
        : request;
  }

  /**
   * Adds the field of the file format to a draft, and records what became of format, quality and
   * delivery.
   */
  void decide(Draft draft) {
    if (request.outputFormat().isPresent()) {
      format(draft, request.outputFormat().get());
    }
    if (request.responseFormat() == ResponseFormat.BYTES) {
      draft.keep("responseFormat", Adjustment.Mode.EMULATED, "BYTES", "downloaded by Pictor");
      draft.process("download each image");
    }
  }

  private void format(Draft draft, OutputFormat asked) {
    if (isOverridden) {
      draft.overridden(FORMAT, asked.value(), field.orElse(FIELD));
    } else if (isSent(asked)) {
      send(draft, asked, field.orElse(FIELD));
    } else if (isUnasked(asked)) {
      draft.keep(FORMAT, Adjustment.Mode.PASSTHROUGH, asked.value(), "the endpoint's own format");
    } else if (isConverted(asked)) {
      convert(draft, asked);
    } else {
      draft.drop(FORMAT, asked.value(), delivers());
    }
  }

  private boolean isSent(OutputFormat asked) {
    return field.isPresent()
        && (spec.formats().containsKey(asked) || spec.formats().isEmpty() || !spec.isDescribed());
  }

  private boolean isUnasked(OutputFormat asked) {
    return spec.defaultFormat().filter(asked::equals).isPresent();
  }

  /** Whether the endpoint does not make it, and Pictor can from what the endpoint makes. */
  private boolean isConverted(OutputFormat asked) {
    return !isOverridden
        && !isSent(asked)
        && !isUnasked(asked)
        && conversions.writes(asked)
        && (isUnknown() || conversions.source(spec).isPresent());
  }

  /** Whether nobody knows if an endpoint makes the format that it is asked for. */
  private boolean isUncertain(OutputFormat asked) {
    return !isOverridden && isSent(asked) && isUnknown() && conversions.writes(asked);
  }

  /** Whether no table says what comes; it is seen when it is there. */
  private boolean isUnknown() {
    return !spec.isDescribed() || (spec.formats().isEmpty() && !spec.defaultFormat().isPresent());
  }

  private void send(Draft draft, OutputFormat asked, String to) {
    String name = spec.formats().getOrDefault(asked, asked.value());
    draft.send(to, JsonValue.of(name));
    Adjustment.Mode mode =
        !name.equals(asked.value())
            ? Adjustment.Mode.CONVERTED
            : to.equals(FIELD) ? Adjustment.Mode.PASSTHROUGH : Adjustment.Mode.RENAMED;
    String sent = to + "=" + name;
    if (isUncertain(asked)) {
      draft.keep(FORMAT, mode, asked.value(), sent, BY_PICTOR + " if it comes in another format");
    } else {
      draft.keep(FORMAT, mode, asked.value(), sent);
    }
  }

  private void convert(Draft draft, OutputFormat asked) {
    String from = "";
    Optional<OutputFormat> source = conversions.source(spec);
    if (source.isPresent() && field.isPresent() && !isUnasked(source.get())) {
      String name = spec.formats().getOrDefault(source.get(), source.get().value());
      draft.send(field.get(), JsonValue.of(name));
      from = field.get() + "=" + name + ", ";
    }
    String note =
        request.responseFormat() == ResponseFormat.URL
            ? "when its bytes are asked for; what is behind the URL stays as the endpoint made it"
            : "as soon as it is here";
    draft.keep(FORMAT, Adjustment.Mode.EMULATED, asked.value(), from + BY_PICTOR, note);
    draft.process("convert to " + asked.value());
    if (request.outputQuality().isPresent()) {
      String quality = request.outputQuality().get().toString();
      draft.keep(
          QUALITY,
          Adjustment.Mode.EMULATED,
          quality,
          asked.equals(OutputFormat.PNG) || asked.equals(OutputFormat.GIF)
              ? "not needed: " + asked + " has no quality"
              : "quality " + quality + " of the conversion");
    }
  }

  private String delivers() {
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
