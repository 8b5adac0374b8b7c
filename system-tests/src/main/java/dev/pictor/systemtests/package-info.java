/** Empty: what this module has are tests. Without a class, Maven warns of the missing folder. */
@NullMarked
package dev.pictor.systemtests;

import org.jspecify.annotations.NullMarked;
