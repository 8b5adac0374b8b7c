package dev.pictor.internal.plan;

import dev.pictor.model.OutputFormat;
import dev.pictor.spi.ModelSpec;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which file formats can be turned into which on this machine. Immutable. */
public final class Conversions {
  private static final Conversions NONE =
      new Conversions(Collections.emptySet(), Collections.emptySet());

  private final Set<OutputFormat> reads;
  private final Set<OutputFormat> writes;

  private Conversions(Set<OutputFormat> reads, Set<OutputFormat> writes) {
    this.reads = Collections.unmodifiableSet(new LinkedHashSet<>(reads));
    this.writes = Collections.unmodifiableSet(new LinkedHashSet<>(writes));
  }

  /** Where nothing converts. */
  public static Conversions none() {
    return NONE;
  }

  /** Each format that is read into each that is written. */
  public static Conversions of(Set<OutputFormat> reads, Set<OutputFormat> writes) {
    return new Conversions(reads, writes);
  }

  /** Whether a file of this format can be converted at all. */
  boolean reads(OutputFormat format) {
    return reads.contains(format);
  }

  /** Whether a file of whatever format may become one of this format. */
  boolean writes(OutputFormat format) {
    return writes.contains(format);
  }

  /**
   * From which format of an endpoint another one is made: PNG where there is one, so that nothing
   * is lost twice, else what comes unasked, else any other.
   */
  Optional<OutputFormat> source(ModelSpec spec) {
    Map<OutputFormat, String> formats = spec.formats();
    boolean hasPng =
        (formats.containsKey(OutputFormat.PNG) && spec.formatField().isPresent())
            || spec.defaultFormat().filter(OutputFormat.PNG::equals).isPresent();
    if (hasPng && reads.contains(OutputFormat.PNG)) {
      return Optional.of(OutputFormat.PNG);
    }
    if (spec.defaultFormat().filter(reads::contains).isPresent()) {
      return spec.defaultFormat();
    }
    return spec.formatField().isPresent()
        ? formats.keySet().stream().filter(reads::contains).findFirst()
        : Optional.empty();
  }
}
