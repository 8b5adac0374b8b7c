package dev.pictor.internal.plan;

import dev.pictor.model.Adjustment;
import dev.pictor.model.ImageRequest.MaskPolarity;
import dev.pictor.model.ImageSize;
import dev.pictor.model.ImageSource;
import dev.pictor.model.JsonValue;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.PlannedCall;
import dev.pictor.model.PlannedCall.Upload.Treatment;
import dev.pictor.spi.InputRule;
import dev.pictor.spi.ModelSpec.Parameter;
import dev.pictor.spi.ParameterRule;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the images of one parameter reach an endpoint: by their URL, inside the request, or by an
 * upload; and what is done to them first.
 */
final class InputFate {
  private final Draft draft;
  private final String parameter;
  private final String field;
  private final Adjustment.Mode mode;
  private final ParameterRule.Images limits;
  private final boolean isMask;
  private final List<String> fates = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private boolean isConverted;

  private InputFate(Draft draft, ParameterRule rule) {
    this.draft = draft;
    this.parameter = rule.parameter().attribute();
    this.field = rule.name();
    this.mode = rule.mode();
    this.limits = rule.images().orElse(ParameterRule.Images.any());
    this.isMask = rule.parameter() == Parameter.MASK;
  }

  private InputFate(Draft draft, String parameter, String field) {
    this.draft = draft;
    this.parameter = parameter;
    this.field = field;
    this.mode = Adjustment.Mode.PASSTHROUGH;
    this.limits = ParameterRule.Images.any();
    this.isMask = false;
  }

  /** Sends images in the field of a rule, and records how. */
  static void decide(Draft draft, ParameterRule rule, List<ImageSource> images, String text) {
    InputFate fate = new InputFate(draft, rule);
    boolean isList = rule.form() == ParameterRule.Form.LIST;
    List<JsonValue> values = new ArrayList<>(images.size());
    for (int i = 0; i < images.size(); i++) {
      values.add(fate.value(images.get(i), isList ? Optional.of(i) : Optional.empty()));
    }
    draft.send(rule.name(), isList ? JsonValue.array(values) : values.get(0));
    fate.record(text);
  }

  /** Sends an image in a field that the caller names. */
  static void option(Draft draft, String field, OptionSplit.Image option) {
    InputFate fate = new InputFate(draft, option.parameter(), field);
    draft.send(field, fate.value(option.source(), Optional.empty()));
    fate.record(option.source().toString());
  }

  private void record(String text) {
    String to = field + "=" + String.join(", ", fates);
    Adjustment.Mode how = isConverted ? Adjustment.Mode.CONVERTED : mode;
    if (notes.isEmpty()) {
      draft.keep(parameter, how, text, to);
    } else {
      draft.keep(parameter, how, text, to, String.join("; ", notes));
    }
  }

  private JsonValue value(ImageSource source, Optional<Integer> position) {
    if (source.url().isPresent()) {
      remote(source);
      fates.add(source.name());
      return JsonValue.of(source.url().get());
    }
    Optional<LocalImage> known = draft.machine().image(source);
    if (!known.isPresent()) {
      refuse(source, "is on this machine, and nothing is known of it");
      return JsonValue.ofNull();
    }
    isConverted = true;
    return local(source, known.get(), position);
  }

  private void remote(ImageSource source) {
    if (isMask && polarity() != limits.maskPolarity()) {
      refuse(
          source,
          "says \"edit here\" as "
              + words(polarity())
              + " and "
              + draft.spec().endpoint()
              + " wants "
              + words(limits.maskPolarity())
              + "; what is behind a URL is not converted: download it and give its bytes");
    }
    if (isMask) {
      draft.warn("mask is behind a URL: whether it has the size of the image is not checked");
    }
  }

  private JsonValue local(ImageSource source, LocalImage image, Optional<Integer> position) {
    if (!image.format().isPresent() && !source.isAsIs()) {
      refuse(
          source,
          "is no PNG, JPEG, GIF, WebP or AVIF file by its first bytes; asIs() sends it all the"
              + " same");
      return JsonValue.ofNull();
    }
    Treatment treatment = treatment(source, image);
    OutputFormat format = sent(image, treatment);
    checkLimits(source, image, treatment, format);
    if (isMask) {
      checkMaskSize(source, image);
    }
    InputRule inputs = draft.inputs();
    Optional<String> inline = inline(image, treatment, format, inputs);
    if (inline.isPresent()) {
      fates.add("data URI of " + image.byteCount() + " bytes");
      return JsonValue.of(inline.get());
    }
    boolean isKnown = isUnchanged(treatment);
    boolean isInside = inputs.maxUploadBytes() == 0;
    if (isInside && isKnown && inlineLength(image, format) > inputs.maxInlineLength()) {
      refuse(
          source,
          "has "
              + image.byteCount()
              + " bytes; this provider takes no uploads, and at most "
              + inputs.maxInlineLength()
              + " characters inside a request");
      return JsonValue.ofNull();
    }
    String name = "image." + format.fileExtension();
    PlannedCall.Upload.Builder upload =
        PlannedCall.Upload.builder()
            .field(field)
            .position(position)
            .source(source)
            .treatment(treatment)
            .fileName(name)
            .mediaType(format.mediaType());
    if (isKnown) {
      upload.byteCount(image.byteCount());
    }
    draft.upload(upload.build());
    String what = (isInside ? "data URI of " : "upload of ") + source.name();
    fates.add(what);
    return JsonValue.of("(" + what + ")");
  }

