package dev.pictor.internal.plan;

import dev.pictor.model.Adjustment;
import dev.pictor.model.Cost;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.JsonValue;
import dev.pictor.model.Plan;
import dev.pictor.spi.InputRule;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.Provider;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a request into what one endpoint is sent, by the endpoint's table: the only code that
 * interprets a {@link ModelSpec}.
 *
 * <p>Pure: no I/O, no clock, no randomness but a seed that is given to it. It never throws for what
 * a request or a table says; why a request cannot be served stands in {@link
 * Plan.Candidate#refusals()}.
 */
public final class Planner {
  private Planner() {}

  /** Plans a request for one endpoint of a provider, on a machine that adds nothing. */
  public static Plan.Candidate plan(ImageRequest request, String provider, ModelSpec spec) {
    return plan(request, provider, spec, Collections.emptyList(), Conversions.none());
  }

  /**
   * Plans a request for one endpoint of a provider.
   *
   * @param catalogue the provider's models, to name one that takes what this one does not
   * @param conversions what files can be converted into what on this machine
   */
  public static Plan.Candidate plan(
      ImageRequest request,
      String provider,
      ModelSpec spec,
      Collection<ModelSpec> catalogue,
      Conversions conversions) {
    return plan(
        request,
        new Target(provider, spec, catalogue, InputRule.inline(0)),
        Machine.converting(conversions),
        Optional.empty());
  }

  /** Where a request may go. */
  public static final class Target {
    private final String provider;
    private final ModelSpec spec;
    private final Collection<ModelSpec> catalogue;
    private final InputRule inputs;

    /**
     * @param catalogue the provider's models, to name one that takes what this one does not
     * @param inputs how images get from here to the provider
     */
    public Target(
        String provider, ModelSpec spec, Collection<ModelSpec> catalogue, InputRule inputs) {
      this.provider = provider;
      this.spec = spec;
      this.catalogue = catalogue;
      this.inputs = inputs;
    }

    /** An endpoint of a provider. */
    public static Target of(Provider provider, ModelSpec spec) {
      return new Target(provider.name(), spec, provider.models(), provider.inputs());
    }
  }

  /**
   * Plans a request for one endpoint of a provider.
   *
   * @param machine what this machine has to add
   * @param chosenSeed for a request that has no seed: any number, which is brought into the range
   *     of the endpoint. Without it the plan says that one will be chosen
   */
  public static Plan.Candidate plan(
      ImageRequest request, Target target, Machine machine, Optional<BigInteger> chosenSeed) {
    ModelSpec spec = target.spec;
    OptionSplit options = OptionSplit.of(request, target.provider);
    FormatFate format = new FormatFate(request, spec, options, machine.outputs());
    Draft draft =
        new Draft(
            format.withoutWhatIsDoneHere(), spec, options, chosenSeed, machine, target.inputs);
    if (!spec.isDescribed()) {
      draft.warn(
          spec.endpoint()
              + " is described by no table: each parameter goes out under its own name, and"
              + " nothing is checked");
    }
    ParameterFate.decide(draft, target.catalogue);
    ShapeMatcher.match(draft);
    FanOut.decide(draft);
    format.decide(draft);
    options(draft);
    return candidate(draft, target.provider, format);
  }

  private static void options(Draft draft) {
    OptionSplit options = draft.options();
    options.refusals().forEach(draft::refuse);
    for (String parameter : options.nulls()) {
      draft.drop(parameter, "null", "null is never sent; leave the option out, or give it a value");
    }
    for (Map.Entry<String, OptionSplit.Entry> option : options.input().entrySet()) {
      option(draft, option.getKey(), option.getValue());
    }
    OptionSize.decide(draft);
    for (Map.Entry<String, OptionSplit.Image> image : options.images().entrySet()) {
      InputFate.option(draft, image.getKey(), image.getValue());
    }
    for (Map.Entry<String, OptionSplit.Entry> header : options.headers().entrySet()) {
      String parameter = header.getValue().parameter();
      // The value of a header may be a secret.
      draft.keep(
          parameter, Adjustment.Mode.PASSTHROUGH, "(not shown)", "header " + header.getKey());
    }
    for (Map.Entry<String, OptionSplit.Entry> query : options.query().entrySet()) {
      String text = shown(query.getValue().text());
      draft.keep(
          query.getValue().parameter(),
          Adjustment.Mode.PASSTHROUGH,
          text,
          "query " + query.getKey() + "=" + Draft.shorten(text));
    }
  }

  /** Of a URL, that of a webhook for example, what cannot be secret: scheme, host and path. */
  private static String shown(String text) {
    return text.regionMatches(true, 0, "http", 0, 4)
        ? text.replaceFirst("(?is)^(https?://)(?:[^/?#]*@)?([^?#]*).*", "$1$2")
        : text;
  }

  private static void option(Draft draft, String field, OptionSplit.Entry option) {
    JsonValue value = option.value();
    boolean planned = draft.body().containsKey(field);
    draft.send(field, value);
    String text = Draft.shorten(shown(value.asString().orElseGet(value::toString)));
    String to = field + "=" + text;
    if (planned) {
      draft.keep(
          option.parameter(),
          Adjustment.Mode.PASSTHROUGH,
          text,
          to,
          "in place of the planned value");
    } else {
      draft.keep(option.parameter(), Adjustment.Mode.PASSTHROUGH, text, to);
    }
  }

  private static Plan.Candidate candidate(Draft draft, String provider, FormatFate format) {
    Plan.Candidate.Builder candidate =
        Plan.Candidate.builder()
            .provider(provider)
            .endpoint(draft.spec().endpoint())
            .model(draft.spec().id())
            .addAllAdjustments(draft.adjustments());
    Optional<Cost> cost = CostEstimate.of(draft);
    Budget.check(draft, cost);
    if (draft.refusals().isEmpty()) {
      candidate
          .addAllCalls(Calls.of(draft, provider))
          .effectiveSize(draft.size())
          .cost(cost)
          .convertsTo(format.convertsTo())
          .addAllPostProcessing(draft.postProcessing());
    } else {
      candidate.addAllRefusals(draft.refusals());
    }
    return candidate.addAllWarnings(draft.warnings()).build();
  }
}
