/** The fal provider. */
@NullMarked
package dev.pictor.fal;

import org.jspecify.annotations.NullMarked;
