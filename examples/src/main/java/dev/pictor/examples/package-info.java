/** Programs that use the SDK. */
@NullMarked
package dev.pictor.examples;

import org.jspecify.annotations.NullMarked;
