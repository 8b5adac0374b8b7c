/** What a provider module writes against. Stable: it grows by default methods. */
@NullMarked
package dev.pictor.spi;

import org.jspecify.annotations.NullMarked;
