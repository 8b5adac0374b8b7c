package dev.pictor.internal.job;

import dev.pictor.error.DownloadException;
import dev.pictor.error.ErrorDetails;
import dev.pictor.error.JobFailedException;
import dev.pictor.error.ModerationException;
import dev.pictor.error.PictorException;
import dev.pictor.internal.http.Futures;
import dev.pictor.internal.media.Conversion;
import dev.pictor.internal.media.Converters;
import dev.pictor.internal.media.Images;
import dev.pictor.model.GeneratedImage;
import dev.pictor.model.ImageOutcome;
import dev.pictor.model.ImageRequest.ResponseFormat;
import dev.pictor.model.JobHandle;
import dev.pictor.spi.Provider;
import dev.pictor.spi.ProviderOutput;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** From the output of a finished job to an outcome for each asked image. */
final class Collecting {
  /** Whose images they are. */
  interface Owner {
    /** One for each asked image. */
    void collected(List<ImageOutcome> outcomes);
  }

  private static final String NOT_AWAITED = "its request ended before that";

  private final Engine engine;
  private final Provider provider;
  private final RunTask task;
  private final JobHandle handle;
  private final ProviderOutput output;
  private final Places places;
  private final Retries retries;
  private final Report report;
  private final Owner owner;
  private final List<Images.Loading> loadings = new ArrayList<>();
  private final List<Converters.Converting> conversions = new ArrayList<>();
  private ImageOutcome[] outcomes = new ImageOutcome[0];
  private int missing;
  private Optional<PictorException> stopped = Optional.empty();

  Collecting(
      Engine engine,
      Provider provider,
      RunTask task,
      JobHandle handle,
      ProviderOutput output,
      Retries retries,
      Report report,
      Owner owner) {
    this.engine = engine;
    this.provider = provider;
    this.task = task;
    this.handle = handle;
    this.output = output;
    this.places = new Places(output, task.imageCount());
    this.report = report;
    this.owner = owner;
    this.retries = retries;
  }

  private static ErrorDetails about(JobHandle job) {
    return ErrorDetails.builder().provider(job.provider()).handle(job).build();
  }

  /** The job. */
  JobHandle handle() {
    return handle;
  }

  void start() {
    int count = places.count();
    synchronized (this) {
      outcomes = new ImageOutcome[count];
      missing = count;
    }
    int next = 0;
    for (int place = 0; place < count; place++) {
      if (next < output.images().size() && places.of(next) == place) {
        image(place, output.images().get(next), seed(next));
        next++;
      } else {
        arrived(place, missing(place));
      }
    }
    if (count == 0) { // of a handle that says so
      owner.collected(Collections.emptyList());
    }
  }

  private void arrived(int position, ImageOutcome outcome) {
    List<ImageOutcome> all;
    synchronized (this) {
      outcomes[position] = outcome;
      missing--;
      if (missing > 0) {
        return;
      }
      all = Arrays.asList(outcomes);
    }
    owner.collected(all);
  }

  /**
   * Ends the downloads and conversions for a reason; images that are not here yet keep their URL,
   * those that are here their format.
   */
  void stop(PictorException why) {
    List<Images.Loading> running;
    List<Converters.Converting> converting;
    synchronized (this) {
      stopped = Optional.of(why);
      running = new ArrayList<>(loadings);
      converting = new ArrayList<>(conversions);
    }
    running.forEach(Images.Loading::stop);
    converting.forEach(conversion -> conversion.stop(NOT_AWAITED));
  }

  private synchronized Optional<PictorException> stopped() {
    return stopped;
  }

  private Optional<BigInteger> seed(int image) {
    if (!places.hasSeedOfJob(image)) {
      return Optional.empty();
    }
    return output.seed().isPresent() ? output.seed() : task.seed(0);
  }

  private ImageOutcome missing(int position) {
    PictorException why =
        places.isFiltered(position)
            ? new ModerationException(
                "Moderation withheld this image and left nothing in its place", about(handle))
            : output.shortfall().orElseGet(this::withoutReason);
    return outcome(position)
        .kind(
            why instanceof ModerationException
                ? ImageOutcome.Kind.FILTERED
                : ImageOutcome.Kind.FAILED)
        .failure(why)
        .build();
  }

  private PictorException withoutReason() {
    return new JobFailedException(
        "The job ended with "
            + output.images().size()
            + " of "
            + task.imageCount()
            + " images and gave no reason for the rest",
        about(handle));
  }

