/** WebP by libwebp. */
@NullMarked
package dev.pictor.codecs;

import org.jspecify.annotations.NullMarked;
