package dev.pictor.spi;

import dev.pictor.error.PictorException;
import dev.pictor.model.ImageSize;
import dev.pictor.model.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a finished job made. Immutable. */
public final class ProviderOutput extends ValueType {
  private final List<Image> images;
  private final int filtered;
  private final List<Integer> filteredPlaces;
  private final Optional<PictorException> shortfall;
  private final Optional<BigInteger> seed;
  private final Optional<BigDecimal> billableUnits;
  private final JsonValue raw;

  ProviderOutput(Builder builder) {
    List<String> missing = new ArrayList<>();
    images = builder.images;
    filtered = builder.filtered;
    filteredPlaces = builder.filteredPlaces;
    shortfall = builder.shortfall;
    seed = builder.seed;
    billableUnits = builder.billableUnits;
    raw = required(missing, "raw", builder.raw);
    check("ProviderOutput", missing);
  }

  /** Starts an output. */
  public static Builder builder() {
    return new Builder();
  }

  /** The images, in the provider's order. */
  public List<Image> images() {
    return images;
  }

  /** How many images moderation withheld without leaving anything in their place. Default: 0. */
  public int filtered() {
    return filtered;
  }

  /**
   * Which ones those are: places from 0 among all that the model made, so that each image that is
   * there keeps its own. They are believed if there are {@link #filtered()} of them. Default: none,
   * where that is not known.
   */
  public List<Integer> filteredPlaces() {
    return filteredPlaces;
  }

  /** Why the other images that were asked for are not there, where the provider says so. */
  public Optional<PictorException> shortfall() {
    return shortfall;
  }

  /** The seed that was used, where the provider tells it. */
  public Optional<BigInteger> seed() {
    return seed;
  }

  /** The billable units that the provider reports for the job. */
  public Optional<BigDecimal> billableUnits() {
    return billableUnits;
  }

  /** The whole reply, unread and unchanged. */
  public JsonValue raw() {
    return raw;
  }

  @Override
  Object[] attributes() {
    return new Object[] {
      "images", images,
      "filtered", filtered,
      "filteredPlaces", filteredPlaces,
      "shortfall", shortfall,
      "seed", seed,
      "billableUnits", billableUnits,
      "raw", raw,
    };
  }

  /** Collects a {@link ProviderOutput}. Not thread-safe. */
  public static final class Builder {
    List<Image> images = Collections.emptyList();
    int filtered = 0;
    List<Integer> filteredPlaces = Collections.emptyList();
    Optional<PictorException> shortfall = Optional.empty();
    Optional<BigInteger> seed = Optional.empty();
    Optional<BigDecimal> billableUnits = Optional.empty();
    @Nullable JsonValue raw;

    Builder() {}

    /** Adds to {@link ProviderOutput#images()}. */
    public Builder addImages(Image... elements) {
      return addAllImages(Arrays.asList(elements));
    }

    /** Adds to {@link ProviderOutput#images()}. */
    public Builder addAllImages(Iterable<? extends Image> elements) {
      images = plus("images", images, elements);
      return this;
    }

    /** Replaces {@link ProviderOutput#images()}. */
    public Builder images(Iterable<? extends Image> elements) {
      images = Collections.emptyList();
      return addAllImages(elements);
    }

    /** Sets {@link ProviderOutput#filtered()}. */
    public Builder filtered(int filtered) {
      this.filtered = filtered;
      return this;
    }

    /** Adds to {@link ProviderOutput#filteredPlaces()}. */
    public Builder addFilteredPlaces(Integer... elements) {
      return addAllFilteredPlaces(Arrays.asList(elements));
    }

    /** Adds to {@link ProviderOutput#filteredPlaces()}. */
    public Builder addAllFilteredPlaces(Iterable<? extends Integer> elements) {
      filteredPlaces = plus("filteredPlaces", filteredPlaces, elements);
      return this;
    }

    /** Replaces {@link ProviderOutput#filteredPlaces()}. */
    public Builder filteredPlaces(Iterable<? extends Integer> elements) {
      filteredPlaces = Collections.emptyList();
      return addAllFilteredPlaces(elements);
    }

    /** Sets {@link ProviderOutput#shortfall()}. */
    public Builder shortfall(PictorException shortfall) {
      this.shortfall = some("shortfall", shortfall);
      return this;
    }

    /** Sets or clears {@link ProviderOutput#shortfall()}. */
    public Builder shortfall(Optional<? extends PictorException> shortfall) {
      this.shortfall = any("shortfall", shortfall);
      return this;
    }

