/** What the SDK costs, as a ratio to the same work done by hand in the same run. */
@NullMarked
package dev.pictor.benchmarks;

import org.jspecify.annotations.NullMarked;
