package dev.pictor.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which path of the API leads where. */
final class ReplicateRoutes {
  private final List<Endpoint> endpoints = new ArrayList<>();

  /**
   * Adds an endpoint.
   *
   * @param path its path below the version, where a {@code *} stands for any one part
   */
  void add(String method, String path, Step step, Handler handler) {
    endpoints.add(new Endpoint(method, path, step, handler));
  }

  /** What answers a request; a path that nobody has spoken for leads nowhere. */
  Route find(Incoming incoming) {
    for (Endpoint endpoint : endpoints) {
      Optional<List<String>> found = endpoint.match(incoming);
      if (found.isPresent()) {
        return new Route(endpoint.step, call -> endpoint.handler.answer(call, found.get()));
      }
    }
    return new Route(Step.OTHER, call -> ReplicateErrors.notFound());
  }

  /** Answers with the parts of the path for which there were stars. */
  interface Handler {
    Reply answer(RecordedCall call, List<String> stars);
  }

  private static final class Endpoint {
    final String method;
    final List<String> path;
    final Step step;
    final Handler handler;

    Endpoint(String method, String path, Step step, Handler handler) {
      this.method = method;
      this.path = Arrays.asList(("v1/" + path).split("/", -1));
      this.step = step;
      this.handler = handler;
    }

    Optional<List<String>> match(Incoming incoming) {
      List<String> given = incoming.url().pathSegments();
      if (!method.equals(incoming.method()) || given.size() != path.size()) {
        return Optional.empty();
      }
      List<String> stars = new ArrayList<>();
      for (int i = 0; i < given.size(); i++) {
        if (path.get(i).equals("*")) {
          stars.add(given.get(i));
        } else if (!path.get(i).equals(given.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(stars);
    }
  }
}
