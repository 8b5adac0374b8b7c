package dev.pictor;

import dev.pictor.spi.ModelSpec;

/**
 * A model at a provider of a client, with the table of what can be asked of it: parameters, ranges,
 * sizes, formats, counts, price. Immutable and thread-safe.
 */
public final class ModelOffer {
  private final String provider;
  private final ModelSpec spec;

  ModelOffer(String provider, ModelSpec spec) {
    this.provider = provider;
    this.spec = spec;
  }

  /** The provider's name. */
  public String provider() {
    return provider;
  }

  /** The table. */
  public ModelSpec spec() {
    return spec;
  }

  /** What {@link dev.pictor.model.ImageRequest#model()} takes to get this very model here. */
  public String model() {
    return provider + "/" + spec.id();
  }

  /** The model's name and the provider's own: {@code fal/flux1.1-pro (fal-ai/flux-pro/v1.1)}. */
  @Override
  public String toString() {
    return model() + " (" + spec.endpoint() + ")";
  }
}
