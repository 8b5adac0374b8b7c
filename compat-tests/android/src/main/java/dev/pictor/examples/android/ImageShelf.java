package dev.pictor.examples.android;

import dev.pictor.error.InvalidInputException;
import dev.pictor.error.JobCanceledException;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.NotFoundException;
import dev.pictor.error.PictorException;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.JobHandle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The folder of the images: for each ticket the file, or, until it is there, a note of the job that
 * it comes from. A note without a handle means that a submission had begun and that nobody lived to
 * see its end.
 */
final class ImageShelf {
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
    Path part = folder.resolve(ticket + ".part");
    Files.write(part, handles.stream().map(JobHandle::toString).collect(Collectors.toList()));
    Files.move(part, noteOf(ticket), StandardCopyOption.ATOMIC_MOVE);
  }

  List<JobHandle> handles(String ticket) throws IOException {
    List<String> noted = Files.readAllLines(noteOf(ticket));
    if (noted.isEmpty()) {
      throw new IllegalStateException(
          "The app ended while it submitted "
              + ticket
              + ", or did not hear what came of it. Whether there is a job, and a bill, is not known, so it is not sent again;"
              + " forget() gives it up");
    }
    return noted.stream().map(JobHandle::parse).collect(Collectors.toList());
  }

  /** Saves an image; its job is of no more use then. */
  Path keep(String ticket, GeneratedImage image) throws IOException {
    Path file = file(ticket);
    image.saveTo(file); // as a whole or not at all
    Files.deleteIfExists(noteOf(ticket));
    return file;
  }

  void clear(String ticket) {
    try {
      Files.deleteIfExists(noteOf(ticket));
      Files.deleteIfExists(file(ticket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    return failure instanceof JobFailedException
        || failure instanceof ModerationException
        || failure instanceof InvalidInputException
        || failure instanceof NotFoundException
        || (failure instanceof JobCanceledException
            && (wasCanceledHere || ((JobCanceledException) failure).isOver()));
  }

  private Path file(String ticket) {
    return folder.resolve(ticket + ".image");
  }

  private Path noteOf(String ticket) {
    return folder.resolve(ticket + ".job");
  }
}
