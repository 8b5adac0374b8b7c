package dev.pictor.internal.plan;

import dev.pictor.model.Adjustment;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageRequest.Strictness;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import dev.pictor.model.PlannedCall;
import dev.pictor.spi.InputRule;
import dev.pictor.spi.ModelSpec;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A candidate in the making: the body of its calls, and the record of all that was decided. The one
 * place that knows what strict mode refuses. Lives for one plan, in one thread.
 */
final class Draft {
  private static final int SHOWN = 100;
  private static final int FEW_FIELDS = 8;

  private final ImageRequest request;
  private final ModelSpec spec;
  private final OptionSplit options;
  private final Map<String, JsonValue> body = new LinkedHashMap<>(FEW_FIELDS);
  private final List<Adjustment> adjustments = new ArrayList<>();
  private List<String> warnings = Collections.emptyList();
  private List<String> refusals = Collections.emptyList();
  private List<String> postProcessing = Collections.emptyList();
  private final Optional<BigInteger> chosenSeed;
  private List<PlannedCall.Upload> uploads = Collections.emptyList();
  private final Machine machine;
  private final InputRule inputs;
  private Optional<ImageSize> size = Optional.empty();
  private Optional<BigInteger> seed;

  Draft(
      ImageRequest request,
      ModelSpec spec,
      OptionSplit options,
      Optional<BigInteger> chosenSeed,
      Machine machine,
      InputRule inputs) {
    this.machine = machine;
    this.inputs = inputs;
    this.request = request;
    this.spec = spec;
    this.options = options;
    this.chosenSeed = chosenSeed;
    this.seed = request.seed();
  }

  ImageRequest request() {
    return request;
  }

  ModelSpec spec() {
    return spec;
  }

  OptionSplit options() {
    return options;
  }

  /** The fields of the input, in the order in which they were decided. */
  Map<String, JsonValue> body() {
    return body;
  }

  /** What is brought to the provider before any call. */
  List<PlannedCall.Upload> uploads() {
    return uploads;
  }

  Machine machine() {
    return machine;
  }

  /** How images get from here to the provider. */
  InputRule inputs() {
    return inputs;
  }

  List<Adjustment> adjustments() {
    return adjustments;
  }

  List<String> warnings() {
    return warnings;
  }

  List<String> refusals() {
    return refusals;
  }

  List<String> postProcessing() {
    return postProcessing;
  }

  /** For a request without a seed, if one was chosen. */
  Optional<BigInteger> chosenSeed() {
    return chosenSeed;
  }

  /** The seed of the first image, whoever chose it. */
  Optional<BigInteger> seed() {
    return seed;
  }

  void seed(BigInteger sent) {
    seed = Optional.of(sent);
  }

  Optional<ImageSize> size() {
    return size;
  }

  void size(Optional<ImageSize> known) {
    size = known;
  }

  void send(String field, JsonValue value) {
    body.put(field, value);
  }

  /** Records a parameter that keeps its meaning. */
  void keep(String parameter, Adjustment.Mode mode, String from, String to) {
    adjustments.add(Adjustment.builder().parameter(parameter).mode(mode).from(from).to(to).build());
  }

  /** Records a parameter that keeps its meaning, with what is worth knowing about it. */
  void keep(String parameter, Adjustment.Mode mode, String from, String to, String note) {
    adjustments.add(
        Adjustment.builder().parameter(parameter).mode(mode).from(from).to(to).note(note).build());
  }

  /**
   * Records a parameter that is sent although the service may refuse it.
   *
   * @param why what is wrong with it
   */
  void doubt(String parameter, Adjustment.Mode mode, String from, String to, String why) {
    adjustments.add(
        Adjustment.builder()
            .parameter(parameter)
            .mode(mode)
            .from(from)
            .to(to)
            .isDoubtful(true)
            .note(why)
            .build());
    warn(why + ". It is sent all the same, and the service may refuse it");
  }

  /**
   * Records a parameter that becomes something else; strict mode refuses it.
   *
   * @param note why, with the supported values
   */
  void change(String parameter, Adjustment.Mode mode, String from, String to, String note) {
    adjustments.add(
        Adjustment.builder()
            .parameter(parameter)
            .mode(mode)
            .from(from)
            .to(to)
            .isChange(true)
            .note(note)
            .build());
    if (isStrict()) {
      refuse(parameter + " " + shorten(from) + " would become " + to + ": " + note);
    }
  }

  /**
   * Records a parameter that is lost; strict mode refuses it.
   *
   * @param note why, with the supported values
   */
  void drop(String parameter, String from, String note) {
    adjustments.add(
        Adjustment.builder()
            .parameter(parameter)
            .mode(Adjustment.Mode.DROPPED)
            .from(from)
            .note(note)
            .build());
    if (isStrict()) {
      refuse(parameter + " " + shorten(from) + " would be lost: " + note);
    }
  }

  /** Records a parameter in whose place the caller's own option is sent. */
  void overridden(String parameter, String from, String field) {
    adjustments.add(
        Adjustment.builder()
            .parameter(parameter)
            .mode(Adjustment.Mode.DROPPED)
            .from(from)
            .isChange(false)
            .note(options.keyOf(field) + " is sent instead")
            .build());
  }

  void warn(String warning) {
    warnings = own(warnings);
    warnings.add(warning);
  }

  void refuse(String reason) {
    refusals = own(refusals);
    refusals.add(reason);
  }

  /** Something is done to the images when they are here. */
  void process(String step) {
    postProcessing = own(postProcessing);
    postProcessing.add(step);
  }

  void upload(PlannedCall.Upload upload) {
    uploads = own(uploads);
    uploads.add(upload);
  }

  /** Most drafts have none of these lists. */
  private static <T> List<T> own(List<T> list) {
    return list.isEmpty() ? new ArrayList<>() : list;
  }

  private boolean isStrict() {
    return request.strictness() == Strictness.STRICT;
  }

  /** A text of any length as part of a message. */
  static String shorten(String text) {
    if (text.length() <= SHOWN) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
    return text.substring(0, end) + "...";
  }
}
