package dev.pictor.internal.route;

import dev.pictor.error.ConfigurationException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.model.RoutingPolicy;
import dev.pictor.spi.Provider;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The weights of a policy. */
public final class Weights {
  private Weights() {}

  /**
   * Refuses a weight for a provider that there is not: a name that is mistyped would be a provider
   * that is never asked first. Where there is one provider only, nothing is chosen by weights.
   *
   * @throws ConfigurationException if one by which a provider is to be chosen has another name
   */
  public static void requireKnown(RoutingPolicy policy, List<? extends Provider> providers) {
    if (policy.order() != RoutingPolicy.Order.WEIGHTED || providers.size() < 2) {
      return;
    }
    List<String> names = providers.stream().map(Provider::name).collect(Collectors.toList());
    for (Map.Entry<String, Integer> weight : policy.weights().entrySet()) {
      if (weight.getValue() > 0 && !names.contains(weight.getKey())) {
        throw new ConfigurationException(
            "The routing policy has a weight for \""
                + weight.getKey()
                + "\", and this client has no provider of that name; it has "
                + names
                + ". Correct the name, add the provider, or leave the weight out",
            ErrorDetails.none());
      }
    }
  }
}
