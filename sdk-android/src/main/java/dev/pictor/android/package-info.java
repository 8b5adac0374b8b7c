/** PNG, JPEG and WebP by the codecs of Android. */
@NullMarked
package dev.pictor.android;

import org.jspecify.annotations.NullMarked;
