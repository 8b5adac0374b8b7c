package dev.pictor.compat.app;

import dev.pictor.ImageClient;
import dev.pictor.RequestOptions;
import dev.pictor.RetryPolicy;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.Plan.Candidate;
import dev.pictor.model.RoutingPolicy;
import java.time.Duration;
import java.util.stream.Collectors;

/** Every policy of routing, and one provider that takes over from another. */
final class Routes {
  private Routes() {}

  static void print(Services services, Transcript out) {
    out.section("routes");
    ImageRequest request = Services.request("a boat").build();
    for (RoutingPolicy.Order order : RoutingPolicy.Order.values()) {
      RoutingPolicy policy = policy(order);
      out.line("policy", policy);
      out.line(
          "read",
          policy.order()
              + " "
              + policy.weights()
              + " "
              + policy.failOver()
              + " "
              + policy.risks()
              + " "
              + policy.hedgeAfter());
      try (ImageClient images =
          ImageClient.builder()
              .provider(services.fal())
              .provider(services.replicate())
              .routing(policy)
              .watching(RequestOptions.Watching.POLLING)
              .maxConnections(6)
              .build()) {
        out.line(
            "order",
            images.plan(request).candidates().stream()
                .map(Candidate::provider)
                .collect(Collectors.toList()));
      }
    }
    try (ImageClient images = services.both()) {
      RequestOptions once =
          RequestOptions.builder()
              .retry(RequestOptions.Step.SUBMIT, RetryPolicy.never())
              .watching(RequestOptions.Watching.POLLING)
              .build();
      out.line("watching", once.watching());
      RequestOptions longer = once.toBuilder().deadline(Duration.ofMinutes(20)).build();
      out.line("deadline", longer.deadline() + " " + longer.watching());
      ImageResult result = images.generate(Services.request("crowded").build(), longer);
      out.line("failed over to", Images.text(result));
    }
  }

  private static RoutingPolicy policy(RoutingPolicy.Order order) {
    RoutingPolicy.Builder policy =
        RoutingPolicy.builder()
            .order(order)
            .failOver(RoutingPolicy.FailOver.WHEN_SAFE)
            .allow(RoutingPolicy.Risk.FAIL_OVER_AFTER_MODERATION)
            .hedgeAfter(Duration.ofMinutes(1));
    return order == RoutingPolicy.Order.WEIGHTED
        ? policy.weight("replicate", 1).build()
        : policy.build();
  }
}
