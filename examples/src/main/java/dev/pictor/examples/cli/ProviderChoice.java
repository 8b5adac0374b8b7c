package dev.pictor.examples.cli;

import dev.pictor.ImageClient;
import dev.pictor.error.PictorException;
import dev.pictor.examples.run.Services;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.Plan;
import dev.pictor.spi.ProviderFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which providers a person wants, and what each of them would do with the request. */
public final class ProviderChoice {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      split = ",",
      description = "fal, replicate, or both: fal,replicate. Default: all there is a key for.")
  private List<String> wanted = new ArrayList<>();

  /** The first of several ways to mean a request in which a wanted provider can serve it. */
  public ImageRequest fitting(Services services, List<ImageRequest> ways) {
    wanted.forEach(name -> check(name, services));
    return ways.stream()
        .filter(
            way ->
                candidates(services, way).stream()
                    .filter(plan -> wanted.isEmpty() || wanted.contains(plan.provider()))
                    .anyMatch(Plan.Candidate::isUsable))
        .findFirst()
        .orElse(ways.get(0));
  }

  /**
   * What each wanted provider that knows the model would be sent. At least one can serve the
   * request.
   *
   * @throws ParameterException if a provider is unknown or has no key, or if none can serve it
   */
  public List<Plan.Candidate> plan(Services services, ImageRequest request) {
    wanted.forEach(name -> check(name, services));
    List<Plan.Candidate> plans =
        candidates(services, request).stream()
            .filter(plan -> wanted.isEmpty() || wanted.contains(plan.provider()))
            .collect(Collectors.toList());
    if (plans.isEmpty()) {
      throw wrong(
          "model is \""
              + request.model()
              + "\", which "
              + String.join(" and ", wanted.isEmpty() ? services.names() : wanted)
              + " cannot serve; write flux1.1-pro, or an endpoint such as fal/fal-ai/flux/dev");
    }
    if (plans.stream().noneMatch(Plan.Candidate::isUsable)) {
      throw wrong(
          plans.stream()
              .map(plan -> plan.provider() + ": " + String.join("; ", plan.refusals()))
              .collect(Collectors.joining("; ")));
    }
    return onePerProvider(plans);
  }

  /** A name can stand for several endpoints of a provider: the first that can serve is taken. */
  private static List<Plan.Candidate> onePerProvider(List<Plan.Candidate> plans) {
    Map<String, Plan.Candidate> chosen = new LinkedHashMap<>();
    for (Plan.Candidate plan : plans) {
      Plan.Candidate before = chosen.putIfAbsent(plan.provider(), plan);
      if (before != null && !before.isUsable() && plan.isUsable()) {
        chosen.put(plan.provider(), plan);
      }
    }
    return new ArrayList<>(chosen.values());
  }

  private List<Plan.Candidate> candidates(Services services, ImageRequest request) {
    try (ImageClient planner = services.planner()) {
      return planner.plan(request).candidates();
    } catch (PictorException | IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ProviderFactory check(String name, Services services) {
    Optional<ProviderFactory> known =
        Services.known().stream().filter(factory -> factory.name().equals(name)).findFirst();
    if (!known.isPresent()) {
      throw wrong(
          "provider is \""
              + name
              + "\"; write "
              + Services.known().stream()
                  .map(ProviderFactory::name)
                  .sorted()
                  .collect(Collectors.joining(" or ")));
    }
    if (!services.names().contains(name)) {
      throw noKey(known.get());
    }
    return known.get();
  }

  /**
   * Refuses what an emulator cannot stand in for.
   *
   * @throws ParameterException if the provider is unknown or has no key
   */
  public void checkKey(String name, Services services) {
    ProviderFactory known = check(name, services);
    if (services.areEmulated()) {
      throw noKey(known);
    }
  }

  private ParameterException noKey(ProviderFactory factory) {
    return wrong("provider " + factory.name() + " has no key; set " + factory.keyVariables());
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
