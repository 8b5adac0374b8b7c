package dev.pictor;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.spi.ImageConverter;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/** Finds what is on the class path: the providers that have a key, and the converters. */
final class Environment {
  private static final int MOST_FAILURES = 100;

  private Environment() {}

  static ImageClient client(Function<String, Optional<String>> variables) {
    ImageClient.Builder client = ImageClient.builder();
    List<String> keys = new ArrayList<>();
    boolean found = false;
    // The class loader of this class, not of the thread: on Android and in containers they differ.
    for (ProviderFactory factory :
        ServiceLoader.load(ProviderFactory.class, ProviderFactory.class.getClassLoader())) {
      keys.add(factory.name() + ": " + factory.keyVariables());
      Optional<Provider> provider = factory.fromEnvironment(variables);
      if (provider.isPresent()) {
        client.provider(provider.get());
        found = true;
      }
    }
    if (found) {
      return client.build();
    }
    throw new ConfigurationException(
        keys.isEmpty()
            ? "There is no provider on the class path; add dev.pictor:pictor-sdk-fal or"
                + " dev.pictor:pictor-sdk-replicate"
            : "No provider has a key in the environment; set one of " + String.join("; ", keys),
        ErrorDetails.none());
  }

  /** Those that can be loaded here: one for a desktop is of no use on Android. */
  static List<ImageConverter> converters() {
    List<ImageConverter> found = new ArrayList<>();
    Iterator<ImageConverter> all =
        ServiceLoader.load(ImageConverter.class, ImageConverter.class.getClassLoader()).iterator();
    int failures = 0;
    while (failures < MOST_FAILURES) {
      try {
        if (!all.hasNext()) {
          break;
        }
        found.add(all.next());
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        failures++; // the next call goes on behind it, as a rule
      }
    }
    return found;
  }
}