  private Treatment treatment(ImageSource source, LocalImage image) {
    if (isMask && polarity() != limits.maskPolarity()) {
      return convertedMask(source, image);
    }
    if (source.isAsIs()) {
      return Treatment.AS_IS;
    }
    image.unread().ifPresent(why -> whole(source, why));
    if (!image.removed().isEmpty()) {
      notes.add("without " + String.join(", ", image.removed()));
    }
    if (!image.isTurned()) {
      return Treatment.WITHOUT_METADATA;
    }
    if (image.format().isPresent()
        && draft.machine().canConvert(image.format(), image.format().get())) {
      notes.add("turned upright by its EXIF orientation " + image.orientation());
      return Treatment.UPRIGHT;
    }
    String note =
        source.name()
            + " keeps its EXIF orientation "
            + image.orientation()
            + " as a tag, which the provider may ignore: no converter on the class path turns "
            + image.format().map(OutputFormat::value).orElse("it");
    draft.change(parameter, Adjustment.Mode.CONVERTED, source.name(), "not turned upright", note);
    return Treatment.WITHOUT_METADATA;
  }

  private Treatment convertedMask(ImageSource source, LocalImage image) {
    MaskPolarity wanted = limits.maskPolarity();
    if (!draft.machine().canConvert(image.format(), OutputFormat.PNG)) {
      refuse(
          source,
          "would have to become one with "
              + words(wanted)
              + "; no converter on the class path reads it and writes PNG");
    }
    notes.add("from " + words(polarity()) + " to " + words(wanted));
    return wanted == MaskPolarity.WHITE_IS_EDIT
        ? Treatment.WHITE_IS_EDIT
        : Treatment.TRANSPARENT_IS_EDIT;
  }

  private static boolean isUnchanged(Treatment treatment) {
    return treatment == Treatment.AS_IS || treatment == Treatment.WITHOUT_METADATA;
  }

  /** The format in which it leaves this machine; some word for what is none, but is sent as is. */
  private static OutputFormat sent(LocalImage image, Treatment treatment) {
    return treatment == Treatment.WHITE_IS_EDIT || treatment == Treatment.TRANSPARENT_IS_EDIT
        ? OutputFormat.PNG
        : image.format().orElse(OutputFormat.of("unknown"));
  }

  private static Optional<String> inline(
      LocalImage image, Treatment treatment, OutputFormat format, InputRule inputs) {
    return isUnchanged(treatment) && inlineLength(image, format) <= inputs.maxInlineLength()
        ? image.small().map(bytes -> head(format) + Base64.getEncoder().encodeToString(bytes))
        : Optional.empty();
  }

  private static String head(OutputFormat format) {
    return "data:" + format.mediaType() + ";base64,";
  }

  private static long inlineLength(LocalImage image, OutputFormat format) {
    return head(format).length() + (image.byteCount() + 2) / 3 * 4;
  }

  private void checkLimits(
      ImageSource source, LocalImage image, Treatment treatment, OutputFormat format) {
    String endpoint = draft.spec().endpoint();
    if (!limits.formats().isEmpty() && !limits.formats().contains(format)) {
      refuse(source, "is " + format + "; " + endpoint + " takes " + limits.formats());
    }
    if (image.size().isPresent()) {
      ImageSize size = image.size().get();
      int shorter = Math.min(size.width(), size.height());
      int longer = Math.max(size.width(), size.height());
      if (limits.minSide().filter(min -> shorter < min).isPresent()
          || limits.maxSide().filter(max -> longer > max).isPresent()) {
        refuse(source, "measures " + size + "; " + endpoint + " takes sides of " + sides(limits));
      }
    }
    long most = limits.maxBytes().orElse(Long.MAX_VALUE);
    if (draft.inputs().maxUploadBytes() > 0) {
      most = Math.min(most, draft.inputs().maxUploadBytes());
    }
    if (isUnchanged(treatment) && image.byteCount() > most) {
      refuse(source, "has " + image.byteCount() + " bytes; at most " + most + " are taken");
    }
  }

  private static String sides(ParameterRule.Images limits) {
    return limits.minSide().orElse(1)
        + " to "
        + limits.maxSide().map(Object::toString).orElse("any number of")
        + " pixels";
  }

  private void checkMaskSize(ImageSource mask, LocalImage image) {
    List<ImageSource> pictures = draft.request().images();
    if (pictures.isEmpty() || pictures.get(0).url().isPresent()) {
      draft.warn("the picture is behind a URL: whether the mask has its size is not checked");
      return;
    }
    Optional<ImageSize> of =
        draft.machine().image(pictures.get(0)).flatMap(LocalImage::uprightSize);
    Optional<ImageSize> is = image.uprightSize();
    if (of.isPresent() && is.isPresent() && !of.equals(is)) {
      refuse(
          mask, "measures " + is.get() + " and the image " + of.get() + "; give one of its size");
    }
  }

  private MaskPolarity polarity() {
    return draft.request().maskPolarity().orElse(MaskPolarity.WHITE_IS_EDIT);
  }

  private static String words(MaskPolarity polarity) {
    return polarity.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What a file tells beside the picture is private until its owner says otherwise. */
  private void whole(ImageSource source, String why) {
    draft.warn(parameter + ": " + source.name() + " is sent whole, with all metadata: " + why);
    draft.change(parameter, Adjustment.Mode.CONVERTED, source.name(), "with all its metadata", why);
  }

  private void refuse(ImageSource source, String why) {
    draft.refuse(parameter + ": " + source.name() + " " + why);
  }
}
