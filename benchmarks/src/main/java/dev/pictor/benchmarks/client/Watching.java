package dev.pictor.benchmarks.client;

import dev.pictor.RequestOptions;

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

  /** The options that say so. */
  RequestOptions options() {
    return RequestOptions.builder().watching(chosen()).build();
  }

  private RequestOptions.Watching chosen() {
    switch (this) {
      case POLLING:
        return RequestOptions.Watching.POLLING;
      case HELD_REPLY:
        return RequestOptions.Watching.HELD_REPLY;
      case DIRECT_RUN:
        return RequestOptions.Watching.DIRECT_RUN_LOST_WITH_ITS_CONNECTION;
      default:
        return RequestOptions.Watching.AUTOMATIC;
    }
  }
}
