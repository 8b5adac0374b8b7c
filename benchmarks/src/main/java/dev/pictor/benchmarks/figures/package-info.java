/** What is told of figures that were measured in several rounds. */
@NullMarked
package dev.pictor.benchmarks.figures;

import org.jspecify.annotations.NullMarked;
