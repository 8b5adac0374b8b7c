package dev.pictor.internal.route;

import dev.pictor.spi.ModelSpec;
import dev.pictor.spi.Provider;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The words for a model that is not known: what is, what is near, what to write. */
final class UnknownModel {
  private static final int MAX_SUGGESTIONS = 3;

  private UnknownModel() {}

  /** For a name without a provider, or with one that does not know it. */
  static String explain(String name, List<? extends Provider> providers) {
    StringBuilder out = new StringBuilder("model \"").append(name).append("\" is not known");
    if (providers.size() == 1) {
      out.append(" at ").append(providers.get(0).name());
    }
    out.append('.');
    List<String> near = nearest(name, providers);
    if (!near.isEmpty()) {
      out.append(" Did you mean ").append(String.join(" or ", near)).append('?');
    }
    Set<String> ids = ids(providers);
    if (!ids.isEmpty()) {
      out.append(" Known: ").append(String.join(", ", ids)).append('.');
    }
    return out.append(" Any endpoint works as provider/endpoint, such as ")
        .append(example(providers))
        .append('.')
        .toString();
  }

  /** For a name whose beginning is no configured provider. */
  static String unprefixed(String name, String beginning, List<? extends Provider> providers) {
    StringBuilder configured = new StringBuilder();
    for (Provider provider : providers) {
      configured.append(configured.length() == 0 ? "" : ", ").append(provider.name());
    }
    StringBuilder out =
        new StringBuilder("model \"")
            .append(name)
            .append("\" names no configured provider: there is no ")
            .append(beginning)
            .append(" among ")
            .append(configured)
            .append('.');
    for (Provider provider : providers) {
      if (provider.name().equalsIgnoreCase(beginning)) {
        String rest = name.substring(beginning.length());
        return out.append(" Did you mean ")
            .append(provider.name())
            .append(rest)
            .append('?')
            .toString();
      }
    }
    List<String> prefixed = prefixed(name, beginning, providers);
    if (!prefixed.isEmpty()) {
      out.append(" If it is an endpoint, put its provider first: ")
          .append(String.join(" or ", prefixed))
          .append('.');
    }
    String last = name.substring(name.lastIndexOf('/') + 1);
    List<String> near = nearest(last, providers);
    if (!near.isEmpty()) {
      out.append(" Described models like it: ").append(String.join(", ", near)).append('.');
    }
    return out.toString();
  }

  static Optional<ModelSpec> described(Provider provider, String endpoint) {
    for (ModelSpec spec : provider.models()) {
      if (spec.endpoint().equals(endpoint)) {
        return Optional.of(spec);
      }
    }
    return Optional.empty();
  }

  /** The providers whose own endpoints begin the same way; if there are none, all that take it. */
  private static List<String> prefixed(
      String name, String beginning, List<? extends Provider> providers) {
    List<String> owners = new ArrayList<>();
    List<String> takers = new ArrayList<>();
    for (Provider provider : providers) {
      String whole = provider.name() + "/" + name;
      if (owns(provider, beginning + "/")) {
        owners.add(whole);
      }
      if (takes(provider, name)) {
        takers.add(whole);
      }
    }
    return owners.isEmpty() ? takers : owners;
  }

  private static boolean owns(Provider provider, String beginning) {
    for (ModelSpec spec : provider.models()) {
      if (spec.endpoint().startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }

  private static boolean takes(Provider provider, String endpoint) {
    try {
      provider.passthrough(endpoint);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Set<String> ids(List<? extends Provider> providers) {
    Set<String> ids = new LinkedHashSet<>();
    for (Provider provider : providers) {
      for (ModelSpec spec : provider.models()) {
        ids.add(spec.id());
      }
    }
    return ids;
  }

  private static String example(List<? extends Provider> providers) {
    for (Provider provider : providers) {
      for (ModelSpec spec : provider.models()) {
        return provider.name() + "/" + spec.endpoint();
      }
    }
    return providers.get(0).name() + "/owner/name";
  }

  /** The ids nearest to a name by themselves or by an alias, if they are near at all. */
  private static List<String> nearest(String name, List<? extends Provider> providers) {
    String asked = name.toLowerCase(Locale.ROOT);
    int limit = Math.min(asked.length() - 1, Math.max(3, asked.length() / 4));
    List<String> near = new ArrayList<>();
    for (int distance = 0; distance <= limit && near.size() < MAX_SUGGESTIONS; distance++) {
      for (Provider provider : providers) {
        for (ModelSpec spec : provider.models()) {
          if (near.size() < MAX_SUGGESTIONS
              && !near.contains(spec.id())
              && distance(asked, spec) == distance) {
            near.add(spec.id());
          }
        }
      }
    }
    return near;
  }

  private static int distance(String asked, ModelSpec spec) {
    int best = EditDistance.between(asked, spec.id().toLowerCase(Locale.ROOT));
    for (String alias : spec.aliases()) {
      best = Math.min(best, EditDistance.between(asked, alias.toLowerCase(Locale.ROOT)));
    }
    return best;
  }
}
