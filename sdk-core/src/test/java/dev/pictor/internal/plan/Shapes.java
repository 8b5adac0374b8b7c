package dev.pictor.internal.plan;

import dev.pictor.model.AspectRatio;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JsonValue;
import dev.pictor.model.Plan;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Operation;
import dev.pictor.spi.ShapeRule;
import java.util.ArrayList;
import java.util.List;

/** Requests that ask for nothing but a shape, and endpoints that offer nothing else. */
final class Shapes {
  private Shapes() {}

  static ImageRequest.Builder ask() {
    return ImageRequest.builder().model("m");
  }

  static ImageRequest.Builder ask(String shape) {
    return shape.indexOf('x') > 0
        ? ask().size(dev.pictor.model.ImageSize.parse(shape))
        : ask().aspectRatio(AspectRatio.parse(shape));
  }

  static ModelSpec endpoint(ShapeRule rule) {
    return ModelSpec.builder()
        .id("m")
        .endpoint("owner/m")
        .operation(Operation.TEXT_TO_IMAGE)
        .shape(rule)
        .build();
  }

  static Plan.Candidate plan(ShapeRule rule, ImageRequest.Builder request) {
    return Planner.plan(request.build(), "any", endpoint(rule));
  }

  /** The body that the endpoint is sent. */
  static String sent(ShapeRule rule, ImageRequest.Builder request) {
    return body(plan(rule, request)).toString();
  }

  /** What is sent in the field of the shape. */
  static String label(ShapeRule rule, ImageRequest.Builder request) {
    return body(plan(rule, request)).string(rule.field()).orElse("none");
  }

  static JsonValue body(Plan.Candidate plan) {
    if (!plan.isUsable()) {
      throw new AssertionError(plan.refusals());
    }
    return plan.calls().get(0).input();
  }

  /** The same rule, its shapes turned by a quarter, in the same order. */
  static ShapeRule transposed(ShapeRule rule) {
    List<ShapeRule.Option> turned = new ArrayList<>();
    for (ShapeRule.Option option : rule.options()) {
      turned.add(
          ShapeRule.Option.of(
              option.label(),
              AspectRatio.of(option.ratio().height(), option.ratio().width()),
              option.size().map(s -> dev.pictor.model.ImageSize.of(s.height(), s.width()))));
    }
    ShapeRule.Builder builder = ShapeRule.builder().field(rule.field()).options(turned);
    return builder
        .area(rule.area())
        .pixels(rule.pixels())
        .tiers(rule.tiers())
        .unasked(rule.unasked())
        .build();
  }
}