  private void image(int position, ProviderOutput.Image made, Optional<BigInteger> seed) {
    GeneratedImage.Builder image =
        GeneratedImage.builder()
            .index(task.firstImage() + position)
            .handle(handle)
            .url(made.url())
            .urlExpiry(engine.urlExpiry(provider, task, made))
            .seed(seed)
            .flagged(made.flagged())
            .requestedSize(task.requestedSize())
            .sentSize(task.sentSize())
            .reportedSize(made.size())
            .reportedMediaType(made.mediaType())
            .content(remote(made.url()));
    if (task.responseFormat() == ResponseFormat.URL) {
      arrived(position, present(position, image.build()));
      return;
    }
    if (stopped().isPresent()) {
      arrived(position, undelivered(position, image.build(), null));
      return;
    }
    Images.Loading loading;
    long begun = engine.time().nanos();
    try {
      loading = engine.images(provider, handle).load(made.url(), about(handle), retries.download());
    } catch (RuntimeException | Error e) { // no memory for it, above all
      arrived(position, undelivered(position, image.build(), e));
      return;
    }
    synchronized (this) {
      loadings.add(loading);
    }
    if (stopped().isPresent()) {
      loading.stop();
    }
    Futures.whenDone(
        loading.bytes(),
        (bytes, failure) ->
            step(
                position,
                image,
                () -> {
                  if (bytes == null) {
                    return Optional.of(undelivered(position, image.build(), failure));
                  }
                  Duration took = Duration.ofNanos(engine.time().nanos() - begun);
                  report.downloaded(handle, position, bytes.length, took);
                  return loaded(position, image, bytes);
                }));
  }

  /**
   * Takes a step of an image, with which it arrives unless a further one follows. Whatever goes
   * wrong in it, the image arrives: nobody else would end the run.
   */
  private void step(
      int position, GeneratedImage.Builder image, Supplier<Optional<ImageOutcome>> step) {
    Optional<ImageOutcome> outcome;
    try {
      outcome = step.get();
    } catch (RuntimeException | Error e) { // no memory for it, above all
      outcome = Optional.of(undelivered(position, image.build(), e));
    }
    outcome.ifPresent(reached -> arrived(position, reached));
  }

  private Optional<ImageOutcome> loaded(int position, GeneratedImage.Builder image, byte[] bytes) {
    if (task.conversion().isPresent()) {
      convert(position, image, bytes, task.conversion().get());
      return Optional.empty();
    }
    return Optional.of(present(position, delivered(image, Images.local(bytes), bytes)));
  }

  private GeneratedImage.Content remote(String url) {
    Engine fetcher = engine; // an image may be kept for long, and its job is not to be kept with it
    Provider maker = provider;
    JobHandle job = handle;
    GeneratedImage.Content original =
        Images.remote(
            () -> fetcher.images(maker, job), url, () -> about(job), retries.laterDownload());
    return task.conversion()
        .map(wish -> engine.converters().convert(original, wish, () -> about(job)))
        .orElse(original);
  }

  private void convert(int position, GeneratedImage.Builder image, byte[] bytes, Conversion wish) {
    Converters.Converting converting = engine.converters().begin(bytes, wish);
    synchronized (this) {
      conversions.add(converting);
    }
    stopped().ifPresent(why -> converting.stop(NOT_AWAITED));
    Futures.whenDone(
        converting.done(),
        (converted, failure) ->
            step(
                position,
                image,
                () ->
                    Optional.of(
                        converted == null
                            ? undelivered(position, image.build(), failure)
                            : present(position, delivered(image, converted, converted.file())))));
  }

  private static GeneratedImage delivered(
      GeneratedImage.Builder image, GeneratedImage.Content content, byte[] bytes) {
    image.content(content);
    try {
      image.facts(GeneratedImage.Facts.of(bytes));
    } catch (RuntimeException | Error e) {
      // A file that breaks its reader was paid for all the same, and its user may know it.
    }
    return image.build();
  }

  private ImageOutcome present(int position, GeneratedImage image) {
    ImageOutcome.Builder outcome = outcome(position).seed(image.seed()).image(image);
    return image.flagged().orElse(Boolean.FALSE)
        ? outcome
            .kind(ImageOutcome.Kind.FILTERED)
            .failure(
                new ModerationException(
                    "Moderation flagged this image; what the provider delivers in its place is"
                        + " black or blurred",
                    about(handle)))
            .build()
        : outcome.kind(ImageOutcome.Kind.IMAGE).build();
  }

  private ImageOutcome undelivered(
      int position, GeneratedImage image, @Nullable Throwable failure) {
    PictorException why =
        stopped()
            .orElseGet(
                () ->
                    failure instanceof PictorException
                        ? (PictorException) failure
                        : new DownloadException(
                            "The finished image could not be fetched: " + failure, about(handle)));
    return outcome(position)
        .kind(ImageOutcome.Kind.UNKNOWN)
        .seed(image.seed())
        .image(image)
        .failure(why)
        .build();
  }

  private ImageOutcome.Builder outcome(int position) {
    return ImageOutcome.builder()
        .index(task.firstImage() + position)
        .handle(handle)
        .seed(task.seed(position));
  }
}
