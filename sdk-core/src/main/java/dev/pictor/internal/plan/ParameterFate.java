package dev.pictor.internal.plan;

import dev.pictor.model.ImageRequest;
import dev.pictor.model.JsonValue;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.ParameterRule;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What becomes of the parameters that a table describes one by one. */
final class ParameterFate {
  private static final String CHOSEN =
      "chosen at random, so that a submission whose reply is lost can be found";
  private static final Parameter[] ALL = Parameter.values();
  private static final List<ParameterRule> UNDESCRIBED =
      Arrays.stream(ALL).map(ParameterFate::undescribed).collect(Collectors.toList());

  private final Draft draft;
  private final Collection<ModelSpec> catalogue;

  private ParameterFate(Draft draft, Collection<ModelSpec> catalogue) {
    this.draft = draft;
    this.catalogue = catalogue;
  }

  /**
   * Adds their fields to a draft, and records what became of them.
   *
   * @param catalogue the models to name when this one takes no input images
   */
  static void decide(Draft draft, Collection<ModelSpec> catalogue) {
    ParameterFate fate = new ParameterFate(draft, catalogue);
    if (draft.spec().isDescribed()) {
      fate.byTable();
    } else {
      fate.byName();
    }
  }

  private void byTable() {
    Set<Parameter> described = EnumSet.noneOf(Parameter.class);
    for (ParameterRule rule : draft.spec().parameters()) {
      described.add(rule.parameter());
      apply(rule);
    }
    for (Parameter parameter : ALL) {
      if (!described.contains(parameter)) {
        Optional<Given> given = Given.of(draft.request(), parameter);
        if (given.isPresent()) {
          unsupported(parameter, given.get());
        }
      }
    }
  }

  private void apply(ParameterRule rule) {
    Optional<Given> given = Given.of(draft.request(), rule.parameter());
    boolean overridden = draft.options().has(rule.name());
    if (given.isPresent() && overridden) {
      draft.overridden(rule.parameter().attribute(), given.get().text(), rule.name());
    } else if (given.isPresent()) {
      send(rule, given.get());
    } else if (rule.parameter() == Parameter.SEED && !overridden) {
      chooseSeed(rule);
    } else if (rule.isRequired() && !overridden) {
      draft.refuse(
          rule.parameter().attribute()
              + " is not set; "
              + draft.spec().endpoint()
              + " requires it");
    }
  }

  /** Each submission has a seed, so that it can be told from others if its reply is lost. */
  private void chooseSeed(ParameterRule rule) {
    if (draft.body().containsKey(rule.name())) {
      return;
    }
    String value = "(chosen when it is sent)";
    if (draft.chosenSeed().isPresent()) {
      BigInteger seed = SeedRange.fit(draft.chosenSeed().get(), rule);
      draft.seed(seed);
      draft.send(rule.name(), SeedRange.json(seed, rule));
      value = seed.toString();
    }
    draft.keep(
        rule.parameter().attribute(),
        rule.mode(),
        "(none)",
        rule.name() + "=" + value,
        draft.request().n() > 1 ? CHOSEN + "; " + FanOut.seedNote(draft) : CHOSEN);
  }

  private void send(ParameterRule rule, Given given) {
    Optional<String> outside = outside(rule, given);
    if (isBlank(rule, given)
        || isRefused(rule, outside)
        || isTooMany(rule, given)
        || isTaken(rule)) {
      return;
    }
    if (!given.images().isEmpty()) {
      InputFate.decide(draft, rule, given.images(), given.text());
      return;
    }
    draft.send(rule.name(), json(rule, given));
    String parameter = rule.parameter().attribute();
    String to = rule.name() + "=" + Draft.shorten(given.text());
    Optional<String> note = note(rule.parameter());
    if (outside.isPresent()) {
      draft.doubt(parameter, rule.mode(), given.text(), to, outside.get());
    } else if (note.isPresent()) {
      draft.keep(parameter, rule.mode(), given.text(), to, note.get());
    } else {
      draft.keep(parameter, rule.mode(), given.text(), to);
    }
  }

  private Optional<String> note(Parameter parameter) {
    ImageRequest request = draft.request();
    if (parameter == Parameter.SYNC_MODE && request.syncMode().orElse(false)) {
      return Optional.of("the URL of the image will be a data: URI");
    }
    return parameter == Parameter.SEED && request.n() > 1
        ? Optional.of(FanOut.seedNote(draft))
        : Optional.empty();
  }

  private static JsonValue json(ParameterRule rule, Given given) {
    if (rule.form() == ParameterRule.Form.STRING) {
      return JsonValue.of(given.value().asString().orElse(given.text()));
    }
    return rule.form() == ParameterRule.Form.LIST
        ? JsonValue.array(Collections.singletonList(given.value()))
        : given.value();
  }

