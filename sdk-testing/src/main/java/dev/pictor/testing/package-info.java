/**
 * The services' stand-ins: emulators that speak the wire protocols of fal and Replicate on this
 * machine, for tests and for programs that have no key.
 *
 * <p>An emulator is an HTTP server on a free port of the loopback interface. It runs every job of
 * the real service's state machine, draws real pictures of exactly the size that was asked for, and
 * fails on request, at any step:
 *
 * <pre>{@code
 * try (FalEmulator fal = FalEmulator.start()) {
 *   fal.fail(Step.STATUS, Fault.html(502)).times(2);
 *   ... // point the client at fal.queueUrl(), generate an image
 *   assertThat(fal.paidJobs()).isEqualTo(1);
 * }
 * }</pre>
 */
@NullMarked
package dev.pictor.testing;

import org.jspecify.annotations.NullMarked;
