package dev.pictor.internal.route;

import dev.pictor.error.ErrorDetails;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.Provider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds the endpoints that the name of a model stands for. */
public final class ModelResolver {
  private ModelResolver() {}

  /**
   * The endpoints of a unified id or an alias at every provider that lists it; of {@code
   * provider/id} at that provider; of {@code provider/endpoint} the endpoint itself, whether or not
   * a table describes it.
   *
   * @param providers the configured ones, in the order in which they are to be tried
   * @return at least one, in that order
   * @throws RequestRefusedException if it stands for none; the message says what to write
   */
  public static List<ModelChoice> resolve(String model, List<? extends Provider> providers) {
    String name = model.trim();
    if (providers.isEmpty()) {
      throw refused(
          "no provider is configured for model \""
              + name
              + "\"; add one to the client, or set its key in the environment");
    }
    List<ModelChoice> named = named(name, providers);
    if (!named.isEmpty()) {
      return named;
    }
    int slash = name.indexOf('/');
    if (slash < 0) {
      throw refused(UnknownModel.explain(name, providers));
    }
    for (Provider provider : providers) {
      if (slash == provider.name().length() && name.startsWith(provider.name())) {
        return at(provider, name.substring(slash + 1));
      }
    }
    throw refused(UnknownModel.unprefixed(name, name.substring(0, slash), providers));
  }

  private static List<ModelChoice> named(String name, List<? extends Provider> providers) {
    List<ModelChoice> choices = new ArrayList<>(providers.size());
    for (Provider provider : providers) {
      for (ModelSpec spec : provider.models()) {
        if (spec.isNamed(name)) {
          choices.add(new ModelChoice(provider, spec));
        }
      }
    }
    return choices;
  }

  private static List<ModelChoice> at(Provider provider, String name) {
    List<Provider> only = Collections.singletonList(provider);
    List<ModelChoice> named = named(name, only);
    if (!named.isEmpty()) {
      return named;
    }
    Optional<ModelSpec> described = UnknownModel.described(provider, name);
    if (described.isPresent()) {
      return Collections.singletonList(new ModelChoice(provider, described.get()));
    }
    try {
      return Collections.singletonList(new ModelChoice(provider, provider.passthrough(name)));
    } catch (IllegalArgumentException e) {
      throw refused(
          UnknownModel.explain(name, only)
              + " As an endpoint it cannot be sent: "
              + e.getMessage());
    }
  }

  private static RequestRefusedException refused(String message) {
    return new RequestRefusedException(message, ErrorDetails.none());
  }
}
