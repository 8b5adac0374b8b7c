package dev.pictor.internal.job;

import dev.pictor.model.JobHandle;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who follows which job of a provider by polls. Mostly one follows each, but a job may be picked up
 * in the client that still waits for it, and more than once. Thread-safe.
 */
final class Polled {
  /** The handles of the jobs, as they are now. */
  private final class Handles extends AbstractMap<String, JobHandle> {
    @Override
    public boolean containsKey(@Nullable Object id) {
      return get(id) != null;
    }

    @Override
    public @Nullable JobHandle get(@Nullable Object id) {
      List<RollCall.Job> same = id == null ? null : followers.get(id);
      return same == null ? null : same.get(0).handle();
    }

    @Override
    public Set<Entry<String, JobHandle>> entrySet() {
      Map<String, JobHandle> all = new HashMap<>();
      followers.forEach((id, same) -> all.put(id, same.get(0).handle()));
      return Collections.unmodifiableMap(all).entrySet();
    }
  }

  /** By the id of their job; the lists are never empty, and never changed. */
  private final Map<String, List<RollCall.Job>> followers = new ConcurrentHashMap<>();

  private final Map<String, JobHandle> handles = new Handles();

  void add(RollCall.Job one) {
    followers.merge(one.handle().id(), Collections.singletonList(one), Polled::both);
  }

  private static List<RollCall.Job> both(List<RollCall.Job> some, List<RollCall.Job> others) {
    List<RollCall.Job> all = new ArrayList<>(some.size() + others.size());
    all.addAll(some);
    all.addAll(others);
    return all;
  }

  void remove(RollCall.Job one) {
    followers.computeIfPresent(one.handle().id(), (id, same) -> without(one, same));
  }

  private static @Nullable List<RollCall.Job> without(RollCall.Job one, List<RollCall.Job> same) {
    if (!same.contains(one)) {
      return same;
    }
    if (same.size() == 1) {
      return null;
    }
    List<RollCall.Job> others = new ArrayList<>(same);
    others.remove(one);
    return others;
  }

  /** Whether it is among them. */
  boolean has(RollCall.Job one) {
    return followersOf(one.handle().id()).contains(one);
  }

  /** All who follow the job of this id. */
  List<RollCall.Job> followersOf(String id) {
    return followers.getOrDefault(id, Collections.emptyList());
  }

  /** How many jobs are followed. */
  int size() {
    return followers.size();
  }

  /** The handles of the jobs by their id, as they are at any time. */
  Map<String, JobHandle> handles() {
    return handles;
  }
}
