/** What is published, and programs that use it, seen from outside. */
@NullMarked
package dev.pictor.compat;

import org.jspecify.annotations.NullMarked;
