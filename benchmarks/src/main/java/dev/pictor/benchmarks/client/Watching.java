package dev.pictor.benchmarks.client;

import dev.pictor.RequestOptions;
import java.util.Optional;

/** How Pictor learns that an image is there. */
enum Watching {
  /** What Pictor does if it is told nothing. */
  AUTOMATIC,

  /** Asking again and again. */
  POLLING,

  /** One request for an image, whose reply Replicate holds back. */
  HELD_REPLY,

  /** One request for an image, to fal's direct address. */
  DIRECT_RUN;

  /** The options that say so; empty where this version of Pictor has none. */
  Optional<RequestOptions> options() {
    switch (this) {
      case AUTOMATIC:
      case POLLING:
        return Optional.of(RequestOptions.defaults());
      default:
        return Optional.empty();
    }
  }
}
