/** From a finished image at a provider to its bytes. */
@NullMarked
package dev.pictor.internal.media;

import org.jspecify.annotations.NullMarked;
