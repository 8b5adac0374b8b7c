/** From a request and a table to what will be sent. Pure. Not API: may change at any time. */
@NullMarked
package dev.pictor.internal.plan;

import org.jspecify.annotations.NullMarked;
