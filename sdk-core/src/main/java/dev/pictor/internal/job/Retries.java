package dev.pictor.internal.job;

import dev.pictor.internal.http.Backoff;
import java.util.Optional;

/** How often the calls of each step are repeated. Immutable. */
public final class Retries {
  /** Where none is chosen: the waits of the default, and few tries where there is no deadline. */
  private static final int UNSENT_TRIES = 3;

  private static final int REFUSED_TRIES = 6;
  private static final int DOWNLOAD_TRIES = 4;
  private static final int UPLOAD_TRIES = 4;

  private final Optional<Backoff> upload;
  private final Optional<Backoff> submit;
  private final Backoff status;
  private final Optional<Backoff> result;
  private final Optional<Backoff> download;
  private final Backoff cancel;

  private Retries(
      Optional<Backoff> upload,
      Optional<Backoff> submit,
      Backoff status,
      Optional<Backoff> result,
      Optional<Backoff> download,
      Backoff cancel) {
    this.upload = upload;
    this.submit = submit;
    this.status = status;
    this.result = result;
    this.download = download;
    this.cancel = cancel;
  }

  /** What happens unless something else is asked for. */
  public static Retries defaults() {
    return new Retries(
        Optional.empty(),
        Optional.empty(),
        Backoff.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        Backoff.DEFAULT);
  }

  /** The same, but for uploads. */
  public Retries upload(Backoff changed) {
    return new Retries(Optional.of(changed), submit, status, result, download, cancel);
  }

  /** The same, but for submissions. */
  public Retries submit(Backoff changed) {
    return new Retries(upload, Optional.of(changed), status, result, download, cancel);
  }

  /** The same, but for questions about a job. */
  public Retries status(Backoff changed) {
    return new Retries(upload, submit, changed, result, download, cancel);
  }

  /** The same, but for the outputs of jobs. */
  public Retries result(Backoff changed) {
    return new Retries(upload, submit, status, Optional.of(changed), download, cancel);
  }

  /** The same, but for finished images. */
  public Retries download(Backoff changed) {
    return new Retries(upload, submit, status, result, Optional.of(changed), cancel);
  }

  /** The same, but for cancellations. */
  public Retries cancel(Backoff changed) {
    return new Retries(upload, submit, status, result, download, changed);
  }

  /** Of each call of an upload. */
  Backoff upload() {
    return upload.orElse(Backoff.DEFAULT.atMost(UPLOAD_TRIES));
  }

  /** Of submissions of which nothing has left this machine. */
  Backoff unsent() {
    return submit.orElse(Backoff.DEFAULT.atMost(UNSENT_TRIES));
  }

  /** Of submissions that were refused because there were too many. */
  Backoff refused() {
    return submit.orElse(Backoff.DEFAULT.atMost(REFUSED_TRIES));
  }

  Backoff status() {
    return status;
  }

  Backoff result() {
    return result.orElse(Backoff.DEFAULT);
  }

  /** Whether the waits between questions for an output are those that were asked for. */
  boolean areChosenForResults() {
    return result.isPresent();
  }

  /** Of images that are fetched within a deadline. */
  Backoff download() {
    return download.orElse(Backoff.DEFAULT.atMost(DOWNLOAD_TRIES));
  }

  /** Of images that are fetched later, when nothing else ends the tries. */
  Backoff laterDownload() {
    Backoff backoff = download();
    return backoff.isEndless() ? backoff.atMost(DOWNLOAD_TRIES) : backoff;
  }

  Backoff cancel() {
    return cancel;
  }
}
