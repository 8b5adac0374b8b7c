/** AVIF by the codec of FFmpeg. */
@NullMarked
package dev.pictor.avif;

import org.jspecify.annotations.NullMarked;
