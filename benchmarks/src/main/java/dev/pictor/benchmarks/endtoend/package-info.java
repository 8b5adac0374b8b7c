/** Runs clients against the service, each in a process of its own, and prints what they cost. */
@NullMarked
package dev.pictor.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
