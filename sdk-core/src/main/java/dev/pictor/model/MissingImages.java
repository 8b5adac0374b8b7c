package dev.pictor.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks again for the images that did not come, each with the seed that it had, where it had one.
 */
final class MissingImages {
  private static final BigInteger SEEDS = BigInteger.ONE.shiftLeft(64);

  private MissingImages() {}

  static List<ImageRequest> of(ImageRequest request, List<ImageOutcome> outcomes) {
    List<ImageRequest> again = new ArrayList<>();
    int first = 0;
    int count = 0;
    int without = 0;
    Optional<BigInteger> seed = Optional.empty();
    for (ImageOutcome outcome : outcomes) {
      if (!isMissing(outcome) || outcome.index() >= request.n()) {
        continue;
      }
      // Without a seed there is nothing to keep, and one request can ask for all of them.
      if (!request.seed().isPresent() || hasUnknownPlace(outcome, outcomes)) {
        without++;
        continue;
      }
      if (count > 0 && outcome.index() != first + count) {
        again.add(part(request, seed, count));
        count = 0;
      }
      if (count == 0) {
        first = outcome.index();
        seed = Optional.of(seed(request.seed().get(), outcome));
      }
      count++;
    }
    if (count > 0) {
      again.add(part(request, seed, count));
    }
    if (without > 0) {
      again.add(part(request, Optional.empty(), without));
    }
    return again;
  }

  /**
   * Whether nobody knows which image of its job was withheld. The one that stands first has no seed
   * then, and any seed of the job may be that of an image that is there.
   */
  private static boolean hasUnknownPlace(ImageOutcome filtered, List<ImageOutcome> outcomes) {
    if (filtered.kind() != ImageOutcome.Kind.FILTERED || !filtered.handle().isPresent()) {
      return false;
    }
    for (ImageOutcome outcome : outcomes) {
      if (outcome.handle().equals(filtered.handle())) {
        return outcome.image().isPresent() && !outcome.seed().isPresent();
      }
    }
    return false;
  }

  private static boolean isMissing(ImageOutcome outcome) {
    return outcome.kind() == ImageOutcome.Kind.FAILED
        || outcome.kind() == ImageOutcome.Kind.FILTERED;
  }

  private static ImageRequest part(ImageRequest request, Optional<BigInteger> seed, int count) {
    return request.toBuilder().n(count).seed(seed).build();
  }

  /** The one that was sent, which is within the range of the endpoint, or else the planned one. */
  private static BigInteger seed(BigInteger asked, ImageOutcome outcome) {
    Optional<BigInteger> own = outcome.seed(); // of an option, or the provider's word: any number
    return own.isPresent() && own.get().equals(own.get().mod(SEEDS))
        ? own.get()
        : asked.add(BigInteger.valueOf(outcome.index())).mod(SEEDS);
  }
}
