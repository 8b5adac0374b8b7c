/**
 * An app that uses every public way into the SDK and prints what it sees, to be run as it is and as
 * R8 has left it. It knows nothing of the tests.
 */
@NullMarked
package dev.pictor.compat.app;

import org.jspecify.annotations.NullMarked;
