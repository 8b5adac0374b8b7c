package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes jobs of inputs, and finds them again. */
final class FalJobs {
  private final JobRegistry<FalJob> registry = new JobRegistry<>();
  private final FalModels models = new FalModels();
  private final Set<String> forgotten = ConcurrentHashMap.newKeySet();
  private final Scripts scripts;
  private final EmulatorClock clock;
  private final Random random;
  private final Ids ids;
  private final Set<FalQuirk> quirks;
  private final List<String> apps;

  FalJobs(
      Scripts scripts,
      EmulatorClock clock,
      Random random,
      Set<FalQuirk> quirks,
      List<String> apps) {
    this.scripts = scripts;
    this.clock = clock;
    this.random = random;
    this.ids = new Ids(random);
    this.quirks = quirks;
    this.apps = apps;
  }

  JobRegistry<FalJob> registry() {
    return registry;
  }

  String newId() {
    return ids.timeOrderedUuid(clock);
  }

  int waiting() {
    return registry.waiting();
  }

  /** Whether there is such an app: any, unless a list was given. */
  boolean hasApp(FalApp app) {
    return apps.isEmpty() || apps.contains(app.root());
  }

  Reply unknownApp(FalApp app) {
    return FalErrors.plain(404, "Application \"" + app.alias() + "\" not found");
  }

  /** The input, if the body is JSON at all. */
  static Optional<JsonValue> input(RecordedCall call) {
    try {
      return Optional.of(call.json());
    } catch (IllegalArgumentException notJson) {
      return Optional.empty();
    }
  }

  static Reply unreadable() {
    FalDetail detail = FalDetail.of("json_invalid", "JSON decode error");
    return FalErrors.details(422, Collections.singletonList(detail.toJson(false)));
  }

  /** Stores a job; what is wrong with its input shows only in its result. */
  FalJob store(FalApp app, JsonValue input) {
    Optional<FalModel> model = models.find(app.id());
    JobScript script = scripts.take(input);
    List<FalDetail> problems =
        model.map(known -> known.problems(input)).orElseGet(Collections::emptyList);
    if (!problems.isEmpty()) {
      script = script.ending(FalFailure.invalidInput(problems));
    } else if (!model.isPresent() && isUnknownPath(app)) {
      script =
          script.ending(
              FalFailure.plain(404, "Path /" + app.path() + " not found")
                  .withHeader("x-fal-billable-units", "0"));
    }
    return registry.store(
        new FalJob(
            newId(),
            app,
            model,
            input,
            script,
            clock,
            new BigInteger(64, random),
            String.format(Locale.ROOT, "/files/b/%s/%s", ids.hex(8), ids.letters(21)),
            quirks.contains(FalQuirk.JOBS_APPEAR_LATE)));
  }

  private boolean isUnknownPath(FalApp app) {
    return !quirks.contains(FalQuirk.UNKNOWN_PATHS_ACCEPTED) && models.knowsApp(app.root());
  }

  Optional<FalJob> find(String root, String id) {
    return registry
        .find(id)
        .filter(job -> job.app().root().equals(root))
        .filter(job -> !forgotten.contains(id));
  }

  /** Lets nobody find the job any more; that it was made stays known. */
  void forget(String id) {
    forgotten.add(id);
  }
}
