package dev.pictor.testing;

import dev.pictor.model.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;

/** Decides which script a new job gets. Thread-safe. */
final class Scripts {
  private final Queue<JobScript> next = new ArrayDeque<>();
  private final List<Rule> rules = new ArrayList<>();
  private JobScript every = JobScript.succeeds();

  synchronized void next(JobScript script) {
    next.add(script);
  }

  synchronized void every(JobScript script) {
    every = script;
  }

  synchronized void matching(Predicate<JsonValue> input, JobScript script) {
    rules.add(new Rule(input, script));
  }

  /** The queue first, then the first rule that fits, then the default. */
  synchronized JobScript take(JsonValue input) {
    JobScript queued = next.poll();
    if (queued != null) {
      return queued;
    }
    return rules.stream()
        .filter(rule -> rule.input.test(input))
        .map(rule -> rule.script)
        .findFirst()
        .orElse(every);
  }

  private static final class Rule {
    final Predicate<JsonValue> input;
    final JobScript script;

    Rule(Predicate<JsonValue> input, JobScript script) {
      this.input = input;
      this.script = script;
    }
  }
}
