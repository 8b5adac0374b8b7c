/** What the benchmarks need of the client's own package. */
@NullMarked
package dev.pictor;

import org.jspecify.annotations.NullMarked;
