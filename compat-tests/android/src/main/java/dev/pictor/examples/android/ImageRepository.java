package dev.pictor.examples.android;

import dev.pictor.ImageClient;
import dev.pictor.ImageJob;
import dev.pictor.RequestOptions;
import dev.pictor.error.AttemptsFailedException;
import dev.pictor.error.AuthenticationException;
import dev.pictor.error.BillingException;
import dev.pictor.error.ConfigurationException;
import dev.pictor.error.InvalidInputException;
import dev.pictor.error.PictorException;
import dev.pictor.error.RateLimitException;
import dev.pictor.error.RequestRefusedException;
import dev.pictor.error.TransportException;
import dev.pictor.model.ImageRequest;
import dev.pictor.model.ImageResult;
import dev.pictor.model.JobHandle;
import dev.pictor.model.JobUpdate;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes images and keeps them in a folder of the app. There is one for the process, so that it
 * outlives every Activity.
 *
 * <p>An image is asked for by a ticket: a name that the caller makes up before and keeps in its
 * saved state. Whoever asks for a ticket again gets the same image: the file if it is there, the
 * job if it is on its way, or, in a new process, the job that the former one has submitted. So
 * neither a rotation nor the end of the process pays for an image twice, or loses one.
 *
 * <p>No method blocks: all may be called in the main thread. Plain Java, which runs in unit tests.
 */
public final class ImageRepository implements AutoCloseable {
  /** A phone may sleep for longer than anybody would wait; the job goes on, and is picked up. */
  private static final RequestOptions OPTIONS =
      RequestOptions.builder()
          .deadline(Duration.ofMinutes(30))
          .onExpiry(RequestOptions.OnExpiry.LEAVE_REMOTE_JOB)
          .build();

  private static final Logger LOG = Logger.getLogger(ImageRepository.class.getName());

  private final ImageClient images;
  private final ImageShelf shelf;
  private final Executor background;
  private final Map<String, ImageTask> tasks = new HashMap<>();
  private volatile boolean isClosed;

  /**
   * The repository.
   *
   * @param images is closed with it
   * @param folder where the images are kept, such as one in {@code Context.getFilesDir()}
   * @param background runs what blocks: submitting and saving
   */
  public ImageRepository(ImageClient images, Path folder, Executor background) {
    this.images = images;
    this.shelf = new ImageShelf(folder);
    this.background = background;
  }

  /**
   * The image of a ticket.
   *
   * @param ticket letters, digits and dashes: a random UUID, for example
   * @param request for one image; is submitted, unless it was submitted under this ticket before
   */
  public synchronized ImageTask image(String ticket, ImageRequest request) {
    if (request.n() > 1) {
      throw new IllegalArgumentException(
          "n is " + request.n() + ", and a ticket keeps one image; ask for each by its own ticket");
    }
    ImageTask task = tasks.get(ticket);
    if (task == null) {
      ImageTask begun = new ImageTask(ticket);
      tasks.put(ticket, begun);
      background.execute(() -> begin(begun, request));
      task = begun;
    }
    return task;
  }

