/**
 * From a finished image at a provider to its bytes, and from a file of the user's to what a
 * provider gets.
 */
@NullMarked
package dev.pictor.internal.media;

import org.jspecify.annotations.NullMarked;
