/**
 * Both services, and those of the peers, in a process of its own: with jobs that take their time,
 * pushed status, held replies and a round trip, on one thread whatever the number of jobs.
 */
@NullMarked
package dev.pictor.benchmarks.service;

import org.jspecify.annotations.NullMarked;
