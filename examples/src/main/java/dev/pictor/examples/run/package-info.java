/** Runs one request on several services at once, and keeps what comes of it. */
@NullMarked
package dev.pictor.examples.run;

import org.jspecify.annotations.NullMarked;
