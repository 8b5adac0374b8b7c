/** Reads the command line of the main example, and the process that it runs in. */
@NullMarked
package dev.pictor.examples.cli;

import org.jspecify.annotations.NullMarked;
