package dev.pictor.internal.job;

import dev.pictor.spi.ProviderOutput;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of the asked images those of an output are: moderation may have taken some out from between
 * them. Where nobody says which ones, the rest keep their order, and none of them has the seed of
 * the job: its first image may be one that is gone.
 */
final class Places {
  private final int filtered;
  private final Set<Integer> withheld;
  private final int[] made;
  private final int count;
  private final boolean areKnown;
  private final boolean leavesGaps;

  /**
   * @param asked how many images were asked for; one more is not hidden
   */
  Places(ProviderOutput output, int asked) {
    filtered = output.filtered();
    List<Integer> places = output.filteredPlaces();
    withheld = places.isEmpty() ? Collections.emptySet() : new HashSet<>(places);
    areKnown = places.size() == filtered;
    made = new int[output.images().size()];
    int next = 0;
    for (int i = 0; i < made.length; i++) {
      while (areKnown && withheld.contains(next)) {
        next++;
      }
      made[i] = next++;
    }
    count = Math.max(asked, made.length);
    // What a job makes that was told to make more than was asked for stands behind all others.
    leavesGaps = areKnown && next <= asked && withheld.stream().allMatch(place -> place < asked);
  }

  /** How many outcomes there are. */
  int count() {
    return count;
  }

  /** Where an image of the output stands among the asked ones: later ones further behind. */
  int of(int image) {
    return leavesGaps ? made[image] : image;
  }

  /** Whether an image of the output is the one that the seed of the job belongs to. */
  boolean hasSeedOfJob(int image) {
    return areKnown && made[image] == 0;
  }

  /** Whether moderation withheld the image of a place at which there is none. */
  boolean isFiltered(int place) {
    return leavesGaps ? withheld.contains(place) : place - made.length < filtered;
  }
}
