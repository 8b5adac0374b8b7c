package dev.pictor.testing;

import dev.pictor.model.JobState;
import dev.pictor.model.JsonValue;
import java.time.Instant;

/**
 * A job that an emulator has stored, as it was when it was asked for: what a real service would
 * send a bill for.
 *
 * <pre>{@code
 * assertThat(fal.jobs().get(0).state()).isEqualTo(JobState.COMPLETED);
 * }</pre>
 */
public final class EmulatedJob {
  private final String id;
  private final String endpoint;
  private final JsonValue input;
  private final JobState state;
  private final int polls;
  private final Instant submittedAt;

  EmulatedJob(
      String id, String endpoint, JsonValue input, JobState state, int polls, Instant submittedAt) {
    this.id = id;
    this.endpoint = endpoint;
    this.input = input;
    this.state = state;
    this.polls = polls;
    this.submittedAt = submittedAt;
  }

  /** The id that the service gave it. */
  public String id() {
    return id;
  }

  /** The service's own name of what runs: an app, a model, a version. */
  public String endpoint() {
    return endpoint;
  }

  /** What the model was given, without any wrapper. */
  public JsonValue input() {
    return input;
  }

  /** How far it is. */
  public JobState state() {
    return state;
  }

  /** How often its status was asked for. */
  public int polls() {
    return polls;
  }

  /** When it was stored, on the emulator's clock. */
  public Instant submittedAt() {
    return submittedAt;
  }

  @Override
  public String toString() {
    return endpoint + " " + id + " " + state;
  }
}
