/** What a user holds: the request, the plan, the handle, the updates, the result. */
@NullMarked
package dev.pictor.model;

import org.jspecify.annotations.NullMarked;
