package dev.pictor.internal.job;

import dev.pictor.model.JobState;
import dev.pictor.spi.JobSnapshot;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The questions after a job that are asked beside what else tells of it, and goes on: where its
 * stream says nothing for long, and where it depends on the answer whether the job is ended. One of
 * each at a time. Thread-safe.
 */
final class Asides {
  private final Inquiry inquiry;
  private final Watching owner;
  private volatile Optional<OfAStream> ofAStream = Optional.empty();
  private volatile Optional<LastLook> lastLook = Optional.empty();

  Asides(Inquiry inquiry, Watching owner) {
    this.inquiry = inquiry;
    this.owner = owner;
  }

  /** Asks because a stream is quiet. One question that still stands in line keeps its place. */
  void quiet(Listening stream) {
    Optional<OfAStream> asked = ofAStream;
    if (!asked.isPresent() || asked.get().stream != stream) {
      asked = Optional.of(new OfAStream(stream));
      ofAStream = asked;
    }
    inquiry.line().alone(asked.get());
  }

  /** Asks before all others do, and runs this when there is an answer or none. */
  void look(Runnable then) {
    LastLook look = new LastLook(then);
    lastLook = Optional.of(look);
    inquiry.line().alone(look);
  }

  /** The stream has ended. */
  void leaveStream() {
    leave(ofAStream);
  }

  /** Nothing more is to be asked. */
  void leave() {
    leave(lastLook);
    leave(ofAStream);
  }

  private void leave(Optional<? extends OneByOne.Asker> question) {
    if (question.isPresent()) {
      inquiry.line().leave(question.get());
    }
  }

  /** The question that is put where a stream says nothing for long. */
  private final class OfAStream implements OneByOne.Asker {
    private final Listening stream;

    OfAStream(Listening stream) {
      this.stream = stream;
    }

    @Override
    public void askAlone(Runnable answered) {
      Repetition<JobSnapshot> asking = inquiry.once(this, answered, inquiry.report);
      if (stream.takesAlong(asking) && owner.takesAside(asking)) {
        asking.start(this::told);
      } else {
        answered.run();
      }
    }

    private void told(@Nullable JobSnapshot snapshot, @Nullable Throwable failure) {
      if (snapshot == null) {
        inquiry.report.retry(Optional.of(inquiry.job), failure, Signs.QUIET);
        return;
      }
      if (snapshot.state().isTerminal()) {
        stream.hasMissedTheEnd();
        owner.left(); // when it ended is not known well enough to learn from
      } else if (snapshot.state() == JobState.RUNNING && stream.hasMissedTheStart()) {
        owner.listed(snapshot); // which goes on with questions
        return;
      }
      owner.seenAside(snapshot);
    }
  }

  /** The question on which it depends whether the job is ended. */
  private final class LastLook implements OneByOne.Asker {
    private final Runnable then;

    LastLook(Runnable then) {
      this.then = then;
    }

    @Override
    public void askAlone(Runnable answered) {
      inquiry
          .once(this, answered, Report.silent())
          .start(
              (snapshot, failure) -> {
                if (snapshot != null) {
                  owner.seenAside(snapshot);
                }
                then.run();
              });
    }

    @Override
    public boolean isUrgent() {
      return true;
    }
  }
}
