package dev.pictor.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks again for the images that did not come, each with the seed that it would have had. */
final class MissingImages {
  private static final BigInteger SEEDS = BigInteger.ONE.shiftLeft(64);

  private MissingImages() {}

  static List<ImageRequest> of(ImageRequest request, List<ImageOutcome> outcomes) {
    List<ImageRequest> again = new ArrayList<>();
    int first = 0;
    int count = 0;
    for (ImageOutcome outcome : outcomes) {
      boolean follows = count > 0 && outcome.index() == first + count;
      if (!isMissing(outcome)) {
        continue;
      }
      // Without a seed there is nothing to keep, and one request can ask for all of them.
      if (count > 0 && !follows && request.seed().isPresent()) {
        again.add(part(request, first, count));
        count = 0;
      }
      if (count == 0) {
        first = outcome.index();
      }
      count++;
    }
    if (count > 0) {
      again.add(part(request, first, count));
    }
    return again;
  }

  private static boolean isMissing(ImageOutcome outcome) {
    return outcome.kind() == ImageOutcome.Kind.FAILED
        || outcome.kind() == ImageOutcome.Kind.FILTERED;
  }

  private static ImageRequest part(ImageRequest request, int first, int count) {
    ImageRequest.Builder part = request.toBuilder().n(count);
    Optional<BigInteger> seed = request.seed();
    if (seed.isPresent()) {
      part.seed(seed.get().add(BigInteger.valueOf(first)).mod(SEEDS));
    }
    return part.build();
  }
}
