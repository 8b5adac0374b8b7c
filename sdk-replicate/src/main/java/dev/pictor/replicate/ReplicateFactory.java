package dev.pictor.replicate;

import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderFactory;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes {@link Replicate} from the environment variables {@code REPLICATE_API_TOKEN} and {@code
 * REPLICATE_BASE_URL}; found through {@link java.util.ServiceLoader}.
 */
public final class ReplicateFactory implements ProviderFactory {
  /** For the service loader. */
  public ReplicateFactory() {}

  @Override
  public String name() {
    return Replicate.NAME;
  }

  @Override
  public String keyVariables() {
    return Replicate.TOKEN_VARIABLE;
  }

  /**
   * The provider; empty if the token is not set or blank.
   *
   * @throws dev.pictor.error.ConfigurationException if {@code REPLICATE_BASE_URL} holds no address
   */
  @Override
  public Optional<Provider> fromEnvironment(Function<String, Optional<String>> environment) {
    String token = environment.apply(Replicate.TOKEN_VARIABLE).orElse("");
    return token.trim().isEmpty()
        ? Optional.empty()
        : Optional.of(Replicate.builder().environment(environment).build());
  }
}
