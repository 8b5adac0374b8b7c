/**
 * An Android app that makes images: begin with {@link dev.pictor.examples.android.ImageRepository},
 * which is what to copy.
 */
@NullMarked
package dev.pictor.examples.android;

import org.jspecify.annotations.NullMarked;
