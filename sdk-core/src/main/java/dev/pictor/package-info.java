/**
 * The front door: {@link dev.pictor.ImageClient} runs an {@link dev.pictor.model.ImageRequest} on
 * the providers it was given.
 */
@NullMarked
package dev.pictor;

import org.jspecify.annotations.NullMarked;
