package dev.pictor.spi;

import dev.pictor.model.JobHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of a submission: the job's handle, and its state if the reply told it. Immutable. */
public final class Submission extends ValueType {
  private final JobHandle handle;
  private final Optional<JobSnapshot> snapshot;

  Submission(Builder builder) {
    List<String> missing = new ArrayList<>();
    handle = required(missing, "handle", builder.handle);
    snapshot = builder.snapshot;
    check("Submission", missing);
  }

  /** Starts a submission. */
  public static Builder builder() {
    return new Builder();
  }

  /** The job. */
  public JobHandle handle() {
    return handle;
  }

  /** Its state, if the reply told it. */
  public Optional<JobSnapshot> snapshot() {
    return snapshot;
  }

  @Override
  Object[] attributes() {
    return new Object[] {"handle", handle, "snapshot", snapshot};
  }

  /** Collects a {@link Submission}. Not thread-safe. */
  public static final class Builder {
    @Nullable JobHandle handle;
    Optional<JobSnapshot> snapshot = Optional.empty();

    Builder() {}

    /** Sets {@link Submission#handle()}. */
    public Builder handle(JobHandle handle) {
      this.handle = given("handle", handle);
      return this;
    }

    /** Sets {@link Submission#snapshot()}. */
    public Builder snapshot(JobSnapshot snapshot) {
      this.snapshot = some("snapshot", snapshot);
      return this;
    }

    /** Sets or clears {@link Submission#snapshot()}. */
    public Builder snapshot(Optional<JobSnapshot> snapshot) {
      this.snapshot = given("snapshot", snapshot);
      return this;
    }

    /** The finished value; an {@link IllegalStateException} names all that is missing. */
    public Submission build() {
      return new Submission(this);
    }
  }

  /**
   * What one page of a provider's list of jobs says about a submission whose reply was lost.
   * Immutable.
   */
  public static final class Lookup extends ValueType {
    private final List<Submission> matches;
    private final List<Submission> doubtful;
    private final Optional<HttpCall> next;

    Lookup(Builder builder) {
      matches = copy(builder.matches);
      doubtful = copy(builder.doubtful);
      next = builder.next;
    }

    /** Starts a lookup that has found nothing. */
    public static Builder builder() {
      return new Builder();
    }

    /** The jobs of the same endpoint with the same input, in the order of the list. */
    public List<Submission> matches() {
      return matches;
    }

    /**
     * The jobs that may be of the same endpoint with the same input, where the list does not show
     * enough to tell. They are never taken for the job, and it is not taken for absent beside them.
     */
    public List<Submission> doubtful() {
      return doubtful;
    }

    /** The call for the next page; empty if this is the last one. */
    public Optional<HttpCall> next() {
      return next;
    }

    @Override
    Object[] attributes() {
      return new Object[] {"matches", matches, "doubtful", doubtful, "next", next};
    }

    /** Collects a {@link Lookup}. Not thread-safe. */
    public static final class Builder {
      final List<Submission> matches = new ArrayList<>();
      final List<Submission> doubtful = new ArrayList<>();
      Optional<HttpCall> next = Optional.empty();

      Builder() {}

      /** Adds to {@link Lookup#matches()}. */
      public Builder addMatches(Submission... elements) {
        return addAllMatches(Arrays.asList(elements));
      }

      /** Adds to {@link Lookup#matches()}. */
      public Builder addAllMatches(Iterable<? extends Submission> elements) {
        addAll("matches", matches, elements);
        return this;
      }

      /** Replaces {@link Lookup#matches()}. */
      public Builder matches(Iterable<? extends Submission> elements) {
        matches.clear();
        return addAllMatches(elements);
      }

      /** Adds to {@link Lookup#doubtful()}. */
      public Builder addDoubtful(Submission... elements) {
        return addAllDoubtful(Arrays.asList(elements));
      }

      /** Adds to {@link Lookup#doubtful()}. */
      public Builder addAllDoubtful(Iterable<? extends Submission> elements) {
        addAll("doubtful", doubtful, elements);
        return this;
      }

      /** Replaces {@link Lookup#doubtful()}. */
      public Builder doubtful(Iterable<? extends Submission> elements) {
        doubtful.clear();
        return addAllDoubtful(elements);
      }

      /** Sets {@link Lookup#next()}. */
      public Builder next(HttpCall next) {
        this.next = some("next", next);
        return this;
      }

      /** Sets or clears {@link Lookup#next()}. */
      public Builder next(Optional<HttpCall> next) {
        this.next = given("next", next);
        return this;
      }

      /** The finished value. */
      public Lookup build() {
        return new Lookup(this);
      }
    }
  }
}
