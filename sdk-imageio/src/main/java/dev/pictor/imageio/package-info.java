/** PNG, JPEG and GIF by the image I/O of the Java platform. */
@NullMarked
package dev.pictor.imageio;

import org.jspecify.annotations.NullMarked;
