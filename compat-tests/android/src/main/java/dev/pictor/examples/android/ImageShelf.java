package dev.pictor.examples.android;

import dev.pictor.ImageJob;
import dev.pictor.error.AttemptsFailedException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.PictorException;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobState;
import dev.pictor.model.JobUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The folder of the images: for each ticket the file, or, until it is there, a note of the job that
 * it comes from. A note without a handle means that a submission had begun and that nobody lived to
 * see its end, or that it was lost. Thread-safe.
 */
final class ImageShelf {
  /** A line of a note: besides what it names, there may be a job whose handle nobody has heard. */
  private static final String UNKNOWN = "unknown";

  private final Path folder;

  ImageShelf(Path folder) {
    this.folder = folder;
  }

  Optional<Path> image(String ticket) {
    Path file = file(ticket);
    return Files.exists(file) ? Optional.of(file) : Optional.empty();
  }

  boolean hasNote(String ticket) {
    return Files.exists(noteOf(ticket));
  }

  /** Notes that a submission begins. */
  void note(String ticket) throws IOException {
    Files.createDirectories(folder);
    Files.createFile(noteOf(ticket));
  }

  /** Notes which job came of it; several, where a second provider was asked after the first. */
  void note(String ticket, List<JobHandle> handles) throws IOException {
    write(ticket, lines(handles));
  }

  /** Notes what is known, and that there may be a job besides that may have been paid for. */
  void noteDoubt(String ticket, List<JobHandle> handles) throws IOException {
    List<String> lines = lines(handles);
    lines.add(UNKNOWN);
    write(ticket, lines);
  }

  /**
   * Notes news of a job that is not the first one any more: it is a further provider's, or it has
   * ended, and a further provider may be asked at this moment.
   */
  synchronized void noteNews(String ticket, ImageJob job, JobUpdate news) throws IOException {
    if (job.result().isDone() || !hasNote(ticket)) { // the note tells the end, or is given up
      return;
    }
    List<JobHandle> known = noted(ticket);
    if (!known.contains(news.handle())) {
      known.add(news.handle());
      note(ticket, known);
    } else if (isLost(news.state()) && known.indexOf(news.handle()) == known.size() - 1) {
      noteDoubt(ticket, known);
    }
  }

  /** Whether a further provider may be asked for the image of a job. */
  static boolean isLost(JobState state) {
    return state == JobState.FAILED || state == JobState.CANCELED;
  }

  private static List<String> lines(List<JobHandle> handles) {
    return handles.stream().map(JobHandle::toString).collect(Collectors.toList());
  }

  private synchronized void write(String ticket, List<String> lines) throws IOException {
    Path part = folder.resolve(ticket + ".part");
    Files.write(part, lines);
    Files.move(part, noteOf(ticket), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Notes that there is no job but those that the note names. */
  synchronized void noteCertainty(String ticket) throws IOException {
    if (isInDoubt(ticket)) {
      note(ticket, noted(ticket));
    }
  }

  /** Whether there may be a job of a ticket that its note does not name. */
  boolean isInDoubt(String ticket) {
    try {
      return hasNote(ticket) && Files.readAllLines(noteOf(ticket)).contains(UNKNOWN);
    } catch (IOException e) {
      return true; // nothing says that there is none
    }
  }

  List<JobHandle> handles(String ticket) throws IOException {
    List<JobHandle> noted = noted(ticket);
    if (noted.isEmpty()) {
      throw new IllegalStateException(
          "The app ended while it submitted "
              + ticket
              + ", or did not hear what came of it. Whether there is a job, and a bill, is not known, so it is not sent again;"
              + " forget() gives it up");
    }
    return noted;
  }

  private List<JobHandle> noted(String ticket) throws IOException {
    return Files.readAllLines(noteOf(ticket)).stream()
        .filter(line -> !line.equals(UNKNOWN))
        .map(JobHandle::parse)
        .collect(Collectors.toList());
  }

  /** Saves an image; its job is of no more use then. */
  Path keep(String ticket, GeneratedImage image) throws IOException {
    Path file = file(ticket);
    image.saveTo(file); // as a whole or not at all
    synchronized (this) {
      Files.deleteIfExists(noteOf(ticket));
    }
    return file;
  }

  synchronized void clear(String ticket) throws IOException {
    Files.deleteIfExists(noteOf(ticket));
    Files.deleteIfExists(file(ticket));
  }

  /** The jobs of a failure that may be well, whatever has become of the others. */
  static List<JobHandle> open(PictorException failure) {
    List<PictorException> parts = new ArrayList<>();
    if (failure instanceof AttemptsFailedException) {
      parts.addAll(((AttemptsFailedException) failure).attempts());
    }
    for (Throwable other : failure.getSuppressed()) {
      if (other instanceof PictorException) {
        parts.add((PictorException) other);
      }
    }
    List<JobHandle> open = new ArrayList<>(failure.handles());
    for (PictorException part : parts) {
      if (isOver(part, false)) {
        part.handle().ifPresent(open::remove);
      }
    }
    return open;
  }

  /** Whether nothing more can come of a job, so that its ticket is free for another one. */
  static boolean isOver(Throwable failure, boolean wasCanceledHere) {
    if (failure instanceof PictorException && ((PictorException) failure).hasUnknownOutcome()) {
      return false;
    }
    for (Throwable other : failure.getSuppressed()) { // of another job of the same ticket
      if (other instanceof PictorException
          && ((PictorException) other).handle().isPresent()
          && !isOver(other, wasCanceledHere)) {
        return false;
      }
    }
    return (failure instanceof PictorException && ((PictorException) failure).isOver())
        || (failure instanceof JobCanceledException && wasCanceledHere);
  }

  private Path file(String ticket) {
    return folder.resolve(ticket + ".image");
  }

  private Path noteOf(String ticket) {
    return folder.resolve(ticket + ".job");
  }
}
