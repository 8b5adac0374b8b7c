/** The Replicate provider. */
@NullMarked
package dev.pictor.replicate;

import org.jspecify.annotations.NullMarked;
