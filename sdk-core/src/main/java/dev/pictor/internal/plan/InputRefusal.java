package dev.pictor.internal.plan;

import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Parameter;
import java.util.Collection;

/** Why a request with input images cannot be served: to leave one out would change everything. */
final class InputRefusal {
  private InputRefusal() {}

  static String of(Parameter parameter, ModelSpec spec, Collection<ModelSpec> catalogue) {
    String reason = spec.endpoint() + " takes no " + words(parameter);
    if (parameter == Parameter.IMAGES && spec.rule(Parameter.IMAGE_PROMPT).isPresent()) {
      return parameter.attribute() + ": " + reason + "; it takes one picture as imagePrompt";
    }
    if (parameter == Parameter.IMAGE_PROMPT && spec.rule(Parameter.IMAGES).isPresent()) {
      return parameter.attribute() + ": " + reason + "; it takes pictures as images";
    }
    StringBuilder takers = new StringBuilder();
    for (ModelSpec other : catalogue) {
      if (other.rule(parameter).isPresent()) {
        takers.append(takers.length() == 0 ? "" : ", ").append(other.id());
      }
    }
    String hint = takers.length() == 0 ? "no described model does" : "these do: " + takers;
    return parameter.attribute() + ": " + reason + "; " + hint;
  }

  static String undescribed(Parameter parameter, ModelSpec spec) {
    return parameter.attribute()
        + ": "
        + spec.endpoint()
        + " is described by no table, so which of its fields takes "
        + parameter.attribute()
        + " is not known; send it as option(\"<field>\", image)";
  }

  private static String words(Parameter parameter) {
    if (parameter == Parameter.IMAGES) {
      return "pictures to edit";
    }
    return parameter == Parameter.IMAGE_PROMPT ? "guiding picture" : parameter.attribute();
  }
}
