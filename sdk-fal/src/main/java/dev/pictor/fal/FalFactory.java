package dev.pictor.fal;

import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderFactory;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the fal provider from the environment; found by {@link java.util.ServiceLoader}. A program
 * that wires its providers itself calls {@link Fal#create} instead.
 */
public final class FalFactory implements ProviderFactory {
  /** For {@link java.util.ServiceLoader}. */
  public FalFactory() {}

  @Override
  public String name() {
    return Fal.NAME;
  }

  @Override
  public String keyVariables() {
    return FalKey.VARIABLES;
  }

  /**
   * The provider; empty if no key is set, or a blank one.
   *
   * @throws dev.pictor.error.ConfigurationException if half a key is set alone, or a variable for a
   *     host holds none
   */
  @Override
  public Optional<Provider> fromEnvironment(Function<String, Optional<String>> environment) {
    return FalKey.fromEnvironment(Optional.of(environment)).find().isPresent()
        ? Optional.of(Fal.builder().environment(environment).build())
        : Optional.empty();
  }
}
