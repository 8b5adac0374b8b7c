package dev.pictor.internal.route;

import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.Provider;

/** A provider and the table of its endpoint that a model's name stands for there. Immutable. */
public final class ModelChoice {
  private final Provider provider;
  private final ModelSpec spec;

  ModelChoice(Provider provider, ModelSpec spec) {
    this.provider = provider;
    this.spec = spec;
  }

  /** Who serves it. */
  public Provider provider() {
    return provider;
  }

  /** What it takes. */
  public ModelSpec spec() {
    return spec;
  }

  /** For example {@code fal/fal-ai/flux/dev}. */
  @Override
  public String toString() {
    return provider.name() + "/" + spec.endpoint();
  }
}
