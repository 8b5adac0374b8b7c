package dev.pictor.testing;

/**
 * A way in which a job ends without images. Each service has its own: see the factories of the
 * class that belongs to the emulator.
 *
 * <pre>{@code
 * fal.nextJob(JobScript.failsWith(FalFailure.contentPolicy()));
 * }</pre>
 */
public interface JobFailure {}
