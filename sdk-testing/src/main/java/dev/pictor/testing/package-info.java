/** Emulators of the services, for tests that need no key. */
@NullMarked
package dev.pictor.testing;

import org.jspecify.annotations.NullMarked;