    /** Sets {@link ProviderOutput#seed()}. */
    public Builder seed(BigInteger seed) {
      this.seed = some("seed", seed);
      return this;
    }

    /** Sets or clears {@link ProviderOutput#seed()}. */
    public Builder seed(Optional<? extends BigInteger> seed) {
      this.seed = any("seed", seed);
      return this;
    }

    /** Sets {@link ProviderOutput#billableUnits()}. */
    public Builder billableUnits(BigDecimal billableUnits) {
      this.billableUnits = some("billableUnits", billableUnits);
      return this;
    }

    /** Sets or clears {@link ProviderOutput#billableUnits()}. */
    public Builder billableUnits(Optional<? extends BigDecimal> billableUnits) {
      this.billableUnits = any("billableUnits", billableUnits);
      return this;
    }

    /** Sets {@link ProviderOutput#raw()}. */
    public Builder raw(JsonValue raw) {
      this.raw = given("raw", raw);
      return this;
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public ProviderOutput build() {
      return new ProviderOutput(this);
    }
  }

  /** One image of an output. Immutable. */
  public static final class Image extends ValueType {
    private final String url;
    private final Optional<String> mediaType;
    private final Optional<ImageSize> size;
    private final Optional<Boolean> flagged;
    private final Optional<Instant> urlExpiry;

    Image(Builder builder) {
      List<String> missing = new ArrayList<>();
      url = required(missing, "url", builder.url);
      mediaType = builder.mediaType;
      size = builder.size;
      flagged = builder.flagged;
      urlExpiry = builder.urlExpiry;
      check("Image", missing);
    }

    /** Starts an image. */
    public static Builder builder() {
      return new Builder();
    }

    /** Where it is; {@code https:}, {@code http:} or {@code data:}. */
    public String url() {
      return url;
    }

    /** The media type that the provider says it has. */
    public Optional<String> mediaType() {
      return mediaType;
    }

    /** The size that the provider says it has. */
    public Optional<ImageSize> size() {
      return size;
    }

    /** Whether moderation flagged it; empty where the provider does not say. */
    public Optional<Boolean> flagged() {
      return flagged;
    }

    /** When the URL ends, where the reply tells it; {@link Provider#urlLifetime} otherwise. */
    public Optional<Instant> urlExpiry() {
      return urlExpiry;
    }

    @Override
    Object[] attributes() {
      return new Object[] {
        "url", url,
        "mediaType", mediaType,
        "size", size,
        "flagged", flagged,
        "urlExpiry", urlExpiry,
      };
    }

    /** Collects an {@link Image}. Not thread-safe. */
    public static final class Builder {
      @Nullable String url;
      Optional<String> mediaType = Optional.empty();
      Optional<ImageSize> size = Optional.empty();
      Optional<Boolean> flagged = Optional.empty();
      Optional<Instant> urlExpiry = Optional.empty();

      Builder() {}

      /** Sets {@link Image#url()}. */
      public Builder url(String url) {
        this.url = given("url", url);
        return this;
      }

      /** Sets {@link Image#mediaType()}. */
      public Builder mediaType(String mediaType) {
        this.mediaType = some("mediaType", mediaType);
        return this;
      }

      /** Sets or clears {@link Image#mediaType()}. */
      public Builder mediaType(Optional<String> mediaType) {
        this.mediaType = given("mediaType", mediaType);
        return this;
      }

      /** Sets {@link Image#size()}. */
      public Builder size(ImageSize size) {
        this.size = some("size", size);
        return this;
      }

      /** Sets or clears {@link Image#size()}. */
      public Builder size(Optional<ImageSize> size) {
        this.size = given("size", size);
        return this;
      }

      /** Sets {@link Image#flagged()}. */
      public Builder flagged(boolean flagged) {
        this.flagged = Optional.of(flagged);
        return this;
      }

      /** Sets or clears {@link Image#flagged()}. */
      public Builder flagged(Optional<Boolean> flagged) {
        this.flagged = given("flagged", flagged);
        return this;
      }

      /** Sets {@link Image#urlExpiry()}. */
      public Builder urlExpiry(Instant urlExpiry) {
        this.urlExpiry = some("urlExpiry", urlExpiry);
        return this;
      }

      /** Sets or clears {@link Image#urlExpiry()}. */
      public Builder urlExpiry(Optional<Instant> urlExpiry) {
        this.urlExpiry = given("urlExpiry", urlExpiry);
        return this;
      }

      /** The finished value; an {@link IllegalStateException} names all that is missing. */
      public Image build() {
        return new Image(this);
      }
    }
  }
}
