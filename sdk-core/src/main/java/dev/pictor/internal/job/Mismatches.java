package dev.pictor.internal.job;

import dev.pictor.internal.media.Converted;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageSize;
import dev.pictor.model.OutputFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the bytes of an image are not what was sent for, or not what the provider calls them. */
final class Mismatches {
  private static final String IMAGE = "image/";

  private Mismatches() {}

  /** A line for each; empty where there are no bytes yet, or nothing to compare them with. */
  static List<String> of(List<ImageOutcome> outcomes, Optional<OutputFormat> asked) {
    List<String> lines = new ArrayList<>();
    for (ImageOutcome outcome : outcomes) {
      if (outcome.kind() == ImageOutcome.Kind.IMAGE && outcome.image().isPresent()) {
        GeneratedImage image = outcome.image().get();
        if (image.facts().isPresent()) {
          size(lines, image, image.facts().get());
          format(lines, image, image.facts().get(), asked);
        }
      }
    }
    return lines;
  }

  private static void size(List<String> lines, GeneratedImage image, GeneratedImage.Facts facts) {
    Optional<ImageSize> sent = image.sentSize();
    if (sent.isPresent() && facts.size().isPresent() && !facts.size().equals(sent)) {
      lines.add(
          "image "
              + image.index()
              + " measures "
              + facts.size().get()
              + " pixels; "
              + sent.get()
              + " was sent, and "
              + image.requestedSize().map(ImageSize::toString).orElse("no size")
              + " was asked for");
    }
  }

  private static void format(
      List<String> lines,
      GeneratedImage image,
      GeneratedImage.Facts facts,
      Optional<OutputFormat> asked) {
    if (!facts.format().isPresent()) {
      return;
    }
    OutputFormat is = facts.format().get();
    Optional<String> obstacle = converted(image).flatMap(Converted::obstacle);
    if (obstacle.isPresent()) {
      lines.add(
          "image "
              + image.index()
              + " stays "
              + is
              + ", as it came, because it could not be converted: "
              + obstacle.get());
    } else if (asked.isPresent() && !asked.get().equals(is)) {
      lines.add(
          "image "
              + image.index()
              + " is "
              + is
              + " by its bytes; "
              + asked.get()
              + " was asked for");
    }
    came(lines, image, converted(image).flatMap(Converted::before).orElse(facts));
  }

  private static Optional<Converted> converted(GeneratedImage image) {
    return image.content() instanceof Converted
        ? Optional.of((Converted) image.content())
        : Optional.empty();
  }

  /** Compares what the provider delivered with what the provider says of it. */
  private static void came(List<String> lines, GeneratedImage image, GeneratedImage.Facts facts) {
    OutputFormat is = facts.format().orElseThrow(AssertionError::new);
    String type = essence(image.reportedMediaType().orElse(""));
    if (type.startsWith(IMAGE)
        && type.length() > IMAGE.length()
        && !OutputFormat.of(type.substring(IMAGE.length())).equals(is)) {
      lines.add(
          "image " + image.index() + " is " + is + " by its bytes; the provider calls it " + type);
    }
  }

  /** The type without its parameters: {@code image/png} of {@code image/PNG; q=1}. */
  private static String essence(String mediaType) {
    int end = mediaType.indexOf(';');
    return mediaType
        .substring(0, end < 0 ? mediaType.length() : end)
        .trim()
        .toLowerCase(Locale.ROOT);
  }
}
