package dev.pictor.testing;

import java.util.List;
import java.util.Optional;

/** An endpoint id in its parts: {@code fal-ai / flux-pro / v1.1}. */
final class FalApp {
  private final List<String> root;
  private final List<String> path;

  private FalApp(List<String> root, List<String> path) {
    this.root = root;
    this.path = path;
  }

  /** Splits the segments of a path; empty if they are too few for an id. */
  static Optional<FalApp> of(List<String> segments) {
    int length = rootLength(segments);
    return segments.size() < length
        ? Optional.empty()
        : Optional.of(
            new FalApp(segments.subList(0, length), segments.subList(length, segments.size())));
  }

  /** How many segments name the app; the rest is a path within it. */
  static int rootLength(List<String> segments) {
    String first = segments.isEmpty() ? "" : segments.get(0);
    return first.equals("workflows") || first.equals("comfy") ? 3 : 2;
  }

  /** All of it: {@code fal-ai/flux-pro/v1.1}. */
  String id() {
    return path.isEmpty() ? root() : root() + "/" + path();
  }

  /** What the URLs of its jobs begin with: {@code fal-ai/flux-pro}. */
  String root() {
    return String.join("/", root);
  }

  /** The name without the owner: {@code flux-pro}. */
  String alias() {
    return root.get(root.size() - 1);
  }

  /** Owner and name without a namespace. */
  String ownerAndAlias() {
    return root.get(root.size() - 2) + "/" + alias();
  }

  /** What comes after the root: {@code v1.1}; empty if nothing does. */
  String path() {
    return String.join("/", path);
  }
}
