package dev.pictor.benchmarks.client;

import dev.pictor.RequestOptions;
import dev.pictor.model.ImageRequest;
import dev.pictor.replicate.ReplicateOptions;
import java.time.Duration;
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
    return this == DIRECT_RUN ? Optional.empty() : Optional.of(RequestOptions.defaults());
  }

  /** What is said in the request itself. */
  ImageRequest.Builder in(ImageRequest.Builder request) {
    return this == HELD_REPLY
        ? request.putAllOptions(ReplicateOptions.builder().syncWait(Duration.ofSeconds(60)).build())
        : request;
  }
}
