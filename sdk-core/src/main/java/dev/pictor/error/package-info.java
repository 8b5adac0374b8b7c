/** Everything that can go wrong, one class per kind that a caller handles differently. */
@NullMarked
package dev.pictor.error;

import org.jspecify.annotations.NullMarked;
