/**
 * What is compared from end to end: programs that make images, each in a process of its own whose
 * class path holds nothing but itself and what it needs. Uses none of the other packages here.
 */
@NullMarked
package dev.pictor.benchmarks.client;

import org.jspecify.annotations.NullMarked;
