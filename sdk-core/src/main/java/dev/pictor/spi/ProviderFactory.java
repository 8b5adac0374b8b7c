package dev.pictor.spi;

import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a provider from the environment; found through {@link java.util.ServiceLoader}.
 *
 * <p>An implementation has a public constructor without parameters and does nothing in it.
 */
public interface ProviderFactory {
  /** The name of the provider that it makes. */
  String name();

  /** The environment variables that hold the key, for messages: {@code FAL_KEY}. */
  String keyVariables();

  /**
   * The provider, if the environment has a key for it.
   *
   * @param environment looks a variable up; empty for one that is not set
   * @throws dev.pictor.error.ConfigurationException if a variable has a value that can be none,
   *     such as an address, or half a key; the message names it
   */
  Optional<Provider> fromEnvironment(Function<String, Optional<String>> environment);
}
