package dev.pictor.internal.plan;

import dev.pictor.model.Adjustment;
import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.SizePolicy;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import dev.pictor.model.Resolution;
import dev.pictor.spi.ShapeRule;
import java.util.Optional;

/** Decides what an endpoint is told of size and shape, by its table. */
final class ShapeMatcher {
  private static final String AS_INPUT = "match_input_image";

  private ShapeMatcher() {}

  /** Adds the fields of size and shape to a draft, and records what became of the request's. */
  static void match(Draft draft) {
    ImageRequest request = draft.request();
    if (request.size().isPresent()) {
      ignoreBesideSize(draft, request);
    }
    Optional<ShapeRule> rule = draft.spec().shape();
    if (rule.isPresent()) {
      matchBy(draft, rule.get(), ShapeAsk.of(request));
    } else if (draft.spec().isDescribed()) {
      dropAll(draft, request, "takes neither size nor shape");
    } else {
      passThrough(draft, request);
    }
  }

  /** A size is the most specific; what stands beside it is not sent, even if it says the same. */
  private static void ignoreBesideSize(Draft draft, ImageRequest request) {
    Optional<AspectRatio> ratio = request.aspectRatio();
    if (ratio.isPresent()) {
      draft.drop("aspectRatio", ratio.get().toString(), "size is set and wins; leave one out");
    }
    Optional<Resolution> resolution = request.resolution();
    if (resolution.isPresent()) {
      draft.drop("resolution", resolution.get().toString(), "size is set and wins; leave one out");
    }
  }

  private static void matchBy(Draft draft, ShapeRule rule, ShapeAsk ask) {
    if (draft.options().has(rule.field())) {
      override(draft, rule, ask);
      return;
    }
    boolean asked = ask.isShapeAsked() || ask.resolution().isPresent();
    if (rule.unasked() == ShapeRule.Unasked.NOTHING && !ask.isShapeAsked()) {
      if (asked) {
        ScaleOnly.match(draft, rule, ask);
      }
      return;
    }
    if (rule.unasked() == ShapeRule.Unasked.INPUT_OR_SQUARE
        && !ask.isShapeAsked()
        && !draft.request().images().isEmpty()) {
      draft.send(rule.field(), JsonValue.of(AS_INPUT));
      String to = rule.field() + "=" + AS_INPUT;
      draft.keep(ask.parameter(), Adjustment.Mode.CONVERTED, ask.from(), to, "an edit keeps it");
      ScaleOnly.match(draft, rule, ask);
      return;
    }
    if (rule.pixels().isPresent()) {
      PixelShape.match(draft, rule, rule.pixels().get(), ask);
    } else if (rule.options().isEmpty()) {
      dropShape(draft, ask, draft.spec().endpoint() + " takes no shape");
      ScaleOnly.match(draft, rule, ask);
    } else {
      ListedShape.match(draft, rule, ask);
    }
  }

  private static void dropShape(Draft draft, ShapeAsk ask, String why) {
    if (!ask.isShapeAsked()) {
      return;
    }
    if (ask.policy() == SizePolicy.NEAREST) {
      draft.drop(ask.parameter(), ask.from(), why);
    } else {
      refuse(draft, ask.parameter(), ask.from(), why);
    }
  }

  private static void dropAll(Draft draft, ImageRequest request, String why) {
    String reason = draft.spec().endpoint() + " " + why;
    ShapeAsk ask = ShapeAsk.of(request);
    dropShape(draft, ask, reason);
    if (ask.resolution().isPresent()) {
      String from = ask.resolution().get().toString();
      if (ask.policy() == SizePolicy.NEAREST) {
        draft.drop("resolution", from, reason);
      } else {
        refuse(draft, "resolution", from, reason);
      }
    }
  }

  /** The shape is the caller's own; a scale is sent all the same where it has another place. */
  private static void override(Draft draft, ShapeRule rule, ShapeAsk ask) {
    OptionSplit options = draft.options();
    if (ask.isShapeAsked()) {
      draft.overridden(ask.parameter(), ask.from(), rule.field());
    }
    boolean pixels =
        rule.pixels().isPresent()
            && (rule.pixels().get().place() == ShapeRule.Pixels.Place.OBJECT
                || options.has("width")
                || options.has("height"));
    if (pixels && ask.resolution().isPresent()) {
      draft.overridden("resolution", ask.resolution().get().toString(), rule.field());
    } else {
      ScaleOnly.match(draft, rule, ask);
    }
  }

  /** Without a table there is no field to choose: each goes out under its own name, and is told. */
  private static void passThrough(Draft draft, ImageRequest request) {
    if (request.sizePolicy() != SizePolicy.NEAREST) {
      dropAll(draft, request, "is described by no table: which sizes it takes is not known");
      return;
    }
    Optional<ImageSize> size = request.size();
    if (size.isPresent()) {
      passThrough(draft, "size", "size", size.get().toString());
      return;
    }
    if (request.aspectRatio().isPresent()) {
      passThrough(draft, "aspectRatio", "aspect_ratio", request.aspectRatio().get().toString());
    }
    if (request.resolution().isPresent()) {
      passThrough(draft, "resolution", "resolution", request.resolution().get().toString());
    }
  }

  private static void passThrough(Draft draft, String parameter, String field, String text) {
    if (draft.options().has(field)) {
      draft.overridden(parameter, text, field);
      return;
    }
    draft.send(field, JsonValue.of(text));
    draft.keep(
        parameter,
        Adjustment.Mode.PASSTHROUGH,
        text,
        field + "=" + text,
        "whether " + draft.spec().endpoint() + " reads it is not known");
    draft.warn(
        parameter
            + " "
            + text
            + " is sent as "
            + field
            + ", which the endpoint may ignore; if it has a field of another name, use options");
  }

  /** Refuses what the policy of the request forbids. */
  static void refuse(Draft draft, String parameter, String from, String why) {
    draft.refuse(
        parameter + " " + from + " with sizePolicy " + draft.request().sizePolicy() + ": " + why);
  }
}