  /**
   * A model that needs words makes anything of none, and is paid for it; beside a picture they may
   * well be left out, and mean that it alone is to be followed.
   */
  private boolean isBlank(ParameterRule rule, Given given) {
    boolean blank =
        rule.isRequired()
            && given.images().isEmpty()
            && given.text().trim().isEmpty()
            && !hasPicture(draft.request());
    if (blank) {
      draft.refuse(
          rule.parameter().attribute()
              + " is blank; "
              + draft.spec().endpoint()
              + " requires it; write one, or send it as it is with option(\""
              + rule.name()
              + "\", ...)");
    }
    return blank;
  }

  private static boolean hasPicture(ImageRequest request) {
    return request.imagePrompt().isPresent() || !request.images().isEmpty();
  }

  private boolean isRefused(ParameterRule rule, Optional<String> outside) {
    boolean refused = outside.isPresent() && !rule.isAdvisory();
    if (refused) {
      draft.refuse(
          outside.get() + "; option(\"" + rule.name() + "\", ...) sends any value unchecked");
    }
    return refused;
  }

  /** What is wrong with a number that is outside of its range. */
  private Optional<String> outside(ParameterRule rule, Given given) {
    if (!given.isNumber()) {
      return Optional.empty();
    }
    BigDecimal number = given.number();
    Optional<BigDecimal> max = max(rule);
    boolean outside =
        (rule.min().isPresent() && number.compareTo(rule.min().get()) < 0)
            || (max.isPresent() && number.compareTo(max.get()) > 0);
    return outside
        ? Optional.of(
            rule.parameter().attribute()
                + " is "
                + given.text()
                + "; "
                + draft.spec().endpoint()
                + " takes "
                + range(rule.min(), max)
                + (max.equals(rule.max()) ? "" : " beside an input image"))
        : Optional.empty();
  }

  private Optional<BigDecimal> max(ParameterRule rule) {
    Optional<ParameterRule> images = draft.spec().rule(Parameter.IMAGES);
    boolean hasImages =
        !draft.request().images().isEmpty()
            || (images.isPresent() && draft.options().has(images.get().name()));
    return hasImages && rule.maxBesideImages().isPresent() ? rule.maxBesideImages() : rule.max();
  }

  private static String range(Optional<BigDecimal> min, Optional<BigDecimal> max) {
    if (min.isPresent() && max.isPresent()) {
      return min.get().toPlainString() + " to " + max.get().toPlainString();
    }
    return min.isPresent()
        ? "at least " + min.get().toPlainString()
        : "at most " + max.map(BigDecimal::toPlainString).orElse("");
  }

  private boolean isTooMany(ParameterRule rule, Given given) {
    int count = Math.max(1, given.images().size());
    int most =
        rule.form() == ParameterRule.Form.LIST ? rule.maxCount().orElse(Integer.MAX_VALUE) : 1;
    if (count > most) {
      draft.refuse(
          rule.parameter().attribute()
              + " has "
              + count
              + " images; "
              + draft.spec().endpoint()
              + " takes at most "
              + most);
    }
    return count > most;
  }

  /** Two parameters in one field: which of them is meant is not for Pictor to guess. */
  private boolean isTaken(ParameterRule rule) {
    boolean taken = draft.body().containsKey(rule.name());
    if (taken) {
      draft.refuse(
          rule.parameter().attribute()
              + " goes to "
              + rule.name()
              + " of "
              + draft.spec().endpoint()
              + ", as another parameter that is set does; leave one out");
    }
    return taken;
  }

  private void unsupported(Parameter parameter, Given given) {
    if (isInput(parameter)) {
      draft.refuse(InputRefusal.of(parameter, draft.spec(), catalogue));
      return;
    }
    String hint =
        parameter == Parameter.OUTPUT_COMPRESSION && takes(Parameter.OUTPUT_QUALITY)
            ? "; outputQuality is taken"
            : "";
    draft.drop(
        parameter.attribute(), given.text(), draft.spec().endpoint() + " does not take it" + hint);
  }

  private boolean takes(Parameter parameter) {
    return draft.spec().rule(parameter).isPresent();
  }

  /** Without these the endpoint would make another image altogether. */
  private static boolean isInput(Parameter parameter) {
    return parameter == Parameter.IMAGES
        || parameter == Parameter.IMAGE_PROMPT
        || parameter == Parameter.MASK;
  }

  private void byName() {
    for (ParameterRule rule : UNDESCRIBED) {
      Parameter parameter = rule.parameter();
      Optional<Given> given = Given.of(draft.request(), parameter);
      if (!given.isPresent()) {
        continue;
      }
      if (isInput(parameter)) {
        draft.refuse(InputRefusal.undescribed(parameter, draft.spec()));
      } else if (draft.options().has(rule.name())) {
        draft.overridden(parameter.attribute(), given.get().text(), rule.name());
      } else {
        send(rule, given.get());
      }
    }
  }

  /** Where no table says more: under the parameter's own name, in the form of JSON fields. */
  static ParameterRule undescribed(Parameter parameter) {
    return ParameterRule.passthrough(parameter, parameter.name().toLowerCase(Locale.ROOT));
  }
}