  /**
   * Gives a ticket up: its image is deleted, if there is one, and it may be asked for and paid for
   * anew. For a submission that was lost, only a person can decide that.
   */
  public void forget(String ticket) {
    background.execute(() -> clear(ticket));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the task is told how it ends
  private void begin(ImageTask task, ImageRequest request) {
    boolean wasInDoubt = shelf.isInDoubt(task.ticket());
    try {
      Optional<Path> file = shelf.image(task.ticket());
      if (file.isPresent()) {
        succeed(task, file.get());
        return;
      }
      ImageJob job = job(task.ticket(), request);
      task.started(job);
      job.result()
          .thenAcceptAsync(result -> keep(task, result), background)
          .exceptionally(failure -> fail(task, failure, wasInDoubt));
    } catch (IOException | RuntimeException e) {
      fail(task, e, wasInDoubt);
    }
  }

  /** Picks the job of a ticket up, or submits one: at most one, wherever the process ends. */
  private ImageJob job(String ticket, ImageRequest request) throws IOException {
    if (shelf.hasNote(ticket)) {
      return images.resume(shelf.handles(ticket), OPTIONS);
    }
    if (Thread.currentThread().isInterrupted()) { // a note would say that nobody knows
      throw new InterruptedIOException("The thread was interrupted before; nothing was sent");
    }
    shelf.note(ticket); // from here on, it may have been paid for
    try {
      ImageJob job = images.submit(request, OPTIONS); // returns as soon as the job has a handle
      List<JobHandle> handles = job.handles();
      note(handles, () -> shelf.note(ticket, handles));
      job.onUpdate(news -> follow(ticket, job, handles, news));
      return job;
    } catch (PictorException e) {
      if (!e.handles().isEmpty() && !e.hasUnknownOutcome()) {
        note(e.handles(), () -> shelf.note(ticket, e.handles()));
      } else if (isUnpaid(e)) {
        clear(ticket);
      }
      throw e;
    }
  }

  /** When its provider fails, the client goes on at the next one: the job is another one then. */
  private void follow(String ticket, ImageJob job, List<JobHandle> first, JobUpdate news) {
    if (!first.contains(news.handle()) || ImageShelf.isLost(news.state())) {
      background.execute(
          () ->
              note(
                  Collections.singletonList(news.handle()),
                  () -> shelf.noteNews(ticket, job, news)));
    }
  }

  /**
   * Whether a failure proves that nothing was paid. One that only does not say that something was
   * is no proof: the note stays, and a person decides.
   */
  private static boolean isUnpaid(PictorException failure) {
    if (failure.hasUnknownOutcome() || !failure.handles().isEmpty()) {
      return false;
    }
    if (failure instanceof AttemptsFailedException) {
      return ((AttemptsFailedException) failure)
          .attempts().stream().allMatch(ImageRepository::isUnpaid);
    }
    return failure instanceof RequestRefusedException
        || failure instanceof ConfigurationException
        || failure instanceof AuthenticationException
        || failure instanceof BillingException
        || failure instanceof InvalidInputException
        || failure instanceof RateLimitException
        || failure instanceof TransportException;
  }

  /** What writes a note. */
  private interface Note {
    void write() throws IOException;
  }

  /** A full disk is no reason to drop a job: this process knows it, and each failure names it. */
  private static void note(List<JobHandle> handles, Note note) {
    boolean isInterrupted = Thread.interrupted(); // Android writes no file in such a thread
    try {
      note.write();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Only this process knows the jobs " + handles, e);
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What cannot be deleted is found again by the ticket, and nothing is paid for that. */
  private void clear(String ticket) {
    try {
      shelf.clear(ticket);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "What is kept of " + ticket + " could not be deleted", e);
    }
  }

  private void keep(ImageTask task, ImageResult result) {
    try {
      succeed(task, shelf.keep(task.ticket(), result.image()));
    } catch (IOException | UncheckedIOException e) {
      throw new CompletionException(
          new IOException("The image of " + result.image().handle() + " could not be kept", e));
    }
  }

  private void succeed(ImageTask task, Path file) {
    release(task);
    task.succeeded(file);
  }

  private Void fail(ImageTask task, Throwable failure, boolean wasInDoubt) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (!isClosed) {
      settle(task, cause, wasInDoubt);
    }
    release(task);
    task.failed(cause);
    return null;
  }

  /**
   * Leaves on the shelf what is left of a ticket. Where more can come the note stays, and the job
   * is picked up from it.
   *
   * @param wasInDoubt whether a former process may have submitted more than this one could pick up
   */
  private void settle(ImageTask task, Throwable cause, boolean wasInDoubt) {
    String ticket = task.ticket();
    if (cause instanceof PictorException && ((PictorException) cause).hasUnknownOutcome()) {
      List<JobHandle> open = ImageShelf.open((PictorException) cause);
      note(open, () -> shelf.noteDoubt(ticket, open));
    } else if (ImageShelf.isOver(cause, task.isCanceled())) {
      if (wasInDoubt) {
        note(Collections.emptyList(), () -> shelf.noteDoubt(ticket, Collections.emptyList()));
      } else {
        clear(ticket);
      }
    } else if (!wasInDoubt) { // if a further provider was asked, it is known what came of that
      note(Collections.emptyList(), () -> shelf.noteCertainty(ticket));
    }
  }

  /** From here on, whoever asks for the ticket finds what is on the shelf. */
  private synchronized void release(ImageTask task) {
    tasks.remove(task.ticket());
  }

  /** For tests. An app has no use for it: Android ends its process without a word. */
  @Override
  public void close() {
    isClosed = true;
    images.close();
  }
}
