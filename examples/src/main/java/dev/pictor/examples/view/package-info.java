/** Shows requests, jobs and images to a person: in a terminal, and as a page. */
@NullMarked
package dev.pictor.examples.view;

import org.jspecify.annotations.NullMarked;
