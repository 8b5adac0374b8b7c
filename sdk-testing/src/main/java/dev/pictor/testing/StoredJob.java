package dev.pictor.testing;

import dev.pictor.model.JsonValue;

/** A job as the service keeps it. Emulators add what is theirs in a subclass. */
class StoredJob {
  private final String id;
  private final String endpoint;
  private final JsonValue input;
  private final JobScript script;
  private final Progress progress;

  StoredJob(String id, String endpoint, JsonValue input, JobScript script, EmulatorClock clock) {
    this.id = id;
    this.endpoint = endpoint;
    this.input = input;
    this.script = script;
    this.progress = new Progress(script, clock);
  }

  final String id() {
    return id;
  }

  /** The service's own name of what runs: an app, a model, a version. */
  final String endpoint() {
    return endpoint;
  }

  /** What the model was given, without any wrapper. */
  final JsonValue input() {
    return input;
  }

  final JobScript script() {
    return script;
  }

  final Progress progress() {
    return progress;
  }

  final EmulatedJob view() {
    return new EmulatedJob(
        id, endpoint, input, progress.state(), progress.polls(), progress.submittedAt());
  }
}
