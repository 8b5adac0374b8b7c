package dev.pictor.internal.plan;

import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageSize;
import dev.pictor.model.ImageSource;
import dev.pictor.model.OutputFormat;
import dev.pictor.model.Plan;
import dev.pictor.spi.InputRule;
import dev.pictor.spi.ModelSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A machine with images on it that need not exist. */
final class LocalImages {
  private final Map<ImageSource, LocalImage> images = new HashMap<>();
  private final Set<OutputFormat> convertible = new HashSet<>();
  private InputRule inputs = InputRule.inline(100_000).upload(1_000_000);

  LocalImages converting(OutputFormat... formats) {
    Collections.addAll(convertible, formats);
    return this;
  }

  LocalImages inputs(InputRule rule) {
    inputs = rule;
    return this;
  }

  /** A PNG that fits into a request. */
  LocalImages small(ImageSource source, int bytes) {
    return put(source, new Image().bytes(bytes).content(Optional.of(new byte[bytes])));
  }

  LocalImages put(ImageSource source, Image image) {
    images.put(source, image.build());
    return this;
  }

  Plan.Candidate plan(ImageRequest.Builder request, ModelSpec spec) {
    return Planner.plan(
        request.build(),
        new Planner.Target("fal", spec, Collections.emptyList(), inputs),
        new Machine(
            Conversions.of(convertible, convertible),
            () -> Conversions.of(convertible, convertible),
            source -> Optional.ofNullable(images.get(source))),
        Optional.empty());
  }

  /** What is known of an image: a PNG of 1024x768 and 500,000 bytes that has nothing to hide. */
  static final class Image {
    private Optional<OutputFormat> format = Optional.of(OutputFormat.PNG);
    private Optional<ImageSize> size = Optional.of(ImageSize.of(1024, 768));
    private int orientation = 1;
    private long bytes = 500_000;
    private final List<String> removed = new ArrayList<>();
    private Optional<String> unread = Optional.empty();
    private Optional<byte[]> content = Optional.empty();

    Image format(OutputFormat... is) {
      format = is.length == 0 ? Optional.empty() : Optional.of(is[0]);
      return this;
    }

    Image size(int width, int height) {
      size = Optional.of(ImageSize.of(width, height));
      return this;
    }

    Image orientation(int exif) {
      orientation = exif;
      return this;
    }

    Image bytes(long count) {
      bytes = count;
      return this;
    }

    Image removed(String... what) {
      Collections.addAll(removed, what);
      return this;
    }

    Image unread(String why) {
      unread = Optional.of(why);
      return this;
    }

    Image content(Optional<byte[]> small) {
      content = small;
      return this;
    }

    LocalImage build() {
      return new LocalImage(format, size, orientation, bytes, removed, unread, content);
    }
  }
}
