package dev.pictor.benchmarks.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The jobs of one measurement, oldest first. */
final class Jobs {
  private final EventLoop loop;
  private final List<Job> all = new ArrayList<>();
  private LongSupplier times = () -> 0;
  private long first;
  private int running;
  private int most;

  Jobs(EventLoop loop) {
    this.loop = loop;
  }

  void begin(LongSupplier newTimes) {
    first += all.size();
    all.clear();
    times = newTimes;
    most = 0;
  }

  Job submit(String input) {
    Job job = new Job(first + all.size(), input);
    all.add(job);
    long nanos = times.getAsLong();
    if (nanos == 0) {
      job.done();
    } else {
      most = Math.max(most, ++running);
      long now = System.nanoTime();
      loop.at(now + nanos / 10, job::started);
      loop.at(
          now + nanos,
          () -> {
            running--;
            job.done();
          });
    }
    return job;
  }

  /** How many there were at once. */
  int most() {
    return most;
  }

  /** By the number at the end of its id. */
  Optional<Job> find(String id, int digits) {
    long index = Long.parseLong(id.substring(id.length() - digits)) - first;
    return index >= 0 && index < all.size() ? Optional.of(all.get((int) index)) : Optional.empty();
  }

  List<Job> all() {
    return Collections.unmodifiableList(all);
  }
}
