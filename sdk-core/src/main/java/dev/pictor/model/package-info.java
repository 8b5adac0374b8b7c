/** What a caller holds: requests, results, and the plan between them. */
@NullMarked
package dev.pictor.model;

import org.jspecify.annotations.NullMarked;
