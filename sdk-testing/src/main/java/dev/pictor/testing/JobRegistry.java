package dev.pictor.testing;

import dev.pictor.model.JobState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The jobs of one emulator, oldest first. Thread-safe. */
final class JobRegistry<J extends StoredJob> {
  private final Map<String, J> jobs = new LinkedHashMap<>();

  synchronized J store(J job) {
    jobs.put(job.id(), job);
    return job;
  }

  synchronized Optional<J> find(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  synchronized List<J> all() {
    return new ArrayList<>(jobs.values());
  }

  synchronized int size() {
    return jobs.size();
  }

  synchronized void clear() {
    jobs.clear();
  }

  /** How many jobs wait at this moment. */
  int waiting() {
    return (int) all().stream().filter(job -> job.progress().state() == JobState.QUEUED).count();
  }
}
