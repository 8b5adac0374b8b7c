/** Which provider serves a request. Not API: may change at any time. */
@NullMarked
package dev.pictor.internal.route;

import org.jspecify.annotations.NullMarked;
