/** From a planned call to its outcome: submit, watch, collect, cancel, resume. */
@NullMarked
package dev.pictor.internal.job;

import org.jspecify.annotations.NullMarked;
